"""Constructors that refuse or swallow the base arguments, beside those that take them."""

# ruff: noqa: UP008

import keras
from keras import layers


@keras.saving.register_keras_serializable("cases")
class NoArguments(layers.Layer):
    def __init__(self):  # error: KS301
        super().__init__()

    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
class DenseSubclass(layers.Dense):
    def __init__(self, units, name=None, trainable=True, dtype=None):  # error: KS301
        super().__init__(units, name=name, trainable=trainable, dtype=dtype)


@keras.saving.register_keras_serializable("cases")
class MinimalDense(layers.Dense):
    """Refuses what Keras adds to its config on the way: Dense.from_config gives a quantization_config."""

    def __init__(self, units, name=None, trainable=True, dtype=None):  # error: KS301
        super().__init__(units, name=name, trainable=trainable, dtype=dtype)

    def get_config(self):
        return {
            "units": self.units,
            "name": self.name,
            "trainable": self.trainable,
            "dtype": self.dtype,  # error: KS212
        }


@keras.saving.register_keras_serializable("cases")
class Explicit(layers.Layer):
    def __init__(self, units, name=None, trainable=True, dtype=None):
        super().__init__(name=name, trainable=trainable, dtype=dtype)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class NoConstructor(layers.Layer):
    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
class ConsistentWithoutBase(layers.Layer):
    """Refuses what its config does not carry either; what is lost is another rule's matter."""

    def __init__(self, units):
        super().__init__()
        self.units = units

    def call(self, x):
        return x

    def get_config(self):  # error: KS103
        return {"units": self.units}


@keras.saving.register_keras_serializable("cases")
class TakenOut(layers.Layer):
    """from_config removes what the constructor refuses."""

    def __init__(self, units):
        super().__init__()
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        return cls(config["units"])


@keras.saving.register_keras_serializable("cases")
class Swallows(layers.Layer):
    def __init__(self, units=3, **options):
        super().__init__()  # error: KS302
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class ForwardsByName(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(
            name=kwargs.get("name"), trainable=kwargs.get("trainable", True), dtype=kwargs.get("dtype")
        )
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class ForwardsChanged(layers.Layer):
    def __init__(self, units=3, **kwargs):
        kwargs.setdefault("name", "changed")
        super(ForwardsChanged, self).__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class GivesUnitsItself(layers.Dense):
    def __init__(self, **kwargs):
        super().__init__(units=3, **kwargs)  # error: KS102


@keras.saving.register_keras_serializable("cases")
class MisspeltKey(layers.Layer):
    def __init__(self, drop_prob=0.0, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.drop_prob = drop_prob

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "drop_prop": self.drop_prob}  # error: KS102


@keras.saving.register_keras_serializable("cases")
class RemovedKey(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units, "version": 2}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config.pop("version", None)
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class Asks(layers.Layer):
    """What is in **kwargs is looked at, not swallowed."""

    def __init__(self, units=3, **kwargs):
        super().__init__()
        self.units = units
        if "old_units" in kwargs:
            raise ValueError("write units instead of old_units")

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}
