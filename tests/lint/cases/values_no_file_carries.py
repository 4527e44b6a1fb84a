"""Sets, arrays, paths, bytes, functions and dtypes in a config, and their sound forms."""

# ruff: noqa: C416, UP045

import pathlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Optional

import keras
import numpy as np
import tensorflow as tf

register = keras.saving.register_keras_serializable("cases")


@register
class Base(keras.layers.Layer):
    def call(self, x):
        return x


@register
class KeepsSet(Base):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = set(axes)

    def get_config(self):
        return {**super().get_config(), "axes": self.axes}  # error: KS207


@register
class MakesSet(Base):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = axes

    def get_config(self):
        return {**super().get_config(), "axes": {axis for axis in self.axes}}  # error: KS207


@register
class AnnotatedSet(Base):
    def __init__(self, axes: set[int], **kwargs):
        super().__init__(**kwargs)
        self.axes = axes

    def get_config(self):
        return {**super().get_config(), "axes": self.axes}  # error: KS207


@register
class FrozenSet(Base):
    def __init__(self, names=("a",), **kwargs):
        super().__init__(**kwargs)
        self.names = frozenset(names)

    def get_config(self):
        config = super().get_config()
        config["names"] = self.names  # error: KS207
        return config


@register
class SortedSet(Base):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = set(axes)

    def get_config(self):
        return {**super().get_config(), "axes": sorted(self.axes)}


@register
class ListOfSet(Base):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = frozenset(axes)

    def get_config(self):
        return {**super().get_config(), "axes": list(self.axes)}


@register
class SetBesideTheArgument(Base):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = axes
        self.unique = set(axes)

    def get_config(self):
        return {**super().get_config(), "axes": self.axes}


