"""Which objects a class puts into its config as they are, where only their serialized form can be saved."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.kinds import kind_of_parameter
from scaffold.lint.stored import (
    OBJECT_KINDS,
    assignments,
    kind_of_getter,
    lasting_assignments,
    module_of_getter,
)
from scaffold.lint.subjects import CONFIGURED, own_lineage
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import config_behind
from scaffold.source.located import Answer
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.once import once
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Call, Constant, Parameter, Reference, SelfAttribute, Value, options

_MODULES = {f"keras.{kind}s": kind for kind in OBJECT_KINDS}


class Raw(Record):
    """A config entry that holds an object.

    Args:
        entry: The entry.
        kind: What it holds: activation, initializer, regularizer, constraint or layer.
        module: How the file spells the Keras module that serializes it; empty where it does not name it.
    """

    entry: ConfigEntry
    kind: str
    module: str


# Kinds of objects that a value may be, and the text that makes it.
Held = tuple[tuple[str | None, ...], str]


def raw_entries(cls: ClassInfo, project: Project, kind: str) -> Iterator[Raw]:
    """Yield the entries of the class's own get_config that certainly hold an object of ``kind`` as it is."""
    for entry, held, set_by_keras in _kinds_of_entries(cls, project):
        written = next((text for kinds, text in held if kind in kinds), None)
        if written is not None:
            yield Raw(entry, kind, module_of_getter(written) or "" if kind != "layer" else "")
        elif kind != "layer" and set_by_keras == kind:
            yield Raw(entry, kind, "")


@once
def _kinds_of_entries(cls: ClassInfo, project: Project) -> list[tuple[ConfigEntry, list[Held], str | None]]:
    """Return the entries of the class's own get_config, with what they may hold, and hold by Keras's doing."""
    if cls.role not in CONFIGURED or cls.get_config is None or cls.get_config.decorated:
        return []
    return [
        (
            entry,
            [
                (tuple(_kind_of(option, project) for option in options(value)), text)
                for value, text in _sources(cls, entry)
            ],
            _kind_set_by_keras(cls, entry.value),
        )
        for entry in cls.get_config.entries
    ]


def _sources(cls: ClassInfo, entry: ConfigEntry) -> Iterator[tuple[Value, str]]:
    """Yield what the entry's value may be, with the text that makes it."""
    text = cls.source.text
    for option in options(entry.value):
        if isinstance(option, SelfAttribute):
            for owner, place in lasting_assignments(cls, option.name):
                yield place.value, owner.source.text[place.span.start : place.span.end]
        else:
            yield option, text[entry.value_span.start : entry.value_span.end]


def _kind_of(value: Value, project: Project) -> str | None:
    """Return the kind of object that a value certainly is."""
    if isinstance(value, Reference):
        module, _, name = value.name.rpartition(".")
        return "activation" if module == "keras.activations" and name not in ("get", "serialize") else None
    if not isinstance(value, Call) or value.function is None:
        return None
    getter = kind_of_getter(value.function)
    if getter is not None:
        return None if value.args == (Constant(None),) else getter.name
    module, _, name = value.function.rpartition(".")
    if not name[:1].isupper():
        return None
    if module == "keras.layers":
        return "layer"
    return _MODULES.get(module) or _role_in(project, value.function)


def _role_in(project: Project, qualified_name: str) -> str | None:
    cls = project.class_named(qualified_name)
    return cls.role if cls is not None and cls.role in (*OBJECT_KINDS, "layer") else None


def _kind_set_by_keras(cls: ClassInfo, value: Value) -> str | None:
    """Return the kind of an attribute that a class of Keras sets from its argument of that name."""
    if not isinstance(value, SelfAttribute) or assignments(cls, value.name):
        return None
    for ancestor in cls.ancestors:
        if isinstance(ancestor, KerasClass) and any(
            known.name == value.name for known in ancestor.parameters
        ):
            kind = kind_of_parameter(value.name)
            return kind.name if kind is not None and kind.name in OBJECT_KINDS else None
    return None


class RawOfKeras(Record):
    """A config entry that holds the very layer that a class of Keras has already written down.

    Args:
        entry: The entry.
        parent: The class of Keras that sets the attribute and deserializes the key.
        written: Whether the parent's config, which this one extends, holds the key already.
    """

    entry: ConfigEntry
    parent: KerasClass
    written: bool


def raw_layers_of_keras(cls: ClassInfo) -> Iterator[RawOfKeras]:
    """Yield the entries that hold the layer a wrapper wraps, or the cell of an RNN, as it is.

    ``Wrapper.from_config`` deserializes what the key holds, and refuses a layer. See
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/core/wrapper.py.
    """
    parent = next((known for known in cls.ancestors if isinstance(known, KerasClass)), None)
    get_config = cls.get_config
    if parent is None or get_config is None or get_config.decorated:
        return
    if not cls.ancestry_known or not parent.deserialized_keys:
        return
    extends = get_config.super_call is Answer.YES and not get_config.super_conditional
    behind = config_behind(cls).entries if extends else {}
    for entry in get_config.entries:
        key = entry.key
        if (
            entry.value == SelfAttribute(key)
            and key in parent.deserialized_keys
            and _is_set_by_keras(cls, key)
        ):
            known = behind.get(key)
            yield RawOfKeras(
                entry, parent, known is not None and known.origin is parent and not known.conditional
            )


def _is_set_by_keras(cls: ClassInfo, attribute: str) -> bool:
    """Whether nothing but a constructor of Keras sets an attribute, unless to the same argument once more."""
    owners = own_lineage(cls)
    of_keras = [known for known in cls.ancestors if isinstance(known, KerasClass)]
    if not any(attribute in known.attributes for known in of_keras):
        return False
    if any(attribute in owner.methods for owner in owners):
        return False
    if any(
        owner.constructor is not None and owner.constructor.super_call is not Answer.YES for owner in owners
    ):
        return False
    places = assignments(cls, attribute)
    return all(place.method == "__init__" and place.value == Parameter(attribute) for place in places)
