"""KA101: the model uses classes or functions that Keras finds only when they are passed in."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.archive.recipe import custom_objects_text, imports, without_module
from scaffold.archive.subject import CustomObject, Subject, custom_objects, finding, places
from scaffold.finding import Finding, Severity
from scaffold.rule import Rule

RULE = Rule(
    code="KA101",
    name="saved-class-not-registered",
    severity=Severity.WARNING,
    summary="The model uses a class or function that was not registered when it was saved.",
    why="""Keras looks classes up by the name in the file, among the registered ones and in custom_objects; it does
        not import the module that the file names. Without either, loading ends with "Could not locate class", in
        the very process that saved the model too. Registering the class now does not help this file: it is looked
        up by the bare name, the decorator files it under package>name.
        See https://github.com/keras-team/keras/issues/21046.""",
    remedy="Pass the class in custom_objects when the model is loaded; for later models register it with "
    '@keras.saving.register_keras_serializable(package="...").',
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak once, naming all of them, because one call loads them all."""
    missing = tuple(item for item in custom_objects(subject.archive) if not item.registered)
    if not missing:
        return
    named = ", ".join(f"{item.name} (at {places(item.paths)})" for item in missing)
    several = len(missing) > 1
    yield finding(
        RULE,
        subject,
        f"not registered when the model was saved: {named}; loading fails unless "
        f"{'they are' if several else 'it is'} passed in",
        about="",
        remedy=_remedy(subject, missing),
        class_name=missing[0].name,
    )


def _remedy(subject: Subject, missing: tuple[CustomObject, ...]) -> str:
    """Say what to pass and what to import before, each in a sentence of its own."""
    lines = imports(missing, subject.source)
    unknown = ", ".join(item.name for item in without_module(missing, subject.source))
    passed = f"Load with custom_objects={custom_objects_text(missing)}"
    return " ".join(
        (
            f"{passed}, after `{'`, `'.join(lines)}`." if lines else f"{passed}.",
            *([f"Define or import {unknown} first: the file does not say where from."] if unknown else ()),
            f"Registering now does not change how this file names {'them' if len(missing) > 1 else 'it'}.",
        )
    )
