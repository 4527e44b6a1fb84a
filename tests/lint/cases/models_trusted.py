"""Whoever tells Keras to load what is unsafe has decided about lambdas; functions are still looked up by name."""

import keras
from keras.layers import Dense, Lambda


def my_swish(x):
    return x * keras.ops.sigmoid(x)


def build_model():
    inputs = keras.Input((4,))
    outputs = Lambda(lambda x: x * 2)(Dense(3, activation=my_swish)(inputs))  # warning: KS507
    return keras.Model(inputs, outputs)


def load(path):
    return keras.models.load_model(path, safe_mode=False)
