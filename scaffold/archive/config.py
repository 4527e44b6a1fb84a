"""The config of a saved model as parsed JSON, checked for size of nesting and for its root."""

from __future__ import annotations

import json
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.object_tree import is_object, printable

# A model inside a model adds four levels of JSON: enough for 60 of them, and safe for Python's stack.
MAX_NESTING = 250


def parse_config(content: bytes, where: str) -> dict[str, Any]:
    """Parse the config of a saved model: JSON whose root is a serialized object.

    Args:
        content: UTF-8 text of the config.
        where: What to call it in a message.

    Raises:
        ScaffoldError: When it is no JSON, nested beyond the bounds, or its root is something else.
    """
    try:
        config: dict[str, Any] = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ScaffoldError(f"{where} is not UTF-8: {error.reason} at byte {error.start}") from None
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        raise ScaffoldError(
            f"{where} is not valid JSON: {error}",
            remedy="The file was damaged or edited; save the model again.",
        ) from None
    if _depth(config) > MAX_NESTING:
        raise _too_deep(where)
    if not is_object(config) or not isinstance(config["config"], dict):
        found = (
            f"keys {printable(', '.join(sorted(config)[:6])[:200]) or 'none'}"
            if isinstance(config, dict)
            else type(config).__name__
        )
        raise ScaffoldError(
            f"{where} is not the config of a model: "
            f"expected an object with 'class_name' and 'config', found {found}",
            remedy="Give a file written by model.save('name.keras').",
        )
    return config


def _too_deep(where: str) -> ScaffoldError:
    return ScaffoldError(
        f"{where} is nested deeper than {MAX_NESTING} levels", remedy="A real model's is not."
    )


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(child for child in item.values() if isinstance(child, dict | list))
            elif isinstance(item, list):
                inner.extend(child for child in item if isinstance(child, dict | list))
        level = inner
    return deepest
