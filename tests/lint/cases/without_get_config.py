"""Classes without a get_config: what the automatic config carries, and what it does not."""

# ruff: noqa: B008, UP007, UP035, UP045

from typing import Callable, Optional, Union

import keras
import numpy as np
import tensorflow as tf

register = keras.saving.register_keras_serializable("cases")


@register
class Base(keras.layers.Layer):
    def call(self, x):
        return x


@register
class TakesLayer(Base):
    def __init__(self, inner: keras.layers.Layer, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.inner = inner


@register
class TakesFunction(Base):
    def __init__(self, scale: Optional[Callable] = None, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.scale = scale


@register
class TakesArray(Base):
    def __init__(self, table: np.ndarray, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.table = table


@register
class TakesInitializer(Base):
    def __init__(self, init: "keras.initializers.Initializer", **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.init = init


@register
class DefaultFunction(Base):
    def __init__(self, activation=tf.nn.relu, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.activation = activation


@register
class DefaultObject(Base):
    def __init__(self, init=keras.initializers.Zeros(), **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.init = init


@register
class DefaultLambda(Base):
    def __init__(self, scale=lambda x: x, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.scale = scale


@register
class PositionalOnly(Base):
    def __init__(self, units, /, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.units = units


@register
class UsedAsLayer(keras.layers.Layer):
    def __init__(self, inner, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.inner = inner

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, x):
        return self.inner(x)


@register
class Penalty(keras.regularizers.Regularizer):  # error: KS112
    def __call__(self, x):
        return keras.ops.sum(x)


@register
class Schedule(keras.optimizers.schedules.LearningRateSchedule):  # error: KS112
    def __init__(self, start):
        self.start = start

    def __call__(self, step):
        return self.start / step


@register
class PlainTypes(Base):
    def __init__(self, units: int, rate: float = 0.5, names: list[str] = (), **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate, self.names = units, rate, names


@register
class NameOrFunction(Base):
    def __init__(self, activation: Union[str, Callable] = "relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)


@register
class NameOrLayer(Base):
    def __init__(self, inner: "str | keras.layers.Layer" = "dense", **kwargs):
        super().__init__(**kwargs)
        self.inner = inner


@register
class DefaultNumber(Base):
    def __init__(self, angle=np.pi, size=np.inf, **kwargs):
        super().__init__(**kwargs)
        self.angle, self.size = angle, size


@register
class WithConfig(Base):
    def __init__(self, inner: keras.layers.Layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**config)


@register
class TakesNothing(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = keras.layers.Dense(3)


@register
class Penalized(keras.regularizers.Regularizer):
    def __init__(self, rate=0.1):
        self.rate = rate

    def __call__(self, x):
        return self.rate * keras.ops.sum(x)

    def get_config(self):
        return {"rate": self.rate}


@register
class PlainInitializer(keras.initializers.Initializer):
    """The root of initializers has an empty config."""

    def __call__(self, shape, dtype=None):
        return keras.ops.zeros(shape, dtype)


@register
class AbstractSchedule(keras.optimizers.schedules.LearningRateSchedule):
    def value(self, step):
        raise NotImplementedError


def make():
    class Local(keras.layers.Layer):
        def __init__(self, inner: keras.layers.Layer, **kwargs):
            super().__init__(**kwargs)
            self.inner = inner

        def call(self, x):
            return self.inner(x)

    return Local


# --- models made from inputs and outputs ---


@register
class Functional(keras.Model):
    def __init__(self, units=3, **kwargs):  # error: KS115
        inputs = keras.Input((4,))
        super().__init__(inputs=inputs, outputs=keras.layers.Dense(units)(inputs), **kwargs)


@register
class FunctionalTwo(keras.Model):
    def __init__(self, units, rate=0.5, name=None, **kwargs):  # error: KS115
        inputs = keras.Input((4,))
        x = keras.layers.Dropout(rate)(keras.layers.Dense(units)(inputs))
        super().__init__(inputs=inputs, outputs=x, name=name, **kwargs)
        self.units = units
        self.rate = rate


@register
class FunctionalWithConfig(keras.Model):
    def __init__(self, units=3, **kwargs):
        inputs = keras.Input((4,))
        super().__init__(inputs=inputs, outputs=keras.layers.Dense(units)(inputs), **kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class FunctionalOfOthers(keras.Model):
    def __init__(self, inputs, outputs, name=None, **kwargs):
        super().__init__(inputs=inputs, outputs=outputs, name=name, **kwargs)


@register
class Subclassed(keras.Model):
    def __init__(self, units=3, **kwargs):  # error: KS116
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(units)

    def call(self, x):
        return self.dense(x)


@register
class SubclassedRequired(keras.Model):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS116
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x * self.units * self.rate


@register
class SubclassedWithout(keras.Model):
    def __init__(self, name=None, trainable=True, **kwargs):
        super().__init__(name=name, trainable=trainable, **kwargs)
        self.dense = keras.layers.Dense(3)

    def call(self, x):
        return self.dense(x)


@register
class SubclassedWithConfig(keras.Model):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class SubclassedChild(SubclassedWithConfig):
    """The config of its parent is all it has."""


@register
class SubclassedNew(keras.Model):
    """It keeps its arguments in a way of its own."""

    def __new__(cls, *args, **kwargs):
        model = super().__new__(cls)
        model.given = args, kwargs
        return model

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x * self.units


@register
class SubclassedIgnores(keras.Model):
    """An old argument that nothing reads."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)

    def call(self, x):
        return x


class TrainedBase(keras.Model):
    """Its children do the work."""

    def __init__(self, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate


@register
class Trained(TrainedBase):
    def call(self, x):
        return x * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@register
class SequentialChild(keras.Sequential):
    def __init__(self, **kwargs):
        super().__init__([keras.layers.Dense(3)], **kwargs)


# --- functions that the config names ---


def double(x):
    return x * 2


@keras.saving.register_keras_serializable("cases")
def triple(x):
    return x * 3


@register
class NamesUnregistered(Base):
    def __init__(self, activation=double, **kwargs):  # warning: KS506
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@register
class NamesRegistered(Base):
    def __init__(self, activation=triple, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def get_config(self):
        return {**super().get_config(), "activation": keras.activations.serialize(self.activation)}


@register
class LambdaForTheParent(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, kernel_regularizer=lambda x: 0.0, **kwargs)  # error: KS213

    @classmethod
    def from_config(cls, config):
        return cls(config["units"])


@register
class LambdaInConfig(Base):
    def __init__(self, mode="sum", **kwargs):
        super().__init__(**kwargs)
        self.mode = mode
        self.function = lambda x: x

    def get_config(self):
        function = keras.saving.serialize_keras_object(self.function)
        return {**super().get_config(), "mode": function}  # error: KS213


@register
class LambdaKeptOutside(Base):
    def __init__(self, mode="sum", **kwargs):
        super().__init__(**kwargs)
        self.mode = mode
        self.function = lambda x: x
        self.shift = keras.layers.Lambda(lambda x: x + 1)

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}


@register
class KeepsAnyNumberOfSizes(keras.layers.Layer):  # error: KS112
    def __init__(self, *sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes

    def call(self, x):
        return x * len(self.sizes)


@register
class PassesOnWhatItGets(Base):
    """Nothing is kept, and nothing is given by position that the parent does not know."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = 3


@register
class RefusesWhatIsGivenByPosition(keras.layers.Layer):
    def __init__(self, *args, **kwargs):
        if args:
            raise TypeError("by keyword only")
        super().__init__(**kwargs)

    def call(self, x):
        return x


@register
class AnyNumberInTheConfig(keras.layers.Layer):
    def __init__(self, *sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes

    def call(self, x):
        return x * len(self.sizes)

    def get_config(self):
        return {**super().get_config(), "sizes": list(self.sizes)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        sizes = config.pop("sizes")
        return cls(*sizes, **config)


@register
class InitializerByName(keras.layers.Layer):
    def __init__(self, initializer: keras.initializers.Initializer = "zeros", **kwargs):
        super().__init__(**kwargs)
        self.initializer = initializer

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer=self.initializer)

    def call(self, x):
        return x * self.scale


@register
class InitializerOrNone(keras.layers.Layer):
    def __init__(self, initializer: keras.initializers.Initializer | None = None, **kwargs):  # error: KS112
        super().__init__(**kwargs)
        self.initializer = initializer

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer=self.initializer)

    def call(self, x):
        return x * self.scale
