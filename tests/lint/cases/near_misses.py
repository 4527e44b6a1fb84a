"""Sound classes that look much like faulty ones, for each rule that hardly ever speaks about published code."""

# ruff: noqa: B006, RUF005

import pathlib
import random

import keras
import numpy as np
import tensorflow as tf

register = keras.saving.register_keras_serializable("cases")


@register
class ParentFirstThenOwn(keras.layers.Dense):
    """KS107: the parent's config comes on top, and has none of the own keys."""

    def __init__(self, half, **kwargs):
        super().__init__(half * 2, **kwargs)
        self.half = half

    def get_config(self):
        config = {"half": self.half}
        base = super().get_config()
        base.pop("units")
        config.update(base)
        return config


@register
class DerivedBesideTheArgument(keras.layers.Layer):
    """KS108: what is computed from the argument is kept, and the argument itself is in the config."""

    def __init__(self, units, ratio=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.ratio = ratio
        self.hidden = units * ratio

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.hidden // self.ratio, "ratio": self.ratio}


@register
class SwappedAndSwappedBack(keras.layers.Layer):
    """KS109: attributes are called otherwise than the arguments, and each key holds its own argument."""

    def __init__(self, width, height, **kwargs):
        super().__init__(**kwargs)
        self.rows = height
        self.columns = width

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "width": self.columns, "height": self.rows}


@register
class DecoratedGetConfig(keras.layers.Layer):
    """KS113: a decorator that is not known may leave it a method."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    @tf.autograph.experimental.do_not_convert
    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class CachesItsConfig(keras.layers.Layer):
    """KS114: what get_config keeps is no part of what it describes."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        config = {**super().get_config(), "units": self.units}
        self._last_config = config
        return config


@register
class PathAsText(keras.layers.Layer):
    """KS209: the path is made again by the constructor, and is text in the config."""

    def __init__(self, file="a.txt", folder=None, **kwargs):
        super().__init__(**kwargs)
        self.file = pathlib.Path(file)
        self.folder = folder and pathlib.Path(folder)

    def call(self, x):
        return x

    def get_config(self):
        folder = None if self.folder is None else self.folder.as_posix()
        return {**super().get_config(), "file": str(self.file), "folder": folder}


@register
class ConversionThatKeeps(keras.layers.Layer):
    """KS211: nothing is lost by these."""

    def __init__(self, rate=0.5, units=3, mode="a", active=True, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.units = units
        self.mode = mode
        self.active = active

    def call(self, x):
        return x

    def get_config(self):
        return {
            **super().get_config(),
            "rate": float(self.rate),
            "units": int(self.units),
            "mode": str(self.mode),
            "active": bool(self.active),
        }


@register
class ForwardsByAnotherWay(keras.layers.Layer):
    """KS303: the name reaches the parent, though not under its own word."""

    def __init__(self, units, name=None, dtype=None, **kwargs):
        kwargs["name"] = name or "forwards"
        kwargs.update(dtype=dtype)
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class OtherWordAndOwnConfig(keras.layers.Layer):
    """KS304: with a get_config of its own the word does not matter."""

    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class BuildsItsParts(keras.layers.Layer):
    """KS402, KS403, KS404: from_config makes another class on the way, is no decorator's, and returns on all paths."""

    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        inner = config.pop("inner")
        if inner is None:
            return cls(keras.layers.Dense(3), **config)
        inner = keras.layers.Dense.from_config(inner["config"])
        return cls(inner, **config)


@register
class ClassMethodByAssignment(keras.layers.Layer):
    """KS403: what is a class method needs no decorator to be one."""

    def call(self, x):
        return x

    def _from_config(cls, config):
        return cls(**config)

    from_config = classmethod(_from_config)


def double(x):
    return x * 2


keras.saving.register_keras_serializable("cases")(double)


@register
class RegisteredFunction(keras.layers.Layer):
    """KS506: the function is registered below its definition."""

    def __init__(self, activation=double, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@register
class MadeOnceInCall(keras.layers.Layer):
    """KS601: without weights, or made only if there is none yet."""

    def call(self, x):
        x = keras.layers.Flatten()(x)
        return keras.layers.ReLU()(x)


@register
class AddsToATuple(keras.layers.Layer):
    """KS604: the argument is made a tuple first."""

    def __init__(self, strides=(1, 1), padding=[0], **kwargs):
        super().__init__(**kwargs)
        self.strides = tuple(strides)
        self.padding = padding
        self.all_strides = (1, *self.strides, 1)
        self.whole = (1,) + self.strides
        self.both = [0] + list(padding)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "strides": self.strides, "padding": self.padding}


@register
class AlmostReservedNames(keras.layers.Layer):
    """KS605: names that are near to those of Keras."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.input_size = 3
        self.output_dim = 4
        self.supports_masking = True
        self.loss_scale = 2.0
        self.my_weights = [1, 2]

    def call(self, x):
        return x


@register
class LayersWhereKerasLooks(keras.layers.Layer):
    """KS606: lists, tuples and dicts of layers are saved, and so is what a dict of lists holds."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.several = [keras.layers.Dense(2) for _ in range(2)]
        self.named = {"a": keras.layers.Dense(2), "b": [keras.layers.Dense(2)]}
        self.names = {"a", "b"}

    def call(self, x):
        for layer in self.several:
            x = layer(x)
        return self.named["b"][0](self.named["a"](x))


@register
class RandomForAWhile(keras.layers.Layer):
    """KS608: random numbers are drawn, and no attribute keeps them."""

    def __init__(self, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed if seed is not None else 1337
        rng = random.Random(seed)
        self.check = len([rng.random() for _ in range(3)])
        self.generator = np.random.default_rng(self.seed)

    def call(self, x):
        return x + self.generator.normal()

    def get_config(self):
        return {**super().get_config(), "seed": self.seed}


@register
class CountsInAWeight(keras.layers.Layer):
    """KS609: a weight counts, and a local number."""

    def build(self, shape):
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def call(self, x):
        count = 0
        for _ in range(3):
            count += 1
        self.calls.assign_add(1)
        return x * count
