"""Which checks count: the sets with a name, prefixes of codes, and failures that are expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from scaffold.errors import ScaffoldError, unknown_name
from scaffold.finding import Severity
from scaffold.roundtrip.check_unit import checks
from scaffold.roundtrip.report import OUT_OF_DATE, Result, Status, result
from scaffold.roundtrip.route import routes
from scaffold.roundtrip.rule_list import rules

_SETS = ("default", "strict", "quick")
# What is seen on each route; the quick set leaves out the ones on which it may fail.
_OVER_ROUTES = ("KR3", "KR5")


@dataclass(frozen=True, slots=True)
class Selection:
    """What the author asked for.

    Args:
        prefixes: Codes that are reported begin with one of these.
        strict: Whether warnings fail.
        quick: Whether files and processes are left out.
        expected: Code -> why its failure is expected.
        routes: Names of the routes that are taken only where they are asked for.
    """

    prefixes: tuple[str, ...]
    strict: bool
    quick: bool
    expected: Mapping[str, str]
    routes: frozenset[str] = frozenset()


def select(wanted: str | Iterable[str], expected: Mapping[str, str] | None) -> Selection:
    """Read the options ``checks`` and ``expected_failures``.

    Raises:
        ScaffoldError: For a set, prefix or code that does not exist, with the nearest that does.
    """
    codes = [rule.code for rule in rules()]
    for code, reason in (expected or {}).items():
        if code not in codes:
            raise unknown_name("code in expected_failures", str(code), codes)
        if not isinstance(reason, str) or not reason.strip():
            raise ScaffoldError(
                f"expected_failures[{code!r}]: expected why it is known, found {reason!r}",
                remedy="Write the reason as text; it is shown in the report.",
            )
    parts = _parts(wanted)
    optional = {route.name for route in routes() if route.optional}
    sets = [part for part in parts if part in _SETS]
    named = frozenset(part for part in parts if part in optional)
    prefixes = tuple(part for part in parts if part not in (*sets, *named))
    for prefix in prefixes:
        if not prefix or not any(code.startswith(prefix) for code in codes):
            raise unknown_name("set, route or prefix in checks", prefix, [*_SETS, *sorted(optional), *codes])
    # A set or a route alone is no selection of codes: all of them are reported.
    chosen = prefixes if prefixes and not {"default", "strict"} & set(sets) else ("KR",)
    return Selection(chosen, "strict" in sets, "quick" in sets, dict(expected or {}), named)


def _parts(wanted: object) -> tuple[str, ...]:
    """Return the names and prefixes in the option ``checks``."""
    parts = (wanted,) if isinstance(wanted, str) else tuple(wanted) if isinstance(wanted, Iterable) else ()
    if parts and all(isinstance(part, str) for part in parts):
        return parts
    raise ScaffoldError(
        f"checks: expected {', '.join(repr(name) for name in _SETS)} or prefixes of codes, found {wanted!r}",
        remedy="Leave it out for the default; for some codes, pass checks=['KR1', 'KR201'].",
    )


def judged(results: Iterable[Result], selection: Selection) -> tuple[Result, ...]:
    """Return the results that were asked for, with the expected failures told apart.

    A layer that could not be made or called is always reported. An expected failure that did not come, though
    everything ran that could show it, is a failure: the entry is out of date.
    """
    kept = [found for found in results if found.code.startswith((*selection.prefixes, "KR0"))]
    told = [
        _expected(found, selection.expected[found.code]) if _fails(found, selection) else found
        for found in kept
    ]
    return (*told, *_out_of_date(kept, selection))


def _fails(found: Result, selection: Selection) -> bool:
    return found.status is Status.FAILED and found.code in selection.expected


def _expected(found: Result, reason: str) -> Result:
    return replace(found, status=Status.EXPECTED, reason=f"{found.reason} (expected: {reason})")


def _out_of_date(results: list[Result], selection: Selection) -> Iterator[Result]:
    """Yield a failure for each expected one that did not come."""
    by_code = {rule.code: rule for rule in rules()}
    by_luck = {rule.code for check in checks() if check.draws for rule in check.rules}
    for code, reason in selection.expected.items():
        statuses = {found.status for found in results if found.code == code}
        if not code.startswith((*selection.prefixes, "KR0")) or code in by_luck or Status.FAILED in statuses:
            continue
        # Some checks speak only where they fail: silence is a pass where nothing else was in the way.
        passed = statuses == {Status.PASSED} or (not statuses and not any(map(_is_in_the_way, results)))
        if passed and not (selection.quick and code.startswith(_OVER_ROUTES)):
            yield result(
                by_code[code],
                Status.FAILED,
                severity=Severity.ERROR,
                reason=f"{OUT_OF_DATE} ({reason}), and passes now",
                fix=f"Take '{code}' out of expected_failures.",
                lint_rule="",
            )


def _is_in_the_way(found: Result) -> bool:
    return found.status is Status.FAILED or found.reason.startswith("blocked by")
