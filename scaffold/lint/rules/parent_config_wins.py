"""KS107: a parent's config put on top of the class's own."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.finding import Finding, Severity
from scaffold.lint.found import found, repair
from scaffold.lint.merged import covered_entries
from scaffold.lint.repair.merge import parent_first
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS107",
    name="parent-config-wins",
    severity=Severity.ERROR,
    summary="The parent's config is merged over the class's own keys.",
    why="""Of two dicts that are merged the later one wins. Where the parent's config is put on top, every key that
        both have holds the parent's value: what the class wrote under it is lost without a word, and
        the rebuilt layer gets the parent's. See https://github.com/keras-team/keras/issues/12818.""",
    remedy="Take the parent's config first and put the class's own keys on top: {**super().get_config(), ...}.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Double(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.pairs = units // 2

    def get_config(self):
        return {"units": self.pairs * 2, **super().get_config()}
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Double(keras.layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.pairs = units // 2

    def get_config(self):
        return {**super().get_config(), "units": self.pairs * 2}
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about keys of the class's own that the parent's config certainly replaces by something else."""
    covered = covered_entries(cls)
    if not covered:
        return
    keys = ", ".join(f"'{entry.key}'" for entry in covered)
    yield found(
        RULE,
        cls,
        covered[0].span,
        f"get_config of '{cls.name}' writes {keys}, and the parent's config is merged on top: "
        "the parent's value wins, what is written here is lost",
        argument=covered[0].key,
        fix=repair("Put the class's own keys on top", parent_first(cls)),
    )
