"""What stands under a config key: swapped, fixed, computed, shortened, not called, merged away, or just right."""

import functools
import math
from collections.abc import Callable

import keras

register = keras.saving.register_keras_serializable("cases")


@register
class Base(keras.layers.Layer):
    def call(self, x):
        return x


# --- another argument under the key ---


@register
class Swapped(Base):
    def __init__(self, low=0, high=1, **kwargs):
        super().__init__(**kwargs)
        self.low = low
        self.high = high

    def get_config(self):
        config = super().get_config()
        config.update(
            {
                "low": self.high,  # error: KS109
                "high": self.low,  # error: KS109
            }
        )
        return config


@register
class CopiedLine(Base):
    def __init__(self, rows, columns, **kwargs):
        super().__init__(**kwargs)
        self._rows, self._columns = rows, columns

    def get_config(self):
        config = super().get_config()
        config["rows"] = self._rows
        config["columns"] = self._rows  # error: KS109
        return config


@register
class SwappedInKeywords(Base):
    def __init__(self, low=0, high=1, **kwargs):
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def get_config(self):
        return dict(super().get_config(), low=self.high, high=self.low)  # error: KS109


@register
class RightUnderOtherNames(Base):
    def __init__(self, low=0, high=1, **kwargs):
        super().__init__(**kwargs)
        self.floor, self.ceiling = low, high

    def get_config(self):
        return {**super().get_config(), "low": self.floor, "high": self.ceiling}


@register
class CrossedTwice(Base):
    """The attributes are crossed, and so are the keys."""

    def __init__(self, low=0, high=1, **kwargs):
        super().__init__(**kwargs)
        self.low, self.high = high, low

    def get_config(self):
        return {**super().get_config(), "low": self.high, "high": self.low}


@register
class TurnedByFromConfig(Base):
    def __init__(self, low=0, high=1, **kwargs):
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def get_config(self):
        return {**super().get_config(), "low": self.high, "high": self.low}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        low, high = config.pop("low"), config.pop("high")
        return cls(low=high, high=low, **config)


@register
class OneStandsForBoth(Base):
    """The second is only another way to say the first, and is kept nowhere."""

    def __init__(self, size=None, width=None, **kwargs):
        super().__init__(**kwargs)
        self.size = size or width

    def get_config(self):
        return {**super().get_config(), "size": self.size, "width": None}


# --- a constant under the key ---


@register
class AlwaysHalf(Base):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "rate": 0.5}  # error: KS110


@register
class AlwaysNone(Base):
    def __init__(self, limit=None, **kwargs):
        super().__init__(**kwargs)
        self._limit = limit

    def get_config(self):
        config = super().get_config()
        config["limit"] = None  # error: KS110
        return config


@register
class NothingCanCarryIt(Base):
    """A config cannot carry the argument, and what stands in its place says so."""

    def __init__(self, write: Callable[[str], None], table: dict | None = None, **kwargs):
        super().__init__(**kwargs)
        self.write = write
        self.table = table

    def get_config(self):
        return {**super().get_config(), "write": "NOT_SUPPORTED", "table": {}}


@register
class AlwaysTheSameNumber(Base):
    def __init__(self, rate: float | None = None, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "rate": None}  # error: KS110


@register
class ConstantVersion(Base):
    """Not an argument that is kept."""

    def __init__(self, rate=0.5, version=1, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        if version != 1:
            raise ValueError("only version 1")

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "version": 1}


@register
class ConstantOnOneBranch(Base):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def get_config(self):
        rate = self.rate if self.rate > 0 else 0
        return {**super().get_config(), "rate": rate}


@register
class FixedByTheClass(Base):
    def __init__(self, **kwargs):
        kwargs.setdefault("trainable", False)
        super().__init__(**kwargs)

    def get_config(self):
        return super().get_config()


# --- computed from the argument ---


