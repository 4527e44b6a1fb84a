"""KS601: a layer with weights that is made anew in every call."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found
from scaffold.lint.stateful import has_weights, may_make_weights
from scaffold.pattern import pattern
from scaffold.rule import Rule
from scaffold.source.body_facts import Made
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import Method
from scaffold.source.project import Project

RULE = Rule(
    code="KS601",
    name="sublayer-created-in-call",
    severity=Severity.ERROR,
    summary="call makes a layer with weights.",
    why="""Every call makes a new layer with new random weights, which nothing trains and nothing saves. Loading
        gives no error, because there is nothing to load. See
        https://github.com/keras-team/keras/issues/18823.""",
    remedy="Make the layer in __init__ and call it in call.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def call(self, inputs):
        return keras.layers.Dense(3)(inputs)
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Block(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(3)

    def call(self, inputs):
        return self.dense(inputs)
""",
)


_NAMED = pattern(r"\b(\w+)\s*=\s*$")
_WEIGHTS = pattern(
    r"\b(\w+)\.(?:set_weights|load_weights|weights|trainable_weights|variables|_?kernel|_?bias)\b"
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each layer with weights that call, or what it calls, makes and keeps nowhere."""
    call = cls.methods.get("call")
    if cls.role not in ("layer", "model") or call is None:
        return
    if may_make_weights(cls, call.span):
        for made in cls.bodies.made("call"):
            kept = made.attribute is not None or _is_given_weights(cls, call, made)
            if not kept and has_weights(made.function):
                yield _finding(cls, made, "")
    for helper in _helpers(cls):
        for made in cls.bodies.made(helper):
            if made.applied and has_weights(made.function):
                yield _finding(cls, made, f" in self.{helper}()")
    for made in cls.bodies.made_by_functions("call"):
        if made.applied and has_weights(made.function):
            yield _finding(cls, made, f" in {made.method}()")


def _helpers(cls: ClassInfo) -> list[str]:
    """Return the undecorated methods of the class that its call runs, and that may make layers with weights."""
    if not may_make_weights(cls, cls.span):
        return []
    found: list[str] = []
    pending = ["call"]
    while pending:
        called = {one.method for one in cls.bodies.calls(pending.pop()) if one.receiver == "self"}
        for name in sorted(called.difference(found, ("build", "call", "__call__"))):
            method = cls.methods.get(name)
            if method is not None and all(known.name == method.kind for known in method.decorators):
                found.append(name)
                pending.append(name)
    return [name for name in found if may_make_weights(cls, cls.methods[name].span)]


def _finding(cls: ClassInfo, made: Made, where: str) -> Finding:
    name = made.function.rpartition(".")[2]
    return found(
        RULE,
        cls,
        made.span,
        f"call of '{cls.name}' makes a new {name} with new weights every time{where}: it is neither trained nor saved",
        argument="",
    )


def _is_given_weights(cls: ClassInfo, call: Method, made: Made) -> bool:
    """Whether the layer gets a name, and by that name weights that are kept elsewhere."""
    before = cls.source.text[call.span.start : made.span.start]
    behind = cls.source.text[made.span.end : call.span.end]
    name = _NAMED.search(before)
    return name is not None and any(found.group(1) == name.group(1) for found in _WEIGHTS.finditer(behind))
