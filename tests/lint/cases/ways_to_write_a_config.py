"""All of these keep every argument, or cannot be judged: none of them may speak."""

# ruff: noqa: UP008

import keras
from keras import layers
from keras.layers import Layer


@keras.saving.register_keras_serializable("cases")
class Update(Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        config.update(rate=self.rate)
        return config


@keras.saving.register_keras_serializable("cases")
class Items(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super(Items, self).__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        config = {"units": self.units, "rate": self.rate}
        base_config = super(Items, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))


@keras.saving.register_keras_serializable("cases")
class Union(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return super().get_config() | {"units": self.units}


@keras.saving.register_keras_serializable("cases")
class DictCall(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return dict(super().get_config(), units=self.units)


@keras.saving.register_keras_serializable("cases")
class Subscript(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        config = layers.Layer.get_config(self)
        config["units"] = self.units
        return config


@keras.saving.register_keras_serializable("cases")
class Loop(layers.Layer):
    def __init__(self, units, rate, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        config = super().get_config()
        for name in ("units", "rate"):
            config[name] = getattr(self, name)
        return config


@keras.saving.register_keras_serializable("cases")
class Helper(layers.Layer):
    def __init__(self, units, rate, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def _arguments(self):
        return {"units": self.units, "rate": self.rate}

    def get_config(self):
        return {**super().get_config(), **self._arguments()}


@keras.saving.register_keras_serializable("cases")
class Kept(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self._config = {"units": units}

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), **self._config}


@keras.saving.register_keras_serializable("cases")
class Conditional(layers.Layer):
    def __init__(self, units, mask=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.mask = mask

    def call(self, x):
        return x

    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        if self.mask is not None:
            config["mask"] = self.mask
        return config


@keras.saving.register_keras_serializable("cases")
class ByHand(layers.Layer):
    def __init__(self, units, name=None, trainable=True, dtype=None):
        super().__init__(name=name, trainable=trainable, dtype=dtype)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {
            "units": self.units,
            "name": self.name,
            "trainable": self.trainable,
            "dtype": self.dtype,  # error: KS212
        }


@keras.saving.register_keras_serializable("cases")
class Automatic(layers.Layer):
    def __init__(self, units, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
class SubclassOfBuiltIn(layers.Dense):
    def __init__(self, units, scale=1.0, **kwargs):
        super().__init__(units, **kwargs)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@keras.saving.register_keras_serializable("cases")
class SubclassWithoutNewArguments(layers.Conv2D):
    def __init__(self, filters, kernel_size, **kwargs):
        super().__init__(filters, kernel_size, **kwargs)

    def call(self, x):
        return super().call(x) * 2