@register
class Doubled(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units * 2

    def get_config(self):
        return {**super().get_config(), "units": self.units}  # error: KS108


@register
class Shifted(Base):
    def __init__(self, axis=0, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis + 1

    def get_config(self):
        config = super().get_config()
        config.update(axis=self.axis)  # error: KS108
        return config


@register
class Complement(Base):
    def __init__(self, keep=0.9, **kwargs):
        super().__init__(**kwargs)
        self.rate = 1 - keep

    def get_config(self):
        return {**super().get_config(), "keep": self.rate}  # error: KS108


@register
class DoubledInConfig(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units * 2}  # error: KS108


@register
class Truncated(Base):
    def __init__(self, units=3, ratio=0.5, **kwargs):
        super().__init__(**kwargs)
        self.units = int(units * ratio)
        self.ratio = ratio

    def get_config(self):
        return {**super().get_config(), "units": self.units, "ratio": self.ratio}  # error: KS108


@register
class WiderDense(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units * 2, **kwargs)  # error: KS108


@register
class NamedDense(keras.layers.Dense):
    def __init__(self, units, name="dense", **kwargs):
        super().__init__(units, name=f"{name}_wide", **kwargs)  # error: KS108


@register
class NamedLayer(Base):
    def __init__(self, units=3, name="layer", **kwargs):
        super().__init__(name=name + "_x", **kwargs)  # error: KS108
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class SlowDropout(keras.layers.Dropout):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(rate=rate / 2, **kwargs)  # error: KS108


@register
class Negative(Base):
    def __init__(self, factor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = -factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}  # error: KS108


@register
class UndoneAgain(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units * 2

    def get_config(self):
        return {**super().get_config(), "units": self.units // 2}


@register
class RoundedDown(Base):
    """Done twice this gives the same."""

    def __init__(self, units=8, **kwargs):
        super().__init__(**kwargs)
        self.units = units // 8 * 8

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class Clipped(Base):
    def __init__(self, rate=0.5, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.rate = max(0.0, min(rate, 1.0))
        self.axis = axis % 4

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "axis": self.axis}


@register
class Neutral(Base):
    def __init__(self, rate=1, shift=0, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate * 1.0
        self.shift = shift + 0

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "shift": self.shift}


@register
class ShiftedOnlyIfNegative(Base):
    def __init__(self, axis=-1, rank=4, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis + rank if axis < 0 else axis
        self.rank = rank

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "rank": self.rank}


@register
class ComputedBesideIt(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden = units * 4

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class WiderDenseKept(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units * 2, **kwargs)
        self.half = units

    def get_config(self):
        return {**super().get_config(), "units": self.half}


@register
class AutomaticWider(Base):
    """The automatic config keeps what the class itself was given."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units * 2


@register
class UndoneByFromConfig(Base):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units * 2

    def get_config(self):
        return {**super().get_config(), "units": self.units}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["units"] = config["units"] // 2
        return cls(**config)


# --- a conversion that loses ---


@register
class Rounded(Base):
    def __init__(self, rate=0.125, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "rate": round(self.rate, 1)}  # error: KS211


@register
class CutOff(Base):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "rate": int(self.rate)}  # error: KS211


@register
class AsText(Base):
    def __init__(self, size=3, flag=False, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.flag = flag

    def get_config(self):
        config = super().get_config()
        config["size"] = str(self.size)  # error: KS211
        config["flag"] = str(self.flag)  # error: KS211
        return config


@register
class TruthOnly(Base):
    def __init__(self, depth=2, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth

    def get_config(self):
        return {**super().get_config(), "depth": bool(self.depth)}  # error: KS211


@register
class NameOfActivation(Base):
    def __init__(self, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)

    def get_config(self):
        return {**super().get_config(), "activation": self.activation.__name__}  # error: KS211


@register
class NameOfInitializer(Base):
    def __init__(self, initializer="zeros", **kwargs):
        super().__init__(**kwargs)
        self.initializer = keras.initializers.get(initializer)

    def get_config(self):
        name = self.initializer.__class__.__name__
        return {**super().get_config(), "initializer": name}  # error: KS211


@register
class Converted(Base):
    """Conversions to what the argument is anyway."""

    def __init__(self, units=3, rate=0.5, mode="sum", flag=True, **kwargs):
        super().__init__(**kwargs)
        self.units, self.rate, self.mode, self.flag = units, rate, mode, flag

    def get_config(self):
        config = super().get_config()
        config.update(units=int(self.units), rate=float(self.rate), mode=str(self.mode), flag=bool(self.flag))
        return config


@register
class WholeNumber(Base):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def get_config(self):
        return {**super().get_config(), "factor": int(self.factor)}


@register
class NameOfAFunction(Base):
    """What was kept is not known to be an object of Keras."""

    def __init__(self, mode="sum", **kwargs):
        super().__init__(**kwargs)
        self.function = getattr(keras.ops, mode)

    def get_config(self):
        return {**super().get_config(), "mode": self.function.__name__}


# --- a method in place of what it returns ---


@register
class NotCalled(Base):
    def __init__(self, scored=True, **kwargs):
        super().__init__(**kwargs)
        self._scored = scored

    def scored(self):
        return self._scored

    def get_config(self):
        return {**super().get_config(), "scored": self.scored}  # error: KS111


@register
class NotCalledInChild(NotCalled):
    def __init__(self, depth=1, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth

    def get_config(self):
        config = super().get_config()
        config["scored"] = self._scored
        config["depth"] = self.compute_depth  # error: KS111
        return config

    def compute_depth(self):
        return self.depth


@register
class Called(Base):
    def __init__(self, scored=True, **kwargs):
        super().__init__(**kwargs)
        self._scored = scored

    def is_scored(self):
        return self._scored

    def get_config(self):
        return {**super().get_config(), "scored": self.is_scored()}


@register
class Property(Base):
    def __init__(self, scored=True, depth=1, **kwargs):
        super().__init__(**kwargs)
        self._scored = scored
        self._depth = depth

    @property
    def scored(self):
        return self._scored

    @functools.cached_property
    def depth(self):
        return math.ceil(self._depth)

    def get_config(self):
        return {**super().get_config(), "scored": self.scored, "depth": self.depth}


@register
class AttributeOverMethod(Base):
    def __init__(self, mode="sum", **kwargs):
        super().__init__(**kwargs)
        self.reduce = mode

    def reduce(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "mode": self.reduce}


# --- the parent's config on top ---


@register
class ParentWins(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.pairs = units

    def get_config(self):
        return {"units": self.pairs, **super().get_config()}  # error: KS107


@register
class ParentUpdates(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.pairs = units

    def get_config(self):
        config = {"units": self.pairs}  # error: KS107
        config.update(super().get_config())
        return config


@register
class ParentOrs(keras.layers.Dropout):
    def __init__(self, rate, **kwargs):
        super().__init__(rate, **kwargs)
        self.percent = rate

    def get_config(self):
        return {"rate": self.percent} | super().get_config()  # error: KS107


@register
class ParentBelow(keras.layers.Dense):
    def __init__(self, units, scale=1.0, **kwargs):
        super().__init__(units, **kwargs)
        self.scale = scale

    def get_config(self):
        return {"scale": self.scale, **super().get_config()}


@register
class ParentSame(keras.layers.Dense):
    """Both write the same."""

    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)

    def get_config(self):
        return {"units": self.units, **super().get_config()}


@register
class OwnKeysLast(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.pairs = units

    def get_config(self):
        return {**super().get_config(), "units": self.pairs}


# --- computed in place ---


@register
class DoubledInPlace(keras.layers.Layer):
    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        units *= 2
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}  # error: KS108


@register
class DoubledInPlaceForSome(keras.layers.Layer):
    def __init__(self, units=4, wide=False, **kwargs):
        super().__init__(**kwargs)
        self.wide = wide
        self.given = units
        if wide:
            units *= 2
        units *= 1
        self.units = units

    def call(self, x):
        return x * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.given, "wide": self.wide}
