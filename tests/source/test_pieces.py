"""A module parsed in pieces is the same module: what its names are bound to, and every tree that is asked for."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest

from scaffold.source.located import SourceFile
from scaffold.source.parse import ClassNode, DefinedFunction, ParsedModule, parse, parse_in_pieces
from scaffold.source.pieces import pieces_of

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
# Of the standard library: decorators, conditional definitions, classes in functions, strings over many lines.
MODULES = (
    "dataclasses",
    "typing",
    "enum",
    "argparse",
    "inspect",
    "tarfile",
    "doctest",
    "functools",
    "optparse",
)


def shown(module: ParsedModule) -> object:
    """Return everything that is read of a module, trees with their places."""
    names = {
        name: [
            ast.dump(binding.node, include_attributes=True)
            if isinstance(binding, (ClassNode, DefinedFunction))
            else type(binding).__name__
            for binding in bindings
        ]
        for name, bindings in module.scope.names.items()
    }
    classes = [
        (
            node.path,
            node.in_function,
            [ast.dump(base) for base in node.head.bases],
            [ast.dump(keyword) for keyword in node.head.keywords],
            ast.dump(node.node, include_attributes=True),
        )
        for node in module.classes
    ]
    return list(names.items()), classes


def both(text: str) -> tuple[object, object]:
    source = SourceFile("a.py", "a", text)
    whole, divided = parse(source, "a.py"), parse_in_pieces(source, "a.py")
    assert isinstance(whole, ParsedModule)
    assert isinstance(divided, ParsedModule)
    return shown(whole), shown(divided)


@pytest.mark.parametrize("name", MODULES)
def test_modules_of_the_standard_library_are_the_same_in_pieces(name: str) -> None:
    """Names in order, classes with their bases, and trees with every line and column."""
    whole, divided = both((LIBRARY / f"{name}.py").read_text(encoding="utf-8"))
    assert whole == divided


DIVIDED = {
    "classes and functions": "import a\nclass B(a.C, metaclass=a.M):\n    x = 1\n\ndef f(x):\n    return x\n",
    "decorators over several lines": "@a(\n    'é',\n)\n@b\nclass C(\n    D,\n): # why\n    pass\ny = C\n",
    "a signature that ends in the first column": "def f(\n    a,\n) -> int:\n    return a\nasync def g(): await a\n",
    "comments in the first column": "class A:\n    x = 1\n# no\n    y = 2\n\n# end\nclass B(A): ...",
    "a class in a class and one in a function": "class A:\n    class B(C): ...\ndef f(D):\n    class E(D): ...\n",
    "a name bound twice": "def A(): ...\nA = 1\nclass A(B): ...\n",
    "a docstring at the first column": 'class A(B):\n    """Says.\n    """\n    def f(self): """x"""\n',
}
NOT_DIVIDED = {
    "a definition in a string": '"""Doc.\n\nclass A(B):\n    pass\n"""\nclass C(A): ...\n',
    "a string that returns to the first column": 'class A:\n    x = """\ny\n"""\n    z = 1\n',
    "a line that is continued": "class A:\n    x = 1 \\\n+ 2\n    y = 2\n",
    "brackets that return to the first column": "class A:\n    x = [\n1,\n]\n    y = 2\n",
    "a decorator that returns to the first column": "@a(\nb)\nclass C: ...\n",
    "line ends of Windows": "class A:\r\n    pass\r\n",
    "quotes in a comment": '# """\nx = """\nclass A(B): ...\n"""\n',
    "a form feed before a class": "class A: ...\n\fclass B(A): ...\n",
}


@pytest.mark.parametrize("text", [*DIVIDED.values(), *NOT_DIVIDED.values()], ids=[*DIVIDED, *NOT_DIVIDED])
def test_texts_are_the_same_in_pieces(text: str) -> None:
    """Divided or not, a text gives the same module."""
    whole, divided = both(text)
    assert whole == divided


@pytest.mark.parametrize("text", DIVIDED.values(), ids=DIVIDED)
def test_what_is_divided_leaves_no_definition_behind(text: str) -> None:
    """The rest of a text has as many lines as the text, and no definition at its top level."""
    pieces = pieces_of(text)
    assert pieces is not None
    assert pieces.rest.count("\n") == text.count("\n")
    assert not any(isinstance(node, (ast.ClassDef, ast.FunctionDef)) for node in ast.parse(pieces.rest).body)


def test_a_piece_is_parsed_when_its_tree_is_asked_for() -> None:
    """The bases of a class are known without it."""
    module = parse_in_pieces(SourceFile("a.py", "a", "class A(B.C):\n    x = 1\n"), "a.py")
    assert isinstance(module, ParsedModule)
    (node,) = module.classes
    assert node.base_words == {"B", "C"}
    assert module.size == 0
    assert node.node.body[0].lineno == 2
    assert module.size == len(module.source.text)


@pytest.mark.parametrize(
    ("text", "has_class"),
    [
        ('def f():\n    """Gives a class of things."""  # class A\n', False),
        ("class A(B):\n    kind = 'class B'\n", False),
        ("def f():\n    class A(B): ...\n", True),
        ("class A(B):\n    \\\n    class C: ...\n", True),
    ],
)
def test_only_a_line_that_begins_with_it_may_be_a_class(text: str, has_class: bool) -> None:
    """A definition whose text only speaks of classes is not parsed to look for some."""
    pieces = pieces_of(text)
    assert pieces is not None
    assert [piece.has_class for piece in pieces.definitions] == [has_class]
