"""Sound layers of every shape that people write; the checker must pass every one of them."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import keras
import numpy as np
from keras import ops

registered = keras.saving.register_keras_serializable(package="sound")


@dataclass(frozen=True)
class Sound:
    """A sound layer and what the checker may say of it.

    Args:
        make: What is passed to ``check_roundtrip``: a class, or a function that returns a layer.
        inputs: What it is called with, where that cannot be found by trying.
        warnings: Codes of the warnings that it gets, exactly.
        not_run: Code -> a word of the reason for which a check of it is not run, on one route at least.
    """

    make: Any
    inputs: Any = None
    warnings: frozenset[str] = frozenset()
    not_run: dict[str, str] = field(default_factory=dict)


SOUND: dict[str, Sound] = {}


def sound(
    make: Callable[[type], Any] | None = None,
    *,
    inputs: Any = None,
    warnings: tuple[str, ...] = (),
    not_run: dict[str, str] | None = None,
) -> Callable[[type], type]:
    """Register a class with Keras and list it; ``make`` turns it into what is checked."""

    def listed(cls: type) -> type:
        cls = registered(cls)
        subject = cls if make is None else (lambda: make(cls))
        SOUND[cls.__name__] = Sound(subject, inputs, frozenset(warnings), not_run or {})
        return cls

    return listed


# -- every idiom of get_config ---------------------------------------------------------------------------------


@sound()
class DenseWithUpdate(keras.layers.Layer):
    """The textbook layer: build with add_weight, config.update()."""

    def __init__(self, units, activation=None, use_bias=True, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        if self.use_bias:
            self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs):
        outputs = ops.matmul(inputs, self.kernel)
        return self.activation(outputs + self.bias if self.use_bias else outputs)

    def get_config(self):
        config = super().get_config()
        config.update(
            {
                "units": self.units,
                "activation": keras.activations.serialize(self.activation),
                "use_bias": self.use_bias,
            }
        )
        return config


@sound()
class MergedWithBar(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return super().get_config() | {"factor": self.factor}


@sound()
class MergedWithStars(keras.layers.Layer):
    def __init__(self, factor=2.0, offset=0.5, **kwargs):
        super().__init__(**kwargs)
        self.factor, self.offset = factor, offset

    def call(self, inputs):
        return inputs * self.factor + self.offset

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "offset": self.offset}


@sound()
class MergedAsLists(keras.layers.Layer):
    """The Keras 2 idiom: dict(list(base.items()) + list(config.items()))."""

    def __init__(self, factor=2.0, **kwargs):
        super(MergedAsLists, self).__init__(**kwargs)  # noqa: UP008
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        config = {"factor": self.factor}
        base = super(MergedAsLists, self).get_config()  # noqa: UP008
        return dict(list(base.items()) + list(config.items()))


@sound()
class CopiedConfig(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        config = super().get_config().copy()
        config["factor"] = self.factor
        return config


@sound()
class LoopedConfig(keras.layers.Layer):
    _ARGUMENTS = ("factor", "offset", "clip")

    def __init__(self, factor=2.0, offset=1.0, clip=False, **kwargs):
        super().__init__(**kwargs)
        self.factor, self.offset, self.clip = factor, offset, clip

    def call(self, inputs):
        outputs = inputs * self.factor + self.offset
        return ops.clip(outputs, 0.0, 1.0) if self.clip else outputs

    def get_config(self):
        config = super().get_config()
        for name in self._ARGUMENTS:
            config[name] = getattr(self, name)
        return config


# -- Keras's automatic config ----------------------------------------------------------------------------------


@sound()
class AutomaticConfig(keras.layers.Layer):
    """No get_config: Keras records plain arguments by itself."""

    def __init__(self, units=3, scale=0.5, mode="sum", **kwargs):
        super().__init__(**kwargs)
        self.units, self.scale, self.mode = units, scale, mode

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) * self.scale


@sound()
class AutomaticConfigRequired(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.project = keras.layers.Dense(units)

    def build(self, input_shape):
        self.project.build(input_shape)

    def call(self, inputs):
        return self.project(inputs)


@sound()
class AutomaticStoresNothing(keras.layers.Layer):
    """The argument is kept nowhere but in the sublayer; Keras's automatic config holds it."""

    def __init__(self, width=4, **kwargs):
        super().__init__(**kwargs)
        self.first = keras.layers.Dense(width * 2)
        self.second = keras.layers.Dense(width)

    def build(self, input_shape):
        self.first.build(input_shape)
        self.second.build((*input_shape[:-1], self.first.units))

    def call(self, inputs):
        return self.second(self.first(inputs))


# -- Keras objects as arguments --------------------------------------------------------------------------------


@sound(lambda cls: cls(3, kernel_regularizer="l2", kernel_constraint="non_neg"))
class EveryHelper(keras.layers.Layer):
    """Initializer, regularizer and constraint, normalized and serialized."""

    def __init__(
        self,
        units,
        kernel_initializer="glorot_uniform",
        kernel_regularizer=None,
        kernel_constraint=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units = units
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
            name="kernel",
        )

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "kernel_regularizer": keras.regularizers.serialize(self.kernel_regularizer),
            "kernel_constraint": keras.constraints.serialize(self.kernel_constraint),
        }


@sound(lambda cls: cls(keras.layers.Dense(3), scale=2.0))
class NestedLayer(keras.layers.Layer):
    def __init__(self, layer, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer
        self.scale = scale

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, inputs):
        return self.layer(inputs) * self.scale

    def get_config(self):
        return {
            **super().get_config(),
            "layer": keras.saving.serialize_keras_object(self.layer),
            "scale": self.scale,
        }

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["layer"] = keras.saving.deserialize_keras_object(config["layer"])
        return cls(**config)


@sound(lambda cls: cls([keras.layers.Dense(3), keras.layers.Dense(2, activation="relu")]))
class ListOfLayers(keras.layers.Layer):
    def __init__(self, layers, **kwargs):
        super().__init__(**kwargs)
        self.steps = list(layers)

    def build(self, input_shape):
        for step in self.steps:
            # A step that was deserialized is built already.
            if not step.built:
                step.build(input_shape)
            input_shape = step.compute_output_shape(input_shape)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs

    def get_config(self):
        config = super().get_config()
        config["layers"] = [keras.saving.serialize_keras_object(step) for step in self.steps]
        return config

    @classmethod
    def from_config(cls, config):
        layers = [keras.saving.deserialize_keras_object(form) for form in config["layers"]]
        return cls(**{**config, "layers": layers})


@sound(lambda cls: cls({"left": keras.layers.Dense(3), "right": keras.layers.Dense(3)}))
class DictOfLayers(keras.layers.Layer):
    def __init__(self, branches, **kwargs):
        super().__init__(**kwargs)
        self.branches = dict(branches)

    def build(self, input_shape):
        for branch in self.branches.values():
            if not branch.built:
                branch.build(input_shape)

    def call(self, inputs):
        return sum(branch(inputs) for branch in self.branches.values())

    def get_config(self):
        forms = {name: keras.saving.serialize_keras_object(branch) for name, branch in self.branches.items()}
        return {**super().get_config(), "branches": forms}

    @classmethod
    def from_config(cls, config):
        forms = config["branches"]
        branches = {name: keras.saving.deserialize_keras_object(form) for name, form in forms.items()}
        return cls(**{**config, "branches": branches})


