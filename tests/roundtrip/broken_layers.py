"""Broken layers: one at least for every code, and one for every way to lose something that people have found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """

    make: Any
    code: str
    words: tuple[str, ...]
    inputs: Any = None


BROKEN: dict[str, Broken] = {}
FIXED: dict[str, Broken] = {}


def broken(
    code: str, *words: str, make: Callable[[type], Any] | None = None, inputs: Any = None
) -> Callable[[type], type]:
    """Register a class with Keras and list it under its name."""

    def listed(cls: type) -> type:
        cls = registered(cls)
        BROKEN[cls.__name__] = Broken(cls if make is None else (lambda: make(cls)), code, words, inputs)
        return cls

    return listed


def repaired(name: str) -> Callable[[type], type]:
    """List a class as the repaired form of a broken one; it takes the same arguments."""

    def listed(cls: type) -> type:
        cls = registered(cls)
        FIXED[name] = Broken(cls, "", ())
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


@broken("KR501", "Build every sublayer in build()")
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
