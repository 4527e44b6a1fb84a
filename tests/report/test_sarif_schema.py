"""SARIF as the schema of version 2.1.0 has it: for each object that is used, what it must have and may have.

The table is a digest of https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json, in
which every object refuses properties that it does not know.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scaffold.finding import Edit, Finding, Fix, Severity
from scaffold.report.formats import render
from tests.report.test_formats import OUTCOME

Check = Callable[[Any], bool]


def text(value: Any) -> bool:
    return isinstance(value, str)


def texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(text, value.values()))


def at_least(smallest: int) -> Check:
    return lambda value: type(value) is int and value >= smallest


def one_of(*words: str) -> Check:
    return lambda value: value in words


LEVEL = one_of("none", "note", "warning", "error")
# Object -> property -> the object it holds, a list of them (of at least so many), or a check of the value. A star marks
# what is required.
SCHEMA: dict[str, dict[str, str | tuple[str, int] | Check]] = {
    "log": {"$schema": text, "*version": one_of("2.1.0"), "*runs": ("run", 0)},
    "run": {
        "*tool": "tool",
        "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints"),
        "results": ("result", 0),
    },
    "tool": {"*driver": "component"},
    "component": {
        "*name": text,
        "version": text,
        "semanticVersion": text,
        "informationUri": text,
        "rules": ("rule", 0),
    },
    "rule": {
        "*id": text,
        "name": text,
        "shortDescription": "written",
        "fullDescription": "written",
        "help": "written",
        "helpUri": text,
        "defaultConfiguration": "configuration",
    },
    "written": {"*text": text, "markdown": text},
    "configuration": {"level": LEVEL, "enabled": lambda value: isinstance(value, bool)},
    "result": {
        "ruleId": text,
        "ruleIndex": at_least(-1),
        "level": LEVEL,
        "*message": "written",
        "locations": ("location", 0),
        "partialFingerprints": texts,
        "fixes": ("fix", 0),
    },
    "location": {"physicalLocation": "place"},
    "place": {"*artifactLocation": "file", "region": "region"},
    "file": {"uri": text},
    "region": {
        "startLine": at_least(1),
        "startColumn": at_least(1),
        "endLine": at_least(1),
        "endColumn": at_least(1),
        "charOffset": at_least(-1),
        "charLength": at_least(0),
    },
    "fix": {"description": "written", "*artifactChanges": ("change", 1)},
    "change": {"*artifactLocation": "file", "*replacements": ("replacement", 1)},
    "replacement": {"*deletedRegion": "region", "insertedContent": "content"},
    "content": {"text": text},
}


def faults(kind: str, value: Any, path: str) -> Iterator[str]:
    """Yield what the schema refuses of an object, and of everything in it."""
    if not isinstance(value, dict):
        yield f"{path} is no object"
        return
    known = {name.removeprefix("*"): held for name, held in SCHEMA[kind].items()}
    required = {name[1:] for name in SCHEMA[kind] if name.startswith("*")}
    yield from (f"{path}.{name} is missing" for name in sorted(required - value.keys()))
    for name, held in value.items():
        here, allowed = f"{path}.{name}", known.get(name)
        match allowed:
            case None:
                yield f"{here} is not known"
            case str():
                yield from faults(allowed, held, here)
            case (str() as inner, int() as fewest):
                if not isinstance(held, list) or len(held) < fewest:
                    yield f"{here} has not {fewest} of {inner}"
                for number, one in enumerate(held if isinstance(held, list) else ()):
                    yield from faults(inner, one, f"{here}[{number}]")
            case _:
                if callable(allowed) and not allowed(held):
                    yield f"{here} is {held!r}"


def test_log_is_what_the_schema_allows() -> None:
    """Findings with and without a place, in a notebook, with repairs and with hostile text."""
    assert list(faults("log", json.loads(render("sarif", OUTCOME)), "log")) == []


@pytest.mark.parametrize(("line", "column", "end"), [(0, 0, 0), (3, 0, 0), (3, 2, 3)])
def test_place_without_column_or_end_is_what_the_schema_allows(line: int, column: int, end: int) -> None:
    """A line without a column has no columns at all: they count from 1."""
    found = Finding(
        "KS901", "unreadable-source", Severity.ERROR, "cannot be parsed", "", "a.py", line, column, end, end,
        fix=Fix("Do it", (Edit(0, 0, "x"),)),
    )  # fmt: skip
    log = json.loads(render("sarif", OUTCOME.but(findings=(found,), texts={"a.py": "\n\n\n"})))
    assert list(faults("log", log, "log")) == []


@pytest.mark.parametrize(
    "break_it",
    [
        lambda log: log.pop("version"),
        lambda log: log["runs"][0].update(extra=1),
        lambda log: log["runs"][0]["tool"].pop("driver"),
        lambda log: log["runs"][0]["results"][0].pop("message"),
        lambda log: log["runs"][0]["results"][0].update(level="fatal"),
        lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda log: log["runs"][0]["results"][0]["fixes"][0].update(artifactChanges=[]),
    ],
)  # fmt: skip
def test_the_digest_refuses_what_the_schema_refuses(break_it: Callable[[Any], object]) -> None:
    """The comparison above can fail."""
    log = copy.deepcopy(json.loads(render("sarif", OUTCOME)))
    break_it(log)
    assert list(faults("log", log, "log")) != []