@sound(lambda cls: cls(3))
class SharedSublayer(keras.layers.Layer):
    """One sublayer under two attributes."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.encode = keras.layers.Dense(units)
        self.decode = self.encode

    def build(self, input_shape):
        self.encode.build(input_shape)

    def call(self, inputs):
        return self.encode(inputs) + self.decode(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound(lambda cls: cls(activation=keras.layers.LeakyReLU(negative_slope=0.3)))
class ActivationLayer(keras.layers.Layer):
    """A layer in the place of an activation."""

    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs - 0.5)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


# -- state -----------------------------------------------------------------------------------------------------


@sound()
class SeededDropout(keras.layers.Layer):
    def __init__(self, rate=0.5, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs, training=False):
        if training and self.rate > 0:
            return keras.random.dropout(inputs, self.rate, seed=self.seed_generator)
        return inputs

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


@sound()
class MovingNorm(keras.layers.Layer):
    """Non-trainable weights that a call in training mode changes."""

    def __init__(self, momentum=0.9, epsilon=1e-3, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon, self.axis = momentum, epsilon, axis

    def build(self, input_shape):
        size = (input_shape[self.axis],)
        self.gamma = self.add_weight(shape=size, initializer="ones", name="gamma")
        self.mean = self.add_weight(shape=size, initializer="zeros", trainable=False, name="mean")
        self.variance = self.add_weight(shape=size, initializer="ones", trainable=False, name="variance")

    def call(self, inputs, training=False):
        if training:
            axes = list(range(len(inputs.shape)))
            del axes[self.axis]
            mean, variance = ops.moments(inputs, axes)
            self.mean.assign(self.mean * self.momentum + mean * (1 - self.momentum))
            self.variance.assign(self.variance * self.momentum + variance * (1 - self.momentum))
        else:
            mean, variance = self.mean, self.variance
        shape = [1] * len(inputs.shape)
        shape[self.axis] = -1
        scale = self.gamma / ops.sqrt(variance + self.epsilon)
        return (inputs - ops.reshape(mean, shape)) * ops.reshape(scale, shape)

    def get_config(self):
        own = {"momentum": self.momentum, "epsilon": self.epsilon, "axis": self.axis}
        return {**super().get_config(), **own}


@sound()
class StepCounter(keras.layers.Layer):
    def build(self, input_shape):
        self.steps = self.add_weight(
            shape=(), dtype="int32", initializer="zeros", trainable=False, name="steps"
        )

    def call(self, inputs):
        self.steps.assign_add(1)
        return inputs * ops.cast(self.steps, inputs.dtype)


@sound()
class ConstantTable(keras.layers.Layer):
    """A constant that is computed in build and no weight: it is the same for every layer of one config."""

    def __init__(self, wavelength=100.0, **kwargs):
        super().__init__(**kwargs)
        self.wavelength = wavelength

    def build(self, input_shape):
        positions = np.arange(input_shape[-1], dtype="float32")
        self.table = np.sin(positions / self.wavelength)

    def call(self, inputs):
        return inputs + ops.convert_to_tensor(self.table, dtype=inputs.dtype)

    def get_config(self):
        return {**super().get_config(), "wavelength": self.wavelength}


@sound()
class FixedProjection(keras.layers.Layer):
    """A random projection that is a weight, and not trained."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.projection = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="normal", trainable=False, name="projection"
        )

    def call(self, inputs):
        return ops.matmul(inputs, self.projection)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound()
