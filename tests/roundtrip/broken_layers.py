"""Broken layers: one at least for every code, and one for every way to lose something that people have found."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import keras
import numpy as np
from keras import ops

registered = keras.saving.register_keras_serializable(package="broken")


@dataclass(frozen=True)
class Broken:
    """A broken layer and what the checker must say of it.

    Args:
        make: What is passed to ``check_roundtrip``.
        code: Code of the first failure in the report.
        words: What that failure must tell: the argument, the remedy.
        inputs: What it is called with, where that cannot be found by trying.
        checks: Which checks are run: ``"quick"``, unless it takes a file or a process to see it.
        cls: The class itself; of repaired layers alone.
    """

    make: Any
    code: str
    words: tuple[str, ...]
    inputs: Any = None
    checks: Any = "quick"
    cls: Any = None


BROKEN: dict[str, Broken] = {}
FIXED: dict[str, Broken] = {}


def broken(
    code: str,
    *words: str,
    make: Callable[[type], Any] | None = None,
    inputs: Any = None,
    checks: Any = "quick",
) -> Callable[[type], type]:
    """Register a class with Keras and list it under its name."""

    def listed(cls: type) -> type:
        cls = registered(cls)
        subject = cls if make is None else (lambda: make(cls))
        BROKEN[cls.__name__] = Broken(subject, code, words, inputs, checks)
        return cls

    return listed


def repaired(
    name: str, *, make: Callable[[type], Any] | None = None, inputs: Any = None
) -> Callable[[type], type]:
    """List a class as the repaired form of a broken one; it takes the same arguments."""

    def listed(cls: type) -> type:
        cls = registered(cls)
        subject = cls if make is None else (lambda: make(cls))
        FIXED[name] = Broken(subject, "", (), inputs, cls=cls)
        return cls

    return listed


class Scaled(keras.layers.Layer):
    """What most of these layers do: outputs depend on the number in ``scale``."""

    scale = 1.0

    def call(self, inputs):
        return inputs * self.scale


# -- cannot be made, cannot be called --------------------------------------------------------------------------


@broken("KR001", "table", "check_roundtrip(MyLayer(")
class NeedsAFile(Scaled):
    def __init__(self, table, **kwargs):
        super().__init__(**kwargs)
        self.rows = table.splitlines()


@broken("KR002", "inputs=", "seven")
class WantsSevenFeatures(Scaled):
    def call(self, inputs):
        if inputs.shape[-1] != 7:
            raise ValueError("seven features are needed")
        return inputs


# -- get_config ------------------------------------------------------------------------------------------------


@broken("KR101", "NoneType", "config.update(...)")
class ReturnsUpdate(Scaled):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return super().get_config().update({"scale": self.scale})


@repaired("ReturnsUpdate")
class ReturnsUpdateFixed(ReturnsUpdate):
    def get_config(self):
        return {**keras.layers.Layer.get_config(self), "scale": self.scale}


@broken("KR101", "NoneType")
class ForgetsToReturn(Scaled):
    def get_config(self):
        super().get_config()


@broken("KR101", "get_config", make=lambda cls: cls(keras.layers.Dense(2)))
class NoConfigForALayer(keras.layers.Layer):
    """A layer as argument, and no get_config: Keras cannot write one by itself."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, inputs):
        return self.layer(inputs)


@broken("KR101", "self.rate", "Set self.rate")
class ReadsUnsetAttribute(Scaled):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.scale = rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@broken("KR102", "anchors", ".tolist()")
class ArrayInConfig(Scaled):
    def __init__(self, anchors=(1.0, 2.0), **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.asarray(anchors)

    def call(self, inputs):
        return inputs * float(np.sum(self.anchors))

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors}


@repaired("ArrayInConfig")
class ArrayInConfigFixed(ArrayInConfig):
    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors.tolist()}


@broken("KR102", "activation", "keras.activations.serialize")
class RawActivation(keras.layers.Layer):
    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


@repaired("RawActivation")
class RawActivationFixed(RawActivation):
    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@broken("KR102", "kernel_initializer", "keras.initializers.serialize", make=lambda cls: cls(3))
class RawInitializer(keras.layers.Layer):
    def __init__(self, units, kernel_initializer="ones", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer=self.kernel_initializer
        )

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        own = {"units": self.units, "kernel_initializer": self.kernel_initializer}
        return {**super().get_config(), **own}


@broken(
    "KR102", "layer", "serialize_keras_object", "from_config", make=lambda cls: cls(keras.layers.Dense(2))
)
class RawLayer(keras.layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, inputs):
        return self.layer(inputs)

    def get_config(self):
        return {**super().get_config(), "layer": self.layer}


@broken("KR102", "names", "sorted")
class SetInConfig(Scaled):
    def __init__(self, names=("a", "b"), **kwargs):
        super().__init__(**kwargs)
        self.names = set(names)

    def get_config(self):
        return {**super().get_config(), "names": self.names}


@broken("KR102", "directory", "text", make=lambda cls: cls("some/where"))
class PathInConfig(Scaled):
    def __init__(self, directory, **kwargs):
        super().__init__(**kwargs)
        self.directory = Path(directory)

    def get_config(self):
        return {**super().get_config(), "directory": self.directory}


@broken("KR102", "rate")
class NumPyNumberInConfig(Scaled):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.scale = self.rate = np.float32(rate)

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@broken("KR102", "sizes")
class TupleAsKey(Scaled):
    def __init__(self, sizes=None, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes or {(1, 2): 3}

    def get_config(self):
        return {**super().get_config(), "sizes": dict(self.sizes)}


@broken("KR102", "function")
class FunctionInConfig(Scaled):
    def __init__(self, function=ops.square, **kwargs):
        super().__init__(**kwargs)
        self.function = function

    def call(self, inputs):
        return self.function(inputs)

    def get_config(self):
        return {**super().get_config(), "function": self.function}


# -- from_config and the constructor ---------------------------------------------------------------------------


@broken("KR103", "'trainable'", "**kwargs")
class NoKwargs(Scaled):
    def __init__(self, scale=2.0):
        super().__init__()
        self.scale = scale


@repaired("NoKwargs")
class NoKwargsFixed(Scaled):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale


@broken("KR103", "'drop_prop'", "'drop_prob'")
class MisspeltKey(Scaled):
    def __init__(self, drop_prob=0.5, **kwargs):
        super().__init__(**kwargs)
        self.scale = drop_prob

    def get_config(self):
        return {**super().get_config(), "drop_prop": self.scale}


@repaired("MisspeltKey")
class MisspeltKeyFixed(MisspeltKey):
    def get_config(self):
        return {**keras.layers.Layer.get_config(self), "drop_prob": self.scale}


@broken("KR103", "'units'", "get_config", make=lambda cls: cls(3))
class RequiredArgumentMissing(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return super().get_config()


@broken("KR103", "quantization_config", "**kwargs", make=lambda cls: cls(3))
class DenseWithoutKwargs(keras.layers.Dense):
    """Keras's Dense.from_config adds a key of its own."""

    def __init__(self, units):
        super().__init__(units)

    def get_config(self):
        return {"units": self.units}


@broken("KR104", "steps")
class CountsInGetConfig(Scaled):
    def __init__(self, steps=0, **kwargs):
        super().__init__(**kwargs)
        self.steps = steps

    def get_config(self):
        self.steps += 1
        return {**super().get_config(), "steps": self.steps}


@broken("KR104", "options")
class PopsFromItself(Scaled):
    def __init__(self, options=None, **kwargs):
        super().__init__(**kwargs)
        self.options = options or {"a": 1, "b": 2}

    def get_config(self):
        config = super().get_config()
        config["options"] = dict(self.options)
        self.options.popitem()
        return config


@broken("KR105", "layer", "dict(config)", make=lambda cls: cls(keras.layers.Dense(2)))
class PopsFromConfig(keras.layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, inputs):
        return self.layer(inputs)

    def get_config(self):
        return {**super().get_config(), "layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)


@repaired("PopsFromConfig")
class PopsFromConfigFixed(PopsFromConfig):
    @classmethod
    def from_config(cls, config):
        config = dict(config)
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)


@broken("KR105", "units", make=lambda cls: cls(2))
class WritesIntoConfig(Scaled):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        config["units"] = str(config["units"])
        return cls(**{**config, "units": int(config["units"])})


@broken("KR106", "axis")
class BuildOverwritesArgument(Scaled):
    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def build(self, input_shape):
        self.axis = self.axis % len(input_shape)

    def call(self, inputs):
        return ops.mean(inputs, axis=self.axis)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}


@broken("KR107", "layer")
class SharedDefault(keras.layers.Layer):
    """A layer as default value: one for all layers that are ever made."""

    def __init__(self, layer=keras.layers.Dense(2), **kwargs):  # noqa: B008
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, inputs):
        return self.layer(inputs)

    def get_config(self):
        return super().get_config()


