"""Which of Keras's own objects a function is replaced with that is called like it and that nothing registers."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.lint.named_function import may_be_offered
from scaffold.source.function_facts import GivenFunction
from scaffold.source.keras_names import canonical_name, keras_class, known_names
from scaffold.source.located import Answer, SourceFile
from scaffold.source.project import Project
from scaffold.source.record import Record

# Where Keras looks for the name of a function before it gives up; what it finds there is another function.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/saving/serialization_lib.py
_LOOKED_THROUGH = (
    "activations",
    "constraints",
    "initializers",
    "losses",
    "metrics",
    "optimizers",
    "regularizers",
)
# What takes a config by its name calls it like a class of its own, and gives up.
_CLASSES_ONLY = frozenset({"constraints", "initializers", "metrics", "regularizers"})
_NO_VALUES = frozenset({"get", "serialize", "deserialize"})


def loaded_in_its_place(name: str, home: str = "") -> str | None:
    """Return the canonical name of what Keras loads for an unregistered function of that name.

    Args:
        name: The name of the function.
        home: The module of Keras that is given the config: ``activations`` for an activation; empty where it is
            deserialized as any object.

    Returns:
        None where loading ends in an error.

    Example:
        >>> loaded_in_its_place("gelu", "activations"), loaded_in_its_place("swish"), loaded_in_its_place("triple")
        ('keras.activations.gelu', None, None)
    """
    if home in _CLASSES_ONLY or name in _NO_VALUES:
        return None
    for module in (home,) if home == "losses" else _LOOKED_THROUGH:
        canonical = canonical_name(f"keras.{module}.{name}") or ""
        # A second name, as `swish` is, is not among those that Keras looks for.
        if canonical in known_names() and canonical.rpartition(".")[2] == name:
            return canonical
    return None


def is_saved_as_a_word(canonical: str, home: str) -> bool:
    """Tell whether the config holds nothing but the name, for which nobody is asked but Keras itself.

    `keras.activations.serialize` does so, and `keras.activations.get` then looks into no ``custom_objects``:
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/activations/__init__.py
    """
    return (
        home == "activations"
        and canonical.startswith("keras.activations.")
        and keras_class(canonical) is None
    )


class Replaced(Record):
    """What is loaded in the place of a function.

    Args:
        built_in: Its canonical name.
        severity: An error where it certainly computes something else.
        remedy: What to do about it.
    """

    built_in: str
    severity: Severity
    remedy: str


def replaced(function: GivenFunction, home: str, source: SourceFile, project: Project) -> Replaced | None:
    """Return what is loaded in the place of an unregistered function; None where that may be the function itself.

    Args:
        function: The function.
        home: The module of Keras whose ``get`` is given its config; empty where that is none.
        source: The file that hands it on.
        project: The project.
    """
    built_in = loaded_in_its_place(function.name, home)
    if built_in is None or function.like_keras is Answer.YES:
        return None
    # Older releases looked for every name in `custom_objects` first.
    version = project.settings.keras_version
    helpless = is_saved_as_a_word(built_in, home) and not (version and version < (3,))
    if not helpless and may_be_offered(function, source, project):
        return None
    if project.models.may_register(function.name, source):
        return None
    remedy = (
        f"Put @keras.saving.register_keras_serializable(package=\"...\") above '{function.name}', "
        f"or use {built_in} if it does the same."
    )
    return Replaced(
        built_in=built_in,
        severity=Severity.ERROR if function.like_keras is Answer.NO else Severity.WARNING,
        remedy=f"{remedy} To pass it in custom_objects does not help." if helpless else remedy,
    )
