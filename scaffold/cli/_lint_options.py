"""What was asked of `scaffold lint`: the command line over the project's configuration, with defaults for the rest."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scaffold.cli._output import tell
from scaffold.errors import ScaffoldError
from scaffold.lint.choice import ByProject, Choice, Choose
from scaffold.lint.config import Config, common_directory, find_config, read_config
from scaffold.lint.leave_out import LeaveOut
from scaffold.report.formats import known_format
from scaffold.rule import Rule
from scaffold.source.record import Record

if TYPE_CHECKING:
    from scaffold.lint.baseline import Baseline

STDIN = "-"
DEFAULT_BASELINE = "scaffold-baseline.json"

# Keys that cannot differ among the files of one run.
_OF_THE_RUN = ("baseline", "keras-version", "registration-package", "extra-base-classes")


class Contradiction(Exception):
    """Options that do not go together; told before anything is done."""


class Asked(Record):
    """Everything that was asked, decided.

    Args:
        paths: Files and directories.
        config: The project's configuration.
        choose: Chooses the findings that are told.
        known: Findings that are known, and not told again; None without a baseline.
        keep: Which files are looked at.
        stdin: Name of what comes from standard input; empty where nothing does.
        fix: Whether to write repairs.
        unsafe: Whether to make the repairs that older saved models will notice.
        baseline: File of known findings; empty for none.
        fail_on: Severities that make the command exit with 1.
        output_format: How findings are printed.
        options: The options that nothing but the command line can set.
    """

    paths: tuple[str, ...]
    config: Config
    choose: Choose
    known: Baseline | None
    keep: LeaveOut
    stdin: str
    fix: bool
    unsafe: bool
    baseline: str
    fail_on: tuple[str, ...]
    output_format: str
    options: dict[str, Any]


def asked(options: dict[str, Any], rules: Sequence[Rule]) -> Asked:
    """Decide what was asked.

    Raises:
        Contradiction: Options that do not go together.
        ScaffoldError: A configuration, code or format that is not known.
    """
    paths: tuple[str, ...] = options["paths"] or (".",)
    _refuse_contradictions(options, paths)
    stdin = ""
    if STDIN in paths:
        stdin = options["stdin_filename"] or STDIN
        paths = (stdin,)
    config = _config(options, paths)
    failing = ("error",) if (options["fail_on"] or config.fail_on) == "error" else ("error", "warning")
    excluded = [(config.root, pattern) for pattern in config.exclude]
    excluded += [(os.getcwd(), pattern) for pattern in options["exclude"]]
    keep = LeaveOut(excluded, gitignore=_either(options["respect_gitignore"], config.respect_gitignore))
    fix = _either(options["fix"], config.fix or bool(options["unsafe_fixes"])) and not options["diff"]
    if options["prove"] and not fix:
        raise Contradiction("--prove tells what a repair did: give --fix with it.")
    if options["force_exclude"]:
        paths = tuple(path for path in paths if not keep.excludes(path))
    choice, baseline = _choice_by_project(options, config, rules, paths), _baseline(options, config)
    choose, known = choice, None
    if baseline and not options["write_baseline"]:
        from scaffold.lint.baseline import read_baseline

        known = read_baseline(baseline)
        choose = lambda findings: known.unknown(choice(findings))  # noqa: E731
    return Asked(
        paths=paths,
        config=config,
        choose=choose,
        known=known,
        keep=keep,
        stdin=stdin,
        fix=fix,
        unsafe=_either(options["unsafe_fixes"], config.unsafe_fixes),
        baseline=baseline,
        fail_on=failing,
        output_format=_format(options, config),
        options=options,
    )


def _either(said: bool | None, configured: bool) -> bool:
    return configured if said is None else said


def _refuse_contradictions(options: dict[str, Any], paths: tuple[str, ...]) -> None:
    if STDIN in paths and len(paths) > 1:
        raise Contradiction("- reads standard input alone: name no other PATH beside it.")
    if options["config"] and options["isolated"]:
        raise Contradiction("--config and --isolated: name a configuration, or ask for none.")
    if options["stdin_filename"] and STDIN not in paths:
        raise Contradiction("--stdin-filename names what is read from standard input: give - as PATH.")
    if options["stdin_filename"] and os.path.isdir(options["stdin_filename"]):
        raise Contradiction(
            f"--stdin-filename {options['stdin_filename']!r} is a directory: name the file that the text is of."
        )
    if options["prove"] and (STDIN in paths or options["diff"]):
        raise Contradiction(
            "--prove imports the repaired files, so it needs --fix and files that are written."
        )
    if options["write_baseline"] and (options["fix"] or options["diff"] or options["unsafe_fixes"]):
        raise Contradiction("--write-baseline: repair first, then write what is left.")


def _config(options: dict[str, Any], paths: tuple[str, ...]) -> Config:
    if options["isolated"]:
        return Config()
    return read_config(options["config"]) if options["config"] else find_config(paths)


def _choice_by_project(
    options: dict[str, Any], config: Config, rules: Sequence[Rule], paths: tuple[str, ...]
) -> Choose:
    """Choose by the configuration nearest to each file, as far as none was named."""
    choice = _choice(options, config, rules)
    if options["isolated"] or options["config"] or not paths:
        return choice
    named = set() if options["force_exclude"] else {os.path.abspath(path) for path in paths}

    def choose_by(nearer: Config) -> Choose:
        own = _choice(options, nearer, rules)
        excluded = LeaveOut([(nearer.root, pattern) for pattern in nearer.exclude], gitignore=False)
        idle = [key for key in _OF_THE_RUN if getattr(nearer, key.replace("-", "_"))]
        if idle:
            tell(
                f"note: {nearer.path}: {', '.join(idle)} count{'s' if len(idle) == 1 else ''} only where that "
                "project is linted by itself",
                err=True,
            )
        return lambda findings: [
            finding
            for finding in own(findings)
            if os.path.abspath(finding.path) in named or not excluded.excludes(finding.path)
        ]

    return ByProject(common_directory(paths), choice, choose_by)


def _choice(options: dict[str, Any], config: Config, rules: Sequence[Rule]) -> Choice:
    """Choose as ruff does: a selection on the command line replaces the configured one, the rest is laid on top."""
    said = (
        options["select"],
        options["extend_select"],
        options["ignore"],
        config.extend_select,
        config.ignore,
    )
    if config.select is None and not config.per_file_ignores and not any(said):
        return Choice(None)
    from scaffold.catalog import chosen_codes, codes_named

    configured = config.select if config.select is not None else ("ALL",)
    try:
        codes = chosen_codes(rules, [*configured, *config.extend_select], config.ignore, start=frozenset())
        per_file = [
            (config.root, pattern, frozenset(code for text in texts for code in codes_named(rules, text)))
            for pattern, texts in config.per_file_ignores
        ]
    except ScaffoldError as error:
        named = error.problem.split("'")[1]
        raise config.error(error.problem, named, error.remedy) from error
    start = None if options["select"] else codes
    select = [*options["select"], *options["extend_select"]]
    return Choice(chosen_codes(rules, select, options["ignore"], start=start), per_file)


def _baseline(options: dict[str, Any], config: Config) -> str:
    if options["baseline"]:
        return str(options["baseline"])
    if config.baseline:
        return os.path.relpath(os.path.join(config.root, config.baseline))
    return DEFAULT_BASELINE if options["write_baseline"] else ""


def _format(options: dict[str, Any], config: Config) -> str:
    if options["output_format"]:
        return str(options["output_format"])
    try:
        return known_format(config.output_format)
    except ScaffoldError as error:
        raise config.error(error.problem, config.output_format, error.remedy) from error