@broken("KR108", "sizes", "copy")
class AliasesItself(Scaled):
    def __init__(self, sizes=(1, 2), **kwargs):
        super().__init__(**kwargs)
        self.sizes = list(sizes)

    def get_config(self):
        return {**super().get_config(), "sizes": self.sizes}


# -- arguments -------------------------------------------------------------------------------------------------


@broken("KR201", "'rate'", "get_config")
class ForgetsRate(Scaled):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return super().get_config()


@repaired("ForgetsRate")
class ForgetsRateFixed(ForgetsRate):
    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@broken("KR201", "'scale'", make=lambda cls: cls(3))
class DenseWithScale(keras.layers.Dense):
    """A new argument on a built-in layer, and no get_config at all."""

    def __init__(self, units, scale=1.0, **kwargs):
        super().__init__(units, **kwargs)
        self.scale = scale

    def call(self, inputs, training=None):
        return super().call(inputs) * self.scale


@registered
class AutomaticParent(Scaled):
    def __init__(self, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale


@broken("KR201", "'scale'")
class SwitchesAutomaticConfigOff(AutomaticParent):
    """The child's get_config switches Keras's automatic config off, and the parent's argument is gone."""

    def __init__(self, offset=0.0, **kwargs):
        super().__init__(**kwargs)
        self.offset = offset

    def call(self, inputs):
        return super().call(inputs) + self.offset

    def get_config(self):
        return {**super().get_config(), "offset": self.offset}


@broken("KR201", "units")
class DerivedValueCompounds(keras.layers.Layer):
    """6 becomes 12, 24, 48: what is derived is put into the config, and derived again."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = 2 * units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR201", "units", make=lambda cls: cls(3))
class ParentDerives(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(2 * units, **kwargs)


@broken("KR201", "'units'", make=lambda cls: cls(3))
class ParentsConfigWins(keras.layers.Dense):
    """c.update(super().get_config()): the parent overwrites what the child said."""

    def __init__(self, units, **kwargs):
        super().__init__(2 * units, **kwargs)
        self.half_units = units

    def get_config(self):
        config = {"units": self.half_units}
        config.update(super().get_config())
        return config


@broken("KR201", "drop_prob")
class MisspeltAndSwallowed(Scaled):
    """The misspelt key disappears in **kwargs, which are not passed on."""

    def __init__(self, drop_prob=0.5, **kwargs):
        super().__init__(name=kwargs.get("name"))
        self.drop_prob = drop_prob

    def get_config(self):
        return {**super().get_config(), "drop_prop": self.drop_prob}


@broken("KR201", "'use_bias'")
class ForgetsWhatShapesWeights(keras.layers.Layer):
    def __init__(self, units=3, use_bias=True, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = keras.layers.Dense(units, use_bias=use_bias)

    def build(self, input_shape):
        self.project.build(input_shape)

    def call(self, inputs):
        return self.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR201", "'rate'")
class ForgetsTrainingArgument(keras.layers.Layer):
    """An argument that acts in training only, and is kept in a sublayer only."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.dropout = keras.layers.Dropout(rate, seed=3)

    def call(self, inputs, training=None):
        return self.dropout(inputs, training=training)

    def get_config(self):
        return super().get_config()


@broken("KR201", "'seed'")
class ForgetsSeed(keras.layers.Layer):
    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs, training=False):
        return keras.random.dropout(inputs, 0.5, seed=self.seed_generator) if training else inputs

    def get_config(self):
        return super().get_config()


@broken("KR201", "'kernel_regularizer'", "keras.regularizers.serialize")
class ForgetsRegularizer(keras.layers.Layer):
    def __init__(self, units=3, kernel_regularizer=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), regularizer=self.kernel_regularizer
        )

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR201", "'wide'", make=lambda cls: cls(wide="yes"))
class ForgetsText(keras.layers.Layer):
    """A text of which only the author's own value is known."""

    def __init__(self, wide="no", **kwargs):
        super().__init__(**kwargs)
        self.project = keras.layers.Dense(8 if wide == "yes" else 2)

    def build(self, input_shape):
        self.project.build(input_shape)

    def call(self, inputs):
        return self.project(inputs)

    def get_config(self):
        return super().get_config()


