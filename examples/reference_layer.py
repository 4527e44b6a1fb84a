"""A layer as its user wrote it: sound, though not registered and without `build()`."""

import tensorflow as tf


class CustomLayer(tf.keras.layers.Layer):
    def __init__(self, units=32, activation=None, **kwargs):
        super(CustomLayer, self).__init__(**kwargs)
        self.units = units
        self.activation = tf.keras.activations.get(activation)
        self.dense = tf.keras.layers.Dense(units)

    def call(self, inputs):
        return self.activation(self.dense(inputs))

    def get_config(self):
        config = super(CustomLayer, self).get_config()
        config.update(
            {
                "units": self.units,
                "activation": tf.keras.activations.serialize(self.activation),
            }
        )
        return config
