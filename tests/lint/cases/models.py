"""Models that are built outside of classes, and the functions and lambdas that their layers are given."""

import keras
import tensorflow as tf
from keras import layers as kl
from keras.layers import Activation, Dense, Lambda


def my_swish(x):
    return x * keras.ops.sigmoid(x)


@tf.function
def my_graph(x):
    return x * 2


def my_ones(shape, dtype=None):
    return keras.ops.ones(shape, dtype)


def my_penalty(weights):
    return 0.01 * keras.ops.sum(weights)


def my_clip(weights):
    return keras.ops.clip(weights, -1.0, 1.0)


def gelu(x):
    return 0.5 * x


@keras.saving.register_keras_serializable(package="cases")
def my_registered(x):
    return x * 2


at_the_top = keras.Sequential(
    [
        keras.Input((4,)),
        Dense(3, activation=my_swish),  # warning: KS507
        Dense(3, activation=my_registered),
        Dense(3, activation="relu"),
        Dense(3, activation=tf.nn.relu),
        Dense(3, activation=keras.activations.gelu),
        Dense(3, activation=gelu),  # error: KS509
        Lambda(lambda x: x + 1),  # warning: KS217
        Lambda(my_registered),
        kl.TimeDistributed(Lambda(lambda x: x)),  # warning: KS217
    ]
)

by_add = keras.Sequential()
by_add.add(keras.Input((4,)))
by_add.add(Dense(3, my_graph))  # warning: KS507
by_add.add(Activation(my_swish))  # warning: KS507
by_add.add(Activation(lambda x: x))  # warning: KS217
by_add.add(Dense(3, kernel_initializer=my_ones))  # warning: KS507
by_add.add(Dense(3, kernel_regularizer=my_penalty, bias_regularizer=my_registered))  # warning: KS507
by_add.add(
    Dense(
        3,
        kernel_constraint=my_clip,  # warning: KS507
        activity_regularizer=lambda outputs: 0.0,  # warning: KS217
    )
)
# What comes out of the layer is computed from the function when the model is built: the mask is no part of the config.
by_add.add(Lambda(my_registered, mask=lambda inputs, mask: mask))
by_add.compile(optimizer="sgd", loss=lambda y_true, y_pred: keras.ops.mean(y_true - y_pred))


def functional(width, activation=my_swish):
    scale = 2.0

    def halve(x):
        return x / scale

    inputs = keras.Input((width,))
    x = Dense(width, activation=activation)(inputs)
    x = Dense(width, activation=my_swish)(x)  # warning: KS507
    x = Lambda(halve)(x)  # warning: KS507
    double = Lambda(lambda x: x * scale)  # warning: KS217
    x = double(x)
    branches = []
    for size in (1, 2):
        branches.append(Dense(size, activation=lambda x: x + 1)(x))  # warning: KS217
    joined = kl.Concatenate()(branches)
    shown = Lambda(lambda x: x * 255)(x)
    print(shown.shape)
    unused = Lambda(my_swish)
    print(unused(x).shape)
    model = keras.Model(inputs, joined)
    joined = Lambda(my_swish)(joined)
    outside = Lambda(my_swish)(model.output)
    return model, outside.shape


def with_a_part(width):
    inputs = keras.Input((width,))
    part = keras.Sequential([Dense(width, activation=my_swish)])  # warning: KS507
    parts = keras.Sequential([Dense(width, activation=my_swish)])(inputs)  # warning: KS507
    return keras.Model(inputs, part(parts))


def with_the_output_of_a_part(width):
    part = keras.Sequential([keras.Input((width,)), Dense(width, activation=my_swish)])  # warning: KS507
    return keras.Model(part.inputs, part.output)


def functional_by_keyword():
    inputs = kl.Input((3,))
    halved = Lambda(lambda x: x / 2)(inputs)  # warning: KS217
    return keras.models.Model(inputs=inputs, outputs=halved)


def make_model():
    act = lambda x: x * 3  # noqa: E731
    return tf.keras.Sequential([tf.keras.layers.Dense(3, activation=act)])  # warning: KS217


def point_wise_feed_forward(width):
    # Nothing says that this is more than a part of something: a custom layer would build it again.
    return keras.Sequential([Dense(width, activation=my_swish), Lambda(lambda x: x)])


def trained(data):
    part = keras.Sequential([Dense(3, activation=my_swish)])  # warning: KS507
    part.compile("sgd", "mse")
    part.fit(data)
    return part


def gives_a_layer(size):
    return Lambda(lambda x: x[:, :size])


def applies(x):
    x = Lambda(my_swish)(x)
    return Dense(3, activation=lambda x: x)(x)


def chosen_model(own, function, activations):
    chosen = my_swish if own else "relu"
    return keras.Sequential(
        [
            Dense(3, activation=chosen),
            Dense(3, activation=function),
            Dense(3, activation=activations["swish"]),
            *[Dense(3, activation=my_swish) for my_swish in activations],
            Dense(3, activation=keras.activations.get("relu")),
            Dense(3, activation=keras.layers.LeakyReLU()),
        ]
    )


def walrus_model(activations):
    if my_swish := activations.get("swish"):
        return keras.Sequential([Dense(3, activation=my_swish)])
    return None


def rebound_model(my_swish):
    return keras.Sequential([Dense(3, activation=my_swish)])


class Block(keras.layers.Layer):  # warning: KS501
    """Builds its layers by its own code, so that no file says what they were given."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = Dense(3, activation=my_swish)
        self.halve = Lambda(lambda x: x / 2)
        self.net = inner_model()

    def call(self, inputs):
        return self.net(self.halve(self.dense(inputs)))


def inner_model():
    return keras.Sequential([Dense(3, activation=lambda x: x), Activation(my_swish)])


def text_model():
    return keras.Sequential(
        [
            kl.TextVectorization(
                standardize=lambda x: x,  # warning: KS217
                split=my_swish,  # warning: KS507
            )
        ]
    )


def generic_model(Layer=Dense):
    return keras.Sequential([Layer(3, activation=my_swish), print(lambda x: x)])
