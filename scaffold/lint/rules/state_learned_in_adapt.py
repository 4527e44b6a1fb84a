"""KS610: what adapt learns and keeps in a plain attribute."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.subjects import own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_config
from scaffold.source.located import Answer
from scaffold.source.project import Project
from scaffold.source.values import Constant, attributes_in

RULE = Rule(
    code="KS610",
    name="state-learned-in-adapt",
    severity=Severity.ERROR,
    summary="adapt keeps what it learns where no file keeps it.",
    why="""What adapt learns from the data is state of the layer. In a plain attribute it is neither a weight nor in the
        config: the model is saved and loaded without an error, and the loaded layer is one that was never
        adapted. See https://github.com/tensorflow/tensorflow/issues/47910.""",
    remedy="Make it a weight (add_weight with trainable=False) that adapt assigns, or save it in save_assets.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Center(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = 0.0

    def adapt(self, data):
        self.mean = float(keras.ops.mean(data))

    def call(self, inputs):
        return inputs - self.mean
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Center(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = self.add_weight(shape=(), initializer="zeros", trainable=False, name="mean")

    def adapt(self, data):
        self.mean.assign(keras.ops.mean(data))

    def call(self, inputs):
        return inputs - self.mean
""",
)

# Methods of a class that saves its state, or is rebuilt, in a way of its own.
_OWN_WAY = frozenset({
    "save_own_variables", "load_own_variables", "save_assets", "load_assets", "get_build_config", "build_from_config",
    "from_config", "__getstate__", "__setstate__", "__reduce__",
})  # fmt: skip
# What makes a weight of it.
_WEIGHTS = ("add_weight", "add_variable", "Variable(")


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about an attribute that only adapt gives a value, which call reads and no config carries."""
    if cls.role not in ("layer", "model") or "adapt" not in cls.methods or not cls.ancestry_known:
        return
    text, span = cls.source.text, cls.span
    if any(text.find(word, span.start, span.end) >= 0 for word in _WEIGHTS):
        return
    if any(owner.attributes_unknown or _OWN_WAY & owner.methods.keys() for owner in own_lineage(cls)):
        return
    config = effective_config(cls)
    if config.automatic is not Answer.YES and not config.complete:
        return
    values = [entry.entry.value for entry in config.entries.values() if entry.entry is not None]
    carried = frozenset[str]().union(*map(attributes_in, values))
    # A key may hold what a method or property makes of the attribute.
    if carried & cls.methods.keys():
        return
    for name in sorted(cls.attributes.keys() & cls.bodies.names("call") - carried - cls.methods.keys()):
        learned = [
            place for place in cls.attributes[name] if place.method == "adapt" and place.how == "assign"
        ]
        others = [place for place in cls.attributes[name] if place not in learned]
        if learned and all(isinstance(place.value, Constant) for place in others):
            yield found(
                RULE,
                cls,
                learned[0].span,
                f"adapt of '{cls.name}' keeps what it learns in the plain attribute self.{name}: no file keeps it",
                argument=name,
            )
