"""Why a constructor did not take a config, told from its signature and the config's keys."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.errors import nearest
from scaffold.roundtrip.scope import is_built_in
from scaffold.roundtrip.signature import BASE_ARGUMENTS, constructor_signature


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause and its remedy, in words, and the lint rule that may see it in the source."""

    reason: str
    fix: str
    lint_rule: str = ""


def source_line(owner: Any) -> str:
    """Return ``file:line`` of a class or function, or an empty text where Python does not know it."""
    try:
        line = inspect.getsourcelines(owner)[1]
        file = Path(inspect.getsourcefile(owner) or "")
    except (OSError, TypeError):
        return ""
    here = Path.cwd()
    return f"{file.relative_to(here) if file.is_relative_to(here) else file}:{line}"


def method_line(cls: type, name: str) -> str:
    """Return ``file:line`` of the method as the class has it, its own or inherited; else of the class.

    Nobody changes a method of Keras: where the class has only that one, its own first line is the place.
    """
    for owner in cls.__mro__:
        if name in owner.__dict__ and (not is_built_in(owner) or is_built_in(cls)):
            found = owner.__dict__[name]
            return source_line(getattr(found, "__func__", found)) or source_line(cls)
    return source_line(cls)


def why_config_is_not_taken(cls: type, config: Mapping[str, Any], error: BaseException) -> Diagnosis:
    """Explain why ``cls.from_config(config)`` raised.

    Args:
        cls: The layer class.
        config: What its ``get_config`` returned.
        error: What ``from_config`` raised.

    Returns:
        The cause that the signature shows, else the error itself.
    """
    signature = constructor_signature(cls)
    missing = [a.name for a in signature.arguments if a.required and a.name not in config]
    if missing:
        keys = ", ".join(f"'{name}'" for name in missing)
        entries = ", ".join(f"'{name}': self.{name}" for name in missing)
        return Diagnosis(
            f"the constructor requires {keys}, which get_config does not return",
            f"Store the argument in __init__ and add {{{entries}}} to the config in get_config.",
            "KS101",
        )
    unknown = _unknown_keys(cls, config)
    base = [key for key in unknown if key in BASE_ARGUMENTS]
    if base:
        keys = ", ".join(f"'{key}'" for key in base)
        return Diagnosis(
            f"the config holds {keys}, which keras.layers.Layer adds and the constructor does not accept",
            "Accept **kwargs in __init__ and pass them on: super().__init__(**kwargs).",
            "KS301",
        )
    if unknown:
        return _unknown_key(unknown[0], signature.names)
    return _refused_key(cls, config, error) or Diagnosis(
        told(error),
        remedy_of(str(error)) or "Make from_config accept exactly what get_config returns.",
        lint_rule_of(str(error)),
    )


def _refused_key(cls: type, config: Mapping[str, Any], error: BaseException) -> Diagnosis | None:
    """Explain a key that the constructor was given and that is not in the config."""
    found = re.search(r"unexpected keyword argument '(\w+)'", str(error))
    if found is None or found[1] in config:
        return None
    owner = keras_owner(cls, "from_config")
    return Diagnosis(
        f"from_config{f' of {owner}' if owner else ''} adds '{found[1]}', which the constructor does not accept",
        "Accept **kwargs in __init__ and pass them on: super().__init__(**kwargs).",
        "KS301",
    )


def _unknown_keys(cls: type, config: Mapping[str, Any]) -> list[str]:
    """Return the config keys that no constructor along the parents takes; none where one takes anything."""
    known: set[str] = set()
    for owner in cls.__mro__:
        if "__init__" not in owner.__dict__ or owner is object:
            continue
        parameters = inspect.signature(owner.__dict__["__init__"]).parameters
        known.update(parameters)
        if not any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values()):
            break
        if owner.__module__.startswith("keras.") and owner.__name__ == "Layer":
            break
    return [key for key in config if key not in known]


def _unknown_key(key: str, names: tuple[str, ...]) -> Diagnosis:
    guess = nearest(key, names)
    hint = f" Did you mean '{guess}'?" if guess else ""
    return Diagnosis(
        f"get_config returns '{key}', which the constructor does not accept.{hint}",
        f"Name the key as the constructor argument, or take '{key}' out of the config in from_config.",
        "KS102",
    )


