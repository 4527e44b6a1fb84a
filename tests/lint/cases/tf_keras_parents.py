"""Parents of tf_keras that have another config than those of Keras 3."""

import tf_keras

register = tf_keras.utils.register_keras_serializable("cases")


@register
class Matches(tf_keras.metrics.MeanMetricWrapper):
    """The function is in the config of a MeanMetricWrapper itself, and of no child."""

    def __init__(self, name="matches", dtype=None):
        super().__init__(lambda y_true, y_pred: y_true == y_pred, name, dtype=dtype)


@register
class Net(tf_keras.Model):
    """Model.build of tf_keras calls the model, which builds everything."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = tf_keras.layers.Dense(3)

    def build(self, input_shape):
        super().build(input_shape)

    def call(self, x):
        return self.dense(x)
