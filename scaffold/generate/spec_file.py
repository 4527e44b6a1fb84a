"""Layers described in a TOML file: ``new-layer --spec layers.toml`` writes them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.generate.generate import LayerRequest

EXAMPLE = """\
[GatedDense]
template = "weighted"

[GatedDense.args]
units = "int[1..]"
activation = "activation=relu"
rate = { kind = "float[0..1]", default = 0.1, doc = "fraction that is dropped" }
"""
_LARGEST = 1_000_000
_OF_A_LAYER = ("args", "template", "package")
_OF_AN_ARGUMENT = ("kind", "default", "doc")


def read_spec_file(path: Path) -> tuple[LayerRequest, ...]:
    """Read what layers a file asks for.

    Args:
        path: A TOML file: a table for each layer, and in it ``args`` with a line for each argument.

    Returns:
        The layers, in the order of the file.

    Raises:
        ScaffoldError: The file cannot be read, or says what cannot be; the message says where.
    """
    import tomllib

    try:
        if path.stat().st_size > _LARGEST:
            raise ScaffoldError(
                f"{path} is larger than {_LARGEST} bytes", remedy="Split it into several files."
            )
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ScaffoldError(f"cannot read {path}: {error.strerror or error}", remedy=_remedy()) from None
    except (ValueError, RecursionError) as error:
        raise ScaffoldError(f"{path} is no TOML: {error}", remedy=_remedy()) from None
    if not content:
        raise ScaffoldError(f"{path} asks for no layer", remedy=_remedy())
    return tuple(_request(path, name, said) for name, said in content.items())


def _remedy() -> str:
    return f"For example:\n\n{EXAMPLE}"


def _request(path: Path, name: str, said: Any) -> LayerRequest:
    where = f"{path}: [{name[:60]}]"
    if not isinstance(said, dict):
        raise ScaffoldError(f"{path}: {name[:60]!r} is no table", remedy=_remedy())
    _check_keys(where, said, _OF_A_LAYER)
    for key in ("template", "package"):
        if key in said and not isinstance(said[key], str):
            raise ScaffoldError(f"{where} {key}: expected a text, got {said[key]!r}")
    arguments = said.get("args", {})
    if not isinstance(arguments, dict):
        raise ScaffoldError(f"{where} args: expected a table, got {str(arguments)[:60]}", remedy=_remedy())
    written, docs = [], {}
    for argument, form in arguments.items():
        text, doc = _argument(f"{where} {argument[:60]}", argument, form)
        written.append(text)
        if doc:
            docs[argument] = doc
    return LayerRequest(name, tuple(written), docs, said.get("template"), said.get("package"))


def _argument(where: str, name: str, form: Any) -> tuple[str, str]:
    """Return an argument as it would be typed, and what is said about it."""
    if ":" in name or "=" in name:
        raise ScaffoldError(f"{where}: expected the name of an argument", remedy=_remedy())
    if isinstance(form, str):
        return f"{name}:{form}", ""
    if (
        not isinstance(form, dict)
        or not isinstance(form.get("kind"), str)
        or not isinstance(form.get("doc", ""), str)
    ):
        raise ScaffoldError(
            f"{where}: expected a text such as 'int=64', or a table with kind, default and doc",
            remedy=_remedy(),
        )
    _check_keys(where, form, _OF_AN_ARGUMENT)
    default = "".join(_typed(where, form["default"])) if "default" in form else None
    return f"{name}:{form['kind']}" + ("" if default is None else f"={default}"), form.get("doc", "")


def _typed(where: str, value: Any) -> Iterator[str]:
    """Write a value of TOML as it would be typed."""
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float):
        yield repr(value)
    elif isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        # A text may hold the comma that texts are separated by.
        as_literal = any(isinstance(item, list) for item in value) or _are_texts(value)
        yield str(value) if as_literal else ",".join("".join(_typed(where, item)) for item in value)
    else:
        raise ScaffoldError(
            f"{where} default: expected a number, a text, true, false or a list, got {value!r}"
        )


def _are_texts(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


def _check_keys(where: str, said: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in said:
        if key not in known:
            guess = nearest(key, known)
            raise ScaffoldError(
                f"{where} {key[:60]}: unknown entry",
                remedy=f"Did you mean {guess!r}?" if guess else f"Known: {', '.join(known)}.",
            )
