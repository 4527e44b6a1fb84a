"""Members of enumerations, dataclasses and dicts with numbers as keys in a config, and their sound forms."""

# ruff: noqa: B008, B006, UP042

import dataclasses
import datetime
import enum
import functools
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol

import keras
import numpy as np

register = keras.saving.register_keras_serializable("cases")


class Mode(Enum):
    FAST = "fast"


class Spelled(str, Enum):
    FAST = "fast"


class Numbered(enum.IntEnum):
    ONE = 1


class Derived(Mode):
    """Python refuses it for a class with members, but not for one without."""


@dataclass(frozen=True)
class Window:
    size: int = 3


@dataclass
class WithConfig:
    size: int = 3

    def get_config(self):
        return {"size": self.size}


class Helper:
    def __init__(self, size):
        self.size = size


class Names(dict):
    pass


class Pair(NamedTuple):
    first: int
    second: int


class Shaped(Protocol):
    shape: tuple


@register
class Base(keras.layers.Layer):
    def call(self, x):
        return x


@register
class KeepsMember(Base):
    def __init__(self, mode="fast", **kwargs):
        super().__init__(**kwargs)
        self.mode = Mode(mode)

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}  # error: KS214


@register
class LooksMemberUp(Base):
    def __init__(self, mode="FAST", **kwargs):
        super().__init__(**kwargs)
        self.mode = Mode[mode]

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}  # error: KS214


@register
class MemberAsDefault(Base):
    def __init__(self, mode=Mode.FAST, **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}  # error: KS214


@register
class AnnotatedMember(Base):
    def __init__(self, mode: Mode | None = None, **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}  # error: KS214


@register
class ListOfMembers(Base):
    def __init__(self, modes: "list[Mode]", **kwargs):
        super().__init__(**kwargs)
        self.modes = modes

    def get_config(self):
        return {**super().get_config(), "modes": self.modes}  # error: KS214


@register
class MemberOfDerived(Base):
    def __init__(self, mode: Derived, **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}  # error: KS214


@register
class ValueOfMember(Base):
    def __init__(self, mode="fast", **kwargs):
        super().__init__(**kwargs)
        self.mode = Mode(mode)

    def get_config(self):
        return {**super().get_config(), "mode": self.mode.value}


@register
class MemberThatIsText(Base):
    def __init__(self, mode=Spelled.FAST, number: Numbered = Numbered.ONE, **kwargs):
        super().__init__(**kwargs)
        self.mode = Spelled(mode)
        self.number = number

    def get_config(self):
        return {**super().get_config(), "mode": self.mode, "number": self.number}


@register
class MemberOrText(Base):
    def __init__(self, mode: "Mode | str" = "fast", **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}


@register
class MemberFromConfig(Base):
    """The config holds the value, from_config makes the member of it."""

    def __init__(self, mode: Mode, **kwargs):
        super().__init__(**kwargs)
        self.mode = mode

    def get_config(self):
        return {**super().get_config(), "mode": self.mode.value}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["mode"] = Mode(config["mode"])
        return cls(**config)


# --- dataclasses and other objects ---


@register
class AnnotatedWindow(Base):
    def __init__(self, window: Window, **kwargs):
        super().__init__(**kwargs)
        self.window = window

    def get_config(self):
        return {**super().get_config(), "window": self.window}  # error: KS215


@register
class MakesWindow(Base):
    def __init__(self, window=3, **kwargs):
        super().__init__(**kwargs)
        self.window = Window(window)

    def get_config(self):
        config = super().get_config()
        config["window"] = self.window  # error: KS215
        return config


@register
class WindowAsDefault(Base):
    def __init__(self, window=Window(), **kwargs):
        super().__init__(**kwargs)
        self.window = window

    def get_config(self):
        return {**super().get_config(), "window": self.window}  # error: KS215


@register
class MakesHelper(Base):
    def __init__(self, helper=3, **kwargs):
        super().__init__(**kwargs)
        self.helper = Helper(helper)

    def get_config(self):
        return {**super().get_config(), "helper": self.helper}  # error: KS215


@register
class AnnotatedHelper(Base):
    """What derives from it may have a config."""

    def __init__(self, helper: Helper, shaped: Shaped, **kwargs):
        super().__init__(**kwargs)
        self.helper = helper
        self.shaped = shaped

    def get_config(self):
        return {**super().get_config(), "helper": self.helper, "shaped": self.shaped}


@register
class WindowAsDict(Base):
    def __init__(self, window=None, **kwargs):
        super().__init__(**kwargs)
        self.window = window if isinstance(window, Window) else Window(**window)

    def get_config(self):
        return {**super().get_config(), "window": dataclasses.asdict(self.window)}


