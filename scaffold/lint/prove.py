"""Round-trip classes in a process of its own, for a proof that a repair did what it promised."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.lint.fix import Repair
from scaffold.lint.notebooks import SUFFIX
from scaffold.source.facts import ClassInfo
from scaffold.source.project import analyze
from scaffold.source.record import Record

# What `scaffold check` takes.
_CHECKED = ("layer", "model")

# Importing TensorFlow and building a layer with many arguments take seconds; this ends what hangs.
_SECONDS_PER_CLASS = 120


class Provable(Record):
    """What can be said of repaired classes by trying them out.

    Args:
        targets: The classes that `scaffold check` can take, as it takes them: path and name.
        unproved: The others, with the reason.
    """

    targets: tuple[str, ...]
    unproved: Mapping[str, str]


def provable(made: Repair) -> Provable:
    """Divide the repaired classes into those that can be imported and round-tripped, and the others.

    Raises:
        ScaffoldError: Keras is not installed, and there is something to round-trip.
    """
    places = sorted({(found.path, found.class_name, found.line) for found in made.gone if found.class_name})
    files = sorted({path for path, _, _ in places if not path.endswith(SUFFIX)})
    known = analyze(files).classes if files else ()
    targets: dict[str, None] = {}
    unproved: dict[str, str] = {}
    for path, name, line in places:
        cls = next((one for one in known if _stands_at(one, path, name, line)), None)
        qualified = name if cls is None else cls.qualified_name.removeprefix(f"{cls.source.module}.")
        reason = _why_not(cls, path)
        if reason:
            unproved[f"{path}:{qualified}"] = reason
        else:
            targets[f"{path}:{qualified}"] = None
    if targets and importlib.util.find_spec("keras") is None:
        raise ScaffoldError(
            "--prove builds and round-trips the repaired layers, and Keras is not installed here",
            remedy="Install it with a backend (pip install tensorflow), or leave --prove out.",
        )
    return Provable(tuple(targets), unproved)


def _stands_at(cls: ClassInfo, path: str, name: str, line: int) -> bool:
    return cls.name == name and cls.source.path == path and cls.first_line <= line <= cls.span.end_line


def _why_not(cls: ClassInfo | None, path: str) -> str:
    """Return why `scaffold check` cannot take a class; empty where it can."""
    if path.endswith(SUFFIX):
        return "it is in a notebook, from which nothing can be imported"
    if cls is None or cls.in_function:
        return "it is defined inside of a function, from which nothing can be imported"
    if cls.role not in _CHECKED:
        article = "an" if (cls.role or "o")[0] in "aeiou" else "a"
        return f"it is {article} {cls.role or 'object'}, and only layers and models are round-tripped"
    return ""


def verdicts(targets: Sequence[str]) -> dict[str, str]:
    """Return what `scaffold check` says of each class: survives, which checks fail, or why it was not checked."""
    said = dict(_checked(targets)) if targets else {}
    if len(said) < len(targets):
        # What cannot be imported or built ends the whole run, so each one gets its own.
        for target in targets:
            said.update(_checked([target]))
    return {target: said.get(target, "not checked (scaffold check says nothing of it)") for target in targets}


def _checked(targets: Sequence[str]) -> Iterator[tuple[str, str]]:
    command = [sys.executable, "-m", "scaffold", "check", *targets, "--output-format", "json"]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS_PER_CLASS * len(targets),
            check=False,
        )
    except subprocess.TimeoutExpired:
        if len(targets) == 1:
            yield targets[0], f"not checked (it took longer than {_SECONDS_PER_CLASS} s)"
        return
    if done.returncode not in (0, 1):
        if len(targets) == 1:
            yield targets[0], f"not checked ({_reason(done)})"
        return
    document = json.loads(done.stdout)
    for layer in document["layers"]:
        yield layer["target"], _verdict(layer)
    for problem in document["problems"]:  # a module that cannot be imported, by its target
        for target in targets:
            if problem.startswith(f"{target}: "):
                yield target, f"not checked ({problem.removeprefix(f'{target}: ').splitlines()[0]})"


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """Return why `scaffold check` gave no verdict."""
    if done.returncode < 0:
        return f"importing or building it ended the process with signal {-done.returncode}"
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return lines[0].removeprefix("error: ") if lines else f"the process ended with {done.returncode}"


def _verdict(layer: Mapping[str, Any]) -> str:
    failed = [
        result
        for result in layer["results"]
        if result["status"] == "failed" and result["severity"] == "error"
    ]
    if not failed:
        return "survives"
    codes = sorted({f"{result['code']} {result['name']}" for result in failed})
    return f"fails {', '.join(codes)}"
