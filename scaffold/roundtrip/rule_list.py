"""Every code that a round trip can report, readable without Keras."""

from __future__ import annotations

from functools import cache

from scaffold.finding import Severity
from scaffold.rule import Rule

NOT_CONSTRUCTED = Rule(
    code="KR001",
    name="not-constructed",
    severity=Severity.ERROR,
    summary="No layer of the class could be made.",
    why="What cannot be made cannot be checked; a check that did nothing must not pass.",
    remedy="Pass a layer, check_roundtrip(MyLayer(units=3)), or a function that returns a new one.",
)

NOT_CALLED = Rule(
    code="KR002",
    name="not-called",
    severity=Severity.ERROR,
    summary="The layer could not be built or called with any input that was tried.",
    why="Weights and outputs exist only after a call; without it most of what can be lost cannot be seen.",
    remedy="Pass what the layer is called with: check_roundtrip(layer, inputs=(None, 8)), a list of shapes, a "
    "dict of shapes by keyword, or arrays.",
)


@cache
def rules() -> tuple[Rule, ...]:
    """Return the self-descriptions of all checks and observations, in the order of their codes."""
    from scaffold.roundtrip.check_unit import checks
    from scaffold.roundtrip.observation import observations

    found = {rule.code: rule for check in checks() for rule in check.rules}
    found.update({observation.rule.code: observation.rule for observation in observations()})
    found.update({rule.code: rule for rule in (NOT_CONSTRUCTED, NOT_CALLED)})
    return tuple(found[code] for code in sorted(found))
