"""The lines of Python that load a saved model: imports, and the call with its exact custom_objects."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from scaffold.archive.read import Archive
from scaffold.archive.source_classes import SourceClasses
from scaffold.archive.subject import CustomObject, custom_objects
from scaffold.object_tree import printable


def loading_lines(
    archive: Archive, source: SourceClasses | None = None, *, safe_mode: bool = True
) -> tuple[str, ...]:
    """Write what loads a model: the imports of its custom classes, then the call.

    Args:
        archive: The saved model.
        source: The classes of the sources, which tell where a class is that the file has no module for.
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
    comments = tuple(
        f"# define or import {printable(item.name)}{_registered_as(item)}: the file does not say where it is from"
        for item in without_module(needed, source)
    )
    call = f"model = keras.saving.load_model({', '.join(arguments)})"
    return ("import keras", *imports(needed, source), *comments, call)


def imports(needed: Iterable[CustomObject], source: SourceClasses | None = None) -> tuple[str, ...]:
    """Write an import for each module: of the module where that registers a class, else of the names.

    Example:
        >>> imports([CustomObject("Gate", "Gate", "my.layers", False, ("gate",))])
        ('from my.layers import Gate',)
    """
    registering: dict[str, list[str]] = {}
    imported: dict[str, list[str]] = {}
    for item in needed:
        module = _module(item, source)
        if module is None:
            continue
        lines, name = (
            (registering, printable(item.key)) if item.registered else (imported, printable(item.name))
        )
        names = lines.setdefault(module, [])
        if name not in names:
            names.append(name)
    return (
        *(f"import {module}  # registers {', '.join(keys)}" for module, keys in registering.items()),
        *(f"from {module} import {', '.join(names)}" for module, names in imported.items()),
    )


def without_module(
    needed: Iterable[CustomObject], source: SourceClasses | None = None
) -> tuple[CustomObject, ...]:
    """Return the classes and functions of which neither the file nor the sources say where they are from."""
    return tuple(item for item in needed if _module(item, source) is None)


def _module(item: CustomObject, source: SourceClasses | None) -> str | None:
    """Return where an object is to be imported from; nothing that is no name gets into lines that are pasted."""
    module = None if item.module == "__main__" else item.module
    if module is None and source is not None and not item.is_function:
        known = source.find(item.name, None, item.key)
        sought = known is not None and (known.key == item.key if item.registered else known.name == item.name)
        if known is not None and sought and known.importable:
            module = known.module
    usable = module is not None and _is_name(item.name) and all(map(_is_name, module.split(".")))
    return module if usable else None


def _registered_as(item: CustomObject) -> str:
    return f", registered as {printable(item.key)}" if item.registered else ""


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
