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
# What makes an object of a config -> where that looks for the name in it.
_FOUND_BY = {
    "keras.activations.get": _LOOKED_THROUGH,
    "keras.activations.deserialize": ("activations",),
    "keras.saving.deserialize_keras_object": _LOOKED_THROUGH,
}
_NO_VALUES = frozenset({"get", "serialize", "deserialize"})


def loaded_in_its_place(name: str, taker: str) -> str | None:
    """Return the canonical name of what Keras loads for an unregistered function of that name.

    Args:
        name: The name of the function.
        taker: Canonical name of the function of Keras that makes an object of its config.

    Returns:
        None where loading ends in an error: what takes initializers calls a class of that name like one.

    Example:
        >>> loaded_in_its_place("gelu", "keras.activations.get"), loaded_in_its_place("ones", "keras.initializers.get")
        ('keras.activations.gelu', None)
    """
    if name in _NO_VALUES:
        return None
    for module in _FOUND_BY.get(taker, ()):
        canonical = canonical_name(f"keras.{module}.{name}") or ""
        # A second name, as `swish` is, is not among those that Keras looks for.
        if canonical in known_names() and canonical.rpartition(".")[2] == name:
            return canonical
    return None


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


def replaced(
    function: GivenFunction, taker: str, source: SourceFile, project: Project, *, as_word: bool
) -> Replaced | None:
    """Return what is loaded in the place of an unregistered function; None where that may be the function itself.

    Args:
        function: The function.
        taker: Canonical name of the function of Keras that makes an object of its config.
        source: The file that hands it on.
        project: The project.
        as_word: Whether `keras.activations.serialize` writes the config, which then may be nothing but the name, and
            `keras.activations.get` reads it, which then asks nobody but Keras itself:
            https://github.com/keras-team/keras/blob/v3.15.1/keras/src/activations/__init__.py.
    """
    built_in = loaded_in_its_place(function.name, taker)
    if built_in is None or function.like_keras is Answer.YES:
        return None
    # Older releases looked for every name in `custom_objects` first.
    version = project.settings.keras_version
    helpless = as_word and is_activation(built_in) and not (version and version < (3,))
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


def is_activation(canonical: str) -> bool:
    """Tell whether something of Keras is a function that activations are looked for among."""
    return canonical.startswith("keras.activations.") and keras_class(canonical) is None
