"""The options of `scaffold lint` as values, and command lines that leave no question, read without click.

Importing click takes as long as linting a small file. It still says what there is to be said: help, mistakes, and
values that have to be checked are left to it, with the same options.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from scaffold.record import Record

SEVERITIES = ("error", "warning")

# What an option of a kind is where it is not given. A switch is then left to the configuration.
_UNSET: dict[str, Any] = {"flag": False, "codes": [], "patterns": ()}


class Option(Record):
    """One option.

    Args:
        names: How it is written, as click wants it: ``--fix/--no-fix``.
        kind: ``switch`` (on, off or neither), ``flag``, ``codes``, ``patterns``, ``format``, ``file``, ``number`` or
            ``severity``.
        help: What the help says of it.
    """

    names: tuple[str, ...]
    kind: str
    help: str

    @property
    def key(self) -> str:
        """What its value is called."""
        return self.names[0].partition("/")[0].removeprefix("--").replace("-", "_")


OPTIONS = tuple(
    Option(*row)
    for row in (
        (("--fix/--no-fix",), "switch", "Repair what has one right repair, and write the files."),
        (
            ("--unsafe-fixes/--no-unsafe-fixes",),
            "switch",
            "Also repair what older saved models will notice; implies --fix.",
        ),
        (("--diff",), "flag", "Show the repairs as a diff; nothing is written."),
        (("--prove",), "flag", "With --fix: import and round-trip what was repaired (needs Keras)."),
        (("--select",), "codes", "Only these codes, beginnings of codes or names: KS101, KS2, ..."),
        (("--extend-select",), "codes", "These as well as those chosen otherwise."),
        (("--ignore",), "codes", "All but these; of two that fit, the longer one decides."),
        (("--exclude",), "patterns", "Leave out files and directories like this."),
        (("--force-exclude",), "flag", "Leave them out even where they are named as a PATH."),
        (
            ("--respect-gitignore/--no-respect-gitignore",),
            "switch",
            "Leave out what git ignores; on by default.",
        ),
        (("--config",), "file", "Take the table [tool.scaffold.lint] from this TOML file."),
        (("--isolated",), "flag", "Read no pyproject.toml."),
        (("--baseline",), "file", "Tell only what is not in this file of known findings."),
        (("--write-baseline",), "flag", "Write the findings to the baseline, as known from now on."),
        (("--stdin-filename",), "file", "Name of what is read from standard input, when PATH is -."),
        (("--show-files",), "flag", "Only print the files that would be looked at."),
        (("--jobs", "-j"), "number", "Processes at once; one per processor by default."),
        (("--no-cache",), "flag", "Keep nothing for the next run, and use nothing that was kept."),
        (("--statistics",), "flag", "Print how often each rule spoke instead of the findings."),
        (("--fail-on",), "severity", "Least severity for exit code 1; default error."),
        (("--exit-zero",), "flag", "Exit with 0 whatever is found."),
        (("--output-format",), "format", "How findings are printed; default text."),
        (("--output-file",), "file", "Write the findings into this file instead."),
    )
)
_TAKE_VALUE = {
    name: option for option in OPTIONS for name in option.names if option.kind not in ("switch", "flag")
}
_TAKE_NONE = {
    name: (option.key, not number)
    for option in OPTIONS
    if option.kind in ("switch", "flag")
    for number, name in enumerate(option.names[0].split("/"))
}


def codes_in(value: str) -> list[str]:
    """Return the codes of a list that is separated by commas or spaces."""
    return value.replace(",", " ").split()


def understood(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the values that click would give; None where click has to be asked.

    Example:
        >>> said = understood(["--fix", "--select", "KS1,KS2", "layers.py"])
        >>> said["fix"], said["select"], said["paths"]
        (True, ['KS1', 'KS2'], ('layers.py',))
        >>> understood(["--help"]) is None
        True
    """
    if sys.platform == "win32":
        return None  # wildcards
    values: dict[str, Any] = {option.key: _UNSET.get(option.kind) for option in OPTIONS}
    paths: list[str] = []
    rest = iter(arguments)
    for text in rest:
        if text == "-" or not text.startswith("-"):
            paths.append(text)
        elif text in _TAKE_NONE:
            key, value = _TAKE_NONE[text]
            values[key] = value
        else:
            name, equals, given = text.partition("=")
            option, given = _TAKE_VALUE.get(name), given if equals else next(rest, "-")
            taken = _taken(option.kind, values[option.key], given) if option is not None else None
            if option is None or taken is None:
                return None
            values[option.key] = taken
    return {**values, "paths": tuple(paths)}


def _taken(kind: str, before: Any, given: str) -> Any:
    """Return the value of an option, together with what was given before; None where there may be a question."""
    if given.startswith("-"):
        return None
    match kind:
        case "codes":
            return [*before, *codes_in(given)]
        case "patterns":
            return (*before, given)
        case "format":
            from scaffold.report.formats import names

            return given if given in names() else None
        case "severity":
            return given if given in SEVERITIES else None
        case "number":
            return int(given) or None if given.isascii() and given.isdigit() else None
        case _:
            return given if os.access(given, os.R_OK) or not os.path.exists(given) else None
