"""Registered in all the ways there are."""

import keras
import tensorflow as tf
from keras.saving import register_keras_serializable


@register_keras_serializable  # error: KS502
class Bare(keras.layers.Layer):
    def call(self, x):
        return x


@tf.keras.utils.register_keras_serializable()  # warning: KS503
class NoPackage(keras.layers.Layer):
    def call(self, x):
        return x


@register_keras_serializable(name="Other")  # warning: KS503
class OnlyName(keras.layers.Layer):
    def call(self, x):
        return x


@register_keras_serializable("cases", "Positional")
class Positional(keras.layers.Layer):
    def call(self, x):
        return x


PACKAGE = "cases"


@register_keras_serializable(package=PACKAGE)
class PackageByName(keras.layers.Layer):
    def call(self, x):
        return x


def export(name):
    def decorate(cls):
        return register_keras_serializable("cases", name)(cls)

    return decorate


@export("exported")
class OwnDecorator(keras.layers.Layer):
    def call(self, x):
        return x


class RegisteredLater(keras.layers.Layer):
    def call(self, x):
        return x


register_keras_serializable("cases")(RegisteredLater)


class InCustomObjects(keras.layers.Layer):
    def call(self, x):
        return x


keras.saving.get_custom_objects()["InCustomObjects"] = InCustomObjects
