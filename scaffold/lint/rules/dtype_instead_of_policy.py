"""KS212: a config that holds the variables' dtype in place of the dtype policy."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Edit, Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.repair.keras_spelling import spelled
from scaffold.lint.subjects import is_abstract, own_lineage
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.inheritance import effective_parameters
from scaffold.source.project import Project
from scaffold.source.values import AttributeOf, SelfAttribute

RULE = Rule(
    code="KS212",
    name="dtype-instead-of-policy",
    severity=Severity.ERROR,
    summary="The config holds the layer's dtype where it should hold its dtype policy.",
    why="""self.dtype is the dtype of the variables: float32 for a layer with the policy mixed_float16. A layer
        rebuilt from it computes in float32 without a word. super().get_config() writes the policy. See
        https://keras.io/api/mixed_precision/policy/.""",
    remedy="Leave dtype to super().get_config(), or write keras.dtype_policies.serialize(self.dtype_policy).",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "dtype": self.dtype}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
""",
)


_LOSES = (
    SelfAttribute("dtype"),
    SelfAttribute("compute_dtype"),
    SelfAttribute("variable_dtype"),
    AttributeOf(SelfAttribute("dtype"), "name"),
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about a dtype entry of a layer that holds the dtype of its variables or of its computation."""
    if cls.role not in ("layer", "model") or cls.get_config is None or is_abstract(cls):
        return
    entry = cls.get_config.entry("dtype")
    if entry is None or entry.parent_wins or entry.value not in _LOSES or _defines_dtype(cls):
        return
    if "dtype" not in effective_parameters(cls).parameters:
        return
    better = spelled(cls, "keras.dtype_policies.serialize(self.dtype_policy)")
    is_modern = better is not None and cls.source.text.find("tf_keras") < 0
    edit = Edit(entry.value_span.start, entry.value_span.end, better or "")
    yield found(
        RULE,
        cls,
        entry.value_span,
        f"config key 'dtype' of '{cls.name}' holds a dtype in place of the dtype policy: "
        "a layer in mixed precision comes back in one precision",
        argument="dtype",
        fix=repair("Write the dtype policy", (edit,) if is_modern else None),
    )


def _defines_dtype(cls: ClassInfo) -> bool:
    """Whether the class has a dtype of its own, as InputLayer has that of the data."""
    return any("dtype" in owner.methods or "dtype" in owner.attributes for owner in own_lineage(cls))