class MadeAt(keras.layers.Layer):
    """Two layers of one call differ in this attribute, and nothing depends on it."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.made_at = time.perf_counter_ns()

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@sound(not_run={"KR308": "differs from itself"})
class GlobalNoise(keras.layers.Layer):
    """Draws from NumPy's global generator in every call: nothing can be told from its outputs."""

    def __init__(self, scale=0.5, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs + self.scale * np.random.random()

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@sound(not_run={"KR308": "NaN"})
class GivesNaN(keras.layers.Layer):
    def __init__(self, shift=1.0, **kwargs):
        super().__init__(**kwargs)
        self.shift = shift

    def call(self, inputs):
        return ops.sqrt(-1.0 - self.shift - inputs)

    def get_config(self):
        return {**super().get_config(), "shift": self.shift}


# -- several inputs, masks, cells, wrappers, models ------------------------------------------------------------


@sound(inputs=[(None, 4), (None, 4)])
class WeightedSum(keras.layers.Layer):
    def __init__(self, share=0.25, **kwargs):
        super().__init__(**kwargs)
        self.share = share

    def call(self, inputs):
        left, right = inputs
        return left * self.share + right * (1 - self.share)

    def get_config(self):
        return {**super().get_config(), "share": self.share}


@sound(inputs={"query": (None, 4, 8), "value": (None, 6, 8)})
class QueryValue(keras.layers.Layer):
    def __init__(self, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def build(self, query_shape, value_shape):
        self.kernel = self.add_weight(shape=(query_shape[-1], value_shape[-1]), name="kernel")

    def call(self, query, value):
        scores = ops.matmul(ops.matmul(query, self.kernel), ops.swapaxes(value, 1, 2)) * self.scale
        return ops.matmul(ops.softmax(scores), value)

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@sound()
class MaskAware(keras.layers.Layer):
    def __init__(self, threshold=0.25, **kwargs):
        super().__init__(**kwargs)
        self.threshold = threshold
        self.supports_masking = True

    def compute_mask(self, inputs, mask=None):
        return ops.any(ops.not_equal(inputs, self.threshold), axis=-1)

    def call(self, inputs, mask=None):
        return inputs if mask is None else inputs * ops.cast(ops.expand_dims(mask, -1), inputs.dtype)

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}


@registered
class MinimalCell(keras.layers.Layer):
    def __init__(self, units, decay=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.decay = decay
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.recurrent = self.add_weight(shape=(self.units, self.units), name="recurrent")

    def call(self, inputs, states):
        previous = states[0]
        outputs = ops.matmul(inputs, self.kernel) + ops.matmul(previous, self.recurrent) * self.decay
        return outputs, [outputs]

    def get_config(self):
        return {**super().get_config(), "units": self.units, "decay": self.decay}


# RNN.from_config changes the config it is given: a fault of Keras, of which it is warned.
SOUND["MinimalCell in RNN"] = Sound(
    lambda: keras.layers.RNN(MinimalCell(3)), inputs=(None, 4, 5), warnings=frozenset({"KR105"})
)


@sound(lambda cls: cls(keras.layers.Dense(3), repeats=2), warnings=("KR105",))
class Repeated(keras.layers.Wrapper):
    """A Wrapper: get_config and from_config of the wrapped layer are inherited."""

    def __init__(self, layer, repeats=1, **kwargs):
        super().__init__(layer, **kwargs)
        self.repeats = repeats

    def call(self, inputs):
        return sum(self.layer(inputs) for _ in range(self.repeats))

    def get_config(self):
        return {**super().get_config(), "repeats": self.repeats}


@sound(inputs=(None, 8, 8, 3))
class PlainConvolution(keras.layers.Layer):
    def __init__(self, filters=2, kernel_size=(3, 3), strides=(1, 1), padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.kernel_size = tuple(kernel_size)
        self.strides = tuple(strides)
        self.padding = padding

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(*self.kernel_size, input_shape[-1], self.filters), name="kernel")

    def call(self, inputs):
        return ops.conv(inputs, self.kernel, strides=self.strides, padding=self.padding)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
        }


@sound(inputs=(None, 6, 5))
class ChannelScale(keras.layers.Layer):
    """A data format that is taken from the global setting where none is given."""

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = keras.config.image_data_format() if data_format is None else data_format

    def build(self, input_shape):
        axis = -1 if self.data_format == "channels_last" else 1
        self.scale = self.add_weight(shape=(input_shape[axis],), initializer="ones", name="scale")

    def call(self, inputs):
        scale = self.scale if self.data_format == "channels_last" else ops.expand_dims(self.scale, -1)
        return inputs * scale

    def get_config(self):
        return {**super().get_config(), "data_format": self.data_format}


@sound(lambda cls: cls(12, 3), inputs=np.array([[1, 2, 3], [4, 5, 6]], dtype="int32"))
class TokenEmbedding(keras.layers.Layer):
    def __init__(self, vocabulary_size, width, mask_zero=False, **kwargs):
        super().__init__(**kwargs)
        self.vocabulary_size, self.width, self.mask_zero = vocabulary_size, width, mask_zero

    def build(self, input_shape=None):
        self.table = self.add_weight(shape=(self.vocabulary_size, self.width), name="table")

    def call(self, inputs):
        return ops.take(self.table, inputs, axis=0)

    def compute_mask(self, inputs, mask=None):
        return ops.not_equal(inputs, 0) if self.mask_zero else None

    def get_config(self):
        return {
            **super().get_config(),
            "vocabulary_size": self.vocabulary_size,
            "width": self.width,
            "mask_zero": self.mask_zero,
        }


@sound()
class Stateless(keras.layers.Layer):
    def call(self, inputs):
        return ops.square(inputs)


@sound(lambda cls: cls(3))
class SmallModel(keras.Model):
    """A subclassed model that builds its parts."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden = keras.layers.Dense(units, activation="relu")
        self.head = keras.layers.Dense(1)

    def build(self, input_shape):
        self.hidden.build(input_shape)
        self.head.build((*input_shape[:-1], self.units))
        self.built = True

    def call(self, inputs):
        return self.head(self.hidden(inputs))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


# -- constructors ----------------------------------------------------------------------------------------------


@sound()
class PrivateAttributes(keras.layers.Layer):
    def __init__(self, units=3, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self._units = units
        self._scale = scale

    def build(self, input_shape):
        self._kernel = self.add_weight(shape=(input_shape[-1], self._units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self._kernel) * self._scale

    def get_config(self):
        return {**super().get_config(), "units": self._units, "scale": self._scale}


@sound()
class ReadThroughProperty(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self._project = keras.layers.Dense(units)

    @property
    def units(self):
        return self._project.units

    def build(self, input_shape):
        self._project.build(input_shape)

    def call(self, inputs):
        return self._project(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound(lambda cls: cls(target_shape=(5, 1)))
class ToShape(keras.layers.Layer):
    def __init__(self, target_shape, **kwargs):
        super().__init__(**kwargs)
        self.target_shape = tuple(target_shape)

    def call(self, inputs):
        return ops.reshape(inputs, (-1, *self.target_shape))

    def get_config(self):
        return {**super().get_config(), "target_shape": self.target_shape}


@sound()
class NumberOrPair(keras.layers.Layer):
    """2 becomes (2, 2) in the constructor; the config holds the pair."""

    def __init__(self, size=2, **kwargs):
        super().__init__(**kwargs)
        self.size = (size, size) if isinstance(size, int) else tuple(size)

    def call(self, inputs):
        return ops.repeat(inputs, self.size[0], axis=-1) * self.size[1]

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@sound()
class AxisChosen(keras.layers.Layer):
    def __init__(self, axis=-1, keepdims=False, **kwargs):
        super().__init__(**kwargs)
        self.axis, self.keepdims = axis, keepdims

    def call(self, inputs):
        return ops.mean(inputs, axis=self.axis, keepdims=self.keepdims)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "keepdims": self.keepdims}


@sound(lambda cls: cls(3))
class NamedBaseArguments(keras.layers.Layer):
    """Base arguments named one by one, without **kwargs."""

    def __init__(
        self, units, name=None, dtype=None, trainable=True, activity_regularizer=None, autocast=True
    ):
        super().__init__(
            name=name,
            dtype=dtype,
            trainable=trainable,
            activity_regularizer=activity_regularizer,
            autocast=autocast,
        )
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound()
class PoppedArgument(keras.layers.Layer):
    """An argument taken out of **kwargs."""

    def __init__(self, units=3, **kwargs):
        self.scale = kwargs.pop("scale", 1.0)
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) * self.scale

    def get_config(self):
        return {**super().get_config(), "units": self.units, "scale": self.scale}


@sound(lambda cls: cls(3, scale=2.0))
class ScaledDense(keras.layers.Dense):
    """A built-in layer with one more argument, and the config to go with it."""

    def __init__(self, units, scale=1.0, **kwargs):
        super().__init__(units, **kwargs)
        self.scale = scale

    def call(self, inputs, training=None):
        return super().call(inputs, training=training) * self.scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@sound()
class UnitDense(keras.layers.Dense):
    """A built-in layer with an argument bound: the child takes no units, and its config holds none."""

    def __init__(self, **kwargs):
        kwargs.pop("units", None)
        super().__init__(1, **kwargs)


class Scaling:
    """A mixin with an argument of its own."""

    def __init__(self, *, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@sound()
class MixedIn(Scaling, keras.layers.Layer):
    def __init__(self, offset=0.0, **kwargs):
        super().__init__(**kwargs)
        self.offset = offset

    def call(self, inputs):
        return inputs * self.scale + self.offset

    def get_config(self):
        return {**super().get_config(), "offset": self.offset}


class Reduction(enum.Enum):
    SUM = "sum"
    MEAN = "mean"
    MAX = "max"


@sound()
class EnumChoice(keras.layers.Layer):
    """An enum in the constructor, its value in the config."""

    def __init__(self, reduction: Reduction | str = Reduction.SUM, **kwargs):
        super().__init__(**kwargs)
        self.reduction = Reduction(reduction)

    def call(self, inputs):
        return getattr(ops, self.reduction.value)(inputs, axis=-1)

    def get_config(self):
        return {**super().get_config(), "reduction": self.reduction.value}


@sound()
class CheckedChoice(keras.layers.Layer):
    """A text that is one of few; the docstring says which.

    Args:
        mode: One of `"add"`, `"multiply"` or `"none"`.
    """

    def __init__(self, mode: str = "add", **kwargs):
        super().__init__(**kwargs)
        if mode not in ("add", "multiply", "none"):
            raise ValueError(f"mode must be add, multiply or none, got {mode!r}")
        self.mode = mode

    def call(self, inputs):
        return {"add": inputs + inputs, "multiply": inputs * inputs, "none": inputs}[self.mode]

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}


@sound()
class LiteralChoice(keras.layers.Layer):
    def __init__(self, order: Literal["first", "last"] = "last", **kwargs):
        super().__init__(**kwargs)
        self.order = order

    def call(self, inputs):
        return inputs[..., 0] if self.order == "first" else inputs[..., -1]

    def get_config(self):
        return {**super().get_config(), "order": self.order}


@sound()
class ExactInSinglePrecision(keras.layers.Layer):
    """A number that is kept in single precision."""

    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = float(np.float32(rate))

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@sound(lambda cls: cls(low=0.25, high=0.75))
class RejectsCombinations(keras.layers.Layer):
    def __init__(self, low=0.0, high=1.0, **kwargs):
        super().__init__(**kwargs)
        if low >= high:
            raise ValueError(f"low must be below high, got low={low} and high={high}")
        self.low, self.high = low, high

    def call(self, inputs):
        return ops.clip(inputs, self.low, self.high)

    def get_config(self):
        return {**super().get_config(), "low": self.low, "high": self.high}


@sound()
class ArrayArgument(keras.layers.Layer):
    """An array that travels as a list."""

    def __init__(self, weights_by_class=(0.5, 0.25), **kwargs):
        super().__init__(**kwargs)
        self.weights_by_class = np.asarray(weights_by_class, dtype="float32")

    def call(self, inputs):
        return inputs * float(self.weights_by_class.sum())

    def get_config(self):
        return {**super().get_config(), "weights_by_class": self.weights_by_class.tolist()}


@sound()
class DefaultFromOther(keras.layers.Layer):
    """An argument whose default is made from another one; the config holds what it became."""

    def __init__(self, units=4, hidden_units=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden_units = 2 * units if hidden_units is None else hidden_units
        self.hidden = keras.layers.Dense(self.hidden_units)
        self.project = keras.layers.Dense(units)

    def build(self, input_shape):
        self.hidden.build(input_shape)
        self.project.build((*input_shape[:-1], self.hidden_units))

    def call(self, inputs):
        return self.project(self.hidden(inputs))

    def get_config(self):
        return {**super().get_config(), "units": self.units, "hidden_units": self.hidden_units}


@sound(lambda cls: cls(3))
class PartsMadeInBuild(keras.layers.Layer):
    """Sublayers that are created and built in build, with the layer's policy."""

    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def build(self, input_shape):
        self.project = keras.layers.Dense(self.units, dtype=self.dtype_policy, name="project")
        self.project.build(input_shape)
        self.dropout = keras.layers.Dropout(self.rate, dtype=self.dtype_policy, name="dropout")

    def call(self, inputs, training=None):
        return self.dropout(self.project(inputs), training=training)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "rate": self.rate}


