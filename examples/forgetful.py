"""A layer that forgets: `rate` is not in its config, and comes back as 0.1 without a word."""

import keras


@keras.saving.register_keras_serializable(package="examples")
class ScaledDense(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), name="kernel"
        )

    def call(self, inputs):
        return self.rate * keras.ops.matmul(inputs, self.kernel)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config
