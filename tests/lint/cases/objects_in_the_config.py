"""Objects that JSON cannot carry, beside those that are serialized."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import activations, initializers, layers


@keras.utils.register_keras_serializable("cases")
class Raw(layers.Layer):
    def __init__(self, activation="relu", kernel_initializer="zeros", bias_regularizer=None, **kwargs):
        super().__init__(**kwargs)
        self.activation = tf.keras.activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)
        self.bias_constraint = keras.constraints.NonNeg()

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        config = super().get_config()
        config.update(
            {
                "activation": self.activation,  # error: KS201
                "kernel_initializer": self.kernel_initializer,  # error: KS202
                "bias_regularizer": self.bias_regularizer,  # error: KS203
            }
        )
        return config


@keras.utils.register_keras_serializable("cases")
class Serialized(layers.Layer):
    def __init__(self, activation="relu", kernel_initializer="zeros", **kwargs):
        super().__init__(**kwargs)
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        return {
            **super().get_config(),
            "activation": activations.serialize(self.activation),
            "kernel_initializer": keras.saving.serialize_keras_object(self.kernel_initializer),
        }


@keras.utils.register_keras_serializable("cases")
class KeptAsText(layers.Layer):
    """The attribute holds what was passed, a name: nothing has to be serialized."""

    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = activation
        self.function = activations.get(activation)

    def call(self, x):
        return self.function(x)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


@keras.utils.register_keras_serializable("cases")
class ByName(layers.Layer):
    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = activations.get(activation)

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation.__name__}  # error: KS211


@keras.utils.register_keras_serializable("cases")
class OwnSublayers(layers.Layer):
    """Sublayers that the constructor makes are nothing for the config."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.utils.register_keras_serializable("cases")
class RawSublayer(layers.Layer):
    def __init__(self, dense=None, **kwargs):
        super().__init__(**kwargs)
        self.dense = dense or layers.Dense(3)

    def call(self, x):
        return self.dense(x)

    def get_config(self):
        return {**super().get_config(), "dense": self.dense}  # error: KS205


@keras.utils.register_keras_serializable("cases")
class DeserializedByConstructor(layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = keras.layers.deserialize(inner) if isinstance(inner, dict) else inner

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        return {**super().get_config(), "inner": keras.layers.serialize(self.inner)}


@keras.utils.register_keras_serializable("cases")
class DeserializedByKeras(layers.Wrapper):
    """Wrapper.from_config takes `layer` out of the config by itself."""

    def __init__(self, layer, factor=2.0, **kwargs):
        super().__init__(layer, **kwargs)
        self.factor = factor

    def call(self, x):
        return self.layer(x) * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@keras.utils.register_keras_serializable("cases")
class NumbersSerialized(layers.Layer):
    """Serializing leaves numbers and texts as they are."""

    def __init__(self, beta=100.0, mode="sum", depth: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.beta = beta
        self.mode = mode
        self.depth = depth

    def call(self, x):
        return x * self.beta

    def get_config(self):
        config = super().get_config()
        config.update(
            {
                "beta": keras.layers.serialize(self.beta),
                "mode": keras.layers.serialize(self.mode),
                "depth": keras.layers.serialize(self.depth),
            }
        )
        return config


@keras.utils.register_keras_serializable("cases")
class ListNeverDeserialized(layers.Layer):
    def __init__(self, blocks, **kwargs):
        super().__init__(**kwargs)
        self.blocks = blocks

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def get_config(self):
        config = super().get_config()
        config["blocks"] = [keras.layers.serialize(block) for block in self.blocks]  # error: KS206
        return config


@keras.utils.register_keras_serializable("cases")
class ListDeserialized(layers.Layer):
    def __init__(self, blocks, **kwargs):
        super().__init__(**kwargs)
        self.blocks = blocks

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def get_config(self):
        config = super().get_config()
        config["blocks"] = [keras.layers.serialize(block) for block in self.blocks]
        return config

    @classmethod
    def from_config(cls, config):
        config = config.copy()
        config["blocks"] = [keras.layers.deserialize(block) for block in config["blocks"]]
        return cls(**config)


@keras.utils.register_keras_serializable("cases")
class KeptTwice(layers.Layer):
    """What was passed goes into the config, what is used is deserialized."""

    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.given = inner
        self.inner = keras.layers.deserialize(inner) if isinstance(inner, dict) else inner

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.given)}


@keras.utils.register_keras_serializable("cases")
class RawOfTheParent(layers.Dense):
    """Dense keeps the function that its argument names."""

    def __init__(self, units, activation=None, **kwargs):
        super().__init__(units, activation=activation, **kwargs)

    def get_config(self):
        config = super().get_config()
        config["activation"] = self.activation  # error: KS201
        config["use_bias"] = self.use_bias
        return config


@keras.utils.register_keras_serializable("cases")
class UsedAsLayer(layers.Layer):
    def __init__(self, block, **kwargs):
        super().__init__(**kwargs)
        self.block = block

    def build(self, input_shape):
        self.block.build(input_shape)

    def call(self, x):
        return self.block(x)

    def get_config(self):
        return {**super().get_config(), "block": self.block}  # error: KS205


