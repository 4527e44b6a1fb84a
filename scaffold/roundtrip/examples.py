"""What the examples in a layer's docstrings do with it: its constructor calls and its inputs, read and never run."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from scaffold.roundtrip.calls import Described
from scaffold.roundtrip.example_data import UNKNOWN, Data, data_of_call, literal_of

_LONGEST_TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Example:
    """One use of a layer class in a docstring.

    Args:
        arguments: What the constructor is given there, as far as it is spelled out; bound to names.
        complete: Whether all of it is spelled out.
        inputs: What the layer is then called with: (positional, keywords) of Data, for each call.
        adapted_to: What it is adapted to, where it is.
    """

    arguments: Mapping[str, Any]
    complete: bool
    inputs: tuple[tuple[Any, Mapping[str, Any]], ...] = ()
    adapted_to: Any = None


@dataclass(slots=True)
class _Use:
    """A layer of the class, while its example is read."""

    arguments: dict[str, Any]
    complete: bool
    inputs: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    adapted_to: Any = None


@lru_cache(maxsize=256)
def examples_of(cls: type) -> tuple[Example, ...]:
    """Return how the docstrings of a layer class use it, in the order of the text.

    Args:
        cls: The class; examples of its parents are read where it has no docstring of its own.

    Returns:
        Its uses; none where the docstrings have no examples, or examples that are not spelled out.
    """
    uses: list[_Use] = []
    for text in _docstrings(cls):
        names: dict[str, Any] = {}
        for tree in _blocks(text):
            reader = _Reader(cls, names)
            reader.read(tree.body)
            uses += reader.uses
    return tuple(Example(use.arguments, use.complete, tuple(use.inputs), use.adapted_to) for use in uses)


def _docstrings(cls: type) -> Iterator[str]:
    for ancestor in cls.__mro__:
        documented = [ancestor, *(vars(ancestor).get(name) for name in ("__init__", "call"))]
        texts = [getattr(item, "__doc__", None) or "" for item in documented if item is not None]
        if any(cls.__name__ in text or ancestor.__name__ in text for text in texts):
            yield from (text[:_LONGEST_TEXT] for text in texts)
            return


def _blocks(text: str) -> Iterator[ast.Module]:
    """Yield the pieces of code in a docstring: fenced ones, and those with prompts."""
    text = inspect.cleandoc(text)
    for fenced in re.findall(r"```[a-z]*\n(.*?)```", text, re.S):
        yield from _parsed(textwrap.dedent(fenced))
    prompted = re.findall(r"^\s*>>> ?(.*(?:\n\s*\.\.\. ?.*)*)", text, re.M)
    for piece in prompted:
        yield from _parsed(re.sub(r"\n\s*\.\.\. ?", "\n", piece))


def _parsed(code: str) -> Iterator[ast.Module]:
    try:
        yield ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # An example with a slip in it: read the paragraphs that are Python.
        pieces = re.split(r"\n\s*\n", code)
        if len(pieces) > 1:
            for piece in pieces:
                yield from _parsed(textwrap.dedent(piece))


class _Reader:
    """Follows an example through its assignments and calls; what is not spelled out is unknown."""

    def __init__(self, cls: type, names: dict[str, Any]) -> None:
        self.cls = cls
        self.names = names
        self.uses: list[_Use] = []
        self._last_input: Data | None = None

    def read(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            if isinstance(statement, ast.Assign):
                value = self.value(statement.value)
                for target in statement.targets:
                    if isinstance(target, ast.Name):
                        self.names[target.id] = value
            elif isinstance(statement, ast.Expr):
                self.value(statement.value)
            elif isinstance(statement, (ast.With, ast.For, ast.If)):
                self.read(statement.body)

    def value(self, node: ast.expr) -> Any:
        """Return what an expression spells out: a literal, data, a layer, or UNKNOWN."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, UNKNOWN)
        if isinstance(node, (ast.List, ast.Tuple)):
            items = [self.value(item) for item in node.elts]
            if any(item is UNKNOWN for item in items):
                return UNKNOWN
            return items if isinstance(node, ast.List) else tuple(items)
        if isinstance(node, ast.Dict):
            entries = {
                literal_of(key): self.value(item)
                for key, item in zip(node.keys, node.values, strict=True)
                if key is not None
            }
            unknown = any(item is UNKNOWN for item in entries.values()) or UNKNOWN in entries
            return UNKNOWN if unknown else entries
        if isinstance(node, ast.Call):
            return self._call(node)
        return literal_of(node, self.names)

    def _call(self, node: ast.Call) -> Any:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        arguments = [self.value(item) for item in node.args]
        keywords = {item.arg: self.value(item.value) for item in node.keywords if item.arg}
        if name == self.cls.__name__:
            return self._made(arguments, keywords)
        receiver = self.value(node.func) if isinstance(node.func, (ast.Name, ast.Call)) else UNKNOWN
        if isinstance(receiver, _Use):
            self._called(receiver, arguments, keywords)
            return UNKNOWN
        owner = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else UNKNOWN
        if isinstance(owner, _Use) and name == "adapt" and arguments:
            owner.adapted_to = arguments[0]
            return UNKNOWN
        data = data_of_call(name, owner, arguments, keywords)
        if data is not UNKNOWN:
            self._last_input = data
            return data
        return _built_in(name, arguments, keywords)

    def _made(self, arguments: list[Any], keywords: dict[str, Any]) -> _Use:
        shape = keywords.pop("input_shape", None)
        known = {key: item for key, item in keywords.items() if not _holds_unknown(item)}
        positional = _bound(self.cls, arguments)
        use = _Use(
            arguments={**{k: v for k, v in positional.items() if not _holds_unknown(v)}, **known},
            complete=len(known) == len(keywords) and not any(map(_holds_unknown, arguments)),
        )
        if isinstance(shape, (tuple, list)):
            data = data_of_call("Input", UNKNOWN, [shape], {})
            if data is not UNKNOWN:
                self._called(use, [data], {})
        elif self._last_input is not None:
            # `model.add(keras.Input(...))` and then `model.add(Layer(...))`.
            use.inputs.append((self._last_input, {}))
        self.uses.append(use)
        return use

    def _called(self, use: _Use, arguments: list[Any], keywords: dict[str, Any]) -> None:
        data = {key: item for key, item in keywords.items() if _is_data(item)}
        if len(arguments) > 1 and all(map(_is_data, arguments)):
            names = list(inspect.signature(self.cls.call).parameters)[1:]  # type: ignore[attr-defined]
            use.inputs.insert(0, (None, {**dict(zip(names, arguments, strict=False)), **data}))
        elif len(arguments) == 1 and _is_data(arguments[0]):
            use.inputs.insert(0, (arguments[0], data))
        elif not arguments and data:
            use.inputs.insert(0, (None, data))