@sound(lambda cls: cls(4))
class KeepsWhatItMadeOfIt(keras.layers.Layer):
    """An attribute with the name of an argument, which holds something else."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = keras.layers.Dense(units)

    def build(self, input_shape):
        self.units.build(input_shape)

    def call(self, inputs):
        return self.units(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units.units}


@sound()
class AddsLoss(keras.layers.Layer):
    def __init__(self, strength=0.5, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, inputs):
        self.add_loss(self.strength * ops.sum(inputs))
        return inputs

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


@sound()
class SeveralOutputs(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return {"plain": inputs, "scaled": (inputs * self.factor, [inputs + self.factor])}

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@sound(lambda cls: cls(trainable=False))
class FrozenPart(keras.layers.Layer):
    """A sublayer that the constructor freezes."""

    def __init__(self, units=3, frozen=True, **kwargs):
        super().__init__(**kwargs)
        self.units, self.frozen = units, frozen
        self.encode = keras.layers.Dense(units)
        self.encode.trainable = not frozen

    def build(self, input_shape):
        self.encode.build(input_shape)

    def call(self, inputs):
        return self.encode(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "frozen": self.frozen}


@sound(lambda cls: cls(scales={"low": 0.5, "high": 2.0}))
class DictArgument(keras.layers.Layer):
    def __init__(self, scales=None, **kwargs):
        super().__init__(**kwargs)
        self.scales = dict(scales or {"one": 1.0})

    def call(self, inputs):
        return inputs * sum(self.scales.values())

    def get_config(self):
        return {**super().get_config(), "scales": dict(self.scales)}


@sound()
class Documented(keras.layers.Layer):
    """Arguments that only the docstring tells the type of.

    Args:
        window: Integer, number of steps to average over.
        center: Boolean, whether the mean is taken off.
        sharpness: Float, how sharp.
    """

    def __init__(self, window=None, center=None, sharpness=None, **kwargs):
        super().__init__(**kwargs)
        self.window, self.center, self.sharpness = window, center, sharpness

    def call(self, inputs):
        outputs = inputs - ops.mean(inputs) if self.center else inputs
        return outputs * (self.window or 1) * (self.sharpness or 1.0)

    def get_config(self):
        own = {"window": self.window, "center": self.center, "sharpness": self.sharpness}
        return {**super().get_config(), **own}


@sound()
class CountsItsLayers(keras.layers.Layer):
    """A number whose name ends in `layers`, and models inside whose layers have automatic names."""

    def __init__(self, num_layers=2, width=4, **kwargs):
        super().__init__(**kwargs)
        self.num_layers, self.width = num_layers, width
        self.blocks = [
            keras.Sequential([keras.layers.Dense(width, activation="relu"), keras.layers.Dense(width)])
            for _ in range(num_layers)
        ]

    def build(self, input_shape):
        for block in self.blocks:
            block.build(input_shape)
            input_shape = (*input_shape[:-1], self.width)

    def call(self, inputs):
        for block in self.blocks:
            inputs = block(inputs)
        return inputs

    def get_config(self):
        return {**super().get_config(), "num_layers": self.num_layers, "width": self.width}


@sound()
class FunctionalInside(keras.layers.Layer):
    """build makes a functional model, whose layers Keras names anew."""

    def __init__(self, hidden=4, **kwargs):
        super().__init__(**kwargs)
        self.hidden = hidden

    def build(self, input_shape):
        start = keras.Input(input_shape[1:])
        middle = keras.layers.Dense(self.hidden, activation="relu")(start)
        self.net = keras.Model(start, keras.layers.Dense(2)(middle))

    def call(self, inputs):
        return self.net(inputs)

    def get_config(self):
        return {**super().get_config(), "hidden": self.hidden}


def functional_model():
    start = keras.Input((5,))
    return keras.Model(start, keras.layers.Dense(2)(start))


# Keras's own from_config of a functional model empties the config of the model.
@sound(lambda cls: cls(functional_model(), scale=2.0), warnings=("KR105",))
class ModelArgument(keras.layers.Layer):
    def __init__(self, model, scale=1.0, **kwargs):
        super().__init__(**kwargs)
        self.model, self.scale = model, scale

    def build(self, input_shape):
        self.built = True

    def call(self, inputs):
        return self.model(inputs) * self.scale

    def get_config(self):
        own = {"model": keras.saving.serialize_keras_object(self.model), "scale": self.scale}
        return {**super().get_config(), **own}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["model"] = keras.saving.deserialize_keras_object(config["model"])
        return cls(**config)


# Keras's automatic config has the name only where the argument is called `kwargs`.
@sound(warnings=("KR303",))
class OtherNameForKwargs(keras.layers.Layer):
    def __init__(self, scale=2.0, **options):
        super().__init__(**options)
        self.scale = scale

    def call(self, inputs):
        return inputs * self.scale


@sound()
class GivesAMask(keras.layers.Layer):
    """The mask that goes on with the outputs depends on an argument."""

    def __init__(self, mask_value=0.0, mask_it=False, **kwargs):
        super().__init__(**kwargs)
        self.mask_value, self.mask_it = mask_value, mask_it
        self.supports_masking = True

    def call(self, inputs):
        return inputs + 0.0

    def compute_mask(self, inputs, mask=None):
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1) if self.mask_it else None

    def get_config(self):
        return {**super().get_config(), "mask_value": self.mask_value, "mask_it": self.mask_it}


@sound()
class AnnotatedObjects(keras.layers.Layer):
    """Annotations tell what names do not; a docstring of the constructor tells choices."""

    def __init__(
        self,
        inner: keras.layers.Layer | None = None,
        blocks: list[keras.layers.Layer] | None = None,
        window: tuple[int, int] = (2, 2),
        axes: list[int] | None = None,
        reduction: str | None = None,
        **kwargs,
    ):
        """Make it.

        Args:
            reduction: One of "sum", "mean" or None.
        """
        super().__init__(**kwargs)
        if reduction not in ("sum", "mean", None):
            raise ValueError(f"no such reduction: {reduction}")
        self.inner, self.blocks = inner, list(blocks or [])
        self.window, self.axes, self.reduction = tuple(window), list(axes or []), reduction

    def build(self, input_shape):
        for part in [*([self.inner] if self.inner else []), *self.blocks]:
            if not part.built:
                part.build(input_shape)

    def call(self, inputs):
        outputs = inputs * self.window[0] * (1 + sum(self.axes))
        return {"sum": ops.sum, "mean": ops.mean}[self.reduction](outputs, -1) if self.reduction else outputs

    def get_config(self):
        serialize = keras.saving.serialize_keras_object
        own = {
            "inner": serialize(self.inner) if self.inner else None,
            "blocks": [serialize(block) for block in self.blocks],
            "window": list(self.window),
            "axes": list(self.axes),
            "reduction": self.reduction,
        }
        return {**super().get_config(), **own}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        deserialize = keras.saving.deserialize_keras_object
        config["inner"] = deserialize(config["inner"]) if config["inner"] else None
        config["blocks"] = [deserialize(block) for block in config["blocks"]]
        return cls(**config)


# -- what people write in real projects ----------------------------------------------------------------------


@sound(lambda cls: cls(4))
class OldStyleSuper(keras.layers.Layer):
    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(OldStyleSuper, self).__init__(**kwargs)  # noqa: UP008

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[1], self.output_dim), trainable=True)
        super(OldStyleSuper, self).build(input_shape)  # noqa: UP008

    def call(self, x):
        return ops.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.output_dim)

    def get_config(self):
        config = {"output_dim": self.output_dim}
        base_config = super(OldStyleSuper, self).get_config()  # noqa: UP008
        return dict(list(base_config.items()) + list(config.items()))


@sound()
class UpdatedInPlace(keras.layers.Layer):
    def __init__(self, gain=1.5, **kwargs):
        super().__init__(**kwargs)
        self.gain = gain

    def call(self, inputs):
        return inputs * self.gain

    def get_config(self):
        config = super().get_config()
        config |= {"gain": self.gain}
        return config


@sound()
class FilteredAttributes(keras.layers.Layer):
    """The config is made of the attributes that the constructor names."""

    def __init__(self, gain=1.5, offset=0.25, **kwargs):
        super().__init__(**kwargs)
        self.gain, self.offset = gain, offset

    def call(self, inputs):
        return inputs * self.gain + self.offset

    def get_config(self):
        return {**super().get_config(), **{name: getattr(self, name) for name in ("gain", "offset")}}


class WithOwnConfig(keras.layers.Layer):
    """A base class that asks its children for what is their own."""

    def get_config(self):
        return {**super().get_config(), **self.own_config()}


@sound()
class TellsItsOwn(WithOwnConfig):
    def __init__(self, power=2.0, **kwargs):
        super().__init__(**kwargs)
        self.power = power

    def call(self, inputs):
        return ops.sign(inputs) * ops.power(ops.abs(inputs), self.power)

    def own_config(self):
        return {"power": self.power}


@registered
class Grandparent(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@registered
class Parent(Grandparent):
    def __init__(self, units, gain=1.5, **kwargs):
        super().__init__(units, **kwargs)
        self.gain = gain

    def call(self, inputs):
        return super().call(inputs) * self.gain

    def get_config(self):
        config = super().get_config()
        config.update(gain=self.gain)
        return config


@sound(lambda cls: cls(3))
class ThreeGenerations(Parent):
    def __init__(self, units, gain=1.5, offset=0.0, **kwargs):
        super().__init__(units, gain=gain, **kwargs)
        self.offset = offset

    def call(self, inputs):
        return super().call(inputs) + self.offset

    def get_config(self):
        return super().get_config() | {"offset": self.offset}


@dataclass
class BlockSettings:
    width: int = 3
    gain: float = 1.5


@sound()
class SettingsObject(keras.layers.Layer):
    """A dataclass of settings, written as its fields."""

    def __init__(self, settings=None, **kwargs):
        super().__init__(**kwargs)
        settings = settings or BlockSettings()
        self.settings = BlockSettings(**settings) if isinstance(settings, dict) else settings

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.settings.width), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) * self.settings.gain

    def get_config(self):
        return {**super().get_config(), "settings": vars(self.settings).copy()}


@registered
def leaky(x):
    return ops.maximum(x, 0.1 * x)


@sound(lambda cls: cls(activation=leaky))
class RegisteredFunction(keras.layers.Layer):
    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@registered
class Quarter(keras.initializers.Initializer):
    def __init__(self, value=0.25):
        self.value = value

    def __call__(self, shape, dtype=None):
        return ops.full(shape, self.value, dtype=dtype)

    def get_config(self):
        return {"value": self.value}


@sound(lambda cls: cls(kernel_initializer=Quarter(0.5)))
class OwnInitializer(keras.layers.Layer):
    def __init__(self, kernel_initializer="ones", **kwargs):
        super().__init__(**kwargs)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],), initializer=self.kernel_initializer)

    def call(self, inputs):
        return inputs * self.kernel

    def get_config(self):
        form = keras.initializers.serialize(self.kernel_initializer)
        return {**super().get_config(), "kernel_initializer": form}


class MadeInside(keras.layers.Layer):
    """Not registered, and named in no config: the layer that holds it makes it."""

    def __init__(self, gain, **kwargs):
        super().__init__(**kwargs)
        self.gain = gain

    def call(self, inputs):
        return inputs * self.gain


@sound()
class MakesAnUnregisteredPart(keras.layers.Layer):
    def __init__(self, gain=1.5, **kwargs):
        super().__init__(**kwargs)
        self.gain = gain
        self.part = MadeInside(gain)

    def call(self, inputs):
        return self.part(inputs)

    def get_config(self):
        return {**super().get_config(), "gain": self.gain}


@sound(lambda cls: cls(2, 8), inputs=(None, 4, 8))
class EncoderBlock(keras.layers.Layer):
    """Attention, feed-forward, two norms and dropouts, as in every tutorial; with a build of its own."""

    def __init__(self, num_heads, embed_dim, dense_dim=16, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.num_heads, self.embed_dim, self.dense_dim, self.rate = num_heads, embed_dim, dense_dim, rate
        self.attention = keras.layers.MultiHeadAttention(num_heads, embed_dim // num_heads)
        self.dense = keras.Sequential(
            [keras.layers.Dense(dense_dim, activation="relu"), keras.layers.Dense(embed_dim)]
        )
        self.norm_1, self.norm_2 = keras.layers.LayerNormalization(), keras.layers.LayerNormalization()
        self.dropout = keras.layers.Dropout(rate)

    def build(self, input_shape):
        self.attention.build(input_shape, input_shape)
        self.dense.build(input_shape)
        self.norm_1.build(input_shape)
        self.norm_2.build(input_shape)

    def call(self, inputs, training=None, mask=None):
        attended = self.attention(inputs, inputs, attention_mask=mask)
        between = self.norm_1(inputs + self.dropout(attended, training=training))
        return self.norm_2(between + self.dense(between))

    def get_config(self):
        config = super().get_config()
        config.update(
            num_heads=self.num_heads, embed_dim=self.embed_dim, dense_dim=self.dense_dim, rate=self.rate
        )
        return config


@sound(inputs=(None, 8, 8, 3), warnings=("KR503",))
class ResidualUnit(keras.layers.Layer):
    """Sublayers in __init__, and no build."""

    def __init__(self, filters=3, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.conv = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.skip = keras.layers.Conv2D(filters, 1)

    def call(self, inputs, training=False):
        return ops.relu(self.norm(self.conv(inputs), training=training) + self.skip(inputs))

    def get_config(self):
        return {**super().get_config(), "filters": self.filters}


@sound(lambda cls: cls(4, 12, 8), inputs=np.array([[1, 2, 3, 4], [5, 6, 7, 0]], dtype="int32"))
class TokenAndPosition(keras.layers.Layer):
    def __init__(self, sequence_length, vocab_size, embed_dim, **kwargs):
        super().__init__(**kwargs)
        self.sequence_length, self.vocab_size, self.embed_dim = sequence_length, vocab_size, embed_dim
        self.tokens = keras.layers.Embedding(vocab_size, embed_dim)
        self.positions = keras.layers.Embedding(sequence_length, embed_dim)

    def build(self, input_shape):
        self.tokens.build(input_shape)
        self.positions.build((None,))

    def call(self, inputs):
        return self.tokens(inputs) + self.positions(ops.arange(ops.shape(inputs)[-1]))

    def compute_mask(self, inputs, mask=None):
        return ops.not_equal(inputs, 0)

    def get_config(self):
        own = {name: getattr(self, name) for name in ("sequence_length", "vocab_size", "embed_dim")}
        return {**super().get_config(), **own}


@sound()
class ForetellsItsShape(keras.layers.Layer):
    def __init__(self, repeats=2, **kwargs):
        super().__init__(**kwargs)
        self.repeats = repeats

    def call(self, inputs):
        return ops.tile(inputs, (1,) * (len(inputs.shape) - 1) + (self.repeats,))

    def compute_output_spec(self, inputs):
        last = None if inputs.shape[-1] is None else inputs.shape[-1] * self.repeats
        return keras.KerasTensor((*inputs.shape[:-1], last), dtype=inputs.dtype)

    def get_config(self):
        return {**super().get_config(), "repeats": self.repeats}


@sound()
class OwnWayToSave(keras.layers.Layer):
    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")
        self.shift = self.add_weight(shape=(input_shape[-1],), initializer="zeros", name="shift")

    def call(self, inputs):
        return inputs * self.gain + self.shift

    def save_own_variables(self, store):
        store["gain"], store["shift"] = self.gain, self.shift

    def load_own_variables(self, store):
        self.gain.assign(store["gain"])
        self.shift.assign(store["shift"])


@registered
class KeepsWords(keras.layers.Layer):
    """A vocabulary in a file beside the weights."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.words = []

    def fit(self, words):
        self.words = sorted(words)

    def call(self, inputs):
        return inputs * (1.0 + len(self.words))

    def save_assets(self, dir_path):
        (Path(dir_path) / "words.txt").write_text("\n".join(self.words), encoding="utf-8")

    def load_assets(self, dir_path):
        self.words = (Path(dir_path) / "words.txt").read_text(encoding="utf-8").split("\n")