@keras.utils.register_keras_serializable("cases")
class UsedAsFunction(layers.Layer):
    """A function or a layer: either way a loaded layer gets a dict, and calls that."""

    def __init__(self, block, **kwargs):
        super().__init__(**kwargs)
        self.block = block

    def call(self, x):
        return self.block(x)

    def get_config(self):
        return {**super().get_config(), "block": self.block}  # error: KS210


@keras.utils.register_keras_serializable("cases")
class CalledOnceMadeAgain(layers.Layer):
    """from_config makes a callable of it, or the constructor does."""

    def __init__(self, block, other="relu", **kwargs):
        super().__init__(**kwargs)
        self.block = block
        self.other = keras.activations.get(other)

    def call(self, x):
        return self.other(self.block(x))

    def get_config(self):
        return {
            **super().get_config(),
            "block": self.block,
            "other": keras.activations.serialize(self.other),
        }

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["block"] = keras.saving.deserialize_keras_object(config["block"])
        return cls(**config)


@keras.utils.register_keras_serializable("cases")
class CalledIfItCanBe(layers.Layer):
    """A number most of the time."""

    def __init__(self, scale=1.0, shift=None, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.shift = shift

    def call(self, x):
        scale = self.scale(x) if self.scale != 1.0 else 1.0
        return x * scale + (self.shift(x) if callable(self.shift) else self.shift)

    def get_config(self):
        return {**super().get_config(), "scale": self.scale, "shift": self.shift}


@keras.utils.register_keras_serializable("cases")
class OnlyItsMethodsAreCalled(layers.Layer):
    """What it is cannot be told."""

    def __init__(self, block, **kwargs):
        super().__init__(**kwargs)
        self.block = block

    def call(self, x):
        return self.block.apply(x)

    def get_config(self):
        return {**super().get_config(), "block": self.block}


@keras.utils.register_keras_serializable("cases")
class SerializesACopiedList(layers.Layer):
    def __init__(self, blocks, **kwargs):
        super().__init__(**kwargs)
        self.blocks = list(blocks)

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def get_config(self):
        config = super().get_config()
        config["blocks"] = [keras.layers.serialize(block) for block in self.blocks]  # error: KS206
        return config


@keras.utils.register_keras_serializable("cases")
class SerializesAListMadeAgain(layers.Layer):
    def __init__(self, blocks, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [keras.layers.deserialize(one) if isinstance(one, dict) else one for one in blocks]

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def get_config(self):
        config = super().get_config()
        config["blocks"] = [keras.layers.serialize(block) for block in self.blocks]
        return config


@keras.utils.register_keras_serializable("cases")
class ScheduleInSchedule(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, after, steps=10):
        self.after = after
        self.steps = steps

    def __call__(self, step):
        return self.after(step - self.steps)

    def get_config(self):
        after = keras.optimizers.schedules.serialize(self.after)
        return {"after": after, "steps": self.steps}  # error: KS206


@keras.utils.register_keras_serializable("cases")
class ScheduleInScheduleMadeAgain(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, after, steps=10):
        self.after = keras.optimizers.schedules.deserialize(after) if isinstance(after, dict) else after
        self.steps = steps

    def __call__(self, step):
        return self.after(step - self.steps)

    def get_config(self):
        return {"after": keras.optimizers.schedules.serialize(self.after), "steps": self.steps}


@keras.utils.register_keras_serializable("cases")
class HoldsOwnLayer(layers.Layer):
    def __init__(self, block=None, **kwargs):
        super().__init__(**kwargs)
        self.block = block or NoGuess()

    def call(self, x):
        return self.block(x)

    def get_config(self):
        return {**super().get_config(), "block": self.block}  # error: KS205


@keras.utils.register_keras_serializable("cases")
class NoGuess(layers.Layer):
    def call(self, x):
        return x


@keras.utils.register_keras_serializable("cases")
class RawConstraint(layers.Layer):
    def __init__(self, constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.constraint = keras.constraints.get(constraint)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "constraint": self.constraint}  # error: KS204


@keras.utils.register_keras_serializable("cases")
class SerializedConstraint(layers.Layer):
    def __init__(self, constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.constraint = keras.constraints.get(constraint)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "constraint": keras.constraints.serialize(self.constraint)}


@keras.utils.register_keras_serializable("cases")
class NameOfActivation(layers.Layer):
    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)
        try:
            activation = keras.activations.get(activation)
            activation = keras.saving.get_registered_name(activation)
        except ValueError:
            pass
        self.activation = activation

    def call(self, x):
        return keras.activations.get(self.activation)(x)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}


@keras.utils.register_keras_serializable("cases")
class ActivationIfThereIsOne(layers.Layer):
    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)
        try:
            activation = keras.activations.get(activation)
        except ValueError:
            activation = None
        self.activation = activation

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}  # error: KS201
