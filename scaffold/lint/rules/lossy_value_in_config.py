"""KS211: a config that holds less than the argument."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.lossy import CALLABLE, OBJECT, Lossy, lossy_entries
from scaffold.lint.repair.entries import put_value
from scaffold.lint.repair.keras_spelling import spelled
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS211",
    name="lossy-value-in-config",
    severity=Severity.ERROR,
    summary="The config holds a conversion of the argument that loses a part of it.",
    why="""A rounded or truncated number comes back as another number. The __name__ of an activation or initializer
        forgets its arguments, and a function of your own cannot be found by it. See
        https://github.com/tensorflow/tensorflow/issues/47556.""",
    remedy="Put the argument itself into the config, or what the serialize function of its module makes of it.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, rate=0.125, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": round(self.rate, 2)}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, rate=0.125, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that certainly holds less than its argument."""
    for lossy in lossy_entries(cls):
        entry = lossy.entry
        better = _better(cls, lossy)
        put = put_value(cls, entry, better) if better else None
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds {lossy.what} of self.{lossy.attribute}: "
            "a rebuilt layer does not get back what it was given",
            argument=entry.key,
            remedy=f'Write "{entry.key}": {better}.' if better else "",
            fix=repair(f"Put {better} into the config", put),
        )


def _better(cls: ClassInfo, lossy: Lossy) -> str | None:
    if lossy.kind in (CALLABLE, OBJECT):
        return None
    if not lossy.kind:
        return f"self.{lossy.attribute}"
    return spelled(cls, f"keras.{lossy.kind}s.serialize(self.{lossy.attribute})")
