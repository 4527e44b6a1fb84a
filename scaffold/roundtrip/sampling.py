"""Values drawn from a strategy outside a test, and whether a Hypothesis test is running around us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis import settings
    from hypothesis.strategies import SearchStrategy


def quiet_settings(max_examples: int) -> settings:
    """Return settings that leave nothing behind and never fail for being slow.

    Layers take long to build, and which values a constructor refuses is not ours to choose.
    """
    from hypothesis import HealthCheck, Phase, settings

    return settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )


def inside_hypothesis() -> bool:
    """Return whether the caller is itself a Hypothesis test, inside which no other may search."""
    from hypothesis import currently_in_test_context

    return currently_in_test_context()


def sample(strategy: SearchStrategy[Any], count: int) -> tuple[Any, ...]:
    """Draw up to ``count`` values, the simplest first."""
    from hypothesis import given

    drawn: list[Any] = []

    @quiet_settings(4 * count)
    @given(strategy)
    def collect(value: Any) -> None:
        if len(drawn) < count and not any(value is other or repr(value) == repr(other) for other in drawn):
            drawn.append(value)

    collect()
    return tuple(drawn)
