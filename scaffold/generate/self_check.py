"""The last look at generated files before they are written: they compile, and what was typed stayed data."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from scaffold.generate.arguments import Argument
from scaffold.generate.spec import LayerSpec

Render = Callable[[LayerSpec], dict[str, str]]

_INERT = "inert"


def self_check(spec: LayerSpec, render: Render) -> dict[str, str]:
    """Render a layer, and prove that no text that was typed became code.

    The same layer is rendered a second time with an inert word in place of every free text. Both
    must be the same code but for the defaults and docstrings, and the defaults must be what was typed.

    Args:
        spec: The layer.
        render: Turns a specification into files.

    Returns:
        The files of ``spec``.

    Raises:
        RuntimeError: The proof failed: a fault of the generator, so nothing must be written.
    """
    files, inert = render(spec), _inert(spec)
    inert_files = render(inert) if inert != spec else files
    if files.keys() != inert_files.keys():
        raise RuntimeError("a default changed which files are written")
    for name, text in files.items():
        try:
            compile(text, name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise RuntimeError(f"the generated {name} does not compile: {error}") from error
        code, defaults = _code_and_defaults(text, spec.class_name)
        inert_code, _ = _code_and_defaults(inert_files[name], spec.class_name)
        if code != inert_code:
            raise RuntimeError(f"a default became code in the generated {name}")
        if defaults is not None and defaults != _typed(spec):
            raise RuntimeError(f"a default changed its value in the generated {name}: {defaults!r}")
    return files


def _inert(spec: LayerSpec) -> LayerSpec:
    return spec.but(
        arguments=tuple(
            argument.but(default=_inert_default(argument), doc=_INERT if argument.doc else "")
            for argument in spec.arguments
        ),
    )


def _inert_default(argument: Argument) -> Any:
    default = argument.default
    if argument.choices or argument.kind.identifiers:
        return default
    if isinstance(default, tuple):
        return tuple(_INERT if isinstance(item, str) else item for item in default)
    return _INERT if isinstance(default, str) else default


def _typed(spec: LayerSpec) -> Mapping[str, str]:
    """Return name of each argument -> its default; repr tells 1 from True, and 1 from 1.0."""
    return {argument.name: repr(argument.default) for argument in spec.arguments if not argument.required}


def _code_and_defaults(text: str, class_name: str) -> tuple[str, Mapping[str, str] | None]:
    """Return the code with the constructor's defaults taken out, and these; None where there is no class."""
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            constructor = next(
                item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"
            )
            arguments, values = constructor.args.args, constructor.args.defaults
            named = zip(arguments[len(arguments) - len(values) :], values, strict=True)
            defaults = {argument.arg: repr(ast.literal_eval(value)) for argument, value in named}
            constructor.args.defaults = []
            return _without_docstrings(tree), defaults
    return _without_docstrings(tree), None


def _without_docstrings(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            statement = node.body[0]
            assert isinstance(statement, ast.Expr)
            statement.value = ast.Constant("")
    return ast.dump(tree)
