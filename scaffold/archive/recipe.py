"""The lines of Python that load a saved model: imports, and the call with its exact custom_objects."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from scaffold.archive.read import Archive
from scaffold.archive.subject import CustomObject, custom_objects
from scaffold.object_tree import printable


def loading_lines(archive: Archive, *, safe_mode: bool = True) -> tuple[str, ...]:
    """Write what loads a model: an import for each custom class, then the call.

    Args:
        archive: The saved model.
        safe_mode: False where the model holds lambdas that safe mode refuses.

    Returns:
        Lines of Python.

    Example:
        >>> loading_lines(read_archive("model.keras"))  # doctest: +SKIP
        ('import keras', 'from my_package.layers import Gate', "model = keras.saving.load_model('model.keras', ...")
    """
    needed = custom_objects(archive)
    passed = tuple(item for item in needed if not item.registered)
    arguments = [repr(archive.path)]
    if passed:
        arguments.append(f"custom_objects={custom_objects_text(passed)}")
    if not safe_mode:
        arguments.append("safe_mode=False")
    return ("import keras", *imports(needed), f"model = keras.saving.load_model({', '.join(arguments)})")


def imports(needed: Iterable[CustomObject]) -> tuple[str, ...]:
    """Write an import for each class or function: of its module where that registers it, else of its name."""
    lines: dict[str, None] = {}
    for item in needed:
        name = printable(item.name)
        if item.module is None or not _is_name(item.name) or not all(map(_is_name, item.module.split("."))):
            lines[f"# define or import {name}: the file does not say where it is from"] = None
        elif item.registered:
            lines[f"import {item.module}  # registers {printable(item.key)}"] = None
        else:
            lines[f"from {item.module} import {name}"] = None
    return tuple(lines)


def custom_objects_text(needed: Iterable[CustomObject]) -> str:
    """Write the dict that maps what the file says to the classes.

    Example:
        >>> custom_objects_text([CustomObject("Gate", "Gate", "my.layers", False, ("gate",))])
        "{'Gate': Gate}"
    """
    return (
        "{"
        + ", ".join(f"{item.key!r}: {item.name if _is_name(item.name) else '...'}" for item in needed)
        + "}"
    )


def _is_name(text: str) -> bool:
    """Whether a name out of a file may stand in Python that someone will paste."""
    return text.isidentifier() and not iskeyword(text)
