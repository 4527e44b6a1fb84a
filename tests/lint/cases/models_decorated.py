"""Functions with decorators, and functions of which there are two."""

import functools

import keras
from keras.layers import Dense, Lambda
from keras.saving import register_keras_serializable
from somewhere import export, imported

try:
    from somewhere import fast_swish
except ImportError:

    def fast_swish(x):
        return x


@export("cases")
def exported(x):
    return x


@register_keras_serializable("cases")
@functools.lru_cache
def registered(x):
    return x


@functools.wraps(imported)
def wrapped(x):
    return x


def replaced(x):
    return x


replaced = export(replaced)

model = keras.Sequential(
    [
        keras.Input((4,)),
        Dense(3, activation=exported),
        Dense(3, activation=registered),
        Dense(3, activation=wrapped),
        Dense(3, activation=replaced),
        Dense(3, activation=fast_swish),
        Dense(3, activation=imported),
        Dense(3, activation=functools.partial(imported, alpha=0.1)),
        Lambda(imported),
    ]
)
