"""Which checks count: the sets with a name, prefixes of codes, and failures that are expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scaffold.errors import unknown_name
from scaffold.roundtrip.report import Result, Status
from scaffold.roundtrip.route import routes
from scaffold.roundtrip.rule_list import rules

_SETS = ("default", "strict", "quick")


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


def select(checks: str | Iterable[str], expected: Mapping[str, str] | None) -> Selection:
    """Read the options ``checks`` and ``expected_failures``.

    Raises:
        ScaffoldError: For a set, prefix or code that does not exist, with the nearest that does.
    """
    codes = [rule.code for rule in rules()]
    for code in expected or {}:
        if code not in codes:
            raise unknown_name("code in expected_failures", code, codes)
    parts = (checks,) if isinstance(checks, str) else tuple(checks)
    optional = {route.name for route in routes() if route.optional}
    sets = [part for part in parts if part in _SETS]
    named = frozenset(part for part in parts if part in optional)
    prefixes = tuple(part for part in parts if part not in (*sets, *named))
    for prefix in prefixes:
        if not prefix or not any(code.startswith(prefix) for code in codes):
            raise unknown_name("set, route or prefix in checks", prefix, [*_SETS, *sorted(optional), *codes])
    # A route alone is no selection of codes: all of them are reported.
    chosen = ("KR",) if sets or (named and not prefixes) else prefixes
    return Selection(chosen, "strict" in sets, "quick" in sets, dict(expected or {}), named)


def judged(results: Iterable[Result], selection: Selection) -> tuple[Result, ...]:
    """Return the results that were asked for, with the expected failures told apart.

    A layer that could not be made or called is always reported. An expected failure that did run and did
    not fail is a failure: the entry is out of date.
    """
    always = ("KR0",)
    kept = [found for found in results if found.code.startswith((*selection.prefixes, *always))]
    failing = {found.code for found in kept if found.status is Status.FAILED}
    out = []
    for found in kept:
        reason = selection.expected.get(found.code)
        if reason is not None and found.status is Status.FAILED:
            found = replace(found, status=Status.EXPECTED, reason=f"{found.reason} (expected: {reason})")
        elif reason is not None and found.status is Status.PASSED and found.code not in failing:
            found = replace(
                found,
                status=Status.FAILED,
                reason=f"expected to fail ({reason}), and passes now",
                fix=f"Take '{found.code}' out of expected_failures.",
            )
            failing.add(found.code)
        out.append(found)
    return tuple(out)
