"""Decorators that change a class or its constructor, and arguments that only earn a complaint."""

import functools
import warnings

import keras


def keeps_arguments(init):
    @functools.wraps(init)
    def wrapper(self, *args, **kwargs):
        self._stored = kwargs
        init(self, *args, **kwargs)

    return wrapper


def writes_config(cls):
    written = cls.get_config

    def get_config(self):
        return {**written(self), **self._arguments}

    cls.get_config = get_config
    return cls


def writes_constructor(name):
    def decorate(cls):
        setattr(cls, name, lambda self, *args, **kwargs: None)
        return cls

    return decorate


def wraps_class(cls):
    class Wrapped(cls):
        def get_config(self):
            return {**super().get_config(), "units": 3}

    return Wrapped


def says_so(cls):
    print(cls.__name__)
    return cls


@keras.saving.register_keras_serializable("cases")
class Stored(keras.layers.Layer):
    @keeps_arguments
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), **self._stored}


@keras.saving.register_keras_serializable("cases")
class Misspelt(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.untis}  # error: KS105


@keras.saving.register_keras_serializable("cases")
@writes_config
class ConfigWritten(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self._arguments = {"units": units}

    def call(self, x):
        return x

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("cases")
@writes_constructor("__init__")
class ConstructorWritten(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def call(self, x):
        return x


@keras.saving.register_keras_serializable("cases")
@wraps_class
class ClassWrapped(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("cases")
@says_so
class OnlyMentioned(keras.layers.Layer):
    def __init__(self, units, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return super().get_config()


@keras.saving.register_keras_serializable("cases")
class NoLongerUsed(keras.layers.Layer):
    """Only the default of ``depth`` and ``slow`` still passes without a complaint."""

    def __init__(self, units=3, depth=None, slow=False, **kwargs):
        if depth is not None:
            warnings.warn("depth is ignored", stacklevel=2)
        if slow:
            raise ValueError("slow is no longer supported")
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class CheckedAndUsed(keras.layers.Layer):
    def __init__(self, units=3, depth=1, **kwargs):  # error: KS101
        if depth < 1:
            raise ValueError("depth must be positive")
        super().__init__(**kwargs)
        self.units = units
        if depth > 1:
            self.deep = keras.layers.Dense(depth)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class Registering(type):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        written = cls.get_config
        cls.get_config = lambda self: keras.saving.serialize_keras_object(written(self))
        keras.saving.register_keras_serializable("cases")(cls)


class MadeByMetaclass(keras.layers.Layer, metaclass=Registering):
    def __init__(self, units=3, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}


class HeirOfMadeByMetaclass(MadeByMetaclass):
    def call(self, x):
        return x * 2


class RegistersHeirs(keras.layers.Layer):
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        keras.saving.register_keras_serializable("cases")(cls)


class RegisteredAsHeir(RegistersHeirs):
    def call(self, x):
        return x


class CountsHeirs(keras.layers.Layer):
    heirs = 0

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        CountsHeirs.heirs += 1


class CountedHeir(CountsHeirs):  # warning: KS501
    def call(self, x):
        return x


class NotMadeByMetaclass(keras.layers.Layer):  # warning: KS501
    def __init__(self, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, x):
        return self.activation(x)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation}  # error: KS201
