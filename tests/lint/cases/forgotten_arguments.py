"""Arguments that are lost, beside near misses that are not."""

import keras
from keras import layers


@keras.saving.register_keras_serializable("cases")
class Plain(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config


@keras.saving.register_keras_serializable("cases")
class OnlyTheBase(layers.Layer):
    def __init__(
        self,
        units,  # error: KS101
        *,
        rate=0.1,  # error: KS101
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("cases")
class ScaledDense(layers.Dense):
    def __init__(self, units, scale=1.0, **kwargs):  # error: KS101
        super().__init__(units, **kwargs)
        self.scale = scale


@keras.saving.register_keras_serializable("cases")
class BaseArguments(layers.Layer):
    def __init__(self, units, name=None, dtype=None, trainable=True, **kwargs):
        super().__init__(name=name, dtype=dtype, trainable=trainable, **kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class AbstractPooling(layers.Layer):
    """Made to be derived from: its children pass a literal for `reduce`."""

    def __init__(self, reduce, size=2, **kwargs):
        super().__init__(**kwargs)
        self.reduce = reduce
        self.size = size

    def call(self, x):
        return self.reduce(x)

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@keras.saving.register_keras_serializable("cases")
class MeanPooling(AbstractPooling):
    def __init__(self, size=2, **kwargs):
        super().__init__("mean", size=size, **kwargs)


class Template(layers.Layer):
    def __init__(self, units, rate, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def get_config(self):
        raise NotImplementedError


@keras.saving.register_keras_serializable("cases")
class MadeAgain(layers.Layer):
    """from_config knows the argument without the config."""

    def __init__(self, units, table, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.table = table

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        return cls(table=make_table(config["units"]), **config)


def make_table(size):
    return list(range(size))


@keras.saving.register_keras_serializable("cases")
class UnknownBase(make_table(3)):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("cases")
class Legacy(layers.Layer):
    """An old name that the constructor still swallows is no argument worth keeping."""

    def __init__(self, units, **kwargs):
        kwargs.pop("old_name", None)
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class Plain2D(Plain):
    """The fault is the parent's, and reported there."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.extra = 1

    def call(self, x):
        return x

    def get_config(self):
        return super().get_config()


keras.saving.register_keras_serializable("cases")(Plain2D)


@keras.saving.register_keras_serializable("cases")
class ShapeOfTheInputs(layers.Layer):
    def __init__(self, units, input_dim=None, **kwargs):
        if "input_shape" not in kwargs and input_dim is not None:
            kwargs["input_shape"] = (input_dim,)
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class ShapeOfTheInputsByName(layers.Layer):
    def __init__(self, units, length=None, **kwargs):
        super().__init__(input_shape=(length, units) if length else None, **kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class MoreThanTheShapeOfTheInputs(layers.Layer):
    def __init__(self, units, input_dim=None, **kwargs):  # error: KS101
        if input_dim is not None:
            kwargs["input_shape"] = (input_dim,)
        super().__init__(**kwargs)
        self.units = units
        self.scale = input_dim

    def call(self, x):
        return x * self.scale

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class MadeOfTheInputs(layers.Layer):
    def __init__(self, units, input_dim=10, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.table = layers.Embedding(input_dim=input_dim, output_dim=units)

    def call(self, x):
        return self.table(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class ReadAndHandedOn(keras.metrics.MeanMetricWrapper):
    def __init__(self, *args, **kwargs):
        self._largest = kwargs.get("largest", 1.0)
        self._scaled = kwargs.pop("scaled", True)
        super().__init__(*args, **kwargs)

    def update_state(self, y_true, y_pred, sample_weight=None):
        return super().update_state(y_true / self._largest, y_pred / self._largest, sample_weight)

    def get_config(self):
        return {**super().get_config(), "scaled": self._scaled}


@keras.saving.register_keras_serializable("cases")
class TakenOut(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        self._largest = kwargs.pop("largest", 1.0)  # error: KS101
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x / self._largest

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class TakenByAnotherKeras(layers.DepthwiseConv2D):
    def __init__(self, kernel_size, groups=1, padding="valid", **kwargs):
        super().__init__(kernel_size, groups=groups, padding=padding, **kwargs)


@keras.saving.register_keras_serializable("cases")
class KeptByAnotherName(layers.DepthwiseConv2D):
    def __init__(self, kernel_size, wide=False, **kwargs):  # error: KS101
        super().__init__(kernel_size, depth_multiplier=2 if wide else 1, **kwargs)  # error: KS102
        self.wide = wide


@keras.saving.register_keras_serializable("cases")
class WithoutAnyConfig(keras.Model):
    """No config on purpose."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {}


@keras.saving.register_keras_serializable("cases")
class WithHalfAConfig(keras.Model):
    def __init__(self, units=3, rate=0.5, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x * self.units * self.rate

    def get_config(self):
        return {"rate": self.rate}


@keras.saving.register_keras_serializable("cases")
class LayersInARow(keras.Sequential):
    """Keras makes it by its name alone, whatever the config holds, and adds the saved layers."""

    def __init__(self, units=3, **kwargs):
        super().__init__([layers.Dense(units)], **kwargs)
        self.units = units


@keras.saving.register_keras_serializable("cases")
class LayersInARowOfSomeWidth(keras.Sequential):
    def __init__(self, units, rate=0.5, **kwargs):  # error: KS101
        super().__init__([layers.Dense(units), layers.Dropout(rate)], **kwargs)


@keras.saving.register_keras_serializable("cases")
class LayersInARowByItself(keras.Sequential):
    def __init__(self, units=3, rate=0.5, **kwargs):  # error: KS101
        super().__init__([layers.Dense(units), layers.Dropout(rate)], **kwargs)
        self.units = units
        self.rate = rate

    def get_config(self):
        return {"name": self.name, "units": self.units}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class GraphOfAModel(keras.Model):
    def __init__(self, inputs, outputs, **kwargs):
        super().__init__(inputs, outputs, **kwargs)

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("cases")
class MoreThanTheGraph(keras.Model):
    def __init__(self, inputs, outputs, scale=1.0, **kwargs):  # error: KS101
        super().__init__(inputs, outputs, **kwargs)
        self.scale = scale

    def get_config(self):
        return super().get_config()
