"""name, trainable and dtype on their way through a constructor, and methods that are not what Keras calls."""

# ruff: noqa: UP008

import keras

register = keras.saving.register_keras_serializable("cases")


@register
class Base(keras.layers.Layer):
    def call(self, x):
        return x


@register
class NameDropped(Base):
    def __init__(self, units=3, name=None, **kwargs):  # error: KS303
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class AllDropped(Base):
    def __init__(self, units=3, *, name=None, trainable=True, dtype=None):  # error: KS303
        super().__init__()
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class DtypeDropped(Base):
    def __init__(self, units=3, dtype="float32", **kwargs):  # error: KS303
        super().__init__(**kwargs)
        self.units = units


@register
class NameForwarded(Base):
    def __init__(self, units=3, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.units = units


@register
class NameByPosition(Base):
    def __init__(self, units=3, trainable=True, name=None, **kwargs):
        super().__init__(trainable, name, **kwargs)
        self.units = units


@register
class NamePutIntoKwargs(Base):
    def __init__(self, units=3, name=None, **kwargs):
        kwargs["name"] = name
        super().__init__(**kwargs)
        self.units = units


@register
class TrainableSetLater(Base):
    def __init__(self, units=3, trainable=True, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.trainable = trainable


@register
class AllOfThem(Base):
    def __init__(self, units=3, name=None, **kwargs):
        arguments = dict(locals())
        super().__init__(**kwargs)
        self.units = units
        self._name = arguments["name"]


@register
class OtherWord(Base):
    def __init__(self, units=3, **options):  # error: KS304
        super().__init__(**options)
        self.units = units


@register
class ShortWord(Base):
    def __init__(self, units=3, **kw):  # error: KS304
        super(ShortWord, self).__init__(**kw)
        self.units = units


@register
class OtherWordWithConfig(Base):
    def __init__(self, units=3, **options):
        super().__init__(**options)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class OtherWordWithName(Base):
    def __init__(self, units=3, name=None, **options):
        super().__init__(name=name, **options)
        self.units = units


@register
class UsualWord(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units


# --- methods that are not what Keras calls ---


@register
class ConfigProperty(Base):
    @property
    def get_config(self):  # error: KS113
        return {**super().get_config()}


@register
class ConfigOfTheClass(Base):
    @classmethod
    def get_config(cls):  # error: KS113
        return {}


@register
class ConfigOfNobody(Base):
    @staticmethod
    def get_config():  # error: KS113
        return {}


@register
class ConfigMethod(Base):
    def get_config(self):
        return {**super().get_config()}


@register
class ConfigSetsAttribute(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        self.units = int(self.units)  # warning: KS114
        return {**super().get_config(), "units": self.units}


@register
class ConfigMakesWhatIsMissing(Base):
    """What is made once, on the first look, is the same for everybody who looks later."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self._table = None
        self._ready = False

    def call(self, x):
        self._prepare()
        return x * self._scale

    def _prepare(self):
        self._scale = self.units * 2

    def get_config(self):
        if self._table is None:
            self._table = list(range(self.units))
        if not self._ready:
            self._prepare()
            self._ready = True
        self._prepare()
        return {**super().get_config(), "units": self.units}

    def compute_output_shape(self, shape):
        return (*shape, len(self._table), self._ready)


@register
class ConfigKeepsItself(Base):
    """Nobody else looks at what it keeps."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        self._config = {**super().get_config(), "units": self.units}
        return self._config


@register
class ForgetsToReturn(Base):
    @classmethod
    def from_config(cls, config):  # error: KS404
        layer = cls(**config)
        layer.ready = True


@register
class ReturnsOnOnePath(Base):
    @classmethod
    def from_config(cls, config):
        if "name" in config:
            return cls(**config)
        return  # error: KS404


@register
class ReturnsLate(Base):
    @classmethod
    def from_config(cls, config):
        layer = cls(**config)
        layer.ready = True
        return layer


@register
class Refuses(Base):
    @classmethod
    def from_config(cls, config):
        raise NotImplementedError("made by its parent only")


@register
class EndsInACall(Base):
    @classmethod
    def from_config(cls, config):
        if config:
            return cls(**config)
        refuse(config)


def refuse(config):
    raise ValueError(config)


@register
class NotOfTheClass(Base):
    def from_config(self, config):  # error: KS403
        return type(self)(**config)


@register
class Automatic(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units


@register
class SwitchesOff(Automatic):
    def __init__(self, depth=1, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth

    def get_config(self):  # error: KS106
        return {**super().get_config(), "depth": self.depth}


@register
class SwitchesOffAndCarries(Automatic):
    def __init__(self, depth=1, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth

    def get_config(self):
        return {**super().get_config(), "depth": self.depth, "units": self.units}


# --- fixed, or given by position ---


@register
class NameFixed(keras.layers.Layer):
    def __init__(self, units=3, name="fixed", **kwargs):  # error: KS303
        super().__init__(name="fixed", **kwargs)
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class FrozenWhateverIsAsked(keras.layers.Layer):
    def __init__(self, trainable=True, **kwargs):  # error: KS303
        super().__init__(trainable=False, **kwargs)

    def call(self, x):
        return x


@register
class FrozenByDefault(keras.layers.Layer):
    """The argument takes what the config carries; there is no other value."""

    def __init__(self, name=None, trainable=False, dtype=None):
        super().__init__(name=name, trainable=False, dtype=dtype)

    def call(self, x):
        return x


@register
class DtypeBesideTheName(keras.layers.Layer):
    def __init__(self, name=None, dtype=None, **kwargs):  # error: KS303
        super().__init__(name=name, **kwargs)

    def call(self, x):
        return x


@register
class OnlyTheNameOfAll(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(name=kwargs.get("name"))  # error: KS302
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class AllThreeByHand(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(
            name=kwargs.get("name"), trainable=kwargs.get("trainable", True), dtype=kwargs.get("dtype")
        )
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class OneUnit(keras.layers.Dense):
    def __init__(self, **kwargs):
        super().__init__(1, **kwargs)  # error: KS102


@register
class OneUnitTakenOut(keras.layers.Dense):
    def __init__(self, **kwargs):
        kwargs.pop("units", None)
        super().__init__(1, **kwargs)


@register
class NetOfItsGraph(keras.Model):
    def __init__(self, units=3, **kwargs):  # error: KS115
        inputs = keras.Input((4,))
        super().__init__(inputs, keras.layers.Dense(units)(inputs), **kwargs)


@register
class NetGivenItsGraph(keras.Model):
    """No argument of its own."""

    def __init__(self, inputs, outputs, **kwargs):
        super().__init__(inputs, outputs, **kwargs)


@register
class ArgumentsInOneKey(keras.layers.Layer):
    """from_config passes by position what the config keeps together."""

    def __init__(self, units, rate, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def call(self, x):
        return x * self.units * self.rate

    def get_config(self):
        return {**super().get_config(), "args": (self.units, self.rate)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        args = config.pop("args")
        return cls(*args, **config)


@register
class SetsLossesInBuild(keras.layers.Layer):
    def build(self, input_shape):
        self.losses = [1.0]  # error: KS605

    def call(self, x):
        return x


@register
class NetWithLayersOfItsOwn(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.layers = [keras.layers.Dense(3)]  # error: KS605

    def call(self, x):
        return self.layers[0](x)


@register
class NetWithItsOwnMetrics(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.metrics = []

    @property
    def metrics(self):
        return self._own

    @metrics.setter
    def metrics(self, value):
        self._own = value

    def call(self, x):
        return x


@register
class DtypeKeptToItself(keras.layers.Layer):
    def __init__(self, dtype="float32", **kwargs):  # error: KS303
        super().__init__(**kwargs)
        self.out_type = dtype

    def call(self, x):
        return keras.ops.cast(x, self.out_type)


@register
class DtypeKeptAndWritten(keras.layers.Layer):
    """What is kept goes into the config, in place of the layer's own."""

    def __init__(self, dtype="float32", **kwargs):
        super().__init__(**kwargs)
        self.out_type = dtype

    def call(self, x):
        return keras.ops.cast(x, self.out_type)

    def get_config(self):
        return {**super().get_config(), "dtype": self.out_type}


@register
class DtypeOfAPartInside(keras.layers.Layer):
    def __init__(self, dtype=None, trainable=True, **kwargs):
        super().__init__(**kwargs)
        self.trainable = trainable
        self.part = keras.layers.Dense(3, dtype=dtype)

    def call(self, x):
        return self.part(x)


@register
class KeyGivenByItself(keras.metrics.TopKCategoricalAccuracy):
    def __init__(self, name="top_five", **kwargs):
        super().__init__(name=name, k=5)  # error: KS302


@register
class KeysTakenOutTooLate(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__()  # error: KS302
        self.units = units
        self.depth = kwargs.pop("depth", None)

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units, "depth": self.depth}


@register
class KeysTakenOutBefore(keras.layers.Layer):
    def __init__(self, units=3, **kwargs):
        self.depth = kwargs.pop("depth", None)
        super().__init__()  # error: KS302
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units, "depth": self.depth}


@register
class NamedLoss(keras.losses.Loss):
    def __init__(self, weight=1.0, name="named", reduction="sum", **kwargs):
        super().__init__(name=name, reduction=reduction)
        self.weight = weight

    def call(self, y_true, y_pred):
        return self.weight * keras.ops.mean(y_pred - y_true, axis=-1)

    def get_config(self):
        return {**super().get_config(), "weight": self.weight}


@register
class ReductionLost(keras.losses.Loss):
    def __init__(self, weight=1.0, name="lost", **kwargs):
        super().__init__(name=name)  # error: KS302
        self.weight = weight

    def call(self, y_true, y_pred):
        return self.weight * keras.ops.mean(y_pred - y_true, axis=-1)

    def get_config(self):
        return {**super().get_config(), "weight": self.weight}


@register
class NeverRebuilt(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return keras.ops.mean(y_pred - y_true, axis=-1)

    def from_config(self, config):
        raise NotImplementedError
