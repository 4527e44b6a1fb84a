"""Which findings the author has silenced with a comment, and which of these comments silence nothing any more."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scaffold.errors import nearest
from scaffold.finding import Edit, Finding, Fix
from scaffold.lint.rules.stale_suppression import CODE, stale
from scaffold.source.located import SourceFile
from scaffold.source.record import Record

# Ruff refuses codes it does not know unless they are named as `external`, and does not read our own spelling
# `scaffold: noqa`. https://docs.astral.sh/ruff/settings/#lint_external
# Compiled when a file has such a comment: most runs see none, and start-up is counted in milliseconds.
_NOQA = (
    r"(?i)#\s*(?P<own>scaffold\s*:\s*)?noqa(?![\w-])"
    r"(?P<colon>\s*:(?P<codes>\s*[A-Z][A-Z0-9]*[0-9](?![\w-])(?:[\s,]+[A-Z][A-Z0-9]*[0-9](?![\w-]))*)?"
    r"(?P<words>(?:[ \t,]*[A-Z]+(?:[_-][A-Z]+)+(?![\w-]))*))?"
)
# How alike a word and the name of a rule must be, where that has a finding on the very line.
_ALIKE = 0.85
_CODE = r"(?i)[A-Z][A-Z0-9]*[0-9]"

ALL = "*"
UNREADABLE = "KS901"


class Directive(Record):
    """A comment that silences.

    Args:
        first: The first line that it counts for: where the line it stands on goes on from former ones, in a string of
            several lines or after a backslash, there is no other place for it.
        line: The line it stands on, counted from 1.
        whole_file: Whether it counts for every line: ``# scaffold: noqa`` on a line of its own.
        codes: What it silences, each with its offset in the text; ``ALL`` alone stands for every code.
        words: What stands among the codes and may be meant as the name of a rule, each with its offset.
        start: Offset of the directive.
        end: Offset after its last code.
        comment_end: Offset after the comment it stands in.
    """

    first: int
    line: int
    whole_file: bool
    codes: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, int], ...]
    start: int
    end: int
    comment_end: int

    def names(self, code: str) -> bool:
        """Whether the code is among those it silences."""
        return any(own in (ALL, code) for own, _ in self.codes)

    def silences(self, finding: Finding) -> bool:
        """Whether it says so about a finding."""
        return self.counts_for(finding) and self.names(finding.code)

    def counts_for(self, finding: Finding) -> bool:
        """Whether it stands where it can silence a finding."""
        return self.whole_file or self.first <= finding.line <= self.line


def unsilenced(
    findings: Iterable[Finding],
    source: SourceFile,
    known: Mapping[str, bool],
    unsure: Sequence[range] = (),
) -> Iterator[Finding]:
    """Yield the findings of one file that no comment silences, then one for each code that silences nothing.

    Args:
        findings: Everything that was found in the file.
        source: The file.
        known: Code -> whether it is certain that everything of that code was found in the file.
        unsure: Lines where more may be found once more is known, of a parent in another package for example.
    """
    findings = list(findings)
    comments = directives(source.text) if _may_silence(source.text) else []
    used: set[tuple[Directive, str]] = set()
    for finding in findings:
        silencing = [comment for comment in comments if comment.silences(finding)]
        used.update((comment, finding.code) for comment in silencing)
        if not silencing:
            yield finding
    if any(finding.code == UNREADABLE for finding in findings):
        return  # what is in the file is not known
    for comment in comments:
        if not comment.names(CODE):
            yield from _named_wrongly(comment, findings, source)
            inside = any(comment.whole_file or comment.line in lines for lines in unsure)
            certain = dict.fromkeys(known, False) if inside else known
            yield from _stale(comment, used, source, certain)


def _may_silence(text: str) -> bool:
    """Tell from the text alone whether a comment may silence a finding of ours: most name codes of other linters."""
    return "noqa" in text.lower() and any(
        (codes := match.group("codes")) is None or "KS" in codes.upper() or match.group("words")
        for match in re.finditer(_NOQA, text)
    )


def silenced(finding: Finding, text: str) -> bool:
    """Tell whether a comment silences a finding in a text."""
    return _may_silence(text) and any(comment.silences(finding) for comment in directives(text))


def directives(text: str) -> list[Directive]:
    """Return the comments that silence something, in order.

    Only comments count: a string that happens to contain the words silences nothing.

    Example:
        >>> [(found.line, found.codes[0][0]) for found in directives("x = 1  # noqa: KS101\\n")]
        [(1, 'KS101')]
    """
    if "noqa" not in text.lower():
        return []
    import tokenize

    from scaffold.source.magics import (
        MARK,
    )  # a line of a notebook that is no Python has it, and is not judged

    found: list[Directive] = []
    starts = [0]
    for line in io.StringIO(text):
        starts.append(starts[-1] + len(line))
    first = 1
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.NEWLINE, tokenize.NL):
                first = token.start[0] + 1
            elif (
                token.type == tokenize.COMMENT and "noqa" in token.string.lower() and MARK not in token.string
            ):
                alone = not token.line[: token.start[1]].strip()
                here, column = token.start
                found += _in_comment(token.string, (first, here), starts[here - 1] + column, alone)
    except (tokenize.TokenError, SyntaxError):
        return found  # the file does not parse; what was read until there still counts
    return found


def _in_comment(comment: str, lines: tuple[int, int], offset: int, alone: bool) -> Iterator[Directive]:
    match = re.search(_NOQA, comment)
    if match is None or (match.group("colon") and not match.group("codes") and not match.group("words")):
        return  # a colon without a code names nothing
    codes: tuple[tuple[str, int], ...] = ((ALL, offset + match.start()),)
    words: tuple[tuple[str, int], ...] = ()
    if match.group("colon"):
        codes = tuple((code.upper(), at) for code, at in _parts(_CODE, match, "codes", offset))
        words = tuple(_parts(r"[\w-]+", match, "words", offset))
    yield Directive(
        first=lines[0],
        line=lines[1],
        whole_file=alone and bool(match.group("own")),
        codes=codes,
        words=words,
        start=offset + match.start(),
        end=offset + (match.end("codes") if match.group("codes") else match.end()),
        comment_end=offset + len(comment),
    )


def _parts(pattern: str, match: re.Match[str], group: str, offset: int) -> Iterator[tuple[str, int]]:
    """Yield the parts of a group, each with its offset in the text."""
    first = offset + match.start(group)
    for part in re.finditer(pattern, match.group(group) or ""):
        yield part.group(), first + part.start()


def _named_wrongly(comment: Directive, findings: Sequence[Finding], source: SourceFile) -> Iterator[Finding]:
    """Tell of every word that stands for a rule with a finding there: as ruff, only codes silence."""
    if not comment.words:
        return
    import difflib  # only a mistake needs it

    meant = {f.name: f.code for f in findings if comment.counts_for(f) and not comment.names(f.code)}
    reached = True  # the list of codes ends before the first word that is none
    for word, at in comment.words:
        alike = difflib.get_close_matches(word.lower().replace("_", "-"), meant, n=1, cutoff=_ALIKE)
        reached = reached and bool(alike)
        if alike:
            code = meant[alike[0]]
            why = f"silences nothing: only codes do, and that of the rule {alike[0]} is {code}"
            fix = Fix(f"Write {code}", (Edit(at, at + len(word), code),)) if reached else None
            yield stale(
                source.path, comment.line, _column(source.text, at), word, why, fix, f"Write {code} instead."
            )


def _stale(
    comment: Directive, used: set[tuple[Directive, str]], source: SourceFile, known: Mapping[str, bool]
) -> Iterator[Finding]:
    idle = [
        (code, at)
        for code, at in comment.codes
        if re.fullmatch("KS[0-9]+", code) and (comment, code) not in used and known.get(code, True)
    ]
    for code, at in idle:
        if code in known:
            where = "in this file" if comment.whole_file else "on this line"
            why = f"silences nothing: there is no such finding {where}"
        else:
            why = _no_code(code, known)
        fix = Fix("Remove what silences nothing", (_without(comment, [c for c, _ in idle], source.text),))
        yield stale(source.path, comment.line, _column(source.text, at), code, why, fix)


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1) + 1


def _no_code(code: str, known: Iterable[str]) -> str:
    group = sorted(one for one in known if one.startswith(code))
    if group:
        return f"is the beginning of {len(group)} codes, and silences none of them: name the code itself"
    guess = nearest(code, known)
    return "is no code of a rule" + (f"; did you mean {guess}?" if guess else "")


def _without(comment: Directive, idle: list[str], text: str) -> Edit:
    """Return the edit that takes codes out of a comment: the whole comment where it holds nothing else."""
    left = [(code, at) for code, at in comment.codes if code not in idle]
    if left:
        first = comment.codes[0][1]
        kept = ", ".join(text[at : at + len(code)] for code, at in left)
        return Edit(first, comment.end, kept)
    rest = text[comment.end : comment.comment_end].strip(" \t-:,;#.")
    if rest:
        return Edit(comment.start, comment.comment_end, f"# {rest}")
    start = len(text[: comment.start].rstrip(" \t"))
    end = comment.comment_end
    if text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("\r", "\n"):
        end += 2 if text[end : end + 2] == "\r\n" else 1
    return Edit(start, end, "")