def fitted_words():
    layer = KeepsWords()
    layer.fit(["b", "a"])
    return layer


SOUND["KeepsWords"] = Sound(fitted_words)


@sound(lambda cls: cls(3))
class BuildsByItsOwnConfig(keras.layers.Layer):
    """What build needs is more than a shape: get_build_config and build_from_config say it."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.features = None

    def build(self, input_shape):
        self.make_weights(int(input_shape[-1]))

    def make_weights(self, features):
        self.features = features
        self.kernel = self.add_weight(shape=(features, self.units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel)

    def get_build_config(self):
        return {"features": self.features}

    def build_from_config(self, config):
        if config["features"] is not None:
            self.make_weights(config["features"])
            self.built = True

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound()
class NestedContainers(keras.layers.Layer):
    """Sublayers in lists of lists and in a dict of lists."""

    def __init__(self, width=4, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.rows = [[keras.layers.Dense(width) for _ in range(2)] for _ in range(2)]
        self.named = {"heads": [keras.layers.Dense(2), keras.layers.Dense(2)]}

    def build(self, input_shape):
        for row in self.rows:
            for dense in row:
                dense.build(input_shape)
                input_shape = (*input_shape[:-1], self.width)
        for head in self.named["heads"]:
            head.build(input_shape)

    def call(self, inputs):
        for row in self.rows:
            for dense in row:
                inputs = dense(inputs)
        return sum(head(inputs) for head in self.named["heads"])

    def get_config(self):
        return {**super().get_config(), "width": self.width}


@sound()
class NumberedAttributes(keras.layers.Layer):
    def __init__(self, depth=3, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        for index in range(depth):
            setattr(self, f"dense_{index}", keras.layers.Dense(4))

    def build(self, input_shape):
        for index in range(self.depth):
            getattr(self, f"dense_{index}").build(input_shape)
            input_shape = (*input_shape[:-1], 4)

    def call(self, inputs):
        for index in range(self.depth):
            inputs = getattr(self, f"dense_{index}")(inputs)
        return inputs

    def get_config(self):
        return {**super().get_config(), "depth": self.depth}


@sound()
class TiedWeights(keras.layers.Layer):
    """A decoder that uses the encoder's kernel."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.encoder = keras.layers.Dense(units, use_bias=False)

    def build(self, input_shape):
        self.encoder.build(input_shape)

    def call(self, inputs):
        return ops.matmul(self.encoder(inputs), ops.transpose(self.encoder.kernel))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound(lambda cls: cls(4))
