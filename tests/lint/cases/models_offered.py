"""Functions that Keras may be given in another way than by a decorator: nothing is certain about them."""

import keras
from keras.layers import Activation, Dense, Lambda


def my_swish(x):
    return x * keras.ops.sigmoid(x)


def my_scaled(x):
    return x * 2


keras.saving.get_custom_objects().update({"my_swish": Activation(my_swish)})

model = keras.Sequential(
    [
        keras.Input((4,)),
        Dense(3, activation=my_swish),
        Dense(3, activation=my_scaled),
        Lambda(lambda x: x),  # warning: KS217
    ]
)
