"""`scaffold lint` carried out: look, choose, repair, write, print; one step after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.cli._lint_options import Asked, asked
from scaffold.cli._output import tell, tell_program, write_text
from scaffold.errors import ScaffoldError
from scaffold.finding import Finding
from scaffold.lint.rule_set import AllRules
from scaffold.lint.run import LintResult, lint
from scaffold.lint.team import processors
from scaffold.source.located import SourceFile

# Beside the project's configuration; git is told to leave it alone.
CACHE = ".scaffold_cache"

# Of what is told beside the findings, the first ones are enough.
_MOST_NOTES = 10


def run(options: dict[str, Any]) -> int:
    """Lint as the options ask, and return the exit code."""
    job = asked(options, AllRules())
    if options["show_files"]:
        return _show_files(job)
    document, texts = _standard_input(job) if job.stdin else (b"", {})

    jobs = options["jobs"] or processors()
    cache = "" if options["no_cache"] else os.path.join(job.config.root or os.getcwd(), CACHE)

    def look(paths: Sequence[str], texts: Mapping[str, str]) -> LintResult:
        def judged(progress: Callable[[int, int], None] | None) -> LintResult:
            settings = job.config.analysis
            return lint(
                paths, texts, keep=job.keep, settings=settings, jobs=jobs, cache=cache, progress=progress
            )

        if not sys.stderr.isatty():
            return judged(None)
        from scaffold.cli._progress import Progress

        with Progress("lint: judged part", 0, before="lint: looking for classes") as shown:
            return judged(shown.reached)

    if job.fix or options["diff"]:
        from scaffold.cli._lint_repair import repair

        code = repair(job, look, texts, document)
    else:
        result = look(job.paths, texts)
        code = _write_baseline(job, result) if options["write_baseline"] else show(job, result)
    return 0 if options["exit_zero"] else code


def tell_stale_entries(job: Asked, result: LintResult) -> None:
    """Say which entries of the baseline nothing answers to any more."""
    if job.known is None:
        return
    stale = job.known.stale(result.findings, result.files)
    about = (
        (path, code, " of ".join(part for part in (argument, of) if part))
        for path, of, code, argument in stale
    )
    notes(
        f"{job.baseline}: {path}: {code} {what}".rstrip() + " is no longer found"
        for path, code, what in about
    )
    if stale:
        tell("note: --write-baseline takes these entries out", err=True)


def show(job: Asked, result: LintResult, *, fixed: int = 0, err: bool = False) -> int:
    """Print the findings, and return the exit code they ask for."""
    findings = job.choose(result.findings)
    tell_stale_entries(job, result)
    if job.paths and not result.files and not result.unreadable:
        named = ", ".join(job.paths)
        notes(
            [
                f"no Python file or notebook below {named}: is it excluded, or ignored by git (--no-respect-gitignore)?"
            ]
        )
    from scaffold.report.formats import is_for_people, render

    file = job.options["output_file"]
    colour = not file and _colour(sys.stderr if err else sys.stdout)
    if job.options["statistics"]:
        from scaffold.report.statistics import statistics

        text = statistics(findings, as_json=job.output_format == "json")
    else:
        text = render(
            job.output_format,
            outcome(result, findings, fixed=fixed, colour=colour, root=_top(job)),
        )
    if file:
        write_text(file, text)
    elif is_for_people(job.output_format):
        tell(text, nl=False, colour=colour, err=err)
    else:
        tell_program(text, err=err)
    return int(any(finding.severity.value in job.fail_on for finding in findings))


def outcome(
    result: LintResult,
    findings: Sequence[Finding],
    *,
    fixed: int = 0,
    colour: bool = False,
    root: str = "",
) -> Any:
    """Return what the formats tell of; findings in notebooks are placed by cell."""
    from scaffold import __version__
    from scaffold.lint.notebooks import SUFFIX, cell_texts, in_cells
    from scaffold.report.formats import Outcome
    from scaffold.report.text import Looked

    texts: dict[str, str] = {}
    for path in {finding.path for finding in findings} & result.files.keys():
        source = result.files.get(path)
        if source is not None:  # it may have gone since
            text = source.text
            texts.update(cell_texts(path, text) if path.endswith(SUFFIX) else ((path, text),))
    return Outcome(
        findings=in_cells(findings, result.files),
        texts=texts,
        looked=Looked(classes=result.classes, files=len(result.files) + result.unreadable),
        rules=AllRules(),
        fixed=fixed,
        colour=colour,
        version=__version__,
        root=root,
    )


def notes(messages: Any) -> None:
    """Say what is worth knowing beside the findings, the first ones where they are many."""
    from scaffold.report.text import spelt

    messages = list(messages)
    for message in messages[:_MOST_NOTES]:
        tell(f"note: {spelt(message)}", err=True)
    if len(messages) > _MOST_NOTES:
        tell(f"note: and {len(messages) - _MOST_NOTES} more like these", err=True)


def _standard_input(job: Asked) -> tuple[bytes, dict[str, str]]:
    """Return the bytes of standard input, and its text by its name."""
    if sys.stdin is None:
        raise ScaffoldError(
            "standard input is closed", remedy="Send the text to it, or name a file in place of -."
        )
    data = sys.stdin.buffer.read()
    return data, {job.stdin: decoded(data, job.stdin).text}


def decoded(data: bytes, name: str) -> SourceFile:
    """Return standard input as a source file.

    Raises:
        ScaffoldError: It is no text, or no notebook.
    """
    from scaffold.source.located import Problem
    from scaffold.source.read import decode_notebook, decode_source

    decode = decode_notebook if name.endswith(".ipynb") else decode_source
    source = decode(data, name, "")
    if isinstance(source, Problem):
        place = f"{name}:{source.line}" if source.line else name
        raise ScaffoldError(f"{place}: standard input {source.message}")
    return source


def _show_files(job: Asked) -> int:
    from scaffold.source.collect import collect_files

    for file in collect_files(job.paths, keep=job.keep, texts=(job.stdin,)):
        tell(file.path)
    return 0


def _write_baseline(job: Asked, result: LintResult) -> int:
    from scaffold.lint.baseline import read_baseline

    chosen = job.choose(result.findings)
    told = set(map(id, chosen))
    untold = [finding for finding in result.findings if id(finding) not in told]
    read_baseline(job.baseline, may_be_new=True).renewed(chosen, result.files, untold).write()
    many = f"{len(chosen)} finding{'' if len(chosen) == 1 else 's'}"
    tell(f"{many} written to {job.baseline}; from now on `--baseline {job.baseline}` tells only new ones")
    return 0


def _top(job: Asked) -> str:
    """Return the top of the repository that is linted; where it is in none, what the configuration counts from."""
    above = os.path.abspath(job.paths[0] if job.paths else os.curdir)
    while not os.path.exists(os.path.join(above, ".git")):
        parent = os.path.dirname(above)
        if parent == above:
            return job.config.root
        above = parent
    return above


def _colour(stream: Any) -> bool:
    """Colour on a terminal that can, unless NO_COLOR says otherwise; https://no-color.org, https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
