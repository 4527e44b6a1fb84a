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
