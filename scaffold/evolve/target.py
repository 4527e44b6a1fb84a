"""``FILE:CLASS`` -> the class that is to change: its facts, its syntax tree, and the words of its file."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Sequence
from pathlib import Path

from scaffold.errors import ScaffoldError, nearest
from scaffold.generate.style import line_length
from scaffold.lint.repair.places import begins_line, indentation
from scaffold.source.facts import ClassInfo
from scaffold.source.located import SourceFile
from scaffold.source.parse import ParsedModule, parse
from scaffold.source.places import Places
from scaffold.source.project import Project, analyze
from scaffold.source.read import read_source
from scaffold.source.record import Entity

Function = ast.FunctionDef | ast.AsyncFunctionDef

# What is rebuilt from a config that its class writes, and has a constructor to put an argument into.
_ROLES = ("layer", "model")


class Target(Entity):
    """A class that is to change.

    Args:
        path: The file, as it was typed.
        cls: The facts of the class.
        project: What was analysed: the file, and the files of its package that it needs.
        node: Its statement.
        module: The parsed file.
    """

    path: str
    cls: ClassInfo
    project: Project
    node: ast.ClassDef
    module: ParsedModule

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.module.source

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.module.source.text

    @property
    def newline(self) -> str:
        """The line end of the file."""
        return self.module.source.newline

    @property
    def places(self) -> Places:
        """Where the nodes of the syntax tree are in the text."""
        return self.module.places

    @property
    def width(self) -> int:
        """The longest line that the project around the file has."""
        return _line_length(str(Path(self.path).absolute().parent))

    def method(self, name: str) -> Function | None:
        """Return a method that stands directly in the class body, or None."""
        return next(
            (node for node in self.node.body if isinstance(node, Function) and node.name == name), None
        )

    def start(self, node: ast.AST) -> int:
        """Return the offset of the first character of a statement, its decorators included."""
        decorators = getattr(node, "decorator_list", [])
        first = self.places.of(node).start
        if not decorators:
            return first
        # The tree begins a decorator behind its @.
        return self.text.rindex("@", 0, min(first, self.places.of(decorators[0]).start) + 1)

    @property
    def indent(self) -> str:
        """The white space in front of the methods of the class."""
        first = self.node.body[0]
        at = self.start(first)
        if begins_line(self.text, at):
            return indentation(self.text, at)
        return indentation(self.text, self.places.of(self.node).start) + self.unit

    @property
    def unit(self) -> str:
        """The white space of one step: what the class body is indented by."""
        outer = indentation(self.text, self.places.of(self.node).start)
        at = self.start(self.node.body[0])
        inner = indentation(self.text, at) if begins_line(self.text, at) else ""
        return inner[len(outer) :] if inner.startswith(outer) and inner != outer else "    "

    def where(self, node: ast.AST | None = None) -> str:
        """Return path and line of a node, for a message; of the class where no node is given."""
        return f"{self.path}:{self.places.of(node or self.node).line}"

    def refusal(self, why: str, remedy: str, node: ast.AST | None = None) -> ScaffoldError:
        """Build the error that says where, and why this class is left as it is."""
        return ScaffoldError(f"{self.where(node)}: {why}; nothing was changed", remedy=remedy)


@functools.cache
def _line_length(directory: str) -> int:
    """Return the line length of a directory; a command changes no configuration, so it is read once."""
    return line_length(Path(directory))


# Decorators that leave the signature of a function what it is.
_HARMLESS = ("typechecked", "beartype", "override")


def is_decorated(target: Target, name: str) -> bool:
    """Tell whether decorators may make a method another one than is written."""
    method = target.cls.methods.get(name)
    return method is None or not all((known.name or "").endswith(_HARMLESS) for known in method.decorators)


def own_type(target: Target) -> str:
    """Return how the annotation of a classmethod names the class that it belongs to."""
    names = target.module.scope.names
    if "Self" in names:
        return "Self"
    return target.cls.name if "annotations" in names else f'"{target.cls.name}"'


def split(text: str) -> tuple[str, str]:
    """Return file and class of what was typed.

    Raises:
        ScaffoldError: It is no ``FILE:CLASS``.

    Example:
        >>> split("layers.py:GatedDense")
        ('layers.py', 'GatedDense')
    """
    path, colon, name = text.rpartition(":")
    is_class = all(part.isidentifier() for part in name.split("."))
    if not colon or not path or not is_class or not (path.endswith(".py") or Path(path).exists()):
        guess = _meant(text)
        remedy = f"Did you mean {guess}?" if guess else "For example: layers.py:GatedDense."
        raise ScaffoldError(f"expected FILE:CLASS, got {text[:100]!r}", remedy=remedy)
    return path, name


def _meant(text: str) -> str:
    """Return the file and the class that dotted names or a file alone stand for; empty where they stand for none."""
    if text.endswith(".py"):
        source = read_source(text, "")
        held = (
            re.search(r"^class (\w+)", source.text, re.MULTILINE) if isinstance(source, SourceFile) else None
        )
        return f"{text}:{held[1]}" if held else ""
    module, _, name = text.replace(":", ".").rpartition(".")
    file = Path(*module.split(".")).with_suffix(".py") if module else Path()
    return f"{file.as_posix()}:{name}" if name.isidentifier() and file.is_file() else ""


def find_target(path: str, name: str, text: str | None = None) -> Target:
    """Find the class in the file.

    Args:
        path: The file.
        name: Name of the class; ``Outer.Inner`` for one inside of another.
        text: What to read in place of what the file holds.

    Returns:
        The class.

    Raises:
        ScaffoldError: The file cannot be read, or holds no such layer.
    """
    if Path(path).is_dir():
        raise ScaffoldError(
            f"expected a file, got the directory {path!r}", remedy="Name the file that holds the class."
        )
    project = analyze([path], texts={} if text is None else {path: text})
    if project.problems:
        problem = project.problems[0]
        raise ScaffoldError(f"{problem.path}:{problem.line or 1}: {problem.message}")
    source = project.files[0]
    check_line_ends(path, source.text)
    found = [cls for cls in project.classes if cls.source is source and path_of(cls) == name]
    module = parse(source, str(Path(path).absolute()))
    if not isinstance(module, ParsedModule):
        raise ScaffoldError(f"{path}: {module.message}")
    if not found:
        raise _missing(path, name, module, [path_of(cls) for cls in project.classes if cls.source is source])
    if len(found) > 1:
        lines = " and ".join(str(cls.span.line) for cls in found)
        raise ScaffoldError(
            f"{path} defines {name!r} more than once (lines {lines}); it cannot be told which is meant",
            remedy="Make the change by hand.",
        )
    cls = found[0]
    node = next(
        known.node for known in module.classes if module.places.of(known.node).start == cls.span.start
    )
    if cls.role is None:
        raise _of_unknown_origin(f"{path}:{cls.span.line}", name)
    if cls.role not in _ROLES:
        raise ScaffoldError(
            f"{path}:{cls.span.line}: {name!r} is a {cls.role}, neither a layer nor a model",
            remedy="Make the change by hand.",
        )
    return Target(path, cls, project, node, module)


def check_line_ends(path: str, text: str) -> None:
    """Refuse a file with line ends that editors have given up: nothing in it is where it seems to be.

    Raises:
        ScaffoldError: Lines end with a carriage return alone.
    """
    if "\r" in text.replace("\r\n", ""):
        raise ScaffoldError(
            f"{path} ends lines with a carriage return alone; nothing was changed",
            remedy="Save it with the line ends of Unix or Windows first.",
        )


def path_of(cls: ClassInfo) -> str:
    """Return how a class is named within its file: with the classes and functions that it is in."""
    return cls.qualified_name.removeprefix(f"{cls.source.module}.").replace("<locals>.", "")


def _of_unknown_origin(where: str, name: str) -> ScaffoldError:
    return ScaffoldError(
        f"{where}: {name!r} does not derive from a Keras layer, as far as its sources tell",
        remedy="Make the change by hand, or make its base class importable from its package.",
    )


def _missing(path: str, name: str, module: ParsedModule, known: Sequence[str]) -> ScaffoldError:
    if any(node.path.replace("<locals>.", "") == name for node in module.classes):
        return _of_unknown_origin(path, name)
    guess = nearest(name, known)
    listed = f"It holds {', '.join(known)}." if known else "It holds no Keras layer."
    return ScaffoldError(
        f"no class {name!r} in {path}", remedy=f"Did you mean {path}:{guess}? {listed}" if guess else listed
    )