@broken("KR201", "'layer'", make=lambda cls: cls(keras.layers.Dense(2, activation="relu")))
class KeepsOnlyTheSizeOfALayer(keras.layers.Layer):
    """The config holds the size of the layer that was passed, and a plain one is made of it."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, inputs):
        return self.layer(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.layer.units}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        return cls(keras.layers.Dense(config.pop("units")), **config)


@broken("KR202", "sharpness")
class SavedOnlyWhenSwitchedOn(Scaled):
    """The argument is in the config only where it has an effect, and kept as it was given."""

    def __init__(self, sharpen=False, sharpness=1.0, **kwargs):
        super().__init__(**kwargs)
        self.sharpen, self.sharpness = sharpen, sharpness

    def call(self, inputs):
        return inputs * self.sharpness if self.sharpen else inputs

    def get_config(self):
        config = {**super().get_config(), "sharpen": self.sharpen}
        if self.sharpen:
            config["sharpness"] = self.sharpness
        return config


@broken("KR203", "low", "high")
class OneKeyForTwo(Scaled):
    """Each of two arguments survives alone; together one is left out."""

    def __init__(self, low=0.0, high=1.0, **kwargs):
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def call(self, inputs):
        return ops.clip(inputs, self.low, self.high)

    def get_config(self):
        config = {**super().get_config(), "low": self.low}
        if not self.low:
            config["high"] = self.high
        return config


# -- what is observed after a trip -----------------------------------------------------------------------------


class AnyScale(Scaled):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@registered
class PlainScale(AnyScale):
    pass


@broken("KR201", "mask_it", "mask[0]")
class ForgetsWhatMasks(keras.layers.Layer):
    """Outputs and weights are the same; the layers behind it get another mask."""

    def __init__(self, mask_it=False, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.emits = mask_it

    def call(self, inputs):
        return inputs + 0.0

    def compute_mask(self, inputs, mask=None):
        return ops.any(ops.not_equal(inputs, 0.0), axis=-1) if self.emits else None

    def get_config(self):
        return super().get_config()


@broken("KR201", "axis=0", "layer.axis")
class ZeroIsNoValue(keras.layers.Layer):
    """`or` takes 0 for a value that is not there."""

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        return ops.softmax(inputs, axis=self.axis)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis or -1}


@broken("KR102", "scale", "JSON")
class TensorInConfig(keras.layers.Layer):
    def __init__(self, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = ops.convert_to_tensor(scale)

    def call(self, inputs):
        return inputs * self.scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@broken("KR002", "in __init__ or build(), not in call()")
class MakesALayerInCall(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = None

    def call(self, inputs):
        if self.project is None:
            self.project = keras.layers.Dense(self.units)
        return self.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR301", "PlainScale")
class NamesAnotherClass(AnyScale):
    @classmethod
    def from_config(cls, config):
        return PlainScale(**config)


@broken("KR302", "config['units']")
class DerivesUnderAnotherName(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.width = 2 * units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.width))

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "units": self.width}


@broken("KR303", "'name'", "'trainable'", "super().get_config()")
class NoSuperConfig(Scaled):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {"scale": self.scale}


@repaired("NoSuperConfig")
class NoSuperConfigFixed(NoSuperConfig):
    def get_config(self):
        return {**keras.layers.Layer.get_config(self), "scale": self.scale}


@broken("KR303", "'name'", "super().__init__(**kwargs)")
class KwargsSwallowed(Scaled):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__()
        self.scale = scale


@broken("KR303", "'name'")
class NameIsDefault(Scaled):
    """A default for name, which is not passed on from the config."""

    def __init__(self, scale=2.0, name="always_this", **kwargs):
        super().__init__(name="always_this", **kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale, "name": "always_this_one"}


@broken("KR303", "'dtype'", "leave it to super().get_config()")
class KeepsOnlyTheComputeDtype(AnyScale):
    def get_config(self):
        return {**super().get_config(), "dtype": self.dtype}


@repaired("KeepsOnlyTheComputeDtype")
class KeepsOnlyTheComputeDtypeFixed(AnyScale):
    pass


@broken("KR304", "restored")
class MarksTheRestored(AnyScale):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.restored = False

    @classmethod
    def from_config(cls, config):
        layer = cls(**config)
        layer.restored = True
        return layer


@broken("KR305", "encode", "trainable")
class FreezesOnTheWay(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.encode = keras.layers.Dense(units)

    def build(self, input_shape):
        self.encode.build(input_shape)

    def call(self, inputs):
        return self.encode(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        layer = cls(**config)
        layer.encode.trainable = False
        return layer


@registered
class FrozenAfterConstruction(keras.layers.Layer):
    """A sublayer that was frozen after construction is thawed by a load."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.encode = keras.layers.Dense(units)

    def build(self, input_shape):
        self.encode.build(input_shape)

    def call(self, inputs):
        return self.encode(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def frozen_after_construction() -> Any:
    layer = FrozenAfterConstruction(3)
    layer.encode.trainable = False
    return layer


BROKEN["FrozenAfterConstruction"] = Broken(frozen_after_construction, "KR305", ("encode", "trainable"))


@broken(
    "KR306", "weights", make=lambda cls: cls({"wide": keras.layers.Dense(4), "narrow": keras.layers.Dense(2)})
)
class SortsItsBranches(keras.layers.Layer):
    """The config holds the branches in another order, and with it the weights."""

    def __init__(self, branches, **kwargs):
        super().__init__(**kwargs)
        self.branches = dict(branches)

    def build(self, input_shape):
        for branch in self.branches.values():
            if not branch.built:
                branch.build(input_shape)

    def call(self, inputs):
        return ops.concatenate([branch(inputs) for branch in self.branches.values()], axis=-1)

    def get_config(self):
        branches = {
            name: keras.saving.serialize_keras_object(self.branches[name]) for name in sorted(self.branches)
        }
        return {**super().get_config(), "branches": branches}

    @classmethod
    def from_config(cls, config):
        branches = {
            name: keras.saving.deserialize_keras_object(form) for name, form in config["branches"].items()
        }
        return cls(**{**config, "branches": branches})


@broken("KR307", "weights", "attributes, lists or dicts")
class ReservedAttribute(keras.layers.Layer):
    """`_layers` belongs to Keras: what is in it is tracked, and not saved."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self._layers = [keras.layers.Dense(units)]

    def build(self, input_shape):
        self._layers[0].build(input_shape)

    def call(self, inputs):
        return self._layers[0](inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR307", "weights")
class LayersInASet(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.parts = {keras.layers.Dense(units)}

    def build(self, input_shape):
        for part in self.parts:
            part.build(input_shape)

    def call(self, inputs):
        return sum(part(inputs) for part in self.parts)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class Settings:
    """A plain object with a label and a number; the layers below put only the label into the config."""

    def __init__(self, label, number):
        self.label, self.number = label, number


class Labelled(keras.layers.Layer):
    def __init__(self, settings, **kwargs):
        super().__init__(**kwargs)
        self.settings = settings

    def get_config(self):
        return {**super().get_config(), "settings": self.settings.label}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "settings": Settings(config["settings"], 0.5)})


def labelled(cls: type) -> Any:
    return cls(Settings("strong", 2.0))


@broken("KR308", "outputs", make=labelled)
class LosesANumber(Labelled):
    def call(self, inputs):
        return inputs * self.settings.number


@broken("KR309", "training", make=labelled)
class LosesATrainingNumber(Labelled):
    def call(self, inputs, training=False):
        return inputs * self.settings.number if training else inputs


@broken("KR310", "losses", make=labelled)
class LosesAStrength(Labelled):
    def call(self, inputs):
        self.add_loss(self.settings.number * ops.sum(inputs))
        return inputs


@broken("KR311", "variables", make=labelled)
class LosesAMomentum(Labelled):
    def build(self, input_shape):
        self.mean = self.add_weight(shape=(input_shape[-1],), trainable=False, name="mean")

    def call(self, inputs, training=False):
        if training:
            self.mean.assign(self.mean * self.settings.number + ops.mean(inputs, axis=0))
        return inputs


@broken("KR312", "add_weight")
class DrawsInTheConstructor(keras.layers.Layer):
    def __init__(self, width=5, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.projection = np.random.rand(width)

    def call(self, inputs):
        return inputs * float(self.projection[0])

    def get_config(self):
        return {**super().get_config(), "width": self.width}


@broken("KR313", "tuple")
class KeepsTupleAsGiven(Scaled):
    def __init__(self, sizes=(2, 3), **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes

    def call(self, inputs):
        return inputs * self.sizes[0]

    def get_config(self):
        return {**super().get_config(), "sizes": self.sizes}


# -- registration and rebuilding -------------------------------------------------------------------------------


class NotRegistered(AnyScale):
    pass


BROKEN["NotRegistered"] = Broken(NotRegistered, "KR401", ("custom_objects", "register_keras_serializable"))


@registered
class SameName(AnyScale):
    pass


FirstOfThatName = SameName


@registered
class SameName(AnyScale):
    """The class that the registered name finds now."""


BROKEN["SameName"] = Broken(FirstOfThatName, "KR402", ("broken>SameName",))


@broken("KR501", "tuple(input_shape)")
class AddsToTheInputShape(keras.layers.Layer):
    """build gets a tuple first, and a list from a file."""

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape + (1,))[1:])  # noqa: RUF005

    def call(self, inputs):
        return inputs * self.kernel[:, 0]


@broken("KR502", "built", make=lambda cls: cls([keras.layers.Dense(3)]))
class BuildsTwice(keras.layers.Layer):
    """A layer that was deserialized is built already."""

    def __init__(self, layers, **kwargs):
        super().__init__(**kwargs)
        self.steps = list(layers)

    def build(self, input_shape):
        for step in self.steps:
            step.build(input_shape)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs

    def get_config(self):
        layers = [keras.saving.serialize_keras_object(step) for step in self.steps]
        return {**super().get_config(), "layers": layers}

    @classmethod
    def from_config(cls, config):
        layers = [keras.saving.deserialize_keras_object(form) for form in config["layers"]]
        return cls(**{**config, "layers": layers})


@broken(
    "KR502",
    "keras.saving.deserialize_keras_object",
    make=lambda cls: cls(keras.layers.Dense(3)),
)
class NeverDeserialized(keras.layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, inputs):
        return self.layer(inputs)

    def get_config(self):
        return {**super().get_config(), "layer": keras.saving.serialize_keras_object(self.layer)}


@repaired("NeverDeserialized")
class NeverDeserializedFixed(NeverDeserialized):
    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    @classmethod
    def from_config(cls, config):
        layer = keras.saving.deserialize_keras_object(config["layer"])
        return cls(**{**config, "layer": layer})


@broken("KR503", "build(self, input_shape)")
class CompositeWithoutBuild(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = keras.layers.Dense(units)

    def call(self, inputs):
        return self.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR504", "'project'", "build() of BuildBuildsNothing", "Build every sublayer in build()")
class BuildBuildsNothing(keras.layers.Layer):
    """build() says that it is done, and the sublayers have no weights to load into."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = keras.layers.Dense(units)

    def build(self, input_shape):
        self.built = True

    def call(self, inputs):
        return self.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# -- more ways to lose an argument ---------------------------------------------------------------------------


class Projects(keras.layers.Layer):
    """A composite that is sound: a Dense, its size in the config, built in build()."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = keras.layers.Dense(units)

    def build(self, input_shape):
        self.project.build(input_shape)

    def call(self, inputs):
        return self.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR201", "'use_norm'", "get_config")
class ForgetsAFlag(Projects):
    """A flag that adds weights: files written with it cannot be loaded without."""

    def __init__(self, units=3, use_norm=False, **kwargs):
        super().__init__(units, **kwargs)
        self.use_norm = use_norm
        self.norm = keras.layers.LayerNormalization() if use_norm else None

    def build(self, input_shape):
        super().build(input_shape)
        if self.norm is not None:
            self.norm.build((*input_shape[:-1], self.units))

    def call(self, inputs):
        outputs = super().call(inputs)
        return outputs if self.norm is None else self.norm(outputs)


@repaired("ForgetsAFlag")
class ForgetsAFlagFixed(ForgetsAFlag):
    def get_config(self):
        return {**super().get_config(), "use_norm": self.use_norm}


@broken("KR201", "'data_format'")
class ForgetsDataFormat(keras.layers.Layer):
    def __init__(self, data_format="channels_last", **kwargs):
        super().__init__(**kwargs)
        if data_format not in ("channels_first", "channels_last"):
            raise ValueError(f"no such data_format: {data_format}")
        self.data_format = data_format

    def call(self, inputs):
        return ops.mean(inputs, axis=-1 if self.data_format == "channels_first" else 1)

    def get_config(self):
        return super().get_config()


@repaired("ForgetsDataFormat")
class ForgetsDataFormatFixed(ForgetsDataFormat):
    def get_config(self):
        return {**super().get_config(), "data_format": self.data_format}


@broken("KR201", "'activation'", "keras.activations.serialize")
class ForgetsActivation(Projects):
    def __init__(self, units=3, activation="relu", **kwargs):
        super().__init__(units, **kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(super().call(inputs))


@repaired("ForgetsActivation")
class ForgetsActivationFixed(ForgetsActivation):
    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


# -- no config at all ----------------------------------------------------------------------------------------


@broken("KR101", "plain value", "Write get_config", make=lambda cls: cls(keras.activations.tanh))
class FunctionWithoutConfig(Scaled):
    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self.function = function

    def call(self, inputs):
        return self.function(inputs)


@registered
class VariadicSizes(Scaled):
    """Keras's automatic config has no name for what `*sizes` takes."""

    def __init__(self, *sizes, **kwargs):
        super().__init__(**kwargs)
        self.scale = sum(sizes)


def variadic_layer() -> Any:
    return VariadicSizes(2, 3)


BROKEN["VariadicSizes"] = Broken(variadic_layer, "KR101", ("get_config",))

# -- functions -----------------------------------------------------------------------------------------------


@broken("KR102", "activation", "keras.activations.serialize")
class LambdaByDefault(keras.layers.Layer):
    def __init__(self, activation=lambda x: x * 0.5, **kwargs):
        super().__init__(**kwargs)
        self.activation = activation

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


@broken("KR103", "<lambda>", make=lambda cls: cls(lambda x: x + 1.0))
class NamesItsFunction(keras.layers.Layer):
    """The name of a function finds it again only where it has one."""

    def __init__(self, function, **kwargs):
        super().__init__(**kwargs)
        self.function = getattr(ops, function) if isinstance(function, str) else function

    def call(self, inputs):
        return self.function(inputs)

    def get_config(self):
        return {**super().get_config(), "function": self.function.__name__}


@broken("KR103", "ambda", make=lambda cls: cls(keras.layers.Lambda(lambda x: x * 2.0)))
class HoldsALambdaLayer(keras.layers.Layer):
    """Keras refuses to load a lambda: it would run code from a file."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, inputs):
        return self.layer(inputs)

    def get_config(self):
        return {**super().get_config(), "layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "layer": keras.saving.deserialize_keras_object(config["layer"])})


def swish_of_two(x):
    return x * ops.sigmoid(2.0 * x)


@broken("KR103", "swish_of_two", make=lambda cls: cls(activation=swish_of_two))
class UnregisteredFunction(keras.layers.Layer):
    """keras.activations.serialize writes the name of any function; only registered ones are found again."""

    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


class UnregisteredInitializer(keras.initializers.Initializer):
    def __call__(self, shape, dtype=None):
        return ops.full(shape, 0.25, dtype=dtype)


@broken("KR103", "UnregisteredInitializer", make=lambda cls: cls(UnregisteredInitializer()))
class TakesAnInitializer(keras.layers.Layer):
    def __init__(self, initializer="ones", **kwargs):
        super().__init__(**kwargs)
        self.initializer = keras.initializers.get(initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), initializer=self.initializer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "initializer": keras.initializers.serialize(self.initializer)}


class UnregisteredPart(AnyScale):
    pass


@broken("KR401", "UnregisteredPart", "custom_objects", make=lambda cls: cls(UnregisteredPart(3.0)))
class HoldsAnUnregisteredPart(keras.layers.Layer):
    """The outer class is registered; the inner one is what a saved model cannot find."""

    def __init__(self, part, **kwargs):
        super().__init__(**kwargs)
        self.part = part

    def call(self, inputs):
        return self.part(inputs)

    def get_config(self):
        return {**super().get_config(), "part": keras.saving.serialize_keras_object(self.part)}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "part": keras.saving.deserialize_keras_object(config["part"])})


# -- state that is not there when the weights are loaded -----------------------------------------------------


@broken("KR504", "'project'", "random weights in silence")
class CreatedInBuildAndLeftThere(Projects):
    def __init__(self, units=3, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.units = units

    def build(self, input_shape):
        self.project = keras.layers.Dense(self.units)


@repaired("CreatedInBuildAndLeftThere")
class CreatedInBuildAndLeftThereFixed(CreatedInBuildAndLeftThere):
    def build(self, input_shape):
        super().build(input_shape)
        self.project.build(input_shape)


@broken("KR504", "'blocks/1'", "Build every sublayer")
class BuildsTheFirstOnly(keras.layers.Layer):
    def __init__(self, depth=2, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        self.blocks = [keras.layers.Dense(4) for _ in range(depth)]

    def build(self, input_shape):
        self.blocks[0].build(input_shape)

    def call(self, inputs):
        for block in self.blocks:
            inputs = block(inputs)
        return inputs

    def get_config(self):
        return {**super().get_config(), "depth": self.depth}


@repaired("BuildsTheFirstOnly")
class BuildsTheFirstOnlyFixed(BuildsTheFirstOnly):
    def build(self, input_shape):
        for block in self.blocks:
            block.build(input_shape)
            input_shape = (*input_shape[:-1], 4)


@broken("KR504", "'project'", "build() of CallsOnlySuperBuild")
class CallsOnlySuperBuild(Projects):
    """`super().build(input_shape)` of a Layer sets a flag, and builds nothing."""

    def build(self, input_shape):
        keras.layers.Layer.build(self, input_shape)


class ModelBase(keras.Model):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return self.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR504", "'project'", "random weights in silence", checks="default")
class ModelCreatesInBuild(ModelBase):
    """A model that is saved, loaded without a word, and has new random weights."""

    def build(self, input_shape):
        self.project = keras.layers.Dense(self.units)


@repaired("ModelCreatesInBuild")
class ModelCreatesInBuildFixed(ModelBase):
    def build(self, input_shape):
        self.project = keras.layers.Dense(self.units)
        self.project.build(input_shape)


@broken("KR504", "'project'", "build() of ModelSaysItIsBuilt", checks="default")
class ModelSaysItIsBuilt(ModelBase):
    def __init__(self, units=3, **kwargs):
        super().__init__(units, **kwargs)
        self.project = keras.layers.Dense(units)

    def build(self, input_shape):
        self.built = True


@repaired("ModelSaysItIsBuilt")
class ModelSaysItIsBuiltFixed(ModelSaysItIsBuilt):
    def build(self, input_shape):
        self.project.build(input_shape)


@broken("KR307", "layer.weights[1] shift")
class SavesHalfOfItsState(keras.layers.Layer):
    """Its own way to save leaves one weight out, and its own way to load does not miss it."""

    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")
        self.shift = self.add_weight(shape=(input_shape[-1],), initializer="zeros", name="shift")

    def call(self, inputs):
        return inputs * self.gain + self.shift

    def save_own_variables(self, store):
        store["gain"] = self.gain

    def load_own_variables(self, store):
        self.gain.assign(store["gain"])


@repaired("SavesHalfOfItsState")
class SavesHalfOfItsStateFixed(SavesHalfOfItsState):
    def save_own_variables(self, store):
        store["gain"], store["shift"] = self.gain, self.shift

    def load_own_variables(self, store):
        self.gain.assign(store["gain"])
        self.shift.assign(store["shift"])


# -- objects inside objects ----------------------------------------------------------------------------------


@broken("KR502", "keras.saving.deserialize_keras_object", make=lambda cls: cls([keras.layers.Dense(3)]))
class ListNeverDeserialized(keras.layers.Layer):
    def __init__(self, layers, **kwargs):
        super().__init__(**kwargs)
        self.steps = list(layers)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs

    def get_config(self):
        layers = [keras.saving.serialize_keras_object(step) for step in self.steps]
        return {**super().get_config(), "layers": layers}


@repaired("ListNeverDeserialized")
class ListNeverDeserializedFixed(ListNeverDeserialized):
    def build(self, input_shape):
        for step in self.steps:
            if not step.built:
                step.build(input_shape)
            input_shape = step.compute_output_shape(input_shape)

    @classmethod
    def from_config(cls, config):
        layers = [keras.saving.deserialize_keras_object(form) for form in config["layers"]]
        return cls(**{**config, "layers": layers})


@registered
class LoudDense(keras.layers.Dense):
    def call(self, inputs):
        return 10.0 * super().call(inputs)


@broken("KR305", "class", "LoudDense", make=lambda cls: cls(LoudDense(3)))
class ForgetsTheClassInside(keras.layers.Layer):
    """`inner.get_config()` says how the layer was made, and not of which class."""

    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, inputs):
        return self.inner(inputs)

    def get_config(self):
        return {**super().get_config(), "inner": self.inner.get_config()}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "inner": keras.layers.Dense.from_config(config["inner"])})


@broken(
    "KR102", "cell", "serialize_keras_object", make=lambda cls: cls(keras.layers.GRUCell(3)), inputs=(2, 4, 5)
)
class RawCell(keras.layers.Layer):
    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        self.cell = cell
        self.rnn = keras.layers.RNN(cell)

    def call(self, inputs):
        return self.rnn(inputs)

    def get_config(self):
        return {**super().get_config(), "cell": self.cell}


# -- the constructor and the base config ---------------------------------------------------------------------


@broken("KR103", "'trainable'", "**kwargs")
class TakesNothing(keras.layers.Layer):
    """Not even a constructor without arguments takes what the base config carries."""

    def __init__(self):
        super().__init__()

    def call(self, inputs):
        return inputs * 2.0


@repaired("TakesNothing")
class TakesNothingFixed(TakesNothing):
    def __init__(self, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)


@broken("KR103", "'trainable'", "'dtype'", "**kwargs")
class TakesOnlyAName(Scaled):
    def __init__(self, scale=2.0, name=None):
        super().__init__(name=name)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@repaired("TakesOnlyAName")
class TakesOnlyANameFixed(AnyScale):
    pass


@broken("KR303", "'trainable'", "super().__init__(**kwargs)")
class PassesOnlyTheName(Scaled):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__(name=kwargs.get("name"))
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@repaired("PassesOnlyTheName")
class PassesOnlyTheNameFixed(AnyScale):
    pass


@broken("KR303", "'trainable'", "super().get_config()")
class TakesBaseEntriesOut(AnyScale):
    def get_config(self):
        config = super().get_config()
        return {key: config[key] for key in ("name", "scale")}


@repaired("TakesBaseEntriesOut")
class TakesBaseEntriesOutFixed(AnyScale):
    pass


@broken("KR303", "'activity_regularizer'")
class HidesTheActivityRegularizer(Scaled):
    """Keras 3 leaves an activity regularizer out of the base config of a layer with its own get_config."""

    def __init__(self, scale=2.0, activity_regularizer=None, **kwargs):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.scale = scale

    def get_config(self):
        config = {**super().get_config(), "scale": self.scale}
        config.pop("activity_regularizer", None)
        return config


@broken("KR303", "layer['dtype']")
class ForgetsThePolicyMap(AnyScale):
    """One policy for the layer is written; the map of policies for what is inside is lost."""

    def get_config(self):
        name = self.dtype_policy.name.removeprefix("map_")
        policy = {
            "module": "keras",
            "class_name": "DTypePolicy",
            "config": {"name": name},
            "registered_name": None,
        }
        return {**super().get_config(), "dtype": policy}


@repaired("ForgetsThePolicyMap")
class ForgetsThePolicyMapFixed(AnyScale):
    pass


@broken("KR103", "KeyError", "from_config")
class ReadsTheNameOfThePolicy(AnyScale):
    """What from_config gets under 'dtype' is not always the form of one policy."""

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "dtype": config["dtype"]["config"]["name"]})


@repaired("ReadsTheNameOfThePolicy")
class ReadsTheNameOfThePolicyFixed(AnyScale):
    pass


# -- state outside config and weights ------------------------------------------------------------------------


@registered
class LearnsAMean(keras.layers.Layer):
    """adapt() keeps what it learns in a plain attribute."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = 0.0

    def adapt(self, data):
        self.mean = float(np.mean(data))

    def call(self, inputs):
        return inputs - self.mean


def adapted_layer() -> Any:
    layer = LearnsAMean()
    layer.adapt(np.array([2.0, 4.0]))
    return layer


BROKEN["LearnsAMean"] = Broken(
    adapted_layer, "KR304", ("layer['mean']", "behaves otherwise", "make it a weight")
)


@registered
class LearnsAVocabulary(keras.layers.Layer):
    """A dict that is filled after construction, and read in call."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.weights_of_words = {}

    def fit(self, words):
        self.weights_of_words = {word: float(len(word)) for word in words}

    def call(self, inputs):
        return inputs * (1.0 + sum(self.weights_of_words.values()))


def fitted_layer() -> Any:
    layer = LearnsAVocabulary()
    layer.fit(["ab", "abc"])
    return layer


BROKEN["LearnsAVocabulary"] = Broken(fitted_layer, "KR304", ("weights_of_words", "behaves otherwise"))


@broken("KR312", "add_weight", "same weights")
class DrawsABackendArray(keras.layers.Layer):
    """Random numbers of the backend, drawn in build and kept as an array."""

    def build(self, input_shape):
        self.table = ops.convert_to_numpy(keras.random.normal((input_shape[-1],)))

    def call(self, inputs):
        return inputs * self.table


@repaired("DrawsABackendArray")
class DrawsABackendArrayFixed(keras.layers.Layer):
    def build(self, input_shape):
        self.table = self.add_weight(shape=(input_shape[-1],), initializer="random_normal", trainable=False)

    def call(self, inputs):
        return inputs * self.table


class Namespace:
    """A plain object; Keras does not look inside."""


@broken("KR312", "same weights")
class LayersInANamespace(keras.layers.Layer):
    """Not tracked: no weight of it is a weight of the layer, and none is saved."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.parts = Namespace()
        self.parts.project = keras.layers.Dense(units)

    def call(self, inputs):
        return self.parts.project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@repaired("LayersInANamespace")
class LayersInANamespaceFixed(Projects):
    pass


@broken("KR307", "weights", "attributes, lists or dicts")
class ReservedMetrics(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self._metrics = [keras.layers.Dense(units)]

    def build(self, input_shape):
        self._metrics[0].build(input_shape)

    def call(self, inputs):
        return self._metrics[0](inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@repaired("ReservedMetrics")
class ReservedMetricsFixed(Projects):
    pass


# -- the order of weights ------------------------------------------------------------------------------------

_MADE = iter(range(10**9))


@broken("KR312", "another order", "one order")
class OrderChangesFromLayerToLayer(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.reverse = next(_MADE) % 2 == 1

    def build(self, input_shape):
        names = ("gamma", "beta", "alpha")
        for name in reversed(names) if self.reverse else names:
            setattr(self, name, self.add_weight(shape=(input_shape[-1],), name=name))

    def call(self, inputs):
        return inputs * self.gamma + self.beta - self.alpha * 0.5


# Which places differ is up to two orders; that none does has one chance in forty million.
@broken("KR306", "layer.weights[", checks="default")
class OrderOfASet(keras.layers.Layer):
    """Every process has an order of its own; a file is read by position."""

    names = frozenset(
        ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda"]
    )

    def build(self, input_shape):
        self.all = {name: self.add_weight(shape=(input_shape[-1],), name=name) for name in self.names}

    def call(self, inputs):
        return sum(inputs * self.all[name] * len(name) for name in sorted(self.names))


@repaired("OrderOfASet")
class OrderOfASetFixed(OrderOfASet):
    def build(self, input_shape):
        self.all = {name: self.add_weight(shape=(input_shape[-1],), name=name) for name in sorted(self.names)}


# -- what JSON does to values --------------------------------------------------------------------------------


class Mode(enum.Enum):
    SUM = "sum"
    MEAN = "mean"


@broken("KR102", "mode", ".value")
class EnumInConfig(Scaled):
    def __init__(self, mode=Mode.SUM, **kwargs):
        super().__init__(**kwargs)
        self.mode = Mode(mode)

    def call(self, inputs):
        return (ops.sum if self.mode is Mode.SUM else ops.mean)(inputs, axis=-1)

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}


@repaired("EnumInConfig")
class EnumInConfigFixed(EnumInConfig):
    def get_config(self):
        return {**super().get_config(), "mode": self.mode.value}


@broken("KR102", "key", "JSON", make=lambda cls: cls(b"salt"))
class BytesInConfig(Scaled):
    def __init__(self, key, **kwargs):
        super().__init__(**kwargs)
        self.key = key
        self.scale = float(len(key))

    def get_config(self):
        return {**super().get_config(), "key": self.key}


@broken("KR302", "config['scales'][0]", "int(key)", make=lambda cls: cls({0: 0.5, 1: 2.0}))
class NumbersAsKeys(keras.layers.Layer):
    """JSON has no keys but texts: 0 comes back as '0'."""

    def __init__(self, scales, **kwargs):
        super().__init__(**kwargs)
        self.scales = {**scales}

    def call(self, inputs):
        return inputs * self.scales[0] + self.scales[1]

    def get_config(self):
        return {**super().get_config(), "scales": {**self.scales}}


@broken("KR102", "window", "JSON", make=lambda cls: cls(slice(0, 2)))
class SliceInConfig(keras.layers.Layer):
    def __init__(self, window, **kwargs):
        super().__init__(**kwargs)
        self.window = window

    def call(self, inputs):
        return inputs[:, self.window]

    def get_config(self):
        return {**super().get_config(), "window": self.window}


@broken("KR102", "kernel_regularizer", "keras.regularizers.serialize", make=lambda cls: cls("l2"))
class RawRegularizer(keras.layers.Layer):
    def __init__(self, kernel_regularizer=None, **kwargs):
        super().__init__(**kwargs)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), regularizer=self.kernel_regularizer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_regularizer": self.kernel_regularizer}


@repaired("RawRegularizer")
class RawRegularizerFixed(RawRegularizer):
    def get_config(self):
        form = keras.regularizers.serialize(self.kernel_regularizer)
        return {**super().get_config(), "kernel_regularizer": form}


@broken("KR102", "kernel_constraint", "keras.constraints.serialize", make=lambda cls: cls("non_neg"))
class RawConstraint(keras.layers.Layer):
    def __init__(self, kernel_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), constraint=self.kernel_constraint)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        return {**super().get_config(), "kernel_constraint": self.kernel_constraint}


@broken("KR103", "penalty", make=lambda cls: cls(keras.regularizers.L1(0.5)))
class OnlyTheNumberOfARegularizer(keras.layers.Layer):
    """The strength is written under a name that the constructor does not know."""

    def __init__(self, regularizer=None, **kwargs):
        super().__init__(**kwargs)
        self.regularizer = keras.regularizers.get(regularizer)

    def call(self, inputs):
        self.add_loss(self.regularizer(inputs) if self.regularizer else 0.0)
        return inputs

    def get_config(self):
        return {**super().get_config(), "penalty": float(getattr(self.regularizer, "l1", 0.0))}


# -- tuples that come back as lists --------------------------------------------------------------------------


@broken("KR502", "tuple(x)", make=lambda cls: cls((2, 3)))
class HashesItsTuple(keras.layers.Layer):
    table: ClassVar = {(2, 3): 0.5}

    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes

    def call(self, inputs):
        return inputs * self.table[self.sizes]

    def get_config(self):
        return {**super().get_config(), "sizes": self.sizes}


@broken("KR502", "tuple(x)", make=lambda cls: cls((1, 5)))
class AddsTuples(keras.layers.Layer):
    def __init__(self, shape, **kwargs):
        super().__init__(**kwargs)
        self.shape = shape

    def call(self, inputs):
        return ops.reshape(inputs, (-1,) + self.shape)  # noqa: RUF005

    def get_config(self):
        return {**super().get_config(), "shape": self.shape}


@broken("KR313", "config['scale']", "behaves otherwise", "tuple(x)", make=lambda cls: cls((2.0, 3.0)))
class AsksWhetherItIsATuple(keras.layers.Layer):
    """isinstance(x, tuple) is another answer for the list that JSON gives back."""

    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs * (self.scale[0] if isinstance(self.scale, tuple) else 1.0)

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


# -- a name that another class has ---------------------------------------------------------------------------


@registered
class Taken(AnyScale):
    pass


FirstTaken = Taken


@registered
class Taken(keras.layers.Layer):
    """Another layer under that name, which does something else."""

    def call(self, inputs):
        return inputs


def taken_layer() -> Any:
    return FirstTaken(3.0)


BROKEN["Taken"] = Broken(taken_layer, "KR402", ("broken>Taken",))


class Dense(keras.layers.Layer):
    """Named as a layer of Keras, and not registered: a .h5 file gives Keras's own."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), name="bias")

    def call(self, inputs):
        return 5.0 * ops.matmul(inputs, self.kernel) + self.bias

    def get_config(self):
        return {**super().get_config(), "units": self.units}


BROKEN["Dense"] = Broken(Dense, "KR401", ("Dense",), checks=["default", "h5"])


# -- values that are wrong -----------------------------------------------------------------------------------


@broken("KR102", "scores", "JSON")
class MethodInConfig(Scaled):
    """The method of that name, where its switch was meant."""

    def __init__(self, scores=True, **kwargs):
        super().__init__(**kwargs)
        self.return_scores = scores

    def scores(self):
        return self.return_scores

    def call(self, inputs):
        return inputs * 2.0 if self.return_scores else inputs

    def get_config(self):
        return {**super().get_config(), "scores": self.scores}


@broken("KR201", "'low'")
class SwapsTwoValues(keras.layers.Layer):
    def __init__(self, low=0.25, high=0.75, **kwargs):
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def call(self, inputs):
        return inputs * self.high - self.low

    def get_config(self):
        return {**super().get_config(), "low": self.high, "high": self.low}


@repaired("SwapsTwoValues")
class SwapsTwoValuesFixed(SwapsTwoValues):
    def get_config(self):
        return {**super().get_config(), "low": self.low, "high": self.high}


@broken("KR302", "config['inverse']")
class NegatesItsFlag(keras.layers.Layer):
    def __init__(self, inverse=False, **kwargs):
        super().__init__(**kwargs)
        self.forward = not inverse

    def call(self, inputs):
        return inputs if self.forward else -inputs

    def get_config(self):
        return {**super().get_config(), "inverse": self.forward}


@repaired("NegatesItsFlag")
class NegatesItsFlagFixed(NegatesItsFlag):
    def get_config(self):
        return {**super().get_config(), "inverse": not self.forward}


@broken("KR103", "'units'", make=lambda cls: cls(3))
class SkipsItsParent(keras.layers.Dense):
    """super(Dense, self) begins above Dense, whose entries are then missing."""

    def get_config(self):
        return super(keras.layers.Dense, self).get_config()


@repaired("SkipsItsParent")
class SkipsItsParentFixed(keras.layers.Dense):
    pass


@broken("KR201", "'rate'", "config holds 'rate'")
class RoundsOnTheWay(Scaled):
    """The config holds a whole number where a fraction was given."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": float(int(self.rate))}


