"""Two classes under one registered name, and classes called like a layer of Keras."""

import keras
from keras.saving import register_keras_serializable


@register_keras_serializable(package="cases")
class Scale(keras.layers.Layer):
    def call(self, x):
        return x


@register_keras_serializable(package="cases", name="Scale")  # error: KS504
class OtherScale(keras.layers.Layer):
    def call(self, x):
        return x


@register_keras_serializable("cases", "Scale")  # error: KS504
class ThirdScale(keras.layers.Layer):
    def call(self, x):
        return x


@register_keras_serializable(package="more", name="Scale")
class ScaleOfAnotherPackage(keras.layers.Layer):
    def call(self, x):
        return x


@register_keras_serializable(package="cases", name="NewScale")
class ScaleOfAnotherName(keras.layers.Layer):
    def call(self, x):
        return x


if keras.backend.backend() == "tensorflow":

    @register_keras_serializable(package="cases")
    class OneOfTwo(keras.layers.Layer):
        def call(self, x):
            return x

else:

    @register_keras_serializable(package="cases")
    class OneOfTwo(keras.layers.Layer):
        def call(self, x):
            return -x


def make_scale():
    @register_keras_serializable(package="cases")
    class Scale(keras.layers.Layer):
        def call(self, x):
            return x

    return Scale


class ReLU(keras.layers.Layer):  # warning: KS505
    def call(self, x):
        return x


class Flatten(keras.layers.Flatten):  # warning: KS505
    pass


class Unlike(keras.layers.Layer):  # warning: KS501
    def call(self, x):
        return x


@register_keras_serializable(package="cases")
class Dropout(keras.layers.Layer):
    def call(self, x):
        return x


class _Softmax(keras.layers.Softmax):  # warning: KS501
    pass
