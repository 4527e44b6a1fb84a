"""The test of a class: where it is, and how it takes part in a change."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeGuard

from scaffold.evolve.imports import with_imports
from scaffold.evolve.layout import block, taken_apart
from scaffold.evolve.spelling import Words
from scaffold.evolve.target import Target
from scaffold.finding import Edit
from scaffold.generate.names import module_name_of as snake_case
from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import brackets
from scaffold.source.located import SourceFile
from scaffold.source.parse import Imported, ParsedModule, parse
from scaffold.source.read import read_source

# Function of a generated test that makes the layer for every test in the file.
_FACTORY = "make_layer"
# What ends the way up from a module to the tests of its project.
_PROJECT = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_HIGHEST = 6


class TestFile:
    """A test file that uses the class.

    Args:
        source: The file.
        module: The file, parsed.
        name: Name of the class in it.
        width: The longest line.
    """

    __test__ = False  # for pytest, which takes the name for a test

    def __init__(self, source: SourceFile, module: ParsedModule, name: str, width: int) -> None:
        self.source = source
        self.module = module
        self.name = name
        self.width = width

    def with_arguments(self, given: Mapping[str, str]) -> str | None:
        """Return the text that tries arguments.

        The factory of a generated test passes them; a file without one, that calls the class with plain values
        somewhere, gets a test of its own for them.

        Args:
            given: Argument -> the expression to pass, Keras under the name ``keras``.

        Returns:
            None where the file does neither.
        """
        words = [Words(self.module).written(value, "eval") for value in given.values()]
        items = [f"{argument}={value.code}" for argument, value in zip(given, words, strict=True)]
        text = self._with_factory(items) or self._with_test(list(given), items)
        imports = [statement for value in words for statement in value.imports]
        return with_imports(text, imports, newline=self.source.newline) if text is not None else None

    def _with_factory(self, items: list[str]) -> str | None:
        """Let the function that makes the layer for every test pass more."""
        for node in ast.walk(self.module.tree):
            if not isinstance(node, ast.FunctionDef) or node.name != _FACTORY:
                continue
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and inner.value is not None and self._is_call(inner.value):
                    span = self.module.places.of(inner.value)
                    where = brackets(self.source.text, span.start, span.end)
                    if where is not None:
                        edits = append_items(self.source.text, where, items, self.source.newline)
                        return self._wrapped(apply_edits(self.source.text, edits), span.start)
        return None

    def _with_test(self, names: list[str], items: list[str]) -> str | None:
        """Append a test, where the file has test functions and a call of the class to go by."""
        functions = [node for node in self.module.tree.body if isinstance(node, ast.FunctionDef)]
        tests = {node.name: node for node in functions if node.name.startswith("test_")}
        call = next((node for node in ast.walk(self.module.tree) if self._is_plain_call(node)), None)
        ending = f"survive{'s' if len(names) == 1 else ''}_the_config"
        name = f"test_{'_and_'.join(names)}_of_{snake_case(self.name)}_{ending}"
        if not tests or call is None or name in tests:
            return None
        written = [self._text(node) for node in (*call.args, *(keyword.value for keyword in call.keywords))]
        passed = written[: len(call.args)]
        passed += [
            f"{k.arg}={value}" for k, value in zip(call.keywords, written[len(call.args) :], strict=True)
        ]
        returns = " -> None" if any(node.returns is not None for node in tests.values()) else ""
        body = [
            f"layer = {self.name}({', '.join([*passed, *items])})",
            f"rebuilt = {self.name}.from_config(layer.get_config())",
            *(f'assert rebuilt.get_config()["{key}"] == layer.get_config()["{key}"]' for key in names),
        ]
        lines = [f"def {name}(){returns}:", *block(body, "    ", "    ", self.width)]
        text, newline = self.source.text, self.source.newline
        return text.rstrip("\r\n") + newline * 3 + newline.join(lines) + newline

    def _text(self, node: ast.expr) -> str:
        span = self.module.places.of(node)
        return self.source.text[span.start : span.end]

    def _is_plain_call(self, node: ast.AST) -> TypeGuard[ast.Call]:
        """Tell whether a node constructs the class from plain values, so that the call can stand anywhere."""
        if not isinstance(node, ast.Call) or not self._is_call(node):
            return False
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        named = all(keyword.arg is not None for keyword in node.keywords)
        return named and all(_is_plain(value) and "\n" not in self._text(value) for value in values)

    def _wrapped(self, text: str, start: int) -> str:
        """Take the call that begins at an offset apart where it has outgrown its line."""
        module = parse(self.source.but(text=text), "")
        assert isinstance(module, ParsedModule)
        call = next(
            node
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and module.places.of(node).start == start
        )
        where = brackets(text, start, module.places.of(call).end)
        return (
            text
            if where is None
            else apply_edits(text, taken_apart(text, where, "    ", self.source.newline, self.width))
        )

    def _is_call(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == self.name

    def _drawn(self, name: str) -> Iterator[ast.Constant]:
        """Yield the keys under which `check_roundtrip` is told what to draw for an argument of the class."""
        makers = {self.name} | {
            node.name
            for node in self.module.tree.body
            if isinstance(node, ast.FunctionDef) and any(map(self._is_call, _expressions(node)))
        }
        for node in ast.walk(self.module.tree):
            match node:
                case ast.Call(func=ast.Name(id="check_roundtrip"), args=[ast.Name(id=maker), *_]) if (
                    maker in makers
                ):
                    told = [given.value for given in node.keywords if given.arg == "args"]
                    keys = [key for value in told if isinstance(value, ast.Dict) for key in value.keys]
                    yield from (key for key in keys if isinstance(key, ast.Constant) and key.value == name)

    def renamed(self, old: str, new: str) -> str:
        """Return the text in which the class gets an argument under its new name: in calls, and as what is drawn."""
        edits = [
            Edit(key.start + 1, key.end - 1, new)
            for key in map(self.module.places.of, self._drawn(old))
            if self.source.text[key.start + 1 : key.end - 1] == old
        ]
        for node in ast.walk(self.module.tree):
            if isinstance(node, ast.Call) and self._is_call(node):
                for given in node.keywords:
                    if given.arg == old:
                        at = self.module.places.of(given).start
                        edits.append(Edit(at, at + len(old), new))
        return apply_edits(self.source.text, edits)


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.expr))


def _is_plain(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError):
        return False
    return True


def find_test(target: Target, path: str | None = None) -> TestFile | None:
    """Return the test file of a class, or None where there is none to be found.

    Args:
        target: The class.
        path: The file; where it is left out, it is looked for beside the module and in the directories for tests
            of its project.
    """
    for candidate in [path] if path is not None else _candidates(target.path):
        found = read_source(candidate, "")
        if not isinstance(found, SourceFile):
            continue
        module = parse(found, str(Path(candidate).absolute()))
        if isinstance(module, ParsedModule) and (name := _imported(module, target)) is not None:
            return TestFile(found, module, name, target.width)
    return None


def _imported(module: ParsedModule, target: Target) -> str | None:
    """Return the name under which a test file imports the class."""
    own = target.source.module
    homes = ("", own.rpartition(".")[2])
    for name, bindings in module.scope.names.items():
        for found in bindings:
            if isinstance(found, Imported) and found.attribute == target.cls.name:
                at_home = found.module.rpartition(".")[2] in homes or own.startswith(found.module)
                if at_home:
                    return name
    return None


def _candidates(path: str) -> Iterator[str]:
    """Yield the files that may test a module: beside it, and in the directories for tests up to its project."""
    stem = Path(path).stem
    place = Path(path).parent
    for _ in range(_HIGHEST):
        for folder in ("", "tests", "test"):
            for name in (f"test_{stem}.py", f"{stem}_test.py"):
                if (place / folder / name).is_file():
                    yield str(place / folder / name)
        above = place / ".." if not place.is_absolute() else place.parent
        at_home = any((place / mark).exists() for mark in _PROJECT)
        if at_home or above.resolve() == place.resolve():
            return
        place = above
