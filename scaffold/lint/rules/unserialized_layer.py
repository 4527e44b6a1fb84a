"""KS205: a layer in the config as it is."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.nested import raw_layer_parameters
from scaffold.lint.repair.entries import leave_out
from scaffold.lint.unserialized import RawOfKeras, raw_entries, raw_layers_of_keras
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.made_of import made_of
from scaffold.source.method_facts import ConfigEntry
from scaffold.source.project import Project
from scaffold.source.values import Call, parameters_in

RULE = Rule(
    code="KS205",
    name="unserialized-layer",
    severity=Severity.ERROR,
    summary="A layer is put into the config without being serialized.",
    why="""A layer in the config cannot be carried by JSON; a .keras file turns it into a dict that the constructor
        then takes for the layer ("'TrackedDict' object is not callable"). Without a file it is worse: from_config and
        clone_model give a layer that holds the very same sublayer, so that both share their weights.
        The layer of a Wrapper and the cell of an RNN are written by Keras itself; put into the config once more as they
        are, they come back from a .keras file, and clone_model and .h5 files fail ("Could not parse config").
        See https://github.com/keras-team/keras/issues/7000.""",
    remedy="Put keras.saving.serialize_keras_object(self.layer) into the config, and write a from_config that copies "
    'the config and deserializes it: config["layer"] = keras.saving.deserialize_keras_object(config["layer"]).',
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": self.inner}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        return inputs + self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])
        return super().from_config(config)
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each config entry that certainly holds a layer object, or a list of them."""
    of_keras = list(raw_layers_of_keras(cls))
    for known in of_keras:
        yield _found_in_wrapper(cls, known)
    entries = [raw.entry for raw in raw_entries(cls, project, "layer")]
    entries += [entry for entry in raw_layer_parameters(cls) if entry not in entries]
    for entry in entries:
        if any(entry is known.entry for known in of_keras):
            continue
        written = cls.source.text[entry.value_span.start : entry.value_span.end]
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds a layer object: expected its serialized form, "
            f"found {written}",
            argument=entry.key,
            remedy=_remedy(cls, entry, written),
        )


def _remedy(cls: ClassInfo, entry: ConfigEntry, written: str) -> str:
    # Dropout(dropout), say: what has to come back is the number, of which the constructor makes a layer again.
    made = (part for part in made_of(cls, entry.value) if isinstance(part, Call))
    classes = (call for call in made if (call.function or "").rpartition(".")[2][:1].isupper())
    if any(entry.key in parameters_in(call) for call in classes):
        kept = f"self._{entry.key}"
        return (
            f"Keep the argument as it was passed ({kept} = {entry.key}), and put {kept} under '{entry.key}'."
        )
    return (
        f'Write "{entry.key}": keras.saving.serialize_keras_object({written}), and deserialize it in a '
        "from_config that copies the config first."
    )


def _found_in_wrapper(cls: ClassInfo, known: RawOfKeras) -> Finding:
    entry, parent = known.entry, known.parent.name.rpartition(".")[2]
    written = cls.source.text[entry.value_span.start : entry.value_span.end]
    if known.written:
        remedy = f"Leave it out: {parent}'s own get_config, which super().get_config() gives, writes it."
    else:
        remedy = f'Write "{entry.key}": keras.saving.serialize_keras_object({written}); {parent}.from_config '
        remedy += "deserializes it."
    return found(
        RULE,
        cls,
        entry.value_span,
        f"config key '{entry.key}' of '{cls.name}' holds a layer object: expected its serialized form, "
        f"found {written}, which {parent}.from_config refuses",
        argument=entry.key,
        remedy=remedy,
        fix=repair(f"Leave {entry.key} to {parent}", leave_out(cls, entry)) if known.written else None,
    )
