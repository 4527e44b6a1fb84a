"""Changes of classes nobody has chosen: layers drawn by Hypothesis, and layers that others have written by hand."""

# An error that is raised has to be one of those that may be.
# ruff: noqa: PT017
from __future__ import annotations

import ast
import importlib.util
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.errors import ScaffoldError
from scaffold.evolve.add_argument import add_arguments
from scaffold.evolve.rename_argument import rename_argument
from scaffold.evolve.target import path_of
from scaffold.generate.arguments import parse_argument
from scaffold.lint.run import lint
from scaffold.report.diff import unified
from scaffold.source.project import analyze
from tests.evolve.shapes import ARGUMENTS
from tests.generate.drawn import arguments, files_from, requests

_numbers = itertools.count()
_FOLDER = Path(tempfile.mkdtemp())


def generated(words) -> Path:
    path = _FOLDER / f"drawn_{next(_numbers)}.py"
    path.write_bytes(next(iter(files_from(words, "DrawnLayer").values())).encode())
    return path


def formatted(path: Path, width: int) -> bool:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--check",
        "-q",
        "--line-length",
        str(width),
    ]
    return subprocess.run([*command, str(path)], check=False).returncode == 0


def outside(text: str, name: str) -> list[str]:
    """Return everything of a module but the class, its imports aside."""
    tree = ast.parse(text)
    for node in ast.walk(tree):  # it may stand below an `if` that asks for a version
        for block in ("body", "orelse"):
            if isinstance(inner := getattr(node, block, None), list):
                setattr(node, block, [one for one in inner if getattr(one, "name", "") != name])
    return [ast.dump(node) for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=requests(), text=arguments())
def test_generated_layer_takes_any_new_argument_or_says_why_not(words, text: str) -> None:
    """It is refused for its name, its kind or its missing default; else it is there, as data, once."""
    path = generated(words)
    new = parse_argument(text)
    before = path.read_text(encoding="utf-8")
    try:
        after = add_arguments(str(path), "DrawnLayer", [new]).text
    except ScaffoldError as error:
        reasons = ("a default", "already", "for something else", "needs a class", "for another thing")
        assert any(reason in error.problem for reason in reasons), error
        return
    rest, kept = outside(after, "DrawnLayer"), outside(before, "DrawnLayer")
    # The members of an enum are a class of their own, beside the layer; it may want an import.
    added = [statement for statement in rest if statement not in kept]
    assert all("enum" in statement for statement in added)
    assert len(added) <= (2 if new.kind.name == "enum" else 0)
    assert [statement for statement in rest if statement not in added] == kept
    path.write_bytes(after.encode())
    assert not lint([str(path)]).findings
    constructor = next(node for node in ast.walk(ast.parse(after)) if getattr(node, "name", "") == "__init__")
    assert constructor.args.args[-1].arg == new.name
    assert repr(ast.literal_eval(constructor.args.defaults[-1])) == repr(new.default)
    if words.style.width == 88:
        assert formatted(path, 88), unified("x", before, after)
    with pytest.raises(ScaffoldError, match="already"):
        add_arguments(str(path), "DrawnLayer", [new])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=requests(), data=st.data())
def test_any_argument_of_a_generated_layer_can_be_renamed(words, data) -> None:
    """Or it is said why not; renaming it back gives the old text but for from_config, which then knows both names."""
    path = generated(words)
    cls = analyze([str(path)]).classes[-1]
    names = [parameter.name for parameter in cls.constructor.parameters]
    if not names:
        return
    old = data.draw(st.sampled_from(names))
    before = path.read_text(encoding="utf-8")
    try:
        after = rename_argument(str(path), "DrawnLayer", old, "another_name").text
    except ScaffoldError as error:
        assert "nothing was changed" in error.problem
        return
    assert outside(after, "DrawnLayer") == outside(before, "DrawnLayer")
    path.write_bytes(after.encode())
    assert not lint([str(path)]).findings
    assert len(after.splitlines()) > len(before.splitlines())


def hand_written(every: int) -> list[tuple[str, str]]:
    """Return classes of the installed keras_hub: file and name."""
    spec = importlib.util.find_spec("keras_hub")
    if spec is None or spec.origin is None:
        return []
    classes = analyze(
        [Path(spec.origin).parent / "src" / "layers", Path(spec.origin).parent / "src" / "models"]
    ).classes
    wanted = [
        cls for cls in classes if cls.role in ("layer", "model") and not cls.source.path.endswith("_test.py")
    ]
    return [(cls.source.path, path_of(cls)) for cls in wanted[::every]]


def change_hand_written(path: str, name: str, argument: str) -> bool:
    """Add an argument to a class; return whether it was understood."""
    before = Path(path).read_text(encoding="utf-8")
    new = parse_argument(argument.replace(":", "_of_tests:", 1))
    try:
        after = add_arguments(path, name, [new]).text
    except ScaffoldError as error:
        assert "Traceback" not in str(error)
        assert "nothing was changed" in error.problem or "does not derive" in error.problem
        return False
    last = name.rpartition(".")[2]
    made = [node for node in outside(after, last) if not node.startswith(f"ClassDef(name='{new.enum_class}'")]
    assert made == outside(before, last)
    compile(after, path, "exec")
    copy = _FOLDER / "copy.py"
    copy.write_bytes(after.encode())
    assert not [finding for finding in lint([str(copy)]).findings if finding.argument == new.name]
    return True


@pytest.mark.parametrize("every", [70, pytest.param(1, marks=pytest.mark.slow)])
def test_layers_written_by_hand_are_changed_or_left_alone(every: int) -> None:
    """Of the layers and models of keras_hub nine in ten are understood; the others are left alone, with a reason."""
    classes = hand_written(every)
    if not classes:
        pytest.skip("keras_hub is not installed")
    texts = itertools.cycle(ARGUMENTS.values())
    understood = [
        change_hand_written(path, name, argument)
        for (path, name), argument in zip(classes, texts, strict=False)
    ]
    assert sum(understood) >= 0.9 * len(understood)