@repaired("RoundsOnTheWay")
class RoundsOnTheWayFixed(RoundsOnTheWay):
    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


# -- a layer in two places -----------------------------------------------------------------------------------


class TwoPlaces(keras.layers.Layer):
    def __init__(self, first, second, **kwargs):
        super().__init__(**kwargs)
        self.first, self.second = first, second

    def build(self, input_shape):
        for part in (self.first, self.second):
            if not part.built:
                part.build(input_shape)

    def call(self, inputs):
        return self.first(inputs) + self.second(inputs)

    def get_config(self):
        first, second = (keras.saving.serialize_keras_object(part) for part in (self.first, self.second))
        return {**super().get_config(), "first": first, "second": second}

    @classmethod
    def from_config(cls, config):
        parts = {key: keras.saving.deserialize_keras_object(config[key]) for key in ("first", "second")}
        return cls(**{**config, **parts})


@registered
class SerializesItTwice(TwoPlaces):
    """One layer in two places becomes two layers: the number of weights doubles."""


def one_layer_twice() -> Any:
    dense = keras.layers.Dense(3)
    return SerializesItTwice(dense, dense)


BROKEN["SerializesItTwice"] = Broken(one_layer_twice, "KR305", ("sublayers['second']",))


@repaired("SerializesItTwice")
class SerializesItTwiceFixed(TwoPlaces):
    def get_config(self):
        config = super().get_config()
        return {**config, "second": None if self.second is self.first else config["second"]}

    @classmethod
    def from_config(cls, config):
        first = keras.saving.deserialize_keras_object(config["first"])
        second = (
            first if config["second"] is None else keras.saving.deserialize_keras_object(config["second"])
        )
        return cls(**{**config, "first": first, "second": second})