@register
class SetOrList(Base):
    def __init__(self, axes: "set[int] | list[int]" = (1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = axes

    def get_config(self):
        return {**super().get_config(), "axes": self.axes}


# --- arrays ---


@register
class KeepsArray(Base):
    def __init__(self, anchors=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.array(anchors)

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors}  # error: KS208


@register
class MakesArray(Base):
    def __init__(self, anchors=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.anchors = anchors

    def get_config(self):
        return {**super().get_config(), "anchors": np.asarray(self.anchors)}  # error: KS208


@register
class AnnotatedArray(Base):
    def __init__(self, anchors: Optional[np.ndarray] = None, **kwargs):
        super().__init__(**kwargs)
        self.anchors = anchors

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors}  # error: KS208


@register
class ArrayIfGiven(Base):
    def __init__(self, anchors=None, **kwargs):
        super().__init__(**kwargs)
        self.anchors = None if anchors is None else np.asarray(anchors, "float32")

    def get_config(self):
        config = super().get_config()
        config.update({"anchors": self.anchors})  # error: KS208
        return config


@register
class KeepsTensor(Base):
    def __init__(self, table=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.table = tf.constant(table)

    def get_config(self):
        return {**super().get_config(), "table": self.table}  # error: KS208


@register
class KeepsKerasTensor(Base):
    def __init__(self, table=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.table = keras.ops.array(table)

    def get_config(self):
        return {**super().get_config(), "table": self.table}  # error: KS208


@register
class ListOfArray(Base):
    def __init__(self, anchors=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.array(anchors)

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors.tolist()}


@register
class ArrayBesideTheArgument(Base):
    def __init__(self, anchors=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.anchors = anchors
        self._table = np.array(anchors)

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors}


@register
class ArrayMadeAgain(Base):
    """from_config turns the dict back."""

    def __init__(self, anchors=(1.0,), **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.array(anchors)

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["anchors"] = keras.saving.deserialize_keras_object(config["anchors"])
        return cls(**config)


@register
class SizeOfArray(Base):
    def __init__(self, size=3, **kwargs):
        super().__init__(**kwargs)
        self.size = int(np.array(size))

    def get_config(self):
        return {**super().get_config(), "size": self.size}


# --- paths, bytes, complex numbers ---


@register
class KeepsPath(Base):
    def __init__(self, file="a.txt", **kwargs):
        super().__init__(**kwargs)
        self.file = pathlib.Path(file)

    def get_config(self):
        return {**super().get_config(), "file": self.file}  # error: KS209


@register
class AnnotatedPath(Base):
    def __init__(self, file: Path, **kwargs):
        super().__init__(**kwargs)
        self.file = file

    def get_config(self):
        return {**super().get_config(), "file": self.file}  # error: KS209


@register
class KeepsBytes(Base):
    def __init__(self, key: bytes = b"", **kwargs):
        super().__init__(**kwargs)
        self.key = key

    def get_config(self):
        return {**super().get_config(), "key": self.key}  # error: KS209


@register
class KeepsComplex(Base):
    def __init__(self, phase=0, **kwargs):
        super().__init__(**kwargs)
        self.phase = complex(phase)

    def get_config(self):
        return {**super().get_config(), "phase": self.phase}  # error: KS209


@register
class PathAsText(Base):
    def __init__(self, file: Path, **kwargs):
        super().__init__(**kwargs)
        self.file = file

    def get_config(self):
        return {**super().get_config(), "file": str(self.file)}


@register
class PathOrText(Base):
    def __init__(self, file: str | Path, **kwargs):
        super().__init__(**kwargs)
        self.file = file

    def get_config(self):
        return {**super().get_config(), "file": self.file}


@register
class PathMadeLater(Base):
    def __init__(self, file="a.txt", **kwargs):
        super().__init__(**kwargs)
        self.file = file

    def get_config(self):
        return {**super().get_config(), "file": self.file}

    def read(self):
        return Path(self.file).read_text()


# --- functions ---


@register
class KeepsFunction(Base):
    def __init__(self, scale: Callable[[float], float], **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}  # error: KS210


@register
class DefaultFunction(Base):
    def __init__(self, scale=tf.nn.relu, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}  # error: KS210


@register
class DefaultLambda(Base):
    def __init__(self, scale=lambda x: x, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}  # error: KS210


@register
class HandsFunctionOn(Base):
    """A layer of Keras takes the dict as well as the function."""

    def __init__(self, activation: Callable = tf.nn.relu, **kwargs):
        super().__init__(**kwargs)
        self.activation = activation
        self.last = keras.layers.Dense(3, activation=self.activation)

    def call(self, x):
        return self.last(x)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


@register
class HandsFunctionOnAndCallsIt(Base):
    def __init__(self, activation: Callable = tf.nn.relu, **kwargs):
        super().__init__(**kwargs)
        self.activation = activation
        self.last = keras.layers.Dense(3, activation=activation)

    def call(self, x):
        return self.last(self.activation(x))

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}  # error: KS210


@register
class SerializedFunction(Base):
    def __init__(self, scale: Callable, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": keras.saving.serialize_keras_object(self.scale)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["scale"] = keras.saving.deserialize_keras_object(config["scale"])
        return cls(**config)


@register
class FunctionByName(Base):
    def __init__(self, activation: "str | Callable" = "relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@register
class TextOrFunction(Base):
    def __init__(self, mode: "str | Callable" = "sum", **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}


@register
class FunctionMadeAgain(Base):
    def __init__(self, scale: Callable, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}

    @classmethod
    def from_config(cls, config):
        return cls(scale=keras.saving.deserialize_keras_object(config["scale"]))


# --- the dtype ---


@register
class VariableDtype(Base):
    def get_config(self):
        return {**super().get_config(), "dtype": self.dtype}  # error: KS212


@register
class ComputeDtype(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        config["dtype"] = self.compute_dtype  # error: KS212
        return config


@register
class WithoutBase(Base):
    def __init__(self, name=None, trainable=True, dtype=None):
        super().__init__(name=name, trainable=trainable, dtype=dtype)

    def get_config(self):
        return {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": self.dtype,  # error: KS212
        }


@register
class Policy(Base):
    def get_config(self):
        return {**super().get_config(), "dtype": keras.dtype_policies.serialize(self.dtype_policy)}


@register
class PolicyName(Base):
    def get_config(self):
        return {**super().get_config(), "dtype": self.dtype_policy.name}


@register
class DtypeOfTheData(Base):
    def __init__(self, dtype=None, **kwargs):
        super().__init__(**kwargs)
        self._dtype = dtype or "float32"

    @property
    def dtype(self):
        return self._dtype

    def get_config(self):
        return {**super().get_config(), "dtype": self.dtype}


@register
class ParentsDtypeWins(Base):
    def get_config(self):
        return {"dtype": self.dtype, **super().get_config()}


@register
class MetricDtype(keras.metrics.Mean):
    """A metric has no policy in mixed precision."""

    def get_config(self):
        return {"name": self.name, "dtype": self.dtype}


@register
class LearningRateOfATutorial(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, size, warmup_steps=4000):
        super().__init__()
        self.size = tf.cast(size, tf.float32)
        self.scale = keras.ops.cast(warmup_steps, "float32")

    def __call__(self, step):
        return tf.math.rsqrt(self.size) * step / self.scale

    def get_config(self):
        return {
            "size": self.size,  # error: KS208
            "warmup_steps": self.scale,  # error: KS208
        }


@register
class LearningRateOfNumbers(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, size, warmup_steps=4000):
        super().__init__()
        self.size = size
        self.scale = keras.ops.cast(warmup_steps, "float32")
        self.warmup_steps = warmup_steps

    def __call__(self, step):
        return tf.cast(self.size, tf.float32) * step / self.scale

    def get_config(self):
        return {"size": self.size, "warmup_steps": self.warmup_steps}


@register
class ViewsAndSpaces(Base):
    def __init__(self, names=("a",), options=None, pairs=(), **kwargs):
        super().__init__(**kwargs)
        self.table = {name: number for number, name in enumerate(names)}
        self.options = SimpleNamespace(value=options)
        self.pairs = dict(pairs)

    def get_config(self):
        return {
            **super().get_config(),
            "names": self.table.keys(),  # error: KS209
            "options": self.options,  # error: KS209
            "pairs": self.pairs.items(),  # error: KS209
        }


@register
class ListsOfViewsAndParts(Base):
    def __init__(self, names=("a",), options=None, pairs=(), **kwargs):
        super().__init__(**kwargs)
        self.table = {name: number for number, name in enumerate(names)}
        self.options = SimpleNamespace(value=options)
        self.pairs = dict(pairs)

    def get_config(self):
        return {
            **super().get_config(),
            "names": list(self.table.keys()),
            "options": self.options.value,
            "pairs": [list(pair) for pair in self.pairs.items()],
        }


@register
class LengthOfSizes(Base):
    def __init__(self, sizes=(1, 2), parts=(1, 2), **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes
        self.parts = parts

    def get_config(self):
        return {
            **super().get_config(),
            "sizes": len(self.sizes),  # error: KS211
            "parts": str(self.parts),  # error: KS211
        }


@register
class LengthOfWhatWasMade(Base):
    def __init__(self, count=2, text="()", **kwargs):
        super().__init__(**kwargs)
        self.count = list(range(count))
        self.text = text

    def get_config(self):
        return {**super().get_config(), "count": len(self.count), "text": str(self.text)}
