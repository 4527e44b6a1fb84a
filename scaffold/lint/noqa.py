"""Which findings the author has silenced with a `# noqa` comment on the finding's line."""

from __future__ import annotations

import io
import re
import tokenize

# The bare word silences the line, with codes only these; codes of other tools may stand beside them.
_NOQA = r"(?i)#\s*noqa(?P<codes>\s*:\s*[A-Z][A-Z0-9]*[0-9]+(?:[\s,]+[A-Z][A-Z0-9]*[0-9]+)*)?"
_CODE = r"(?i)[A-Z][A-Z0-9]*[0-9]+"

ALL = "*"


def silenced(text: str) -> dict[int, frozenset[str]]:
    """Return the silenced codes by line number; ``ALL`` stands for every code.

    Only comments count: a string that happens to contain the words silences nothing.

    Example:
        >>> silenced("x = 1  # noqa: KS101\\n")
        {1: frozenset({'KS101'})}
    """
    if "noqa" not in text.lower():
        return {}
    lines: dict[int, frozenset[str]] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and (match := re.search(_NOQA, token.string)):
                lines[token.start[0]] = _codes(match.group("codes"))
    except (tokenize.TokenError, SyntaxError):
        # The file does not parse; what was read until there still counts.
        return lines
    return lines


def _codes(text: str | None) -> frozenset[str]:
    return frozenset({ALL}) if text is None else frozenset(code.upper() for code in re.findall(_CODE, text))


def is_silenced(code: str, line: int, lines: dict[int, frozenset[str]]) -> bool:
    """Whether ``code`` on ``line`` is silenced by what `silenced` returned."""
    codes = lines.get(line, frozenset())
    return ALL in codes or code in codes