_COLOR = re.compile(r"\x1b\[[0-9;]*m")
# What Keras puts above and below the message of an error in a call:
# `inject_argument_info_in_traceback` in keras/src/utils/traceback_utils.py (3.15.1).
_ABOVE = re.compile(r"^\s*(\w+: )?Exception encountered when calling .*$", re.M)
_BELOW = re.compile(r"^Arguments received by .*", re.M | re.S)

# `_raise_loading_failure` in keras/src/saving/saving_lib.py (3.15.1) writes what it quotes below.
_NOT_LOADED = re.compile(r"A total of \d+ objects could not be loaded\. Example error message")


def inner_message(text: str) -> str:
    """Return the first paragraph of what was raised below everything that Keras wraps around it.

    Of a list of what could not be loaded, the next paragraph tells why.

    Example:
        >>> inner_message("Exception encountered when calling A.call().\\n\\n\\x1b[1mno\\x1b[0m")
        'no'
    """
    _, _, inner = _COLOR.sub("", text).rpartition("Exception encountered:")
    message = _BELOW.sub("", _ABOVE.sub("", inner)).strip()
    paragraphs = message.split("\n\n")
    if _NOT_LOADED.match(message):
        paragraphs = paragraphs[1:] or paragraphs
    return " ".join(paragraphs[0].split())[:400]


def told(error: BaseException) -> str:
    """Return type and message of an error, without what Keras wraps around it.

    Example:
        >>> told(ValueError("no such mode"))
        'ValueError: no such mode'
    """
    message = inner_message(str(error))
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def keras_owner(cls: type, method: str) -> str:
    """Return the Keras class that wrote the method of this class; empty where Keras did not write it."""
    owner = next((base for base in cls.__mro__ if method in base.__dict__), object)
    return f"keras.layers.{owner.__name__}" if is_built_in(owner) else ""


# What is said where a nested object stayed a dict.
_NESTED = re.compile(
    r"'(?:Tracked)?(?:Dict|dict)' object is not callable|Could not interpret|has no attribute"
)
# What is said where the original has an object that the rebuilt layer never made.
_NONE = re.compile(r"'NoneType' object (?:has no attribute|is not |does not support)")
# What Keras says -> what to do about it; the messages are those of Keras 3.
_REMEDIES = (
    (
        re.compile("property '\\w+' of '\\w+' object has no setter"),
        "Keras has a property of that name: keep the value in an attribute of another name.",
    ),
    (
        re.compile("cannot add new elements of state"),
        "A sublayer that deserialize_keras_object returns may be built already: in build(), build it only "
        "`if not self.sublayer.built`.",
    ),
    (
        _NONE,
        "What is None here was made of something that the rebuilt layer does not have: put that into the config, or, "
        "where it was learned after construction, keep it as a weight or write save_assets and load_assets.",
    ),
    (
        _NESTED,
        "Deserialize nested objects in from_config: keras.saving.deserialize_keras_object(config[...]).",
    ),
    (
        re.compile(r"unhashable type: '(?:Tracked)?[Ll]ist'|can only concatenate|concatenate list"),
        "JSON has no tuple: normalize in the constructor, self.x = tuple(x), and at the top of build, "
        "input_shape = tuple(input_shape).",
    ),
    (
        re.compile(r"expected \d+ variables, but received 0 variables|was never built"),
        "Build every sublayer in build(), and keep sublayers in attributes, lists or dicts.",
    ),
)


def keeps_only_its_own(cls: type, message: str) -> str:
    """Return what to do where a class has more weights than the Keras class that saves them knows; else nothing."""
    owner = keras_owner(cls, "save_own_variables")
    if not re.search(r"expected \d+ variables, but received [1-9]", message) or owner in (
        "",
        "keras.layers.Layer",
    ):
        return ""
    return (
        f"save_own_variables of {owner} saves only the weights that {owner} makes. Write save_own_variables and "
        "load_own_variables that save all of them: keras.layers.Layer.save_own_variables(self, store), and the same "
        "with load."
    )


def remedy_of(message: str) -> str:
    """Return what to do about what Keras or Python said; empty where that is not known."""
    return next((remedy for pattern, remedy in _REMEDIES if pattern.search(message)), "")


def lint_rule_of(message: str) -> str:
    """Return the lint rule that may see the cause of what Keras or Python said; empty where none does."""
    return "KS206" if _NESTED.search(message) and not _NONE.search(message) else ""
