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


@keras.saving.register_keras_serializable("cases")
class MutatesNested(layers.Layer):
    """A flat copy does not protect what lies inside."""

    def __init__(self, inner=None, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["inner"]["config"]["name"] = "inner"  # error: KS401
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class ReplacesAttribute(layers.Layer):
    """The layer under the same name is gone when the constructor ends."""

    def __init__(self, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.dropout = layers.Dropout(dropout)
        self.drop = self.dropout
        self.dropout = dropout

    def call(self, x):
        return self.drop(x)

    def get_config(self):
        return {**super().get_config(), "dropout": self.dropout}


@keras.saving.register_keras_serializable("cases")
class SavedBesideTheConfig(layers.Layer):
    """The words come back by load_assets."""

    def __init__(
        self,
        words=None,
        lower=True,  # error: KS101
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.words = words
        self.lower = lower

    def call(self, x):
        return x

    def save_assets(self, directory):
        write(directory, self.words)

    def load_assets(self, directory):
        self.words = read(directory)

    def get_config(self):
        return super().get_config()


def write(directory, words):
    print(directory, words)


def read(directory):
    return [directory]


@keras.saving.register_keras_serializable("cases")
class Merged(layers.Layer):
    """Two arguments are kept in one, which is an argument as well."""

    def __init__(self, shape=None, batch_size=None, batch_shape=None, **kwargs):
        super().__init__(**kwargs)
        if batch_shape is None:
            batch_shape = (batch_size, *shape)
        self._batch_shape = tuple(batch_shape)

    @property
    def batch_shape(self):
        return self._batch_shape

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "batch_shape": self.batch_shape}


@keras.saving.register_keras_serializable("cases")
class LeavesOut(layers.Attention):
    """A key taken out by name is left out on purpose."""

    def __init__(self, score_mode="dot", use_scale=True, **kwargs):
        super().__init__(score_mode=score_mode, use_scale=use_scale, **kwargs)

    def get_config(self):
        config = super().get_config()
        del config["score_mode"]
        return config


@keras.saving.register_keras_serializable("cases")
class CopiedFromAnother(keras.layers.Layer):
    def call(self, x):
        return x

    @classmethod
    def from_config(cls, config):
        return Unrelated(**config)  # error: KS402


@keras.saving.register_keras_serializable("cases")
class Unrelated(keras.layers.Layer):
    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
class OldName(keras.layers.Layer):
    """What is saved under the old name comes back as what took its place."""

    @classmethod
    def from_config(cls, config):
        return Unrelated(**config)