@register
class ObjectsThatAreWritten(Base):
    """Keras asks the first for its config, writes the second as a dict, and the third as a list."""

    def __init__(self, window=WithConfig(), names=Names(), pair=Pair(1, 2), **kwargs):
        super().__init__(**kwargs)
        self.window = window
        self.names = names
        self.pair = pair

    def get_config(self):
        return {**super().get_config(), "window": self.window, "names": self.names, "pair": self.pair}


# --- keys that are no text ---


@register
class NumbersAsKeys(Base):
    def __init__(self, names={1: "a", 2: "b"}, **kwargs):
        super().__init__(**kwargs)
        self.names = names

    def get_config(self):
        return {**super().get_config(), "names": self.names}  # error: KS216


@register
class AnnotatedKeys(Base):
    def __init__(self, names: dict[int, str], places: "dict[tuple[int, int], str] | None" = None, **kwargs):
        super().__init__(**kwargs)
        self.names = names
        self.places = places

    def get_config(self):
        return {
            **super().get_config(),
            "names": self.names,  # error: KS216
            "places": self.places,  # error: KS216
        }


@register
class KeysTurnedBack(Base):
    def __init__(self, names: dict[int, str], **kwargs):
        super().__init__(**kwargs)
        self.names = {int(key): name for key, name in names.items()}

    def get_config(self):
        return {**super().get_config(), "names": self.names}


@register
class TextAsKeys(Base):
    def __init__(self, names: dict[str, int], counts={"a": 1}, either: "dict[int, str] | str" = "", **kwargs):
        super().__init__(**kwargs)
        self.names = names
        self.counts = counts
        self.either = either

    def get_config(self):
        return {**super().get_config(), "names": self.names, "counts": self.counts, "either": self.either}


@register
class PairsInTheConfig(Base):
    def __init__(self, names={1: "a"}, **kwargs):
        super().__init__(**kwargs)
        self.names = dict(names)

    def get_config(self):
        return {**super().get_config(), "names": list(self.names.items())}


# --- defaults, and values inside of others ---


@register
class SetAsDefault(Base):
    def __init__(self, axes={1, 2}, names=frozenset(), **kwargs):
        super().__init__(**kwargs)
        self.axes = axes
        self.names = names

    def get_config(self):
        return {
            **super().get_config(),
            "axes": self.axes,  # error: KS207
            "names": self.names,  # error: KS207
        }


@register
class ArrayAsDefault(Base):
    def __init__(self, anchors=np.zeros(3), more: list[np.ndarray] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.anchors = anchors
        self.more = more

    def get_config(self):
        return {
            **super().get_config(),
            "anchors": self.anchors,  # error: KS208
            "more": self.more,  # error: KS208
        }


@register
class InsideOfLists(Base):
    def __init__(self, files=(), axes=(), **kwargs):
        super().__init__(**kwargs)
        self.files = [Path(file) for file in files]
        self.axes = axes

    def get_config(self):
        return {
            **super().get_config(),
            "files": self.files,  # error: KS209
            "axes": {"kept": set(self.axes)},  # error: KS207
        }


@register
class OtherValues(Base):
    def __init__(self, steps=range(3), part=slice(None), pause=datetime.timedelta(1), base=2, **kwargs):
        super().__init__(**kwargs)
        self.steps = steps
        self.part = part
        self.pause = pause
        self.base = functools.partial(int, base=base)

    def get_config(self):
        return {
            **super().get_config(),
            "steps": self.steps,  # error: KS209
            "part": self.part,  # error: KS209
            "pause": self.pause,  # error: KS209
            "base": self.base,  # error: KS209
        }


@register
class OtherValuesAsText(Base):
    def __init__(self, files=(), steps=3, pause=1.0, **kwargs):
        super().__init__(**kwargs)
        self.files = [Path(file) for file in files]
        self.steps = range(steps)
        self.pause = datetime.timedelta(pause)

    def get_config(self):
        return {
            **super().get_config(),
            "files": [str(file) for file in self.files],
            "steps": len(self.steps),
            "pause": self.pause.days,
        }


@register
class NumbersAsKeysByDefault(keras.layers.Layer):
    def __init__(self, names=None, **kwargs):
        super().__init__(**kwargs)
        self.names = names or {0: "a", 1: "b"}

    def call(self, x):
        return x if self.names[0] == "a" else x + 1

    def get_config(self):
        return {**super().get_config(), "names": self.names}  # error: KS216


@register
class NumbersAsKeysMadeAgain(keras.layers.Layer):
    def __init__(self, names=None, **kwargs):
        super().__init__(**kwargs)
        self.names = {int(key): name for key, name in (names or {0: "a", 1: "b"}).items()}

    def call(self, x):
        return x if self.names[0] == "a" else x + 1

    def get_config(self):
        return {**super().get_config(), "names": self.names}
