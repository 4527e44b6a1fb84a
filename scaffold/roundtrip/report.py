"""What a check of a layer found: results, the report that holds them, and the error that carries it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, NoReturn

from scaffold.finding import Severity
from scaffold.rule import Rule


class Status(StrEnum):
    """What became of one check on one route."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED = "expected"
    NOT_RUN = "not_run"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the rebuilt layer is not the original.

    Args:
        path: Where, for example ``"config['rate']"`` or ``"dense/kernel"``.
        expected: What the original has, as short text.
        found: What the rebuilt layer has, as short text.
        container_only: Whether only the kind of container differs: JSON has no tuple.
    """

    path: str
    expected: str
    found: str
    container_only: bool = False

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, found {self.found}"


# How the reason of an expected failure begins that did not come.
OUT_OF_DATE = "expected to fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One check on one route.

    Args:
        code: Stable code of the check, for example ``"KR101"``.
        name: Readable name of the check.
        route: How the layer was rebuilt; empty where the check is about no route.
        severity: How bad a failure is.
        status: What became of the check.
        reason: Why it failed, was expected to fail, or did not run.
        counterexample: The smallest constructor call that shows it.
        differences: Where original and rebuilt layer differ.
        reproduction: A script that fails by itself, without this kit.
        fix: What to write.
        source: ``file:line`` of the method to change, where it can be told.
        lint_rule: Code of the lint rule that may see this fault in the source; empty where there is none.
    """

    code: str
    name: str
    severity: Severity
    status: Status
    route: str = ""
    reason: str = ""
    counterexample: str = ""
    differences: tuple[Difference, ...] = ()
    reproduction: str = ""
    fix: str = ""
    source: str = ""
    lint_rule: str = ""

    @property
    def out_of_date(self) -> bool:
        """Whether nothing failed but the expectation that something would."""
        return self.status is Status.FAILED and self.reason.startswith(OUT_OF_DATE)


def result(rule: Rule, status: Status, **details: Any) -> Result:
    """Build the result of a check from the rule that describes it."""
    details.setdefault("fix", rule.remedy if status is Status.FAILED else "")
    details.setdefault("severity", rule.severity)
    if status is Status.FAILED and len(rule.lint_rules) == 1:
        details.setdefault("lint_rule", rule.lint_rules[0])
    return Result(code=rule.code, name=rule.name, status=status, **details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one call of ``check_roundtrip`` found.

    Its truth value is undefined on purpose: ``assert check_roundtrip(...)`` must not pass by accident.

    Args:
        layer: Name of the checked class.
        results: Every check on every route, in the order they ran.
        exercised: Constructor argument -> number of distinct values that were sent through.
        not_exercised: Constructor argument -> why no value of it was sent through.
        strict: Whether warnings count as failures.

    Example:
        >>> report = check_roundtrip(keras.layers.Dense(3), on_fail="return")
        >>> report.ok
        True
    """

    layer: str
    results: tuple[Result, ...]
    exercised: Mapping[str, int] = field(default_factory=dict)
    not_exercised: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False

    @property
    def failures(self) -> tuple[Result, ...]:
        """Failed checks that count: the errors, and the warnings too when strict."""
        return tuple(
            result
            for result in self.results
            if result.status is Status.FAILED and (self.strict or result.severity is Severity.ERROR)
        )

    @property
    def warnings(self) -> tuple[Result, ...]:
        """Failed checks that are worth knowing and do not count."""
        return tuple(r for r in self.results if r.status is Status.FAILED and r not in self.failures)

    @property
    def ok(self) -> bool:
        """Whether no check that counts has failed."""
        return not self.failures

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "the truth value of a Report is undefined; use report.ok, or let check_roundtrip raise by itself"
        )

    def __str__(self) -> str:
        from scaffold.roundtrip.render import as_text

        return as_text(self)

    def to_json(self) -> str:
        """Return the report as JSON text with the keys layer, ok, results, exercised and not_exercised."""
        content = {
            "layer": self.layer,
            "ok": self.ok,
            "results": [asdict(item) for item in self.results],
            "exercised": dict(self.exercised),
            "not_exercised": dict(self.not_exercised),
        }
        return json.dumps(content, indent=2, ensure_ascii=False)

    def to_markdown(self) -> str:
        """Return the report as Markdown, for a pull request or a job summary."""
        from scaffold.roundtrip.render import as_markdown

        return as_markdown(self)

    def _repr_html_(self) -> str:
        from scaffold.roundtrip.notebook import as_html

        return as_html(self)


class RoundTripError(AssertionError):
    """Raised once for a layer, with every failure in it.

    Args:
        report: The whole report; ``error.report.failures`` are what failed.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report

    def __reduce__(self) -> tuple[type[RoundTripError], tuple[Report]]:
        return (type(self), (self.report,))
