"""KS208: an array or tensor in the config."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.entries import wrap
from scaffold.lint.unsaveable import arrays
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project
from scaffold.source.values import SelfAttribute

RULE = Rule(
    code="KS208",
    name="array-in-config",
    severity=Severity.ERROR,
    summary="The config holds an array or a tensor.",
    why="""Keras writes an array as a dict that describes it, and does not turn it back for a layer of your own:
        the constructor gets {'class_name': '__numpy__', ...} in place of the numbers. See
        https://github.com/keras-team/keras/issues/8401.""",
    remedy="Put a list into the config (tolist), and make an array of it in the constructor.",
    bad="""
import numpy as np
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, anchors=(1.0, 2.0), **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.array(anchors)

    def call(self, inputs):
        return inputs * self.anchors

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors}
""",
    good="""
import numpy as np
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, anchors=(1.0, 2.0), **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.array(anchors)

    def call(self, inputs):
        return inputs * self.anchors

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors.tolist()}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each entry that certainly holds an array or a tensor."""
    for unsaveable in arrays(cls):
        entry = unsaveable.entry
        written = cls.source.text[entry.value_span.start : entry.value_span.end]
        again = unsaveable.made_again and unsaveable.numpy and isinstance(entry.value, SelfAttribute)
        fix = wrap(cls, entry, "", ".tolist()") if again else None
        yield found(
            RULE,
            cls,
            entry.value_span,
            f"config key '{entry.key}' of '{cls.name}' holds an array, which comes back as a dict: found {written}",
            argument=entry.key,
            remedy=f'Write "{entry.key}": {written}.tolist(), and make an array of it in the constructor.'
            if not unsaveable.inside
            else "",
            fix=repair("Put a list into the config", fix),
        )
