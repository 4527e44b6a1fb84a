"""Functions that are called like those of Keras, which a loaded model has in their place."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.activations import elu
from keras.layers import Activation, Dense, Lambda


def gelu(x):
    """Another approximation."""
    return x * keras.ops.sigmoid(1.702 * x)


def softmax(x, axis=1):
    powers = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return powers / keras.ops.sum(powers, axis=axis, keepdims=True)


def leaky_relu(x, alpha=0.3):
    return tf.where(x > 0.0, x, alpha * x)


def hard_sigmoid(x):
    return K.clip(0.2 * x + 0.5, 0.0, 1.0)


def sigmoid(x):
    return my_sigmoid(x)


def look_up(config):
    return gelu if config["config"] == "gelu" else keras.saving.deserialize_keras_object(config)


def my_sigmoid(x):
    return 1 / (1 + keras.ops.exp(-2 * x))


def tanh(x):
    for _ in range(2):
        x = keras.ops.tanh(x)
    return x


@keras.saving.register_keras_serializable(package="cases")
def selu(x):
    return x * 2


# These compute what those of Keras do: it is the same whether they are replaced.
def mish(x):
    return x * tf.math.tanh(tf.math.softplus(x))


def relu6(x):
    return K.relu(x, max_value=6)


def silu(x):
    """Called swish elsewhere."""
    with tf.name_scope("silu"):
        return tf.multiply(x, tf.nn.sigmoid(x), name="silu")


def hard_silu(x):
    return x * tf.nn.relu6(x + 3.0) / 6.0


def softsign(x):
    bound = 1 + np.abs(x)
    return x / bound


def relu(x, slope=0.0):
    return keras.ops.maximum(x, slope * x)


def log_softmax(x):
    return tf.nn.log_softmax(x)


def sparsemax(logits, axis=-1):
    return keras.activations.sparsemax(logits)


def squareplus(x):
    root = K.sqrt(K.square(x) + 4)
    return (x + root) / 2


def exponential(x):
    return math.e**x


# These cannot be found by their names, or not as what they are.
def swish(x):
    return x * 2


def l2(weights):
    return keras.ops.sum(weights)


def dice(x):
    return x * 2


unlike = keras.Sequential(
    [
        keras.Input((4, 4)),
        Dense(3, activation=gelu),  # error: KS509
        Dense(3, gelu),  # error: KS509
        Activation(softmax),  # warning: KS509
        Activation(leaky_relu),  # error: KS509
        Dense(3, activation=hard_sigmoid),  # error: KS509
        Dense(3, activation=sigmoid),  # warning: KS509
        Lambda(tanh),  # warning: KS509
        Lambda(dice),  # warning: KS509
        Dense(3, activation=swish),  # warning: KS507
        Dense(3, kernel_regularizer=l2),  # warning: KS507
        Dense(3, activation=selu),
        Dense(3, activation=elu),
        Dense(3, activation="gelu"),
        Dense(3, activation=keras.activations.gelu),
        Dense(3, activation=tf.nn.gelu),
    ]
)

alike = keras.Sequential(
    [
        keras.Input((4, 4)),
        Dense(3, activation=mish),
        Dense(3, activation=relu6),
        Dense(3, activation=silu),
        Dense(3, activation=hard_silu),
        Dense(3, activation=softsign),
        Activation(relu),
        Activation(log_softmax),
        Activation(sparsemax),
        Activation(squareplus),
        Lambda(exponential),
    ]
)


@keras.saving.register_keras_serializable(package="cases")
class Activate(keras.layers.Layer):
    def __init__(self, activation=gelu, gate=hard_sigmoid, **kwargs):  # error: KS508
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)
        self.gate = keras.activations.get(gate)

    def call(self, inputs):
        return self.activation(inputs) * self.gate(inputs)

    def get_config(self):
        return {
            **super().get_config(),
            "activation": keras.activations.serialize(self.activation),
            "gate": keras.saving.serialize_keras_object(self.gate),
        }


@keras.saving.register_keras_serializable(package="cases")
class ActivateAlike(keras.layers.Layer):
    def __init__(self, activation=mish, last=selu, first=elu, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)
        self.last = keras.activations.get(last)
        self.first = keras.activations.get(first)

    def call(self, inputs):
        return self.last(self.activation(self.first(inputs)))

    def get_config(self):
        return {
            **super().get_config(),
            "activation": keras.activations.serialize(self.activation),
            "first": keras.activations.serialize(self.first),
            "last": keras.activations.serialize(self.last),
        }


@keras.saving.register_keras_serializable(package="cases")
class ActivateNothing(keras.layers.Layer):
    def __init__(self, activation=swish, **kwargs):  # warning: KS506
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@keras.saving.register_keras_serializable(package="cases")
class PenalizeNothing(keras.layers.Layer):
    def __init__(self, penalty=gelu, **kwargs):  # warning: KS506
        super().__init__(**kwargs)
        self.penalty = keras.regularizers.get(penalty)

    def call(self, inputs):
        self.add_loss(self.penalty(inputs))
        return inputs

    def get_config(self):
        return {**super().get_config(), "penalty": keras.regularizers.serialize(self.penalty)}


@keras.saving.register_keras_serializable(package="cases")
class ActivateByName(keras.layers.Layer):
    """Builds its layers by its own code, so that no file says what they were given."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = Dense(3, activation=gelu)
        self.act = keras.activations.get(gelu)

    def call(self, inputs):
        return self.act(self.dense(inputs))


@keras.saving.register_keras_serializable(package="cases")
class ActivateByFromConfig(keras.layers.Layer):
    def __init__(self, activation=gelu, **kwargs):  # error: KS508
        super().__init__(**kwargs)
        self.activation = activation

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.saving.serialize_keras_object(self.activation)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = keras.saving.deserialize_keras_object(config["activation"])
        return cls(**config)


@keras.saving.register_keras_serializable(package="cases")
class ActivateNothingByFromConfig(keras.layers.Layer):
    def __init__(self, activation=swish, **kwargs):  # warning: KS506
        super().__init__(**kwargs)
        self.activation = activation

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.saving.serialize_keras_object(self.activation)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = keras.saving.deserialize_keras_object(config["activation"])
        return cls(**config)


@keras.saving.register_keras_serializable(package="cases")
class ActivateByItself(keras.layers.Layer):
    def __init__(self, activation=gelu, **kwargs):
        super().__init__(**kwargs)
        self.activation = activation

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.saving.serialize_keras_object(self.activation)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = look_up(config["activation"])
        return cls(**config)


@keras.saving.register_keras_serializable(package="cases")
class ActivateByTheModule(keras.layers.Layer):
    def __init__(self, activation=leaky_relu, **kwargs):  # error: KS508
        super().__init__(**kwargs)
        self.activation = activation

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = keras.activations.deserialize(config["activation"])
        return cls(**config)


@keras.saving.register_keras_serializable(package="cases")
class ActivateAlikeByFromConfig(keras.layers.Layer):
    def __init__(self, activation=mish, **kwargs):
        super().__init__(**kwargs)
        self.activation = activation

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {**super().get_config(), "activation": keras.saving.serialize_keras_object(self.activation)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = keras.saving.deserialize_keras_object(config["activation"])
        return cls(**config)
