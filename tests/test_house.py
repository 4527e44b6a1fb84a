"""The promises of the architecture: who may import whom, what stays light, what stays small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scaffold"
MODULES = sorted(PACKAGE.rglob("*.py"))

LEAVES = {
    "discovery", "draws", "errors", "finding", "kinds", "object_tree", "package_name", "pattern", "record",
    "replace_file", "rule", "settings",
}  # fmt: skip
WINGS = {"report", "lint", "archive", "contract", "roundtrip"}
# Room -> the rooms it may import from, besides itself and the leaves.
MAY_IMPORT = {
    **{leaf: set() for leaf in LEAVES},
    "source": set(),
    "report": {"source"},
    **{wing: {"source"} for wing in WINGS - {"report"}},
    "generate": {"source", *WINGS},
    "evolve": {"source", *WINGS, "generate"},
    "catalog": {"source", *WINGS},
    "cli": {"source", *WINGS, "generate", "evolve", "catalog"},
    "__init__": {"roundtrip", "strategies"},
    "strategies": {"roundtrip"},
    "__main__": {"cli"},
}
HEAVY = {"keras", "tensorflow", "jax", "torch"}
# Around 300 and 40, with room for documentation.
MOST_LINES = 360
MOST_FUNCTION_LINES = 50


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full"
            module = node.module or ""
            # `from scaffold import errors` imports the room that it names.
            if module == "scaffold":
                yield from ((f"scaffold.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield module, node.lineno


def forbidden_imports(path: Path) -> list[str]:
    room = room_of(path)
    allowed = MAY_IMPORT[room] | LEAVES | {room}
    found = []
    for name, line in imports_of(path):
        top, _, rest = name.partition(".")
        if top == "scaffold" and rest:
            other = rest.partition(".")[0]
            is_room = (PACKAGE / other).is_dir() or (PACKAGE / f"{other}.py").exists()
            if is_room and other not in allowed:
                found.append(f"{path.relative_to(ROOT)}:{line}: {room} imports {other}")
        elif top in HEAVY and room not in {"roundtrip"} and path.name != "_keras.py":
            found.append(f"{path.relative_to(ROOT)}:{line}: {room} imports {top}")
    return found


def test_imports_go_one_way() -> None:
    """Leaves know nobody, wings know source, and only cli knows all; only roundtrip knows Keras."""
    assert [line for path in MODULES for line in forbidden_imports(path)] == []


def test_the_import_guard_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wing that imports another wing, and one that imports Keras, are both seen."""
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    for room in ("lint", "archive"):
        (tmp_path / room).mkdir()
    broken = tmp_path / "lint" / "broken.py"
    broken.write_text("import keras\nfrom scaffold.archive import read\n", encoding="utf-8")
    assert len(forbidden_imports(broken)) == 2


def test_no_module_imports_tensorflow() -> None:
    """The checker runs on any backend: it imports Keras alone."""
    guilty = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for name, line in imports_of(path)
        if name.partition(".")[0] in {"tensorflow", "jax", "torch"}
    ]
    assert guilty == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    """A module has one job, and a function fits on a screen; docstrings do not count."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            documented = ast.get_docstring(node, clean=False)
            body = node.body[1:] if documented and len(node.body) > 1 else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            assert lines <= MOST_FUNCTION_LINES, f"{node.name} has {lines} lines"


LIGHT = {
    "help": ["--help"],
    "rules": ["rules"],
    "explain": ["explain", "KS101"],
    "lint": ["lint", "examples/reference_layer.py"],
    "new-layer": ["new-layer", "MyLayer", "--arg", "units:int", "--out", "{tmp}"],
    "new-layer --into": ["new-layer", "MyLayer", "--into", "examples/reference_layer.py", "--diff"],
    "add-arg": ["add-arg", "examples/reference_layer.py:CustomLayer", "--arg", "rate:float=0.1", "--diff"],
    "rename-arg": ["rename-arg", "examples/reference_layer.py:CustomLayer", "units", "features", "--diff"],
    "templates": ["templates", "list"],
    "lock": ["lock", "examples/reference_layer.py", "--lock-file", "{tmp}/lock.json"],
}
LOADED = """\
import sys
{before}
from scaffold.cli import main
try:
    main({arguments!r})
except SystemExit as end:
    assert end.code in (0, 1), end.code
print("loaded:", sorted({heavy!r} & set(sys.modules)))
"""


def loaded_by(arguments: list[str], heavy: set[str], before: str = "") -> str:
    code = LOADED.format(before=before, arguments=arguments, heavy=heavy)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("command", LIGHT.values(), ids=LIGHT)
def test_light_commands_stay_light(command: list[str], tmp_path: Path) -> None:
    """Commands that need no Keras load neither it nor TensorFlow, nor Hypothesis or h5py."""
    arguments = [argument.replace("{tmp}", str(tmp_path)) for argument in command]
    assert loaded_by(arguments, HEAVY | {"hypothesis", "h5py"}) == "loaded: []"


# Of the standard library and click: each takes as long to import as ten rules.
SLOW = {
    "asyncio", "click", "dataclasses", "inspect", "locale", "logging", "pathlib", "pkgutil", "subprocess", "tempfile",
    "tokenize", "tomllib", "uuid",
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="click is asked there, for its wildcards")
def test_linting_a_file_loads_nothing_slow() -> None:
    """One file from start to exit takes a tenth of a second at most: what is slow is loaded by runs that need it."""
    assert loaded_by(LIGHT["lint"], HEAVY | SLOW | {"hypothesis", "h5py"}) == "loaded: []"
    assert loaded_by(["lint", "--help"], {"click"}) == "loaded: ['click']"


def patterns_compiled_on_import(path: Path) -> list[int]:
    """Return the lines on which a module compiles a regular expression as soon as it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outside = [
        statement for statement in tree.body if not isinstance(statement, (ast.FunctionDef, ast.ClassDef))
    ]
    return [
        node.lineno
        for statement in outside
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]


def test_patterns_of_light_rooms_are_compiled_when_they_are_used(tmp_path: Path) -> None:
    """Together they took a fifth of linting one file: `scaffold.pattern` puts it off."""
    light = [path for path in MODULES if room_of(path) in LEAVES | {"source", "lint", "report"}]
    assert [str(path.relative_to(ROOT)) for path in light if patterns_compiled_on_import(path)] == []
    broken = tmp_path / "broken.py"
    broken.write_text('import re\n_WORD = re.compile("x")\n', encoding="utf-8")
    assert patterns_compiled_on_import(broken) == [2]


def test_the_light_guard_can_fail() -> None:
    """The guard sees a module that was loaded."""
    assert loaded_by(["--help"], {"h5py"}, before="import h5py") == "loaded: ['h5py']"


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import scaffold` is free; a public name pays for itself when it is used."""
    code = (
        "import scaffold, sys; print(sorted({'keras', 'hypothesis', 'click', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_listed_and_documented() -> None:
    """Every public name resolves and has a docstring; a name that does not exist says so."""
    import scaffold

    for name in scaffold.__all__:
        assert getattr(scaffold, name).__doc__ or name == "__version__"
    with pytest.raises(AttributeError, match="check_round_trip"):
        _ = scaffold.check_round_trip
