"""Findings as text for a person: place, message, the line with a caret below it, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scaffold.finding import Finding, Safety, Severity
from scaffold.source.record import Record

# Lines longer than this are cut around the caret: a generated file must not flood the terminal.
_WIDEST_LINE = 200
# Pictures of the characters below the space begin here.
_PICTURES = 0x2400

Style = Callable[[str, str], str]


class Looked(Record):
    """What was looked at, for the last line: a run that saw nothing must not look like a clean one."""

    classes: int
    files: int


def plain(text: str, role: str) -> str:
    """Leave ``text`` as it is: the style of a pipe."""
    return text


def coloured(text: str, role: str) -> str:
    """Wrap ``text`` in the terminal's colours; roles are place, error, warning, code, caret, help."""
    colours = {"place": "1", "error": "1;31", "warning": "1;33", "code": "1", "caret": "31", "help": "36"}
    return f"\x1b[{colours[role]}m{text}\x1b[0m"


def render_text(
    findings: Sequence[Finding],
    texts: Mapping[str, str],
    looked: Looked,
    style: Style = plain,
    *,
    fixed: int = 0,
) -> str:
    """Return the findings and a last line that counts them.

    Args:
        findings: In the order in which they are to be shown.
        texts: Text of the files (of a notebook: of its cells) by the findings' place; a finding in another one is
            shown without its line.
        looked: How much was looked at.
        style: Colours a piece of text by its role; `plain` or `coloured`.
        fixed: How many findings were repaired in this run.

    Returns:
        Text that ends with a newline.
    """
    shown = {finding.place for finding in findings}
    lines = {place: _lines(texts[place]) for place in shown if place in texts}
    blocks = [_block(finding, lines.get(finding.place, []), style) for finding in findings]
    return "\n".join([*blocks, summary(findings, looked, fixed=fixed) + "\n"])


def _lines(text: str) -> list[str]:
    """Split as Python counts lines: a form feed ends none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _block(finding: Finding, lines: Sequence[str], style: Style) -> str:
    place = style(spelt(placed(finding)) + ":", "place")
    head = f"{place} {style(finding.code, finding.severity.value)} {spelt(finding.message)}"
    parts = [head, *_excerpt(finding, lines, style)]
    if finding.remedy:
        parts.append(f"{style('help:', 'help')} {spelt(finding.remedy)}{_fix_hint(finding)}")
    return "\n".join(parts) + "\n"


def placed(finding: Finding) -> str:
    """Return file, cell, line and column, as far as there are any, as editors and terminals understand them."""
    return ":".join([finding.place, *(str(number) for number in (finding.line, finding.column) if number)])


def spelt(text: str) -> str:
    """Spell out what a terminal would obey, hide or turn around: names and paths may hold anything.

    Example:
        >>> print(spelt("layers\\x1b[2J.py"))
        layers\\x1b[2J.py
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _in_one_column(character: str) -> str:
    """Return what stands for a character that a terminal would obey or hide, and takes as much room."""
    import unicodedata  # few texts need it

    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return chr(_PICTURES + ord(character)) if character < "\x20" else "\N{REPLACEMENT CHARACTER}"


def _fix_hint(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    flag = "--fix" if finding.fix.safety is Safety.SAFE else "--unsafe-fixes"
    return f" [{flag}]"


def _excerpt(finding: Finding, lines: Sequence[str], style: Style) -> list[str]:
    if not 1 <= finding.line <= len(lines) or finding.column < 1:
        return []
    line = lines[finding.line - 1]
    first = finding.column - 1
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line.rstrip())
    start = max(0, first - _WIDEST_LINE // 2) if len(line) > _WIDEST_LINE else 0
    shown = line[start : start + _WIDEST_LINE].replace("\t", " ").rstrip()
    if not shown.isprintable():
        shown = "".join(map(_in_one_column, shown))
    caret = "^" * max(1, _width(line[first : min(last, start + _WIDEST_LINE)]))
    margin = " " * len(str(finding.line))
    return [
        f"{finding.line} | {shown}",
        f"{margin} | {' ' * _width(line[start:first])}{style(caret, 'caret')}",
    ]


def _width(text: str) -> int:
    """Columns of a terminal: wide East Asian characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def summary(findings: Sequence[Finding], looked: Looked, *, fixed: int = 0) -> str:
    """Return the last line: how many findings of which severity, in how much code, how many can be repaired.

    Example:
        >>> summary([], Looked(classes=3, files=2))
        'No findings in 3 classes of 2 files.'
    """
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = [_count(errors, "error"), _count(len(findings) - errors, "warning")]
    found = ", ".join(count for count in counts if not count.startswith("0 "))
    found = f"found {found}" if found else "no findings"
    repaired = f"repaired {_count(fixed, 'finding')}; " if fixed else ""
    looked_at = f" in {_count(looked.classes, 'class', 'classes')} of {_count(looked.files, 'file')}"
    safe = sum(finding.fix is not None and finding.fix.safety is Safety.SAFE for finding in findings)
    unsafe = sum(finding.fixable for finding in findings) - safe
    repairs = [f"{safe} fixable with --fix"] if safe else []
    repairs += [f"{unsafe} {'' if safe else 'fixable '}with --unsafe-fixes"] if unsafe else []
    said = repaired + found + looked_at + (f" ({', '.join(repairs)})" if repairs else "") + "."
    return said[0].upper() + said[1:]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
