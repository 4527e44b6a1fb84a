"""Rendered code, each statement on one line, put into the words of a project: types, Keras, imports."""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from collections.abc import Iterator

from scaffold.generate.style import Style

# How `tf.keras` calls what Keras has elsewhere.
_TF_KERAS = (("keras.saving.", "tf.keras.utils."), ("keras.", "tf.keras."))
# The type of an argument, as NumPy's docstrings say it.
_TYPE = re.compile(r" +\w+ : ")
_IMPORT = re.compile(r"(?:from (?P<module>\S+) )?import (?P<names>.+)")


def spelled(text: str, style: Style) -> str:
    """Put code into the words of a project.

    Args:
        text: The code, as rendered: typed, with Keras under the name ``keras``, with every import it may need.
        style: How the project spells.

    Returns:
        The code, with the imports that it uses, in order.

    Raises:
        SyntaxError: It is no Python.
    """
    if not style.typed:
        text = _untyped(text)
    if style.keras == "tf.keras":
        text = _with_tf_keras(text)
    return _with_used_imports(text)


def _untyped(text: str) -> str:
    """Leave the annotations out of every header."""
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            indent = " " * node.col_offset
            lines[node.lineno - 1] = (
                f"{indent}def {node.name}({', '.join(_bare_parameters(text, node.args))}):\n"
            )
    return "".join(lines)


def _bare_parameters(text: str, parameters: ast.arguments) -> Iterator[str]:
    without_default = len(parameters.args) - len(parameters.defaults)
    for number, parameter in enumerate(parameters.args):
        if number < without_default:
            yield parameter.arg
        else:
            default = parameters.defaults[number - without_default]
            yield f"{parameter.arg}={ast.get_source_segment(text, default)}"
    if parameters.kwarg is not None:
        yield f"**{parameters.kwarg.arg}"


def _with_tf_keras(text: str) -> str:
    """Say ``tf.keras`` in code, and in the examples and types of docstrings; texts that were typed stay as they are."""
    lines = text.splitlines(keepends=True)
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    places = [
        token.start
        for before, token in itertools.pairwise(tokens)
        if token.type == tokenize.NAME and token.string == "keras" and before.string not in (".", "import")
    ]
    for row, column in reversed(places):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + _renamed(line[column:])
    for number, line in enumerate(lines):
        if line.lstrip().startswith((">>> ", "... ")) or _TYPE.match(line):
            lines[number] = re.sub(r"(?<![.\w])keras\.[\w.]+", lambda match: _renamed(match[0]), line)
        elif line.strip() == "import keras":
            lines[number] = line.replace("import keras", "import tensorflow as tf")
    return "".join(lines)


def _renamed(text: str) -> str:
    for old, new in _TF_KERAS:
        if text.startswith(old):
            return new + text.removeprefix(old)
    return text


def _with_used_imports(text: str) -> str:
    """Drop the imports whose names the code does not use, and sort the others."""
    tree = ast.parse(text)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    if not imports:
        return text
    lines = text.splitlines()
    first, last = imports[0].lineno - 1, (imports[-1].end_lineno or 0)
    sections: list[list[str]] = [[]]
    for line in lines[first:last]:
        match = _IMPORT.fullmatch(line)
        if match is None:
            sections.append([])
            continue
        names = [
            name for name in match["names"].split(", ") if name.split(" as ")[-1].partition(".")[0] in used
        ]
        if names:
            module = f"from {match['module']} " if match["module"] else ""
            sections[-1].append(f"{module}import {', '.join(names)}")
    kept = "\n\n".join("\n".join(sorted(section, key=_import_order)) for section in sections if section)
    return "\n".join([*lines[:first], kept, *lines[last:]]) + "\n"


def _import_order(line: str) -> tuple[bool, str]:
    return line.startswith("from "), line.split()[1].lower()