def _is_data(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(_is_data, value))
    if isinstance(value, dict):
        return bool(value) and all(map(_is_data, value.values()))
    return isinstance(value, Data)


def _holds_unknown(value: Any) -> bool:
    """Return whether something in a value is not spelled out, or is data and no plain argument."""
    if isinstance(value, (list, tuple)):
        return any(map(_holds_unknown, value))
    if isinstance(value, dict):
        return any(map(_holds_unknown, value.values()))
    return value is UNKNOWN or isinstance(value, (Data, _Use))


def _bound(cls: Any, arguments: list[Any]) -> dict[str, Any]:
    """Return positional arguments by the names that the constructor gives them."""
    try:
        parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    except (TypeError, ValueError):
        return {}
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return dict(zip(names, arguments, strict=False))


def _built_in(name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """Return a layer of Keras in serialized form; UNKNOWN for every other call."""
    import keras

    cls = getattr(keras.layers, name, None)
    if not isinstance(cls, type) or not issubclass(cls, keras.layers.Layer):
        return UNKNOWN
    config = {**_bound(cls, arguments), **keywords}
    if any(map(_holds_unknown, config.values())):
        return UNKNOWN
    return Described({"class_name": name, "config": _forms(config)})


def _forms(value: Any) -> Any:
    """Return a config with the layers in it in serialized form."""
    if isinstance(value, Described):
        return {"module": "keras.layers", **value.form, "registered_name": None}
    if isinstance(value, dict):
        return {key: _forms(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_forms(item) for item in value]
    return value
