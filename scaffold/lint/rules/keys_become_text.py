"""KS216: a dict in the config whose keys are no text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.annotation import without_none
from scaffold.lint.found import found
from scaffold.lint.held import carried_entries, keeps, settled
from scaffold.pattern import pattern
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.project import Project
from scaffold.source.values import Mapping, Parameter, Value, options, walk

RULE = Rule(
    code="KS216",
    name="keys-become-text",
    severity=Severity.ERROR,
    summary="The config holds a dict whose keys are no text.",
    why="""The keys of a JSON object are text. {1: "a"} is saved with no error and comes back as {"1": "a"}, so a
        look-up by number fails in the loaded layer, or silently finds nothing; with tuples as keys saving fails. See
        https://docs.python.org/3/library/json.html#json.dumps.""",
    remedy="Put a list of pairs into the config, list(self.names.items()), and make a dict of it in the constructor; "
    "or turn the keys back there: {int(key): value for key, value in names.items()}.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Rename(keras.layers.Layer):
    def __init__(self, names: dict[int, str], **kwargs):
        super().__init__(**kwargs)
        self.names = names

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "names": self.names}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Rename(keras.layers.Layer):
    def __init__(self, names: dict[int, str], **kwargs):
        super().__init__(**kwargs)
        self.names = {int(key): name for key, name in names.items()}

    def call(self, inputs):
        return inputs

    def get_config(self):
        return {**super().get_config(), "names": self.names}
""",
)

_KEYED = pattern(
    r"^(?:\w+\.)*(?:[Dd]ict|Mapping|MutableMapping|OrderedDict|DefaultDict|defaultdict)"
    r"\[\s*(int|float|bool|[Tt]uple)\b[^|]*\]$",
    re.DOTALL,
)
_REFUSED = frozenset({"tuple", "bytes", "complex"})


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an argument that certainly has such keys, and that the constructor takes as it is."""
    for entry, parameter in carried_entries(cls):
        held = settled(cls, entry.value)
        keyed_by = _keyed_by(held)
        if held == Parameter(entry.key):
            keyed_by = _given_keys(parameter)
        # What is loaded is kept as it is: by an attribute of its own, or in place of the dict of the default.
        if not keyed_by or not (keeps(cls, entry.key) or Parameter(entry.key) in options(held)):
            continue
        consequence = "saving fails" if keyed_by in _REFUSED else "they come back as text"
        written = cls.source.text[entry.value_span.start : entry.value_span.end]
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds a dict whose keys are of type {keyed_by}: {consequence}",
            argument=entry.key,
            remedy=f'Write "{entry.key}": list({written}.items()), and make a dict of it in the constructor.'
            if held == Parameter(entry.key)
            else "",
        )


def _keyed_by(value: Value) -> str:
    found = (part for option in options(value) for part in walk(option))
    return next((part.keyed_by for part in found if isinstance(part, Mapping) and part.keyed_by), "")


def _given_keys(parameter: EffectiveParameter) -> str:
    """Return the type of the keys of an argument, as its default or annotation says; empty where they are text."""
    keyed_by = _keyed_by(parameter.default) if parameter.default is not None else ""
    if keyed_by or parameter.declared is None:
        return keyed_by
    annotation = parameter.declared.annotation
    match = _KEYED.match(without_none(annotation)) if "[" in annotation else None
    return match.group(1).lower() if match else ""
