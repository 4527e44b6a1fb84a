"""`scaffold lint --fix` and `--diff`: repair in memory, then write or show."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from scaffold.cli._lint_options import Asked
from scaffold.cli._lint_run import decoded, notes, outcome, show, tell_stale_entries
from scaffold.cli._output import tell
from scaffold.finding import Safety
from scaffold.lint.fix import Look, Repair, repaired
from scaffold.lint.notebooks import SUFFIX, repaired_document, sources
from scaffold.lint.run import LintResult
from scaffold.source.located import SourceFile


def repair(job: Asked, look: Look, texts: Mapping[str, str], document: bytes) -> int:
    """Repair what was asked for, and return the exit code.

    Args:
        job: What was asked.
        look: Finds what is to be repaired.
        texts: What came from standard input, by its name.
        document: The same as bytes.
    """
    made = repaired(job.paths, job.choose, unsafe=job.unsafe, look=look, texts=texts)
    if job.options["diff"]:
        notes(made.unsafe)
        return _diff(job, made, document)
    if job.stdin:
        sys.stdout.buffer.write(_new_bytes(job, made, document))
    elif job.options["prove"] and made.texts:
        from scaffold.cli._lint_prove import write_and_prove

        write_and_prove(made, write)
    else:
        write(made)
    notes(made.unsafe)
    return show(job, _left(job, made), fixed=made.fixed(job.choose), err=bool(job.stdin))


def _left(job: Asked, made: Repair) -> LintResult:
    """Return what is left; a repair that was tried and not kept is none that can be promised."""
    left = (
        finding.but(fix=None)
        if finding.fix is not None and (job.unsafe or finding.fix.safety is Safety.SAFE)
        else finding
        for finding in made.after.findings
    )
    return made.after.but(findings=tuple(left))


def write(made: Repair) -> None:
    """Write the repaired files: nothing before every one of them is known to be writable."""
    from scaffold.lint.write import check_writable, write_repaired

    for path, text in made.texts.items():
        check_writable(made.before.files[path], text)
    for path, text in made.texts.items():
        write_repaired(made.before.files[path], text)


def _new_bytes(job: Asked, made: Repair, document: bytes) -> bytes:
    """Return what standard input becomes; the same bytes where nothing is repaired."""
    from scaffold.lint.write import new_content

    if job.stdin not in made.texts:
        return document
    # The text was decoded before it was looked at, so how it was encoded has to be found out once more.
    source = decoded(document, job.stdin)
    return new_content(source, document, made.texts[job.stdin])


def _diff(job: Asked, made: Repair, document: bytes) -> int:
    from scaffold.report.diff import unified
    from scaffold.report.text import summary

    for path, text in sorted(made.texts.items()):
        for place, old, new in _changes(made.before.files[path], text, document if job.stdin else None):
            tell(unified(place, old, new), nl=False)
    left = job.choose(_left(job, made).findings)
    tell_stale_entries(job, made.after)
    count, fixed = len(made.texts), made.fixed(job.choose)
    last = summary(left, outcome(made.after, left).looked)
    would = (
        f"Would repair {_many(fixed, 'finding')} in {_many(count, 'file')}; then {last[0].lower()}{last[1:]}"
    )
    shown = " --diff shows only repairs: run this without it to see the rest." if left else ""
    tell((would if made.texts else last) + shown, err=True)
    return int(bool(made.texts) or any(finding.severity.value in job.fail_on for finding in left))


def _changes(source: SourceFile, text: str, document: bytes | None) -> Iterator[tuple[str, str, str]]:
    """Yield place, old and new text of what changes: the file, or each cell of a notebook."""
    if not source.path.endswith(SUFFIX):
        yield source.path, source.text, text
        return
    old = (Path(source.path).read_bytes() if document is None else document).decode("utf-8-sig")
    after = dict(sources(repaired_document(old, source.path, text)))
    for cell, code in sources(old):
        if after[cell] != code:
            yield f"{source.path}:cell {cell}", f"{code}\n", f"{after[cell]}\n"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
