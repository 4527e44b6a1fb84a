"""Which layers of a class its own build leaves unbuilt."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.lint.stateful import BUILT_IN, has_weights, may_make_weights
from scaffold.lint.subjects import own_lineage
from scaffold.source.body_facts import Made
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import may_be_functional
from scaffold.source.once import once

# A class that saves or rebuilds its state in a way of its own.
_OWN_WAY = frozenset({
    "build_from_config", "get_build_config", "load_own_variables", "save_own_variables", "_build", "quantized_build",
    "compute_output_spec",
})  # fmt: skip
# Calls in build that build nothing.
_HARMLESS = frozenset({"add_weight", "add_variable", "_check_super_called", "add_loss", "__init__"})

_PLAIN = frozenset(
    f"name {name}"
    for name in (
        "super",
        "tuple",
        "list",
        "len",
        "int",
        "float",
        "range",
        "isinstance",
        "ValueError",
        "str",
        "max",
        "min",
    )
)


def unbuilt_layers(cls: ClassInfo) -> list[str]:
    """Return the attributes that hold layers with weights which certainly nobody builds when a file is loaded.

    Empty where the build does anything with layers that is not understood: loops over them, calls the layer itself,
    or hands over to another method.
    """
    if cls.role not in ("layer", "model") or "build" not in cls.methods or "call" not in cls.methods:
        return []
    if not may_make_weights(cls, cls.span):
        return []
    if any(_OWN_WAY & owner.methods.keys() for owner in own_lineage(cls)):
        return []
    # What the build of a parent does counts as well; which of them is called is not asked.
    builders = [owner for owner in own_lineage(cls) if "build" in owner.methods]
    calls = frozenset(call for owner in builders for call in owner.bodies.calls("build"))
    methods = {name for owner in own_lineage(cls) for name in owner.methods}
    for call in calls:
        if call.method == "build" and call.receiver == "super" and not _marks_only(cls):
            return []
        if call.receiver == "self" and call.method in methods - _HARMLESS:
            return []
        if call.method == "build" and call.receiver == "":
            return []
        if call.method == "__call__" and call.receiver in ("self", ""):
            return []
        is_named = call.receiver.startswith("name ") and call.receiver not in _PLAIN
        if is_named and not any(call.receiver in _makers(owner) for owner in builders):
            return []
    own = {
        name for owner in own_lineage(cls) for name in owner.methods if owner.methods[name].kind == "method"
    }
    named = frozenset(name for owner in builders for name in owner.bodies.names("build"))
    if named & own - _HARMLESS - {"build"}:
        return []  # a method is handed on: `compute_output_spec(self.call, ...)` builds what it calls
    built = {call.receiver for call in calls} | {call.method for call in calls if call.receiver == "self"}
    # One that has weights before anything is loaded: `self.dense.build((None, 3))` in the constructor.
    for call in cls.bodies.calls("__init__"):
        built |= {call.receiver} if call.method == "build" else {call.method}
    # Whatever build does with the layer, it may be handed to something that builds it.
    built |= named
    read = cls.bodies.names("call")
    return [name for name in dict.fromkeys(_made(cls)) if name in read and name not in built]


def _marks_only(cls: ClassInfo) -> bool:
    """Tell whether the build of Keras that the class inherits builds nothing: it says that the layer is built.

    So does the one of Model since Keras 3; a Sequential, or a model of inputs and outputs, builds its layers.
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/layer.py
    """
    keras = next((ancestor for ancestor in cls.ancestors if isinstance(ancestor, KerasClass)), None)
    if cls.role == "layer":
        return True
    plain = keras is not None and keras.name == "keras.models.Model" and not may_be_functional(cls)
    return plain and "tf_keras" not in cls.source.text


def _made(cls: ClassInfo) -> Iterator[str]:
    """Yield the attributes that certainly hold a layer with weights, or a list or dict of such layers."""
    helpers = sorted(cls.constructor.helpers) if cls.constructor is not None else []
    for one in (made for method in ("__init__", *helpers, "build") for made in cls.bodies.made(method)):
        if one.attribute is None or (one.conditional and one.method == "build"):
            continue
        if one.inside in ("", "list", "dict") and (has_weights(one.function) or _is_row(cls, one)):
            yield one.attribute


def _is_row(cls: ClassInfo, made: Made) -> bool:
    """Tell whether a Sequential is made of layers with weights, and not of an input shape, which builds it at once."""
    written = cls.source.text[made.span.start : made.span.end]
    waits = "Input" not in written and "input_shape" not in written and "input_dim" not in written
    return made.function == "keras.models.Sequential" and waits and may_make_weights(cls, made.span)


@once
def _makers(cls: ClassInfo) -> frozenset[str]:
    """Return the bare names by which build makes layers of Keras, as calls in it are called: that builds nothing."""
    text, names = cls.source.text, set()
    for one in cls.bodies.made("build"):
        if one.function.startswith(BUILT_IN):
            names.add(f"name {text[one.span.start : one.span.end].partition('(')[0].strip()}")
    return frozenset(names)
