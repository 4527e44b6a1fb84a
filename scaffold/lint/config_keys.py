"""The keys of the table ``[tool.scaffold.lint]``: what each must be, and the value that is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


def _texts(value: Any) -> tuple[str, ...] | None:
    is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return tuple(value) if is_list else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _path(value: Any) -> str | None:
    return value if isinstance(value, str) and value and "\0" not in value else None


def sound_package(value: Any) -> str | None:
    """Return a name that can be written into a decorator as it is."""
    from scaffold.package_name import package_name

    is_sound = isinstance(value, str) and value and package_name(value, "", "", "") == value
    return value if is_sound else None


def _dotted(value: Any) -> tuple[str, ...] | None:
    names = _texts(value)
    sound = names is not None and all(part.isidentifier() for name in names for part in name.split("."))
    return names if sound else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _one_of(*known: str) -> Callable[[Any], str | None]:
    return lambda value: value if isinstance(value, str) and value in known else None


def _version(value: Any) -> tuple[int, ...] | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d+(\.\d+){0,2}", value):
        return None
    return tuple(int(part) for part in value.split("."))


def _by_pattern(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if not isinstance(value, dict):
        return None
    pairs = [(pattern, _texts(codes)) for pattern, codes in value.items()]
    return tuple((pattern, codes) for pattern, codes in pairs if codes is not None) if _whole(pairs) else None


def _whole(pairs: list[tuple[str, tuple[str, ...] | None]]) -> bool:
    return all(codes is not None for _, codes in pairs)


_LIST = ("a list of texts", _texts)
_FLAG = ("true or false", _flag, "true")
# Key -> what it must be, the check that makes the value of it, and an example.
KEYS: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "select": (*_LIST, '["KS1", "KS2"]'),
    "extend-select": (*_LIST, '["KS501"]'),
    "ignore": (*_LIST, '["KS501"]'),
    "per-file-ignores": ("a table of lists of texts", _by_pattern, '{"tests/*" = ["KS501"]}'),
    "exclude": (*_LIST, '["generated/*.py"]'),
    "extend-exclude": (*_LIST, '["generated/*.py"]'),
    "respect-gitignore": _FLAG,
    "fix": _FLAG,
    "unsafe-fixes": _FLAG,
    "fail-on": ('"error" or "warning"', _one_of("error", "warning"), '"warning"'),
    "output-format": ("the name of a format", _text, '"concise"'),
    "baseline": ("a path", _path, '"scaffold-baseline.json"'),
    "keras-version": ("a version", _version, '"3.12"'),
    "registration-package": ("a name of letters, digits and underscores", sound_package, '"my_package"'),
    "extra-base-classes": ("a list of dotted names", _dotted, '["framework.layers.BaseLayer"]'),
}
