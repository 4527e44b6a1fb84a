"""A function called like one of Keras's that is offered in custom_objects: activations are not looked for there."""

import keras
from keras.layers import Activation, Dense, Lambda


def gelu(x):
    return x * keras.ops.sigmoid(1.702 * x)


def swish(x):
    return x * 2


keras.saving.get_custom_objects().update({"gelu": gelu, "swish": swish})

model = keras.Sequential(
    [
        keras.Input((4,)),
        Dense(3, activation=gelu),  # error: KS509
        Activation(gelu),  # error: KS509
        Lambda(gelu),
        Dense(3, activation=swish),
        Lambda(swish),
    ]
)


@keras.saving.register_keras_serializable(package="cases")
class Activate(keras.layers.Layer):
    def __init__(self, activation=gelu, gate=gelu, **kwargs):  # error: KS508
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)
        self.gate = keras.activations.get(gate)

    def call(self, inputs):
        return self.activation(inputs) * self.gate(inputs)

    def get_config(self):
        # An object that is serialized as any other is looked for in custom_objects: nothing is lost of the gate.
        return {
            **super().get_config(),
            "activation": keras.activations.serialize(self.activation),
            "gate": keras.saving.serialize_keras_object(self.gate),
        }
