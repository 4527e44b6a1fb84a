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

# Importing TensorFlow and building a layer with many arguments take seconds; this ends what hangs.
_SECONDS_PER_CLASS = 120


def provable(made: Repair) -> list[str]:
    """Return the repaired classes as `scaffold check` takes them: path and name.

    A class of a notebook cannot be imported, and one inside of a function or class is not found by its name.

    Raises:
        ScaffoldError: Keras is not installed.
    """
    if importlib.util.find_spec("keras") is None:
        raise ScaffoldError(
            "--prove builds and round-trips the repaired layers, and Keras is not installed here",
            remedy="Install it with a backend (pip install tensorflow), or leave --prove out.",
        )
    names = (f"{finding.path}:{finding.class_name}" for finding in made.gone if finding.class_name)
    return sorted({name for name in names if SUFFIX not in name})


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
