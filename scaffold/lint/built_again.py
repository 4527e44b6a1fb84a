"""Which layers a class builds that are built already when it is loaded."""

from __future__ import annotations

from scaffold.kinds import kind_of_parameter
from scaffold.lint.nested import serialized_arguments
from scaffold.lint.stored import assignments
from scaffold.lint.subjects import own_lineage
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.located import Answer
from scaffold.source.values import Parameter

_WRAPPER = "keras.layers.Wrapper"
_DESERIALIZERS = frozenset({"keras.saving.deserialize_keras_object", "keras.layers.deserialize"})
# What is read of layers that are built once more without harm: recurrent ones and embeddings ask first, and pooling has
# no weights.
_HARMLESS = frozenset({
    "return_sequences", "return_state", "go_backwards", "cell", "get_initial_state", "initial_state", "embeddings",
    "pool_size",
})  # fmt: skip
# A class that rebuilds its state in a way of its own.
_OWN_WAY = frozenset({"build_from_config", "get_build_config"})


def layers_built_again(cls: ClassInfo) -> list[str]:
    """Return the attributes whose layer comes back built from its serialized form, and is built again by the class.

    A layer is serialized with the shape that it was built for, and built for it again when it is deserialized. Its
    weights cannot be made a second time:
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py.
    """
    if cls.role != "layer" or "build" not in cls.methods or not cls.ancestry_known:
        return []
    owners = own_lineage(cls)
    if any(_OWN_WAY & owner.methods.keys() for owner in owners) or "tf_keras" in cls.source.text:
        return []
    built = {call.receiver for call in cls.bodies.calls("build") if call.method == "build"}
    return sorted(
        attribute
        for attribute in built & (_given_by_wrapper(cls) | _given_by_from_config(cls))
        if not any((_HARMLESS | {"built"}) & owner.uses.get(attribute, frozenset()) for owner in owners)
    )


def _given_by_wrapper(cls: ClassInfo) -> set[str]:
    """Return ``layer`` where Keras alone writes the wrapped layer into the config and takes it out again."""
    owners = own_lineage(cls)
    keras = next((ancestor for ancestor in cls.ancestors if isinstance(ancestor, KerasClass)), None)
    if keras is None or keras.name != _WRAPPER or any(owner.from_config is not None for owner in owners):
        return set()
    if any(owner.get_config is not None and _rewrites_layer(owner) for owner in owners):
        return set()
    own = all(place.value == Parameter("layer") for place in assignments(cls, "layer"))
    return {"layer"} if own else set()


def _rewrites_layer(owner: ClassInfo) -> bool:
    config = owner.get_config
    return config is not None and (
        config.entry("layer") is not None or not config.complete or config.super_call is not Answer.YES
    )


def _given_by_from_config(cls: ClassInfo) -> set[str]:
    """Return the attributes that hold an argument which get_config serializes and from_config deserializes."""
    facts = cls.from_config
    if facts is None or not facts.complete:
        return set()
    return {
        attribute
        for key, attribute in serialized_arguments(cls).items()
        if {*facts.deserialized.get(key, ("nothing",))} <= _DESERIALIZERS and _is_layer(key)
    }


def _is_layer(argument: str) -> bool:
    """Whether an argument is a layer by its name; recurrent layers and models are built once more without harm."""
    kind = kind_of_parameter(argument)
    return kind is not None and kind.name == "layer"