class ModelWithBuild(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden, self.head = keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)

    def build(self, input_shape):
        self.hidden.build(input_shape)
        self.head.build((*input_shape[:-1], self.units))

    def call(self, inputs, training=None):
        return self.head(self.hidden(inputs))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound(lambda cls: cls([keras.layers.Dense(4), keras.layers.Dense(2)]))
class ModelOfLayers(keras.Model):
    def __init__(self, blocks, **kwargs):
        super().__init__(**kwargs)
        self.blocks = list(blocks)

    def call(self, inputs):
        for block in self.blocks:
            inputs = block(inputs)
        return inputs

    def get_config(self):
        return {
            **super().get_config(),
            "blocks": [keras.saving.serialize_keras_object(b) for b in self.blocks],
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        config["blocks"] = [keras.saving.deserialize_keras_object(form) for form in config["blocks"]]
        return cls(**config)


@sound()
class TracksAMetric(keras.layers.Layer):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.norm_tracker = keras.metrics.Mean(name="norm")

    def call(self, inputs):
        self.norm_tracker.update_state(ops.mean(ops.abs(inputs)))
        return inputs * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@sound()
class PolicyForItsParts(keras.layers.Layer):
    def __init__(self, units=3, dtype=None, **kwargs):
        super().__init__(dtype=dtype, **kwargs)
        self.units = units
        self.dense = keras.layers.Dense(units, dtype=self.dtype_policy)

    def build(self, input_shape):
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable(package="sound", name="AnotherName")
class RegisteredUnderAnotherName(keras.layers.Layer):
    def __init__(self, gain=1.5, **kwargs):
        super().__init__(**kwargs)
        self.gain = gain

    def call(self, inputs):
        return inputs * self.gain

    def get_config(self):
        return {**super().get_config(), "gain": self.gain}


SOUND["RegisteredUnderAnotherName"] = Sound(RegisteredUnderAnotherName)


class Outer:
    """A class that holds another; Keras finds it by its registered name."""

    @registered
    class Inner(keras.layers.Layer):
        def __init__(self, gain=1.5, **kwargs):
            super().__init__(**kwargs)
            self.gain = gain

        def call(self, inputs):
            return inputs * self.gain

        def get_config(self):
            return {**super().get_config(), "gain": self.gain}


SOUND["class inside a class"] = Sound(Outer.Inner)


@sound(lambda cls: cls(0.3, seed=11))
class SeededNoise(keras.layers.Layer):
    def __init__(self, stddev, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.stddev, self.seed = stddev, seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs, training=False):
        if not training:
            return inputs
        return inputs + keras.random.normal(ops.shape(inputs), stddev=self.stddev, seed=self.seed_generator)

    def get_config(self):
        return {**super().get_config(), "stddev": self.stddev, "seed": self.seed}


@sound(lambda cls: cls(0.4, seed=5))
class SeedForItsPart(keras.layers.Layer):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate, self.seed = rate, seed
        self.dropout = keras.layers.Dropout(rate, seed=seed)

    def call(self, inputs, training=None):
        return self.dropout(inputs, training=training)

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


@sound(lambda cls: cls(name="chosen"))
class NameByDefault(keras.layers.Layer):
    def __init__(self, gain=1.5, name="gain_layer", **kwargs):
        super().__init__(name=name, **kwargs)
        self.gain = gain

    def call(self, inputs):
        return inputs * self.gain

    def get_config(self):
        return {**super().get_config(), "gain": self.gain}


@sound(lambda cls: cls(6, commitment=0.5), inputs=(None, 4))
class VectorQuantizer(keras.layers.Layer):
    def __init__(self, num_embeddings, commitment=0.25, **kwargs):
        super().__init__(**kwargs)
        self.num_embeddings, self.commitment = num_embeddings, commitment

    def build(self, input_shape):
        self.table = self.add_weight(
            shape=(self.num_embeddings, input_shape[-1]), initializer="random_uniform", name="table"
        )

    def call(self, inputs):
        distances = ops.sum((inputs[:, None, :] - self.table[None]) ** 2, axis=-1)
        chosen = ops.take(self.table, ops.argmin(distances, axis=-1), axis=0)
        self.add_loss(self.commitment * ops.mean((ops.stop_gradient(chosen) - inputs) ** 2))
        return inputs + ops.stop_gradient(chosen - inputs)

    def get_config(self):
        own = {"num_embeddings": self.num_embeddings, "commitment": self.commitment}
        return {**super().get_config(), **own}


@sound(lambda cls: cls(keras.layers.Dense(3)), warnings=("KR105",))
class SpectralWrapper(keras.layers.Wrapper):
    """A wrapper with a state of its own, which training moves."""

    def build(self, input_shape):
        super().build(input_shape)
        self.vector = self.add_weight(shape=(1, 3), initializer="ones", trainable=False, name="vector")

    def call(self, inputs, training=False):
        if training:
            moved = ops.matmul(self.vector, ops.transpose(self.layer.kernel))
            self.vector.assign(ops.normalize(ops.matmul(moved, self.layer.kernel)))
        return self.layer(inputs) / (1.0 + ops.norm(self.vector))


@sound(lambda cls: cls(3), inputs=(None, 4, 5))
class HoldsAnRnn(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rnn = keras.layers.Bidirectional(keras.layers.GRU(units, return_sequences=True))

    def build(self, input_shape):
        self.rnn.build(input_shape)

    def call(self, inputs, mask=None):
        return self.rnn(inputs, mask=mask)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@sound(lambda cls: cls(MinimalCell(3)), inputs=(None, 4, 5), warnings=("KR105",))
class RunsACell(keras.layers.RNN):
    """A child of RNN that hands its cell on."""


@sound(lambda cls: cls(units=np.int64(3)))
class WholeNumbers(keras.layers.Layer):
    def __init__(self, units, gain=1.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.gain = int(units), float(gain)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) * self.gain

    def get_config(self):
        return {**super().get_config(), "units": self.units, "gain": self.gain}


@sound(lambda cls: cls({1: 0.5, 2: 1.5}))
class NumbersAsKeysTurnedBack(keras.layers.Layer):
    def __init__(self, scales, **kwargs):
        super().__init__(**kwargs)
        self.scales = {int(key): float(value) for key, value in scales.items()}

    def call(self, inputs):
        return inputs * sum(self.scales[key] * key for key in (1, 2) if key in self.scales)

    def get_config(self):
        return {**super().get_config(), "scales": {str(key): value for key, value in self.scales.items()}}


@sound()
class LogsItsCalls(keras.layers.Layer):
    """What calls leave in plain attributes, and nothing depends on."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.calls, self.last, self.tables = 0, None, {}

    def call(self, inputs, training=False):
        self.calls += 1
        width = inputs.shape[-1]
        if width not in self.tables:
            self.tables[width] = np.linspace(0.0, 1.0, width).astype("float32")
        self.last = inputs * self.factor
        return self.last + self.tables[width]

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@sound()
class NoiseOfItsOwn(keras.layers.Layer):
    """Draws from a NumPy generator in training; inference stays as it is."""

    def __init__(self, stddev=0.5, **kwargs):
        super().__init__(**kwargs)
        self.stddev = stddev
        self.generator = np.random.default_rng(0)

    def call(self, inputs, training=False):
        if training:
            inputs = inputs + self.generator.normal(0.0, self.stddev, 1).astype("float32")
        return inputs

    def get_config(self):
        return {**super().get_config(), "stddev": self.stddev}


@sound()
class DenseThatSavesOneMoreWeight(keras.layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)
        self.gain = self.add_weight(shape=(), initializer="ones", name="gain")

    def call(self, inputs, training=None):
        return super().call(inputs) * self.gain

    def save_own_variables(self, store):
        keras.layers.Layer.save_own_variables(self, store)

    def load_own_variables(self, store):
        keras.layers.Layer.load_own_variables(self, store)


@sound()
class TakesAListOfLayers(keras.layers.Layer):
    """As a class: nothing but its refusals tells what `branches` are."""

    def __init__(self, branches, **kwargs):
        super().__init__(**kwargs)
        self.branches = list(branches)

    def build(self, input_shape):
        for branch in self.branches:
            if not branch.built:
                branch.build(input_shape)

    def call(self, inputs):
        return ops.concatenate([branch(inputs) for branch in self.branches], axis=-1)

    def get_config(self):
        branches = [keras.saving.serialize_keras_object(branch) for branch in self.branches]
        return {**super().get_config(), "branches": branches}

    @classmethod
    def from_config(cls, config):
        branches = [keras.saving.deserialize_keras_object(branch) for branch in config["branches"]]
        return cls(**{**config, "branches": branches})


@dataclass
class Feedforward:
    width: int = 8
    act: str = "relu"


@sound()
class TakesARecordWithAnActivation(keras.layers.Layer):
    """A field has a name and a default as an argument has."""

    def __init__(self, settings: Feedforward, **kwargs):
        super().__init__(**kwargs)
        self.settings = settings
        self.hidden = keras.layers.Dense(settings.width, activation=settings.act)

    def build(self, input_shape):
        self.hidden.build(input_shape)

    def call(self, inputs):
        return self.hidden(inputs)

    def get_config(self):
        settings = {"width": self.settings.width, "act": self.settings.act}
        return {**super().get_config(), "settings": settings}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "settings": Feedforward(**config["settings"])})


def inside_function() -> type:
    """Return a class that no other process can import."""

    @keras.saving.register_keras_serializable(package="sound_inside")
    class Local(keras.layers.Layer):
        def __init__(self, factor=2.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, inputs):
            return inputs * self.factor

        def get_config(self):
            return {**super().get_config(), "factor": self.factor}

    return Local


SOUND["class inside a function"] = Sound(inside_function(), not_run={"KR501": "inside a function"})


@sound()
class KeepsWhatHoldsItself(keras.layers.Layer):
    """A dict that is its own value, kept where Keras does not wrap it."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        ring = {"rate": rate}
        ring["ring"] = ring
        object.__setattr__(self, "ring", ring)

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@sound(not_run={"KR502": "no losses", "KR312": "no losses"})
class RaisesBeforeTheTripAsAfter(keras.layers.Layer):
    """Its losses cannot be read, of the original no more than of the rebuilt layer: nothing is lost."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    @property
    def losses(self):
        raise RuntimeError("no losses")

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@sound()
class IsEqualToNothing(keras.layers.Layer):
    """Keras asks a layer whether it is the one that was called first, by `==`."""

    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def __eq__(self, other):
        return False

    __hash__ = keras.layers.Layer.__hash__

    def __repr__(self):
        raise RuntimeError("no repr")

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@sound(
    lambda cls: cls([keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)]) for _ in range(2)]),
    inputs=(None, 4),
)
class SumOfModels(keras.layers.Layer):
    """A list of models as argument."""

    def __init__(self, models, **kwargs):
        super().__init__(**kwargs)
        self.models = models

    def build(self, input_shape):
        for model in self.models:
            if not model.built:
                model.build(input_shape)

    def call(self, inputs):
        return sum(model(inputs) for model in self.models)

    def get_config(self):
        forms = [keras.saving.serialize_keras_object(model) for model in self.models]
        return {**super().get_config(), "models": forms}

    @classmethod
    def from_config(cls, config):
        models = [keras.saving.deserialize_keras_object(model) for model in config["models"]]
        return cls(**{**config, "models": models})


def _functional() -> keras.Model:
    inputs = keras.Input((4,))
    return keras.Model(inputs, keras.layers.Dense(3)(inputs))


@sound(lambda cls: cls([_functional(), _functional()]), inputs=(None, 4), warnings=("KR105",))
class SumOfFunctionalModels(SumOfModels):
    """keras.Model.from_config takes entries out of what it is given: a warning about Keras, not about this layer."""


@sound()
class TakesFewWeights(keras.layers.Layer):
    """Refuses weights that are not positive, and has such by itself."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        shape = (input_shape[-1], self.units)
        self.kernel = self.add_weight(shape=shape, initializer="ones", name="kernel")

    def call(self, inputs):
        if not isinstance(inputs, keras.KerasTensor) and float(ops.min(self.kernel)) < 0:
            raise ValueError("weights must be positive")
        return ops.matmul(inputs, self.kernel)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {**super().get_config(), "units": self.units}
