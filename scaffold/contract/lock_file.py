"""The lock file: a contract as JSON text, one fact on a line, and back again."""

from __future__ import annotations

import json
from typing import Any

from scaffold.contract.promise import UNKNOWN_DEFAULT, ArgumentPromise, ClassPromise, Contract
from scaffold.errors import ScaffoldError

# Raised when an older kit could not read the file any more.
SCHEMA = 1
LONGEST = 16 * 1024 * 1024

_REQUIRED, _OPTIONAL, _DEFAULT = "required", "optional", "default "


def lock_text(contract: Contract) -> str:
    """Write a contract down: the same contract always gives the same text.

    Args:
        contract: The promises.

    Returns:
        JSON with sorted keys, one fact on a line, ending in a newline.
    """
    data = {
        "schema": SCHEMA,
        "paths": list(contract.paths),
        "classes": {name: _class_data(promise) for name, promise in contract.classes.items()},
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _class_data(promise: ClassPromise) -> dict[str, Any]:
    return {
        "role": promise.role,
        "registered": None if promise.registered is None else list(promise.registered),
        "arguments": {name: _argument_text(argument) for name, argument in promise.arguments.items()},
        "config": list(promise.config),
        "config_complete": promise.config_complete,
    }


def _argument_text(argument: ArgumentPromise) -> str:
    if argument.required:
        return _REQUIRED
    return _OPTIONAL if argument.default == UNKNOWN_DEFAULT else _DEFAULT + argument.default


def read_lock(text: str, path: str) -> Contract:
    """Read a lock file; whatever it holds is data, and checked.

    Args:
        text: Its text.
        path: Its name, for messages.

    Returns:
        The contract.

    Raises:
        ScaffoldError: The text is no lock file, a damaged one, or one of a newer kit.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, f"it is no JSON ({str(error)[:80]})") from None
    if not isinstance(data, dict) or "schema" not in data or "classes" not in data:
        raise _damaged(path, "it has no 'schema' and 'classes'")
    if data["schema"] != SCHEMA:
        raise ScaffoldError(
            f"'{path}' is a lock file of schema {data['schema']!r}; this version of scaffold reads {SCHEMA}",
            remedy="Use the version of scaffold that wrote it, or write it again with this one.",
        )
    classes = _expect(data["classes"], dict, "classes", path)
    return Contract(
        paths=_texts(data.get("paths"), "paths", path),
        classes={name: _class_promise(item, f"classes.{name}", path) for name, item in classes.items()},
    )


def _class_promise(item: Any, where: str, path: str) -> ClassPromise:
    data = _expect(item, dict, where, path)
    arguments = _expect(data.get("arguments"), dict, f"{where}.arguments", path)
    registered = data.get("registered")
    return ClassPromise(
        role=_expect(data.get("role"), str, f"{where}.role", path),
        registered=None if registered is None else _texts(registered, f"{where}.registered", path),
        arguments={
            name: _argument(value, f"{where}.arguments.{name}", path) for name, value in arguments.items()
        },
        config=_texts(data.get("config"), f"{where}.config", path),
        config_complete=_expect(data.get("config_complete"), bool, f"{where}.config_complete", path),
    )


def _argument(value: Any, where: str, path: str) -> ArgumentPromise:
    text: str = _expect(value, str, where, path)
    if text in (_REQUIRED, _OPTIONAL):
        return ArgumentPromise(text == _REQUIRED)
    if not text.startswith(_DEFAULT):
        raise _damaged(
            path, f"expected 'required', 'optional' or 'default ...' at {where}, got {text[:60]!r}"
        )
    return ArgumentPromise(False, text.removeprefix(_DEFAULT))


def _texts(value: Any, where: str, path: str) -> tuple[str, ...]:
    return tuple(_expect(item, str, where, path) for item in _expect(value, list, where, path))


def _expect(value: Any, wanted: type, where: str, path: str) -> Any:
    if not isinstance(value, wanted):
        raise _damaged(path, f"expected {wanted.__name__} at {where}, got {type(value).__name__}")
    return value


def _damaged(path: str, what: str) -> ScaffoldError:
    return ScaffoldError(
        f"'{path}' is no lock file: {what}",
        remedy="Give the lock file with --lock-file, or restore it from version control.",
    )
