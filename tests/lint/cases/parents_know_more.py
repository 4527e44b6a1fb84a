"""Classes whose parent in Keras does more than the class shows, beside those where it does not."""

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable("cases")
class OtherNameForTheLayer(keras.layers.Wrapper):
    """``Wrapper.from_config`` passes the layer by position."""

    def __init__(self, inner, **kwargs):
        super().__init__(inner, **kwargs)

    def call(self, x):
        return self.layer(x)


@keras.saving.register_keras_serializable("cases")
class OtherNameForTheCell(keras.layers.RNN):
    def __init__(self, my_cell, **kwargs):
        super().__init__(cell=my_cell, **kwargs)


@keras.saving.register_keras_serializable("cases")
class WrapperWithMore(keras.layers.Wrapper):
    def __init__(self, inner, factor=1.0, **kwargs):  # error: KS101
        super().__init__(inner, **kwargs)
        self.factor = factor

    def call(self, x):
        return self.layer(x) * self.factor


@keras.saving.register_keras_serializable("cases")
class TakenByKerasUnderThatName(keras.layers.LSTMCell):
    """Some versions of Keras put ``implementation`` into the config, all of them take it."""

    def __init__(self, units, scale=1.0, implementation=1, **kwargs):
        super().__init__(units, implementation=implementation, **kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@keras.saving.register_keras_serializable("cases")
class FunctionalModel(keras.Model):
    """A model made from inputs and outputs has what a functional model has."""

    def __init__(self, units, **kwargs):
        inputs = keras.Input((3,))
        outputs = keras.layers.Dense(units)(inputs)
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self.units = units

    def get_config(self):
        return {"units": self.units, "shape": self.input_shape, "name": self.name}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config.pop("shape")
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class SubclassedModel(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units, "name": self.nmae}  # error: KS105


@tf.keras.utils.register_keras_serializable("cases")
class OlderOptimizer(tf.keras.optimizers.Optimizer):
    """Calls what the optimizers of another Keras have."""

    def __init__(self, learning_rate=0.1, momentum=0.0, name="OlderOptimizer", **kwargs):
        super().__init__(name, **kwargs)
        self._set_hyper("learning_rate", learning_rate)
        self._set_hyper("momentum", momentum)

    def get_config(self):
        return {
            **super().get_config(),
            "learning_rate": self._serialize_hyperparameter("learning_rate"),
            "momentum": self._serialize_hyperparameter("momentum"),
        }


@tf.keras.utils.register_keras_serializable("cases")
class PrivateNameInOlderKeras(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        regularizer = tf.keras.regularizers.serialize(self._activity_regularizer)
        return {**super().get_config(), "units": self.units, "activity_regularizer": regularizer}


@keras.saving.register_keras_serializable("cases")
class ConfigFromElsewhere(keras.optimizers.schedules.PolynomialDecay):
    """Whether the parent's config is part of this one cannot be told."""

    def __init__(self, epochs, steps):
        self._settings = {"epochs": epochs, "steps": steps}
        super().__init__(0.1, epochs * steps)

    def get_config(self):
        config = {}
        config.update(self._settings)
        return config


@keras.saving.register_keras_serializable("cases")
class BuiltButNeverCalled(keras.layers.Layer):
    """What is built may be anything: a table of connections, for example."""

    def __init__(self, wiring, **kwargs):
        super().__init__(**kwargs)
        self.wiring = wiring

    def build(self, input_shape):
        self.wiring.build(input_shape[-1])

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "wiring": self.wiring}


@keras.saving.register_keras_serializable("cases")
class BuiltAndCalled(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        return {**super().get_config(), "inner": self.inner}  # error: KS205


class Pretrained(keras.Model):
    """Nobody makes one of these: the children do the work."""

    def __init__(self, settings, *inputs, **kwargs):
        super().__init__(*inputs, **kwargs)
        self.settings = settings


@keras.saving.register_keras_serializable("cases")
class PretrainedClassifier(Pretrained):
    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
class Ragged(keras.layers.Layer):
    def __init__(self, units, ragged=False, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.ragged = ragged

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units, "ragged": self.ragged}


@keras.saving.register_keras_serializable("cases")
class ParentGivenByPosition(Ragged):
    def __init__(self, **kwargs):
        super().__init__(3, **kwargs)  # error: KS102


@keras.saving.register_keras_serializable("cases")
class SequentialTakesWhatItWants(keras.Sequential):
    """``Sequential.from_config`` hands nothing but the name to the constructor."""

    def __init__(self, layers=None, name=None):
        super().__init__(layers, name=name)

    def get_config(self):
        return {**super().get_config(), "made_by": "cases"}


@keras.saving.register_keras_serializable("cases")
class AroundACell(keras.layers.Layer):
    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        self.cell = cell

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "cell": keras.saving.serialize_keras_object(self.cell)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        return cls(keras.saving.deserialize_keras_object(config.pop("cell")), **config)


@keras.saving.register_keras_serializable("cases")
class MakesItsCell(AroundACell):
    """The parent's key is taken out, though what else is merged cannot be followed."""

    def __init__(self, units, **kwargs):
        super().__init__(keras.layers.SimpleRNNCell(units), **kwargs)
        self.units = units

    def get_config(self):
        config = {"units": self.units}
        config.update(tf.somewhere.settings_of(self.cell))
        base_config = super().get_config()
        del base_config["cell"]
        return dict(list(base_config.items()) + list(config.items()))

    @classmethod
    def from_config(cls, config):
        return cls(**config)
