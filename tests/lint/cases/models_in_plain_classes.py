"""Models that are built by classes which are none of Keras's: agents, trainers, factories."""

import keras
from framework import Trainer
from keras.layers import Dense, Lambda


def my_swish(x):
    return x * keras.ops.sigmoid(x)


class Agent:
    def __init__(self, actions):
        self.actions = actions
        self.model = self._build_model()

    def _build_model(self):
        model = keras.Sequential()
        model.add(Dense(24, activation=my_swish))  # warning: KS507
        model.add(Dense(self.actions, activation="linear"))
        return model


class Autoencoder(object):  # noqa: UP004
    def compile(self):
        self.inputs = keras.Input((4,))
        self.normal = Lambda(lambda x: x / 2)(self.inputs)  # warning: KS217
        self.shown = Lambda(lambda x: x * 255)(self.inputs)
        self.scale = Lambda(my_swish)  # warning: KS507
        self.model = keras.Model(self.inputs, self.scale(self.normal))
        self.restored = Lambda(lambda x: x * 2)(self.model.output)

    def in_steps(self):
        self.steps = keras.Sequential()
        self.steps.add(Lambda(lambda x: x))  # warning: KS217
        self.steps.compile("sgd", "mse")
        self.either = keras.Sequential()
        self.either = self.wrapped(self.either)
        self.either.add(Lambda(lambda x: x))
        self.either.compile("sgd", "mse")
        self.given = keras.Sequential()
        self.given = self.restored
        self.given.add(Lambda(lambda x: x))
        self.given.compile("sgd", "mse")


class Registry:
    @staticmethod
    def part(width):
        return keras.Sequential([Dense(width, activation=my_swish)])

    @staticmethod
    def small_model(width):
        return keras.Sequential([Dense(width, activation=my_swish)])  # warning: KS507


class Parts:
    """A custom layer asks for what it builds, and builds it again when it is loaded."""

    def part_model(self, width):
        return keras.Sequential([Dense(width, activation=my_swish)])


def class_of(my_swish):
    class OfFunction:
        def small_model(self):
            return keras.Sequential([Dense(3, activation=my_swish)])

    return OfFunction


class OfAnotherPackage(Trainer):
    def build_model(self):
        return keras.Sequential([Dense(3, activation=my_swish)])


@keras.saving.register_keras_serializable(package="cases")
class Block(keras.layers.Layer):
    class Inner:
        def inner_model(self):
            return keras.Sequential([Dense(3, activation=my_swish)])

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.part = Parts().part_model(3)

    def call(self, inputs):
        return self.part(inputs)
