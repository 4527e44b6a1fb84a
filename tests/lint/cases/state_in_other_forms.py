"""Random numbers, unbuilt layers and hidden layers in forms that are easily mistaken for each other."""

# ruff: noqa: C401, SIM101

import random
from dataclasses import dataclass
from types import SimpleNamespace

import keras
import numpy as np
import tensorflow as tf
from keras.layers import Dense, Layer, ReLU

register = keras.saving.register_keras_serializable("cases")


# --- drawn numbers ---


@register
class DrawnByAGenerator(Layer):
    def __init__(self, n=4, **kwargs):
        super().__init__(**kwargs)
        self.n = n
        rng = np.random.default_rng()
        self.matrix = rng.normal(size=(n, n))  # error: KS608

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@register
class DrawnAndConverted(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.matrix = np.random.rand(4, 4).astype("float32")  # error: KS608
        self.base = np.linalg.qr(np.random.randn(4, 4))[0]  # error: KS608

    def call(self, x):
        return keras.ops.matmul(keras.ops.matmul(x, self.matrix), self.base)


@register
class DrawnIntoAWeight(Layer):
    """A weight is saved whatever it was made of; so are the weights of a layer."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = keras.Variable(np.random.rand(3))
        self.dense = Dense(3, bias_initializer=keras.initializers.Constant(np.random.rand()))
        self.rate = self.add_weight(shape=(3,), initializer=lambda *_: np.random.rand(3), name="rate")

    def build(self, input_shape):
        self.dense.build(input_shape)

    def call(self, x):
        return self.dense(x) + self.w * self.rate


@register
class OnlyTheFormOfDrawnNumbers(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.count = len(np.random.rand(3))
        self.zeros = np.zeros_like(np.random.rand(3))
        self.rows = np.random.rand(3).shape[0]

    def call(self, x):
        return x + self.count + self.zeros + self.rows


@register
class DrawnFromAFixedSeed(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        np.random.seed(42)
        self.matrix = np.random.rand(4, 4)
        self.more = np.random.default_rng(3).normal(size=(4, 4))
        self.shift = tf.random.Generator.from_seed(1).normal((4,))

    def call(self, x):
        return keras.ops.matmul(x, self.matrix @ self.more) + self.shift


@register
class SeedsEverything(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        keras.utils.set_random_seed(1)
        self.angle = random.random()

    def call(self, x):
        return x * self.angle


@register
class KeepsAllOfItsOptions(Layer):
    """What the config holds of the options cannot be told."""

    def __init__(self, angle=None, **kwargs):
        super().__init__(**kwargs)
        self.angle = random.random()
        self.options = {"angle": self.angle}

    def call(self, x):
        return x * self.angle

    def get_config(self):
        return {**super().get_config(), **self.options}


# --- built ---


@register
class MadeInBuildByItsName(keras.Model):
    def build(self, input_shape):  # error: KS602
        self.dense = Dense(3)
        self.built = True

    def call(self, x):
        return self.dense(x)


@register
class DictMadeInBuild(Layer):
    def build(self, input_shape):  # warning: KS602
        self.heads = {"a": Dense(3), "b": Dense(3)}
        super().build(input_shape)

    def call(self, x):
        return self.heads["a"](x) + self.heads["b"](x)


@register
class ListOfTheConstructor(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [Dense(3) for _ in range(2)]

    def build(self, input_shape):  # warning: KS602
        self.scale = self.add_weight(shape=(1,), name="scale")

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x * self.scale


@register
class DictBuiltInBuild(Layer):
    def build(self, input_shape):
        self.heads = {"a": Dense(3), "b": Dense(3)}
        for head in self.heads.values():
            head.build(input_shape)

    def call(self, x):
        return self.heads["a"](x) + self.heads["b"](x)


@register
class ListBuiltByIndex(Layer):
    def build(self, input_shape):
        self.blocks = [Dense(3), ReLU()]
        self.blocks[0].build(input_shape)

    def call(self, x):
        return self.blocks[1](self.blocks[0](x))


@register
class BuiltInTheConstructor(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = Dense(3)
        self.second = Dense(3)
        self.second.build((None, 3))

    def build(self, input_shape):
        self.first.build(input_shape)

    def call(self, x):
        return self.second(self.first(x))


class BuildsAllParts:
    def build(self, input_shape):
        for part in vars(self).values():
            if isinstance(part, Layer):
                part.build(input_shape)


@register
class BuiltByAMixin(BuildsAllParts, Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = Dense(3)

    def build(self, input_shape):
        super().build(input_shape)
        self.scale = self.add_weight(shape=(1,), name="scale")

    def call(self, x):
        return self.dense(x) * self.scale


# --- hidden ---


@register
class SetsOfWhatLayersHave(Layer):
    """Names, sizes and classes of layers are no layers."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = [Dense(3), Dense(2)]
        self.first = Dense(3)
        self.names = {self.first.name}
        self.sizes = {part.units for part in self.parts}
        self.kinds = {type(Dense(3))}
        self.all_names = set(part.name for part in self.parts)
        self.about = SimpleNamespace(size=Dense(3).units)

    def call(self, x):
        return self.first(x)


@register
class SetOfListedLayers(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = frozenset([Dense(3), Dense(2)])  # error: KS606
        self.space = SimpleNamespace(parts=[Dense(3)])  # error: KS606

    def call(self, x):
        return x


@dataclass
class Parts:
    first: Layer


class PlainParts:
    def __init__(self, *parts):
        self.parts = parts


@register
class LayersInPlainObjects(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.one = Parts(first=Dense(3))  # error: KS606
        self.other = PlainParts(Dense(2), ReLU())  # error: KS606

    def call(self, x):
        return self.other.parts[0](self.one.first(x))


@register
class LayersBesidePlainObjects(Layer):
    """Keras finds each of the layers in an attribute, a list or a dict as well."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = Dense(3)
        self.space = SimpleNamespace(first=self.first)
        self.seen = {self.first}
        second = Dense(2)
        self.one = Parts(first=second)
        self.all = [second]
        self.other = PlainParts(Dense(4))
        self.parts = list(self.other.parts)

    def call(self, x):
        return self.one.first(self.first(x))


class Wrapped(keras.layers.Wrapper):
    def call(self, x):
        return self.layer(x)


@register
class LayersInLayers(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = Wrapped(Dense(3))

    def call(self, x):
        return self.inner(x)


# --- tuples ---


@register
class InsistsOnATuple(Layer):
    def __init__(self, size=(3, 3), **kwargs):  # error: KS604
        super().__init__(**kwargs)
        if not isinstance(size, tuple) or len(size) != 2:
            raise ValueError("two numbers, please")
        self.size = size

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@register
class AssertsATuple(Layer):
    def __init__(self, size, **kwargs):  # error: KS604
        super().__init__(**kwargs)
        assert isinstance(size, tuple), "a tuple, please"
        self.size = size

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@register
class TakesListsAsWell(Layer):
    def __init__(self, size=(3, 3), step=1, shape=(1,), pad=(1,), **kwargs):
        super().__init__(**kwargs)
        if not isinstance(size, (tuple, list)):
            raise ValueError("two numbers, please")
        if not isinstance(step, tuple):
            step = (step, step)
        shape = tuple(shape)
        if not isinstance(shape, tuple):
            raise TypeError("never")
        assert isinstance(pad, tuple) or isinstance(pad, list)
        self.size, self.step, self.shape_, self.pad = size, step, shape, pad

    def call(self, x):
        return x

    def get_config(self):
        own = {"size": self.size, "step": self.step, "shape": self.shape_, "pad": self.pad}
        return {**super().get_config(), **own}


@register
class InsistsOnATupleAndGetsOne(Layer):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        if not isinstance(size, tuple):
            raise ValueError("two numbers, please")
        self.size = size

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "size": self.size}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["size"] = tuple(config["size"])
        return cls(**config)
