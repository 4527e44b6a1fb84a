"""Layers, variables and numbers that a file brings back, beside those it does not."""

# ruff: noqa: C405, RUF005

import random
from types import SimpleNamespace

import keras
import numpy as np
import tensorflow as tf
from keras import layers

register = keras.saving.register_keras_serializable("cases")


@register
class Base(layers.Layer):
    def call(self, x):
        return x


# --- made in call ---


@register
class DenseInCall(layers.Layer):
    def call(self, x):
        return layers.Dense(3)(x)  # error: KS601


@register
class TwoInCall(layers.Layer):
    def call(self, x):
        norm = layers.BatchNormalization()  # error: KS601
        x = norm(x)
        if x.shape[-1] > 3:
            x = layers.Conv1D(3, 1)(x)  # error: KS601
        return x


@register
class ModelCall(keras.Model):
    def call(self, x):
        for _ in range(3):
            x = layers.LSTM(3, return_sequences=True)(x)  # error: KS601
        return x


@register
class StatelessInCall(layers.Layer):
    def call(self, x):
        return layers.Flatten()(layers.Activation("relu")(x))


@register
class KeptInCall(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = None

    def call(self, x):
        if self.dense is None:
            self.dense = layers.Dense(3)
        return self.dense(x)


@register
class OtherDense(layers.Layer):
    def call(self, x):
        def Dense(units):
            return lambda y: y * units

        return Dense(3)(x)


@register
class HandedIn(layers.Layer):
    def call(self, x, layers=None):
        return layers.Dense(3)(x)


@register
class MadeOutside(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def call(self, x):
        return self.dense(x)


# --- built in build ---


@register
class MadeInBuild(layers.Layer):
    def build(self, input_shape):  # warning: KS602
        self.dense = layers.Dense(3)

    def call(self, x):
        return self.dense(x)


@register
class BuiltByTrying(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        keras.backend.compute_output_spec(self.call, keras.KerasTensor(input_shape))

    def call(self, x):
        return self.dense(x)


@register
class OnlyBuiltFlag(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)
        self.norm = layers.LayerNormalization()

    def build(self, input_shape):  # warning: KS602
        self.built = True

    def call(self, x):
        return self.norm(self.dense(x))


@register
class OneOfTwo(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Dense(3)
        self.second = layers.Dense(3)

    def build(self, input_shape):  # warning: KS602
        self.first.build(input_shape)
        super().build(input_shape)

    def call(self, x):
        return self.second(self.first(x))


@register
class NetWithBuild(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):  # error: KS602
        self.built = True

    def call(self, x):
        return self.dense(x)


@register
class NetWithParentsBuild(keras.Model):
    """Model.build only says that the model is built, since Keras 3."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):  # error: KS602
        super().build(input_shape)

    def call(self, x):
        return self.dense(x)


@register
class NoBuild(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def call(self, x):
        return self.dense(x)


@register
class BuildsInALoop(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Dense(3)
        self.second = layers.Dense(3)

    def build(self, input_shape):
        for layer in (self.first, self.second):
            layer.build(input_shape)

    def call(self, x):
        return self.second(self.first(x))


@register
class BuildsByCalling(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        self.dense(keras.Input(batch_shape=input_shape))

    def call(self, x):
        return self.dense(x)


@register
class BuildsInAHelper(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        self.build_parts(input_shape)

    def build_parts(self, input_shape):
        self.dense.build(input_shape)

    def call(self, x):
        return self.dense(x)


@register
class HandsOver(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        build_all([self.dense], input_shape)

    def call(self, x):
        return self.dense(x)


def build_all(parts, shape):
    for part in parts:
        part.build(shape)


@register
class HandsOverElsewhere(layers.Layer):
    """Whoever gets the layer may build it."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        np.vectorize(lambda part: part.set_up(input_shape))([self.dense])

    def call(self, x):
        return self.dense(x)


@register
class HandsOverByModule(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        keras.tree.map_structure(build_one, [self.dense])

    def call(self, x):
        return self.dense(x)


def build_one(part):
    part.build((None, 3))


@register
class StatelessParts(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.flatten = layers.Flatten()

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(1,), name="scale")

    def call(self, x):
        return self.flatten(x) * self.scale


@register
class RebuildsItself(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        self.built = True

    def build_from_config(self, config):
        self.dense.build(config["input_shape"])

    def call(self, x):
        return self.dense(x)


# --- shapes and tuples ---


@register
class AddsToShape(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=input_shape[1:] + (1,), name="scale")  # error: KS603


@register
class AddsInFront(Base):
    def build(self, input_shape):
        shape = (None,) + input_shape  # error: KS603
        self.scale = self.add_weight(shape=shape[2:], name="scale")


@register
class AddsToSecondShape(Base):
    def build(self, query_shape, value_shape):
        self.scale = self.add_weight(shape=value_shape[:1] + (3,), name="scale")  # error: KS603

    def call(self, query, value):
        return query


@register
class MakesTuple(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=tuple(input_shape[1:]) + (1,), name="scale")


@register
class MakesTupleFirst(Base):
    def build(self, input_shape):
        input_shape = tuple(input_shape)
        self.scale = self.add_weight(shape=input_shape[1:] + (1,), name="scale")


@register
class TakesOneDimension(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],) + (1,), name="scale")


@register
class AddsLists(Base):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=[1] + list(input_shape), name="scale")


@register
class AddsInCall(Base):
    """What compute_output_shape and call are given is no JSON."""

    def compute_output_shape(self, input_shape):
        return input_shape + (1,)

    def call(self, x):
        return keras.ops.reshape(x, x.shape + (1,))


@register
class AddsToArgument(Base):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=self.size + (1, 1), name="kernel")  # error: KS604

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@register
class AddsToArgumentOfAutomaticConfig(Base):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self._size = size

    def call(self, x):
        return keras.ops.reshape(x, (-1,) + self._size)  # error: KS604


@register
class AddsToTuple(Base):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self.size = tuple(size)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=self.size + (1, 1), name="kernel")

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@register
class AddsToTupleOfItself(Base):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=tuple(self.size) + (1, 1), name="kernel")

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@register
class SizeFromConfigIsATuple(Base):
    def __init__(self, size=(3, 3), **kwargs):
        super().__init__(**kwargs)
        self.size = size

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=self.size + (1, 1), name="kernel")

    def get_config(self):
        return {**super().get_config(), "size": self.size}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["size"] = tuple(config["size"])
        return cls(**config)


