"""A tree of layers as text to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scaffold.object_tree import REFERENCE, ObjectNode, is_object, printable, walk

# Longest value and longest line of values; JSON output is never shortened.
_VALUE_WIDTH = 60
_LINE_WIDTH = 150

# Values that Keras layers have unless told otherwise: they would hide what matters.
_USUAL: Mapping[str, Any] = {
    "trainable": True,
    "use_bias": True,
    "activation": "linear",
    "data_format": "channels_last",
    "dtype": "float32",
    "kernel_initializer": "GlorotUniform",
    "recurrent_initializer": "Orthogonal",
    "bias_initializer": "Zeros",
    "embeddings_initializer": "RandomUniform",
    "beta_initializer": "Zeros",
    "gamma_initializer": "Ones",
    "moving_mean_initializer": "Zeros",
    "moving_variance_initializer": "Ones",
    "unit_forget_bias": True,
    "groups": 1,
}
# Shown elsewhere in the tree: the name beside the class, the layers below.
_ELSEWHERE = frozenset({"name", "layers", "input_layers", "output_layers", "build_input_shape"})

Style = Callable[[str, str], str]


def plain(text: str, role: str) -> str:
    """Style for a pipe: no style."""
    return text


def tree_lines(
    node: ObjectNode, *, full: bool = False, ascii_only: bool = False, style: Style = plain
) -> Iterator[str]:
    """Draw what a node holds as a tree, one layer a line, its config and weights below it.

    Args:
        node: The model or layer; its own line is drawn only where it has a path.
        full: Show every config entry unshortened, not only those that differ from the usual.
        ascii_only: Draw with characters that every console has.
        style: Given a text and its role (``class``, ``custom``, ``dim``, ``error``), the text to print.

    Yields:
        Lines without line ends.
    """
    bars = ("|- ", "`- ", "|  ", "   ") if ascii_only else ("├─ ", "└─ ", "│  ", "   ")
    if node.path:
        yield label(node, style)
    for detail in _details(node, full, style):
        yield f"   {detail}"
    yield from _children(node, "", bars, full, style)


def _children(
    node: ObjectNode, indent: str, bars: tuple[str, str, str, str], full: bool, style: Style
) -> Iterator[str]:
    for index, child in enumerate(node.children):
        last = index == len(node.children) - 1
        yield style(indent + bars[1 if last else 0], "dim") + label(child, style)
        below = indent + bars[3 if last else 2]
        gutter = below + (bars[2] if child.children else bars[3])
        for detail in _details(child, full, style):
            yield style(gutter, "dim") + detail
        yield from _children(child, below, bars, full, style)


def label(node: ObjectNode, style: Style = plain) -> str:
    """Return the line of one layer: segment, class, name, registered name, parameters.

    Example:
        >>> label(ObjectNode(path="gate", segment="gate", class_name="Gate", registered_name="my>Gate", name="gate"))
        'gate: Gate (registered as my>Gate)'
    """
    segment = printable(node.segment)
    if node.same_as:
        shared = style(f"(shared: the same layer as {printable(node.same_as)})", "dim")
        return f"{segment}: {description(node, style)} {shared}"
    count = node.parameters
    return f"{segment}: {description(node, style)}" + (
        style(f"  {count:,} parameters", "dim") if count else ""
    )


def description(node: ObjectNode, style: Style = plain) -> str:
    """Return class, name and registered name of one layer.

    Example:
        >>> description(ObjectNode(path="a", segment="a", class_name="Gate", module="my", name="gate"))
        "Gate 'gate' (custom, not registered)"
    """
    if node.class_name:
        what = style(printable(node.class_name), "custom" if node.custom else "class")
    else:
        what = style("layer known only from the weights file", "dim")
    if node.name and node.name != node.segment:
        what += f" '{printable(node.name)}'"
    if not node.custom:
        return what
    registered = printable(node.registered_name or "")
    note = f"registered as {registered}" if ">" in registered else "custom, not registered"
    return what + style(f" ({note})", "dim")


def _details(node: ObjectNode, full: bool, style: Style) -> Iterator[str]:
    if node.error:
        yield style(printable(f"no config: {node.error}"), "error")
    values = list(config_values(node.config or {}, full))
    if full:
        yield from (printable(value) for value in values)
    elif values:
        yield _shortened(", ".join(values), _LINE_WIDTH)
    if node.weights:
        shown = [f"{weight.name} {weight.dtype}{list(weight.shape)}" for weight in node.weights]
        kept = shown if full else shown[:8]
        more = f", ... {len(shown) - len(kept)} more" if len(shown) > len(kept) else ""
        yield style(printable("weights: " + ", ".join(kept) + more), "dim")


def config_values(config: Mapping[str, Any], full: bool = False) -> Iterator[str]:
    """Yield the config entries worth reading as ``key=value``.

    Args:
        config: The config of a layer.
        full: Yield all of them, unshortened.

    Example:
        >>> list(config_values({"name": "dense", "trainable": True, "units": 4, "seed": None}))
        ['units=4']
    """
    for key, value in config.items():
        short = _short(value)
        if full:
            yield f"{key}={json.dumps(value, ensure_ascii=False, default=repr)}"
        elif key not in _ELSEWHERE and not _is_usual(key, value, short) and not _is_reference(value):
            yield f"{key}={_shortened(_text(short), _VALUE_WIDTH)}"


def _is_usual(key: str, value: Any, short: Any) -> bool:
    if value is None or value is False or value == [] or value == {}:
        return True
    if isinstance(value, float) and value == 0.0:
        return True
    return key in _USUAL and bool(_USUAL[key] == short)


def _is_reference(value: Any) -> bool:
    """Tell whether a value is nothing but layers that the tree shows below."""
    if isinstance(value, dict):
        return REFERENCE in value or (bool(value) and all(_is_reference(item) for item in value.values()))
    return isinstance(value, list) and bool(value) and all(_is_reference(item) for item in value)


def _short(value: Any) -> Any:
    """Stand in for a serialized object: its class, with the entries of its config that are set."""
    if not is_object(value):
        return value
    config = value["config"]
    if value["class_name"] == "function":
        return config
    if value["class_name"] == "DTypePolicy" and isinstance(config, dict):
        return config.get("name")
    if not isinstance(config, dict) or value["class_name"].startswith("__"):
        return value["class_name"]
    entries = [f"{key}={_text(_short(item))}" for key, item in config.items() if item is not None]
    return value["class_name"] + (f"({', '.join(entries)})" if entries else "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)


def _shortened(text: str, width: int) -> str:
    text = printable(text[: width + 1])
    return text if len(text) <= width else text[: width - 3] + "..."


def counts(model: ObjectNode) -> str:
    """Count layers and parameters below a model, for its heading."""
    layers = sum(1 for node in walk(model) if node.path and not node.same_as)
    return f"{layers} layer{'' if layers == 1 else 's'}, {model.parameters:,} parameters"
