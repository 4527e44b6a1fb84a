"""KA103: a config entry of a custom class arrives as an encoded dict, not as the value that was saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.archive.subject import Subject, as_severe_as, finding
from scaffold.finding import Finding, Severity
from scaffold.object_tree import ObjectNode, is_object
from scaffold.rule import Rule

RULE = Rule(
    code="KA103",
    name="encoded-value-in-config",
    severity=Severity.WARNING,
    summary="A custom class gets an encoded dict in place of an array, tensor, lambda, bytes or slice.",
    why="""What JSON cannot carry is saved encoded: {"class_name": "__numpy__", "config": {...}}. Keras does not decode
        it for a custom class: from_config gets the dict, and passes it to the constructor unless it decodes it
        itself. Building then fails, or goes on with a dict where an array was meant.
        See https://github.com/keras-team/keras/issues/8401.

        It is an error where the sources are given (--source) and the class certainly does not decode it.""",
    remedy="Put a list into the config (array.tolist()) and make the array in the constructor; for models that exist "
    "decode the entry in from_config with keras.saving.deserialize_keras_object.",
)

_MEANING = {
    "__numpy__": "a NumPy array",
    "__tensor__": "a tensor",
    "__lambda__": "a lambda",
    "__bytes__": "bytes",
    "__slice__": "a slice",
    "__ellipsis__": "an ellipsis",
    "__typespec__": "a type specification",
}


def check(subject: Subject) -> Iterator[Finding]:
    """Speak about each such entry, once for each class and key."""
    spoken: set[tuple[str, str]] = set()
    for node in subject.custom_layers():
        for key, value in (node.config or {}).items():
            encoded = _encoding(value)
            if encoded is None or (node.class_name, key) in spoken:
                continue
            spoken.add((node.class_name, key))
            found = _judge(subject, node, key, encoded)
            if found is not None:
                yield found


def _judge(subject: Subject, node: ObjectNode, key: str, encoded: str) -> Finding | None:
    known = subject.source and subject.source.find(node.class_name, node.module, node.registered_name)
    if known and not known.untouched and (key in known.removed or not known.understood):
        return None
    what = f"'{key}' of '{node.path or '(model)'}' ({node.class_name}) was {_MEANING[encoded]}"
    if known and known.understood:
        message = f"{what}; {known.name} ({known.place}) hands its constructor the encoded dict instead"
        return as_severe_as(
            finding(RULE, subject, message, about=key, class_name=node.class_name), Severity.ERROR
        )
    message = f"{what}; the constructor gets an encoded dict instead, unless from_config decodes it"
    return finding(RULE, subject, message, about=key, class_name=node.class_name)


def _encoding(value: Any) -> str | None:
    """Return the first encoding in a config entry that is not inside another serialized object."""
    if is_object(value):
        return value["class_name"] if value["class_name"] in _MEANING else None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for item in inner if (found := _encoding(item)) is not None), None)
