"""A generated layer put into a module that exists: its classes at the end, its imports among the others."""

from __future__ import annotations

import ast
import os
import re
from collections import Counter
from pathlib import Path

from scaffold.errors import ScaffoldError, nearest
from scaffold.evolve.imports import with_imports
from scaffold.evolve.proof import Unproven, prove_by_lint
from scaffold.evolve.spelling import Words
from scaffold.evolve.target import check_line_ends
from scaffold.finding import Edit
from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.items import append_items
from scaffold.lint.repair.places import begins_line, brackets, indentation, line_start
from scaffold.source.collect import collect_files, module_of
from scaffold.source.located import SourceFile
from scaffold.source.parse import Assigned, ClassNode, DefinedFunction, ParsedModule, parse
from scaffold.source.places import Places
from scaffold.source.read import read_source
from scaffold.source.record import Record


class Module(Record):
    """A module that is to take a layer.

    Args:
        path: The file, as it was typed.
        source: The file as it was read.
        parsed: The same, parsed.
    """

    path: str
    source: SourceFile
    parsed: ParsedModule

    @property
    def spelling(self) -> str:
        """How the file spells Keras: ``keras`` or ``tf.keras``."""
        return "tf.keras" if Words(self.parsed).root() == "tf.keras" else "keras"


def read_module(path: str) -> Module:
    """Read a module that is to take a layer.

    Raises:
        ScaffoldError: There is none, or it is no Python.
    """
    if Path(path).is_dir() or not path.endswith(".py"):
        raise ScaffoldError(
            f"expected a Python file after --into, got {path!r}", remedy="For a directory, use --out."
        )
    if not os.path.lexists(path):
        directory = Path(path).parent
        stems = {known.stem: known for known in directory.glob("*.py")}
        guess = nearest(Path(path).stem, stems)
        raise ScaffoldError(
            f"there is no module '{path}' to put the layer into",
            remedy=(f"Did you mean '{stems[guess]}'? " if guess else "")
            + f"For a file of its own, leave --into out: --out {directory}",
        )
    file = collect_files([path])[0]
    source = read_source(path, module_of(file.absolute)[0], real_path=file.absolute)
    parsed = parse(source, file.absolute) if isinstance(source, SourceFile) else source
    if not isinstance(parsed, ParsedModule) or not isinstance(source, SourceFile):
        assert not isinstance(parsed, (ParsedModule, SourceFile))
        raise ScaffoldError(f"{path}:{parsed.line or 1}: {parsed.message}")
    check_line_ends(path, source.text)
    return Module(path, source, parsed)


def with_layer(module: Module, generated: str) -> str:
    """Return the text of a module that holds the classes of a generated one too.

    Args:
        module: The module.
        generated: The text of the generated module.

    Returns:
        Its new text; nothing has been written.

    Raises:
        ScaffoldError: A name is taken, or the result would be another than is meant.
    """
    tree = ast.parse(generated)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in classes:
        _check_free(module, node.name)
    places = Places(generated)
    first = min(places.of(part).start for part in (classes[0], *classes[0].decorator_list))
    code = generated[line_start(generated, first) :].rstrip("\n")
    known = {alias.asname or alias.name: _statement(node, alias) for node in imports for alias in node.names}
    words = Words(module.parsed, imports=known, nearest=False)
    written = words.written(_with_examples(code, words.root()))
    newline = module.source.newline
    text = _appended(module, _in_style_of(module.source.text, written.code), newline)
    text = _announced(text, [node.name for node in classes], newline)
    text = with_imports(text, written.imports, newline=newline, own=module.source.module.partition(".")[0])
    _prove(module, text, {node.name for node in classes})
    return text


def _with_examples(code: str, root: str) -> str:
    """Let the examples of docstrings call Keras as the module does; they are no code that is spelled by itself."""
    if not root:
        return code
    return re.sub(
        r"^ *(?:>>>|\.\.\.) .*",
        lambda line: re.sub(r"(?<![.\w])(?:tf\.)?keras(?=\.)", root, line[0]),
        code,
        flags=re.MULTILINE,
    )


