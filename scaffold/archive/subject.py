"""What the archive checks look at: a saved model, the source of its classes if given, the Keras it will meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scaffold.archive.read import Archive
from scaffold.archive.source_classes import SourceClasses
from scaffold.finding import Finding, Severity
from scaffold.object_tree import ObjectNode, is_custom, is_object, printable, walk
from scaffold.rule import Rule

# Keras imports a class of these packages by itself, registered or not.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py (_retrieve_class_or_fn)
_FOUND_BY_KERAS = frozenset({"keras", "keras_hub", "keras_cv", "keras_nlp"})


@dataclass(frozen=True, slots=True)
class CustomObject:
    """A class or function that Keras does not bring, and where the config uses it.

    Args:
        name: Its name.
        key: What Keras looks it up by: the registered name, or the bare name.
        module: The module that the config names; None where it came from a script or notebook.
        is_function: Whether it is a function.
        paths: The layers that are of it or use it; ``compile_config`` for what compiling needs.
    """

    name: str
    key: str
    module: str | None
    is_function: bool
    paths: tuple[str, ...]

    @property
    def registered(self) -> bool:
        """Whether it was registered when the model was saved."""
        return ">" in self.key


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a check may look at.

    Args:
        archive: The saved model.
        source: The classes of the sources given; None where none were given.
        installed_keras: Version of the Keras that is installed here; empty where none is.
    """

    archive: Archive
    source: SourceClasses | None = None
    installed_keras: str = ""

    def layers(self) -> Iterator[ObjectNode]:
        """Yield the model and its layers, each shared layer once."""
        return (node for node in walk(self.archive.model) if not node.same_as)

    def custom_layers(self) -> Iterator[ObjectNode]:
        """Yield the layers of custom classes, the model included, that Keras does not find by itself."""
        return (node for node in self.layers() if node.custom and not _found_by_keras(node.module))


def finding(
    rule: Rule, subject: Subject, message: str, *, about: str, remedy: str = "", class_name: str = ""
) -> Finding:
    """Build a finding about a saved model; names out of the file cannot steer a terminal.

    Args:
        rule: The check that speaks.
        subject: The saved model.
        message: What was expected and what was found.
        about: The argument, key or layer that it is about; empty where it is about the class or the whole model.
        remedy: What to do in this very case; the rule's general remedy where it is left out.
        class_name: The class that it is about.
    """
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=printable(message),
        remedy=printable(remedy or rule.remedy),
        path=subject.archive.path,
        class_name=printable(class_name),
        argument=printable(about),
    )


def as_severe_as(found: Finding, severity: Severity) -> Finding:
    """Copy a finding with the severity that the case at hand has."""
    return found.but(severity=severity)


def places(paths: tuple[str, ...]) -> str:
    """Name where something is used, shortened.

    Example:
        >>> places(("a", "b", "c", "d"))
        "'a', 'b' and 2 more"
    """
    shown = [f"'{path or '(model)'}'" for path in paths[:2]]
    more = len(paths) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def custom_objects(archive: Archive) -> tuple[CustomObject, ...]:
    """List the classes and functions that loading a model needs besides Keras, in the order of the model."""
    found: dict[tuple[str, bool], tuple[str, str | None, list[str]]] = {}
    for path, entry in _entries(archive):
        described = _custom(entry)
        if described is None:
            continue
        name, key, module, is_function = described
        _, _, paths = found.setdefault((key, is_function), (name, module, []))
        if path not in paths:
            paths.append(path)
    return tuple(
        CustomObject(name, key, module, is_function, tuple(paths))
        for (key, is_function), (name, module, paths) in found.items()
    )


def _entries(archive: Archive) -> Iterator[tuple[str, Any]]:
    """Yield every serialized object with the layer it belongs to."""
    for node in walk(archive.model):
        if node.class_name and not node.same_as:
            yield node.path, _entry_of(node)
            yield from ((node.path, entry) for entry in _objects_in(dict(node.config or {})))
    yield from (("compile_config", entry) for entry in _objects_in(archive.config.get("compile_config")))


def _entry_of(node: ObjectNode) -> dict[str, Any]:
    return {
        "class_name": node.class_name,
        "module": node.module,
        "registered_name": node.registered_name,
        "config": {},
    }


def _objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if is_object(value):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _objects_in(item)


def _custom(entry: dict[str, Any]) -> tuple[str, str, str | None, bool] | None:
    class_name, config = entry["class_name"], entry["config"]
    module, registered = entry.get("module"), entry.get("registered_name")
    module = module if isinstance(module, str) else None
    registered = registered if isinstance(registered, str) else None
    if class_name.startswith("__") or _found_by_keras(module):
        return None
    if class_name == "function":
        # A function that Keras brings is written by its bare name as well.
        if not isinstance(config, str) or (module == "builtins" and config in _functions_of_keras()):
            return None
        return config.rpartition(">")[2], config, None if module == "builtins" else module, True
    if not is_custom(module, class_name, registered):
        return None
    return class_name, registered or class_name, module, False


def _functions_of_keras() -> frozenset[str]:
    from scaffold.source.keras_names import known_names

    # Other names of functions that Keras has: it writes those of the functions themselves.
    return frozenset(name.rpartition(".")[2] for name in known_names()) | {"hard_swish", "swish"}


def _found_by_keras(module: str | None) -> bool:
    return module is not None and module.split(".")[0] in _FOUND_BY_KERAS
