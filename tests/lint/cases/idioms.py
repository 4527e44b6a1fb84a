"""Ways to write a config that people use: all keys are there, or exactly the marked one is missing."""

# ruff: noqa: B905, C408, RUF012

import copy
from dataclasses import dataclass

import keras

register = keras.saving.register_keras_serializable("cases")
NAMES = ("units", "rate")


@register
class Base(keras.layers.Layer):
    def call(self, x):
        return x


class ConfigMixin:
    config_names = ("units", "rate")

    def names_to_config(self):
        return {name: getattr(self, name) for name in self.config_names}


@register
class Pairs(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        base_config = super().get_config()
        config = {"units": self.units, "rate": self.rate}
        return dict(list(base_config.items()) + list(config.items()))


@register
class PairsWithoutRate(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        base_config = super().get_config()
        config = {"units": self.units}
        return dict(list(base_config.items()) + list(config.items()))


@register
class LoopOverNames(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        for name in ("units", "rate"):
            config[name] = getattr(self, name)
        return config


@register
class LoopOverTooFewNames(Base):
    def __init__(self, units=3, rate=0.5, depth=1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units, self.rate, self.depth = units, rate, depth

    def get_config(self):
        config = super().get_config()
        for name in NAMES:
            config[name] = getattr(self, name)
        return config


@register
class ComprehensionOverNames(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        return {**super().get_config(), **{name: getattr(self, name) for name in NAMES}}


@register
class ComprehensionOverTooFew(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        return super().get_config() | {name: getattr(self, name) for name in ["units"]}


@register
class PrivateNames(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self._units, self._rate = units, rate

    def get_config(self):
        config = super().get_config()
        config.update({name: getattr(self, f"_{name}") for name in NAMES})
        return config


@register
class SetByLoop(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        for name, value in (("units", units), ("rate", rate)):
            setattr(self, name, value)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "rate": self.rate}


@register
class KeptArguments(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self._arguments = {"units": units, "rate": rate}

    def get_config(self):
        return {**super().get_config(), **self._arguments}


@register
class KeptLocals(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        self._arguments = {k: v for k, v in locals().items() if k in NAMES}
        super().__init__(**kwargs)

    def get_config(self):
        return {**super().get_config(), **self._arguments}


@register
class EverythingOfSelf(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        return {**super().get_config(), **{k: v for k, v in vars(self).items() if k in NAMES}}


@register
class FromMixin(ConfigMixin, Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        return {**super().get_config(), **self.names_to_config()}


@register
class FromHelper(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self._keep(units, rate)

    def _keep(self, units, rate):
        self.units = units
        self.rate = rate

    def _own_config(self):
        return {"units": self.units, "rate": self.rate}

    def get_config(self):
        config = super().get_config()
        config.update(self._own_config())
        return config


@register
class FromHelperWithoutRate(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def _own_config(self):
        return {"units": self.units}

    def get_config(self):
        return {**super().get_config(), **self._own_config()}


@register
class HelperSwaps(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self._keep(units, rate)

    def _keep(self, first, second):
        self.units, self.rate = first, second

    def get_config(self):
        return {**super().get_config(), "units": self.rate, "rate": self.units}  # error: KS109


@register
class OnlyIfSet(Base):
    def __init__(self, units=3, rate=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        if self.rate is not None:
            config["rate"] = self.rate
        return config


@register
class WithMatch(Base):
    def __init__(self, units=3, mode="a", **kwargs):
        super().__init__(**kwargs)
        self.units, self.mode = units, mode

    def get_config(self):
        config = {**super().get_config(), "mode": self.mode}
        match self.mode:
            case "a":
                config["units"] = self.units
            case _:
                config["units"] = self.units + 0
        return config


@register
class WithWalrus(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        if config := super().get_config():
            config["units"] = self.units
        config["rate"] = self.rate
        return config


@register
class CopiedAndCut(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = copy.copy(super().get_config())
        config.setdefault("units", self.units)
        config.setdefault("rate", self.rate)
        config["temporary"] = 1
        del config["temporary"]
        return config


@register
class ChangedInPlace(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        config |= {"units": self.units}
        config |= dict(rate=self.rate)
        return config


@register
class ChangedInPlaceWithoutRate(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        config |= {"units": self.units}
        return config


@register
class PoppedArguments(Base):
    def __init__(self, **kwargs):
        self.units = kwargs.pop("units", 3)
        self.rate = kwargs.pop("rate", 0.5)
        super().__init__(**kwargs)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "rate": self.rate}


@register
class PoppedAndForgotten(Base):
    def __init__(self, **kwargs):
        self.units = kwargs.pop("units", 3)
        self.rate = kwargs.pop("rate", 0.5)  # error: KS101
        super().__init__(**kwargs)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class PoppedInTheEnd(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = {**super().get_config(), "units": self.units, "rate": self.rate}
        config.pop("trainable")
        return config


@register
@dataclass
class Fields(Base):
    units: int = 3
    rate: float = 0.5

    def get_config(self):
        return {**super().get_config(), "units": self.units, "rate": self.rate}


@register
class ReturnsEarly(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = {**super().get_config(), "units": self.units, "rate": self.rate}
        if not self.built:
            return config
        return config


@register
class TriesFirst(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        try:
            config = super().get_config()
        except NotImplementedError:
            config = {}
        config.update(units=self.units, rate=self.rate)
        return config


@register
class HandedToAFunction(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        return complete(self, super().get_config())


def complete(layer, config):
    return {**config, "units": layer.units, "rate": layer.rate}


@register
class ByZip(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        config.update(zip(NAMES, (self.units, self.rate)))
        return config


@register
class ByFromkeys(Base):
    def __init__(self, units=3, rate=3, **kwargs):
        super().__init__(**kwargs)
        self.units = self.rate = units

    def get_config(self):
        return {**super().get_config(), **dict.fromkeys(NAMES, self.units)}


@register
class InALoopWithConditions(Base):
    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        for name, value in self.__dict__.items():
            if name in NAMES:
                config[name] = value
        return config


@register
class KeywordsOfAConstant(Base):
    KEYS = ["units", "rate"]

    def __init__(self, units=3, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate = units, rate

    def get_config(self):
        config = super().get_config()
        config.update((key, getattr(self, key)) for key in self.KEYS)
        return config


@register
class ExplicitParent(Pairs):
    def __init__(self, units=3, rate=0.5, depth=1, **kwargs):
        Pairs.__init__(self, units, rate, **kwargs)
        self.depth = depth

    def get_config(self):
        config = Pairs.get_config(self)
        config["depth"] = self.depth
        return config


@register
class ExplicitParentForgets(Pairs):
    def __init__(self, depth=1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.depth = depth


@register
class OverParents(PoppedArguments):
    def __init__(self, depth=1, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth

    def get_config(self):
        return {**super().get_config(), "depth": self.depth}


@keras.saving.register_keras_serializable("cases")
class PropertyGivesTheDict(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    @property
    def own_config(self):
        return {"units": self.units, "rate": self.rate}

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), **self.own_config}


@keras.saving.register_keras_serializable("cases")
class PropertyGivesHalfOfTheDict(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    @property
    def own_config(self):
        return {"units": self.units}

    def call(self, x):
        return x

    def get_config(self):
        config = super().get_config()
        config.update(self.own_config)
        return config


@keras.saving.register_keras_serializable("cases")
class PropertyOfSomethingElse(keras.layers.Layer):
    """What the property gives is not known: nothing is said."""

    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    @property
    def own_config(self):
        return vars(self)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), **self.own_config}


@keras.saving.register_keras_serializable("cases")
class SpreadsTheItems(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        config = {"units": self.units}
        return dict([*super().get_config().items(), *config.items()])


@keras.saving.register_keras_serializable("cases")
class SpreadsAllItems(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x

    def get_config(self):
        config = {"units": self.units, "rate": self.rate}
        return dict([*super().get_config().items(), *config.items()])