@registered
class RepeatsAStep(keras.layers.Layer):
    def __init__(self, steps, **kwargs):
        super().__init__(**kwargs)
        self.steps = list(steps)

    def build(self, input_shape):
        for step in self.steps:
            if not step.built:
                step.build(input_shape)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs

    def get_config(self):
        steps = [keras.saving.serialize_keras_object(step) for step in self.steps]
        return {**super().get_config(), "steps": steps}

    @classmethod
    def from_config(cls, config):
        return cls(
            **{**config, "steps": [keras.saving.deserialize_keras_object(form) for form in config["steps"]]}
        )


def one_layer_in_a_list() -> Any:
    dense = keras.layers.Dense(5)
    return RepeatsAStep([dense, keras.layers.Dense(5), dense])


BROKEN["RepeatsAStep"] = Broken(one_layer_in_a_list, "KR305", ("steps/2",))


# -- configs that are used again -----------------------------------------------------------------------------


@broken("KR109", "the second time", "config['scale']")
class RemembersInFromConfig(AnyScale):
    """from_config keeps something on the class; the next layer gets it."""

    made = 0

    @classmethod
    def from_config(cls, config):
        cls.made += 1
        return cls(**{**config, "scale": config["scale"] * cls.made})


@repaired("RemembersInFromConfig")
class RemembersInFromConfigFixed(AnyScale):
    pass