# --- names that Keras keeps, places where it does not look ---


@register
class OwnLayers(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._layers = [layers.Dense(3)]  # error: KS605


@register
class OwnVariables(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.variables = []  # error: KS605


@register
class OwnOutput(Base):
    def __init__(self, output=3, **kwargs):
        super().__init__(**kwargs)
        self.output = output  # error: KS605


@register
class OwnProperty(Base):
    def __init__(self, output=3, **kwargs):
        super().__init__(**kwargs)
        self.output = output

    @property
    def output(self):
        return self._output

    @output.setter
    def output(self, value):
        self._output = value


@register
class OtherNames(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [layers.Dense(3)]
        self._layer_names = ["a"]


@register
class SetOfLayers(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = {layers.Dense(3), layers.Dense(4)}  # error: KS606


@register
class SpaceOfLayers(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = SimpleNamespace(inner=layers.Dense(3))  # error: KS606


@register
class SetFromList(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = set([layers.Dense(3)])  # error: KS606


@register
class DictOfLayers(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = {"inner": layers.Dense(3)}
        self.more = [[layers.Dense(3)], (layers.Dense(4),)]


@register
class SetOfStateless(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = {layers.ReLU()}
        self.options = SimpleNamespace(rate=0.5)


# --- variables and numbers ---


@register
class PlainVariable(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = tf.Variable(1.0)  # error: KS607


@register
class PlainVariableInBuild(Base):
    def build(self, input_shape):
        self.scale = tf.Variable(tf.ones((3,)), trainable=False)  # error: KS607

    def call(self, x):
        self.scale.assign_add(x)
        return x


@register
class TableInVariable(Base):
    """It is not trained and nothing assigns it: every layer makes the same one."""

    def build(self, input_shape):
        self.positions = tf.Variable(
            initial_value=tf.range(input_shape[-1]), trainable=False, name="positions"
        )

    def call(self, x):
        return tf.gather(x, self.positions)


@register
class VariableOfKeras(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = keras.Variable(1.0)
        self.shift = self.add_weight(shape=(), name="shift")


@register
class VariableForAMoment(Base):
    def call(self, x):
        scale = tf.Variable(1.0)
        return x * scale


@register
class SavesVariableItself(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.scale = tf.Variable(1.0)

    def save_own_variables(self, store):
        store["scale"] = self.scale.numpy()

    def load_own_variables(self, store):
        self.scale.assign(store["scale"])


@register
class RandomMatrix(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.matrix = np.random.randn(4, 4)  # error: KS608

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@register
class RandomTensor(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.shift = tf.random.normal((3,))  # error: KS608

    def call(self, x):
        return x + self.shift


@register
class RandomNumber(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.angle = float(random.uniform(0, 3))  # error: KS608

    def call(self, x):
        return x * self.angle


@register
class RandomButKept(layers.Layer):
    def __init__(self, angle=None, **kwargs):
        super().__init__(**kwargs)
        self.angle = angle if angle is not None else random.uniform(0, 3)

    def call(self, x):
        return x * self.angle

    def get_config(self):
        return {**super().get_config(), "angle": self.angle}


@register
class RandomFromSeed(layers.Layer):
    def __init__(self, seed=0, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        self.matrix = np.random.RandomState(seed).randn(4, 4)

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@register
class RandomSeed(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator(random.randint(0, 99))

    def call(self, x):
        return x + keras.random.normal((3,), seed=self.seed_generator)


@register
class RandomSeededCall(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.shift = tf.random.normal((3,), seed=3)

    def call(self, x):
        return x + self.shift


@register
class CountsCalls(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.calls = 0

    def call(self, x):
        self.calls += 1  # warning: KS609
        return x * self.calls


@register
class CountsDown(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.left = 10.0

    def call(self, x):
        if self.left > 0:
            self.left -= 1.0  # warning: KS609
        return x


@register
class CountsInAWeight(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.calls = self.add_weight(shape=(), trainable=False, name="calls")

    def call(self, x):
        self.calls.assign_add(1)
        return x


@register
class CountsInBuild(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.size = 0

    def build(self, input_shape):
        self.size += input_shape[-1]

    def call(self, x):
        total = 0
        total += self.size
        return x * total


@keras.saving.register_keras_serializable("cases")
class MadeForOneCall(layers.Layer):
    """The weights are those of a layer that is kept."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def call(self, x):
        twin = layers.Dense(3, use_bias=False)
        twin.build(x.shape)
        twin.set_weights(self.dense.get_weights()[:1])
        return self.dense(x) + twin(x)


@keras.saving.register_keras_serializable("cases")
class MadeInEveryCall(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def call(self, x):
        twin = layers.Dense(3, use_bias=False)  # error: KS601
        return twin(x) + self.dense.kernel[0]