def _statement(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    name = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
    return f"import {name}" if isinstance(node, ast.Import) else f"from {node.module} import {name}"


def _check_free(module: Module, name: str) -> None:
    for binding in module.parsed.scope.names.get(name, ()):
        node: ast.AST | None = None
        if isinstance(binding, ClassNode | DefinedFunction):
            node = binding.node
        elif isinstance(binding, Assigned):
            node = binding.expression
        line = f":{module.parsed.places.of(node).line}" if node is not None else ""
        raise ScaffoldError(
            f"{module.path}{line}: the name {name!r} is taken; nothing was changed",
            remedy="Choose another name for the layer, or another file.",
        )


def _in_style_of(text: str, code: str) -> str:
    """Indent by tabs where the module does."""
    if not re.search(r"^\t", text, re.MULTILINE) or re.search(r"^ {2}", text, re.MULTILINE):
        return code
    return re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), code, flags=re.MULTILINE)


def _appended(module: Module, code: str, newline: str) -> str:
    """Put code at the end, or in front of what runs when the module is the program."""
    text = module.source.text
    body = module.parsed.tree.body
    code = code.replace("\n", newline)
    if body and isinstance(body[-1], ast.If) and "__name__" in ast.unparse(body[-1].test):
        at = line_start(text, module.parsed.places.of(body[-1]).start)
        return _with_blank_lines(text[:at], newline) + code + newline * 3 + text[at:]
    if not body:
        gap = newline if text and not text.endswith("\n") else ""
        return text + gap + code + newline
    return _with_blank_lines(text, newline) + code + newline


def _with_blank_lines(text: str, newline: str) -> str:
    """End a text with the two blank lines that stand in front of a class."""
    blank = len(text) - len(text.rstrip("\r\n"))
    present = text[len(text) - blank :].count("\n")
    return text + newline * max(0, 3 - present if text.rstrip() else 0)


def _announced(text: str, names: list[str], newline: str) -> str:
    """Put names into ``__all__`` where that is a plain list or tuple of texts."""
    for name in names:
        tree, places = ast.parse(text), Places(text)
        listed = [found for node in tree.body if (found := _listed(node)) is not None]
        if not listed:
            return text
        display = listed[-1]
        span = places.of(display)
        where = brackets(text, span.start, span.end)
        if where is None:
            return text
        present = [str(item.value) for item in display.elts if isinstance(item, ast.Constant)]
        quote = text[places.of(display.elts[0]).start] if present else '"'
        item = f"{quote}{name}{quote}"
        after = next((index for index, known in enumerate(present) if known > name), None)
        if present == sorted(present) and after is not None and len(present) > 1:
            at = where.items[after][0]
            own_line = begins_line(text, at) and line_start(text, at) > where.open
            text = apply_edits(
                text, [Edit(at, at, item + (f",{newline}{indentation(text, at)}" if own_line else ", "))]
            )
        else:
            text = apply_edits(text, append_items(text, where, [item], newline))
    return text


def _listed(node: ast.stmt) -> ast.List | ast.Tuple | None:
    """Return the display that a statement gives ``__all__``, where it holds nothing but texts."""
    match node:
        case ast.Assign(targets=[ast.Name(id="__all__")], value=(ast.List() | ast.Tuple()) as display):
            pass
        case ast.AnnAssign(target=ast.Name(id="__all__"), value=(ast.List() | ast.Tuple()) as display):
            pass
        case _:
            return None
    texts = all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in display.elts)
    return display if texts else None


def _prove(module: Module, text: str, names: set[str]) -> None:
    """Prove that the module is what it was, with the classes, their imports and their names in ``__all__``."""
    try:
        after = ast.parse(text)
        old, new = _others(module.parsed.tree, set()), _others(after, names)
        if old != new:
            raise Unproven("something else in the file would change")
        prove_by_lint(module.path, text)
    except (Unproven, SyntaxError) as error:
        raise ScaffoldError(
            f"{module.path} was not understood well enough: {error}; nothing was changed",
            remedy="Write the layer into a file of its own with --out.",
        ) from error


def _others(tree: ast.Module, names: set[str]) -> Counter[str]:
    """Return the statements of a module, without imports, the classes of these names, and ``__all__``."""
    return Counter(
        ast.dump(node)
        for node in tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.ClassDef) and node.name in names)
        and _listed(node) is None
    )