_MADE_BEFORE = {}


@broken("KR109", "share layer", make=lambda cls: cls(keras.layers.Dense(3, name="inner")))
class CachesWhatItDeserializes(NeverDeserializedFixed):
    """The second layer of a config holds the sublayer of the first."""

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        key = repr(config["layer"]["config"])
        if key not in _MADE_BEFORE:
            _MADE_BEFORE[key] = keras.saving.deserialize_keras_object(config["layer"])
        return cls(**{**config, "layer": _MADE_BEFORE[key]})


@repaired("CachesWhatItDeserializes")
class CachesWhatItDeserializesFixed(NeverDeserializedFixed):
    pass


@broken("KR105", "options", "copy")
class UpdatesADictInside(Scaled):
    """A shallow copy of the config is not enough where a dict in it is changed."""

    def __init__(self, options=None, **kwargs):
        super().__init__(**kwargs)
        self.options = {"gain": 2.0}

    def get_config(self):
        return {**super().get_config(), "options": dict(self.options)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["options"]["loaded"] = True
        return cls(**config)


@broken("KR108", "options", "copy")
class AliasesADict(Scaled):
    def __init__(self, options=None, **kwargs):
        super().__init__(**kwargs)
        self.options = {"gain": 2.0, **(options or {})}

    def call(self, inputs):
        return inputs * self.options["gain"]

    def get_config(self):
        return {**super().get_config(), "options": self.options}


@repaired("AliasesADict")
class AliasesADictFixed(AliasesADict):
    def get_config(self):
        return {**super().get_config(), "options": dict(self.options)}


@broken("KR107", "variable")
class SharesAVariable(keras.layers.Layer):
    """A variable of the class: every layer that is ever made trains the same."""

    shared = None

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if SharesAVariable.shared is None:
            SharesAVariable.shared = keras.Variable(np.ones(1, "float32"), name="shared_variable")
        self.gain = SharesAVariable.shared

    def call(self, inputs):
        return inputs * self.gain


@broken("KR304", "layer['initial_gain']", "behaves otherwise")
class ConfigFollowsTheWeights(keras.layers.Layer):
    """After a training step the config is another one: it is read from the weights."""

    def __init__(self, initial_gain=1.0, **kwargs):
        super().__init__(**kwargs)
        self.initial_gain = initial_gain

    def build(self, input_shape):
        self.gain = self.add_weight(shape=(), initializer="ones", name="gain")

    def call(self, inputs):
        return inputs * self.gain * self.initial_gain

    def get_config(self):
        gain = float(ops.convert_to_numpy(self.gain)) if self.built else 1.0
        return {**super().get_config(), "initial_gain": self.initial_gain * gain}


# -- models --------------------------------------------------------------------------------------------------


@broken("KR201", "'units'", "automatic config of a keras.Model", "Write get_config")
class ModelWithAutomaticConfig(keras.Model):
    """Model.__new__ drops its arguments, so the automatic config holds nothing but defaults."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project = keras.layers.Dense(units)

    def call(self, inputs):
        return self.project(inputs)


@repaired("ModelWithAutomaticConfig")
class ModelWithAutomaticConfigFixed(ModelWithAutomaticConfig):
    def get_config(self):
        return {**super().get_config(), "units": self.units}


@broken("KR101", "get_config", "plain default", make=lambda cls: cls(3))
class ModelWithARequiredArgument(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.project = keras.layers.Dense(units)

    def call(self, inputs):
        return self.project(inputs)


@broken("KR201", "'scale'", inputs=(None, 5))
class FunctionalWithOneMore(keras.Model):
    """One more argument turns the config of a functional model into a config of defaults."""

    def __init__(self, scale=1.0, **kwargs):
        inputs = keras.Input((5,))
        super().__init__(inputs=inputs, outputs=keras.layers.Dense(2)(inputs) * scale, **kwargs)
        self.scale = scale


# -- copies --------------------------------------------------------------------------------------------------


@broken("KR302", "config['scale']", "deepcopy")
class CopiesItself(AnyScale):
    def __deepcopy__(self, memo):
        return type(self)()


BROKEN["CopiesItself"] = Broken(lambda: CopiesItself(5.0), "KR302", ("config['scale']",))


@repaired("CopiesItself")
class CopiesItselfFixed(AnyScale):
    pass


@registered
class PicklesItself(AnyScale):
    """Its own way into a pickle leaves the arguments behind."""

    def __reduce__(self):
        return (type(self), ())

    def __deepcopy__(self, memo):
        return type(self).from_config(self.get_config())


BROKEN["PicklesItself"] = Broken(lambda: PicklesItself(5.0), "KR302", ("config['scale']",))


# -- masks, shapes and seeds ---------------------------------------------------------------------------------


@broken("KR314", "mask[0]", "compute_mask", make=labelled)
class LosesWhatMasks(Labelled):
    def __init__(self, settings, **kwargs):
        super().__init__(settings, **kwargs)
        self.supports_masking = True

    def call(self, inputs):
        return inputs + 0.0

    def compute_mask(self, inputs, mask=None):
        return ops.any(ops.greater(inputs, self.settings.number - 1.0), axis=-1)


@broken("KR315", "compute_output_shape", make=labelled)
class ForetellsAnotherShape(Labelled):
    def call(self, inputs):
        return inputs + 0.0

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], int(self.settings.number * 4))


@broken("KR315", "compute_output_spec", make=labelled)
class ForetellsAnotherSpec(Labelled):
    def call(self, inputs):
        return inputs + 0.0

    def compute_output_spec(self, inputs):
        return keras.KerasTensor((*inputs.shape[:-1], int(self.settings.number * 4)), dtype=inputs.dtype)


@broken("KR204", "seed state", "another seed than the original")
class SeedsItselfAnew(keras.layers.Layer):
    """The seed is in the config; what is loaded draws from a generator of its own."""

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs, training=False):
        return keras.random.dropout(inputs, 0.5, seed=self.seed_generator) if training else inputs

    def get_config(self):
        return {**super().get_config(), "seed": self.seed}

    @classmethod
    def from_config(cls, config):
        layer = cls(**{**config, "seed": None})
        layer.seed = config["seed"]
        return layer


@repaired("SeedsItselfAnew")
class SeedsItselfAnewFixed(SeedsItselfAnew):
    @classmethod
    def from_config(cls, config):
        return cls(**config)


@broken("KR204", "two layers with the same seed")
class TakesASeedForNothing(SeedsItselfAnewFixed):
    def __init__(self, seed=None, **kwargs):
        super().__init__(seed, **kwargs)
        self.seed_generator = keras.random.SeedGenerator()


# -- what only another process sees --------------------------------------------------------------------------

SCALES = {"wide": 1.0}


@registered
class ReadsTheModule(keras.layers.Layer):
    """What the outputs depend on was set by the program, and is not set by an import."""

    def call(self, inputs):
        return inputs * SCALES["wide"]


def with_scales_set() -> Any:
    SCALES["wide"] = 3.0
    return ReadsTheModule()


BROKEN["ReadsTheModule"] = Broken(with_scales_set, "KR308", ("outputs",), checks="default")


# -- state that training leaves in plain attributes ----------------------------------------------------------


@broken("KR312", "training mode", "self.mean", "add_weight")
class KeepsAMeanInPython(keras.layers.Layer):
    def __init__(self, momentum=0.5, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
        self.mean = 0.0

    def call(self, inputs, training=False):
        if training:
            batch = float(np.mean(ops.convert_to_numpy(inputs)))
            self.mean = self.momentum * self.mean + (1 - self.momentum) * batch
        return inputs - self.mean

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}


@repaired("KeepsAMeanInPython")
class KeepsAMeanInPythonFixed(keras.layers.Layer):
    def __init__(self, momentum=0.5, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.mean = self.add_weight(shape=(), initializer="zeros", trainable=False, name="mean")

    def call(self, inputs, training=False):
        if training:
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * ops.mean(inputs))
        return inputs - self.mean

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}


@broken("KR312", "training mode", "add_weight")
class KeepsAMeanInATensor(keras.layers.Layer):
    def build(self, input_shape):
        self.mean = ops.zeros((input_shape[-1],))

    def call(self, inputs, training=False):
        if training:
            self.mean = 0.5 * self.mean + ops.mean(ops.reshape(inputs, (-1, inputs.shape[-1])), axis=0)
        return inputs - self.mean


@broken("KR304", "layer['mean']", "behaves otherwise", "make it a weight")
class AdaptsAPlainAttribute(keras.layers.Layer):
    """As a class: the checker adapts it itself, and so does the script."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = 0.0

    def adapt(self, data):
        self.mean = float(np.mean(data))

    def call(self, inputs):
        return inputs - self.mean


# -- values that only some arguments show --------------------------------------------------------------------


@broken("KR201", "2.25", "config['sharpness']")
class RoundsADefaultThatIsWhole(keras.layers.Layer):
    def __init__(self, sharpness=2.0, **kwargs):
        super().__init__(**kwargs)
        self.sharpness = sharpness

    def call(self, inputs):
        return ops.tanh(inputs * self.sharpness)

    def get_config(self):
        return {**super().get_config(), "sharpness": float(int(self.sharpness))}


@broken("KR201", "'merge'", "'concat'")
class ForgetsAChoiceOfItsSource(keras.layers.Layer):
    """Only the comparison in the constructor tells which texts there are."""

    def __init__(self, merge="add", **kwargs):
        super().__init__(**kwargs)
        if merge not in ("add", "concat"):
            raise ValueError(f"no such way to merge: {merge}")
        self.merge = merge

    def call(self, inputs):
        return inputs + inputs if self.merge == "add" else ops.concatenate([inputs, inputs], axis=-1)

    def get_config(self):
        return super().get_config()


@broken("KR201", "'act'")
class ForgetsAnActivationOfItsSource(keras.layers.Layer):
    """Only `activations.get` tells what the argument is."""

    def __init__(self, act=None, **kwargs):
        super().__init__(**kwargs)
        self.act = keras.activations.get(act)

    def call(self, inputs):
        return self.act(inputs)

    def get_config(self):
        return super().get_config()


class Reduce(enum.Enum):
    SUM = 1
    MEAN = 2


@broken("KR201", "'mode'", "Reduce.MEAN")
class WritesTheNameOfAMember(keras.layers.Layer):
    """The rebuilt layer's get_config raises, which is the same fault once more."""

    def __init__(self, mode: Reduce = Reduce.SUM, **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def call(self, inputs):
        return ops.sum(inputs, axis=1) if self.mode is Reduce.SUM else ops.mean(inputs, axis=1)

    def get_config(self):
        return {**super().get_config(), "mode": self.mode.name}


@broken("KR501", "expected 3 variables, but received 2", "save_own_variables of keras.layers.Dense")
class DenseWithOneMoreWeight(keras.layers.Dense):
    """Dense saves its kernel and bias by itself, and nothing else."""

    def build(self, input_shape):
        super().build(input_shape)
        self.gain = self.add_weight(shape=(), initializer="ones", name="gain")

    def call(self, inputs, training=None):
        return super().call(inputs) * self.gain


@broken("KR313", "config['padding']", "behaves otherwise", checks="default")
class AddsToItsPadding(keras.layers.Layer):
    """The file with it does not load either, for the same reason."""

    def __init__(self, padding=(1, 1), **kwargs):
        super().__init__(**kwargs)
        self.padding = padding

    def call(self, inputs):
        return ops.pad(inputs, ((0, 0), self.padding, self.padding, (0, 0)))

    def compute_output_shape(self, input_shape):
        # A list is no key.
        added = {self.padding: sum(self.padding)}[self.padding]
        height, width = (None if size is None else size + added for size in input_shape[1:3])
        return (input_shape[0], height, width, input_shape[-1])

    def get_config(self):
        return {**super().get_config(), "padding": self.padding}


@broken("KR002", "'wiring' may have", "a function that returns one")
class NeedsAnObject(keras.layers.Layer):
    """What fails with a made-up object is not told as a fault of get_config."""

    def __init__(self, wiring, **kwargs):
        super().__init__(**kwargs)
        self.wiring = wiring

    def call(self, inputs):
        return inputs * self.wiring.gain

    def get_config(self):
        return {**super().get_config(), "wiring": self.wiring.get_config()}


# -- what raises only once something has happened -----------------------------------------------------------


@broken("KR101", "called and trained cannot be saved", "no config any more")
class HasNoConfigOnceCalled(Scaled):
    def call(self, inputs):
        self.used = True
        return super().call(inputs)

    def get_config(self):
        if getattr(self, "used", False):
            raise RuntimeError("no config any more")
        return super().get_config()


@repaired("HasNoConfigOnceCalled")
class HasNoConfigOnceCalledFixed(HasNoConfigOnceCalled):
    def get_config(self):
        return keras.layers.Layer.get_config(self)


@broken("KR101", "called and trained cannot be saved")
class HasNoConfigOnceTrained(Scaled):
    def call(self, inputs, training=False):
        if training:
            self.used = True
        return super().call(inputs)

    def get_config(self):
        return super().get_config() if not getattr(self, "used", False) else None


@repaired("HasNoConfigOnceTrained")
class HasNoConfigOnceTrainedFixed(HasNoConfigOnceTrained):
    def get_config(self):
        return keras.layers.Layer.get_config(self)


@broken("KR104", "second call", "told already")
class TellsItsConfigOnce(Scaled):
    def get_config(self):
        if getattr(self, "_told", False):
            raise RuntimeError("told already")
        self._told = True
        return super().get_config()


@repaired("TellsItsConfigOnce")
class TellsItsConfigOnceFixed(TellsItsConfigOnce):
    def get_config(self):
        return keras.layers.Layer.get_config(self)


@broken("KR502", "get_config of the rebuilt layer raised", "mode='b'")
class RebuiltHasNoConfigForOneValue(Scaled):
    """What from_config leaves out is read by get_config, for one value alone."""

    def __init__(self, mode="a", **kwargs):
        super().__init__(**kwargs)
        if mode not in ("a", "b"):
            raise ValueError("mode must be 'a' or 'b'")
        self.mode = mode
        self.table = {"b": "made"}

    def get_config(self):
        entry = self.table["b"] if self.mode == "b" else None
        return {**super().get_config(), "mode": self.mode, **({"mode": "b"} if entry else {})}

    @classmethod
    def from_config(cls, config):
        layer = cls(**config)
        layer.table = {}
        return layer


@repaired("RebuiltHasNoConfigForOneValue")
class RebuiltHasNoConfigForOneValueFixed(RebuiltHasNoConfigForOneValue):
    @classmethod
    def from_config(cls, config):
        return cls(**config)


@broken("KR502", "no training after a load")
class TrainsOnlyUntilItIsLoaded(Scaled):
    def call(self, inputs, training=False):
        if training and getattr(self, "_loaded", False):
            raise RuntimeError("no training after a load")
        return super().call(inputs)

    @classmethod
    def from_config(cls, config):
        layer = cls(**config)
        layer._loaded = True
        return layer


@repaired("TrainsOnlyUntilItIsLoaded")
class TrainsOnlyUntilItIsLoadedFixed(TrainsOnlyUntilItIsLoaded):
    @classmethod
    def from_config(cls, config):
        return cls(**config)


@broken("KR102", "config['all']", "JSON text cannot carry")
class ConfigHoldsItself(Scaled):
    def get_config(self):
        config = super().get_config()
        config["all"] = config
        return config

    @classmethod
    def from_config(cls, config):
        return cls(**{key: value for key, value in config.items() if key != "all"})


@repaired("ConfigHoldsItself")
class ConfigHoldsItselfFixed(ConfigHoldsItself):
    def get_config(self):
        return keras.layers.Layer.get_config(self)


# -- root causes ---------------------------------------------------------------------------------------------

# What people report, and the layers here that have it, by different mechanisms.
CAUSES: dict[str, tuple[str, ...]] = {
    "an argument is not in the config": (
        "ForgetsRate",
        "DenseWithScale",
        "ForgetsAFlag",
        "SwitchesAutomaticConfigOff",
    ),
    "a class is not registered": ("NotRegistered", "HoldsAnUnregisteredPart", "UnregisteredFunction"),
    "there is no config": ("NoConfigForALayer", "FunctionWithoutConfig", "VariadicSizes"),
    "lambdas and functions": ("LambdaByDefault", "NamesItsFunction", "HoldsALambdaLayer", "FunctionInConfig"),
    "state is not there when weights are loaded": (
        "CreatedInBuildAndLeftThere",
        "BuildsTheFirstOnly",
        "ModelCreatesInBuild",
        "ModelSaysItIsBuilt",
        "CallsOnlySuperBuild",
    ),
    "nested objects are not deserialized": (
        "NeverDeserialized",
        "ListNeverDeserialized",
        "ForgetsTheClassInside",
    ),
    "the constructor does not take the base config": (
        "NoKwargs",
        "TakesNothing",
        "TakesOnlyAName",
        "DenseWithoutKwargs",
    ),
    "the base config is lost": (
        "NoSuperConfig",
        "KwargsSwallowed",
        "PassesOnlyTheName",
        "TakesBaseEntriesOut",
    ),
    "state in plain attributes": (
        "LearnsAMean",
        "LearnsAVocabulary",
        "DrawsInTheConstructor",
        "DrawsABackendArray",
        "KeepsAMeanInPython",
        "KeepsAMeanInATensor",
    ),
    "the order of weights": ("OrderOfASet", "OrderChangesFromLayerToLayer", "SortsItsBranches"),
    "values that JSON cannot carry": ("ArrayInConfig", "EnumInConfig", "NumbersAsKeys", "SliceInConfig"),
    "a registered name is taken": ("SameName", "Taken"),
    "containers that are not tracked or saved": (
        "ReservedAttribute",
        "ReservedMetrics",
        "LayersInASet",
        "LayersInANamespace",
    ),
    "a wrong value in the config": (
        "DerivedValueCompounds",
        "SwapsTwoValues",
        "NegatesItsFlag",
        "ParentsConfigWins",
    ),
    "shared sublayers": ("SerializesItTwice", "RepeatsAStep"),
    "configs that are changed or remembered": (
        "PopsFromConfig",
        "UpdatesADictInside",
        "RemembersInFromConfig",
        "CachesWhatItDeserializes",
        "AliasesADict",
    ),
    "models": ("ModelWithAutomaticConfig", "ModelWithARequiredArgument", "FunctionalWithOneMore"),
    "dtype policies": ("KeepsOnlyTheComputeDtype", "ForgetsThePolicyMap", "ReadsTheNameOfThePolicy"),
    "copies": ("CopiesItself", "PicklesItself", "SharesAVariable"),
    "regularizers, constraints, initializers": (
        "RawRegularizer",
        "RawConstraint",
        "RawInitializer",
        "OnlyTheNumberOfARegularizer",
    ),
    "tuples that become lists": (
        "HashesItsTuple",
        "AddsTuples",
        "AsksWhetherItIsATuple",
        "AddsToTheInputShape",
    ),
}
