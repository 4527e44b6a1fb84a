"""Ways to write from_config, and what get_config reads."""

import copy

import keras
from keras import layers


@keras.saving.register_keras_serializable("cases")
class Mutates(layers.Layer):
    def __init__(self, inner=None, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])  # error: KS401
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class CopiesDeep(layers.Layer):
    def __init__(self, inner=None, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = copy.deepcopy(config)
        config["inner"] = keras.saving.deserialize_keras_object(
            config["inner"], custom_objects=custom_objects
        )
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class Spreads(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        return super().from_config({**config})


@keras.saving.register_keras_serializable("cases")
class OnlyReads(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        layer = cls(**config)
        layer.from_file = config.get("units")
        return layer


@keras.saving.register_keras_serializable("cases")
class NamesItself(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        return NamesItself(**config)  # warning: KS402


@keras.saving.register_keras_serializable("cases")
class StaticFromConfig(layers.Layer):
    """A staticmethod is called as Keras calls it."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @staticmethod
    def from_config(config):
        return make(config)


def make(config):
    return StaticFromConfig(**config)


@keras.saving.register_keras_serializable("cases")
class ReadsTypo(layers.Layer):
    def __init__(self, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.dropout_rate = dropout

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "dropout": self.dropout}  # error: KS105


@keras.saving.register_keras_serializable("cases")
class ReadsWhatIsThere(layers.Layer):
    scale = 2.0

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.width = input_shape[-1]

    def call(self, x):
        return x

    @property
    def double(self):
        return 2 * self.units

    def get_config(self):
        config = super().get_config()
        print(self.scale, self.width, self.double, self.name, self.dtype_policy, self.built)
        print(getattr(self, "may_be_missing", None))
        if hasattr(self, "later"):
            print(self.later)
        config["units"] = self.units
        return config


@keras.saving.register_keras_serializable("cases")
class ReadsBuiltIn(layers.Dense):
    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        config["use_bias"] = self.use_bias
        return config


@keras.saving.register_keras_serializable("cases")
class ReturnsNothing(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):  # error: KS104
        config = super().get_config()
        config["units"] = self.units


class NotALayer:
    """Nobody's business: it has nothing to do with Keras."""

    def __init__(self, units):
        self.units = units

    def get_config(self):
        return None

    def from_config(self, config):
        config.pop("units")
