"""KA102: the model holds a Python lambda, which safe mode refuses to load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.archive.subject import Subject, finding, places
from scaffold.finding import Finding, Severity
from scaffold.object_tree import ObjectNode
from scaffold.rule import Rule

RULE = Rule(
    code="KA102",
    name="lambda-refused",
    severity=Severity.ERROR,
    summary="The model holds a Python lambda as bytecode, which Keras refuses to load.",
    why="""A lambda is saved as bytecode. Loading it runs code out of the file, so Keras refuses unless safe_mode is
        off; the bytecode also belongs to one minor version of Python ("bad marshal data"), and names that the
        lambda took from around it are not saved.
        See https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ and
        https://github.com/keras-team/keras/issues/14875.""",
    remedy="If you trust the file, load it with safe_mode=False under the Python version that saved it; for later "
    "models use a named, registered function, or a custom layer, in place of the lambda.",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Speak once about all lambdas that Keras itself would have to load."""
    paths = tuple(node.path for node in subject.layers() if not node.custom and _holds_lambda(node))
    if paths:
        many = len(paths) > 1
        yield finding(
            RULE,
            subject,
            f"{'layers' if many else 'layer'} {places(paths)} {'hold' if many else 'holds'} a Python lambda: "
            "load_model refuses it in safe mode",
            about=paths[0],
            class_name="Lambda",
        )


def _holds_lambda(node: ObjectNode) -> bool:
    config = dict(node.config or {})
    # The older .h5 form: bytecode, defaults and closure, with the kind beside it.
    legacy = node.class_name == "Lambda" and config.get("function_type") == "lambda"
    return legacy or _mentions_lambda(config)


def _mentions_lambda(value: Any) -> bool:
    if isinstance(value, dict):
        return value.get("class_name") == "__lambda__" or any(map(_mentions_lambda, value.values()))
    return isinstance(value, list) and any(map(_mentions_lambda, value))
