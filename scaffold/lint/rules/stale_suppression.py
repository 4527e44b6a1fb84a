"""KS902: a comment that silences a finding which is not there."""

from __future__ import annotations

from scaffold.finding import Finding, Fix, Severity
from scaffold.rule import Rule

CODE = "KS902"

RULE = Rule(
    code=CODE,
    name="stale-suppression",
    severity=Severity.WARNING,
    summary="A comment silences a finding that is not there.",
    why="""A fault that was put right leaves its `# noqa` behind, and the next fault of that kind on the line is then
        silenced with nobody having looked at it. Codes of other tools and a bare `# noqa` are left alone. Ruff
        checks such comments too and refuses codes it does not know (RUF102); write `# scaffold: noqa: KS101`, which
        it does not read, or name them to it: external = ["KS"]. See https://docs.astral.sh/ruff/settings/#lint_external
        and https://docs.astral.sh/ruff/rules/unused-noqa/.

        Only codes silence, as with ruff: where a comment has the name of a rule in their place that has a finding
        there, it is told which code is meant.""",
    remedy="Remove the code, or the comment if it names nothing else.",
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, factor=2.0, **kwargs):  # noqa: KS101
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
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


def stale(
    path: str, line: int, column: int, code: str, why: str, fix: Fix | None, remedy: str = ""
) -> Finding:
    """Return the finding about a code in a comment; which of them are stale is known once all rules have spoken."""
    return Finding(
        code=CODE,
        name=RULE.name,
        severity=RULE.severity,
        message=f"'{code}' in this comment {why}",
        remedy=remedy or RULE.remedy,
        path=path,
        line=line,
        column=column,
        end_line=line,
        end_column=column + len(code),
        fix=fix,
        argument=code,
    )
