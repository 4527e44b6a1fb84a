"""Functions that are registered otherwise than by a decorator: nothing is certain about the others either."""

import keras
from keras.layers import Dense, Lambda


def registered_later(x):
    return x * 3


def perhaps_registered(x):
    return x * 4


for function in (registered_later,):
    keras.saving.register_keras_serializable("cases")(function)

model = keras.Sequential(
    [
        keras.Input((4,)),
        Dense(3, activation=registered_later),
        Dense(3, activation=perhaps_registered),
        Lambda(lambda x: x),  # warning: KS217
    ]
)
