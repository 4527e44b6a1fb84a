"""Values drawn from a strategy outside a test, and whether a Hypothesis test is running around us."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scaffold.errors import ScaffoldError

if TYPE_CHECKING:
    from hypothesis import settings
    from hypothesis.database import ExampleDatabase
    from hypothesis.strategies import SearchStrategy


def quiet_settings(max_examples: int, database: ExampleDatabase | None = None) -> settings:
    """Return settings that never fail for being slow; what they leave open is as the loaded profile says.

    Layers take long to build, and which values a constructor refuses is not ours to choose. A profile that is
    derandomized, as Hypothesis's own `ci`, makes these tests the same in every run as well.

    Args:
        max_examples: How many sets of values are drawn.
        database: Where a failure is kept, to be tried first the next time; nowhere where left out.
    """
    from hypothesis import HealthCheck, Phase, settings

    return settings(
        max_examples=max_examples,
        database=database,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )


def configured_database() -> ExampleDatabase | None:
    """Return the database of the loaded profile; None where it has none, or only the one that Hypothesis makes up.

    That one is the directory `.hypothesis`. It is used where it is there already, since then the project lets
    Hypothesis write to it; a check of a layer does not make it.
    """
    from hypothesis import settings
    from hypothesis.database import DirectoryBasedExampleDatabase

    database = settings().database
    if not isinstance(database, DirectoryBasedExampleDatabase):
        return database
    made_up = database.path.parts[-2:] == (".hypothesis", "examples")
    return None if made_up and not database.path.is_dir() else database


def keyed(test: Any, key: str) -> Any:
    """Give a test of Hypothesis a key of its own in the database: one function is run for many layers.

    Hypothesis's pytest plugin tells the cases of a parametrized test apart by the same attribute.
    """
    test.hypothesis.inner_test._hypothesis_internal_add_digest = key.encode("utf-8")
    return test


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Let Hypothesis keep what it writes by the way, such as constants of modules, in a temporary directory.

    By default it writes to `.hypothesis` in the working directory, without a database too:
    `storage_directory` in hypothesis/configuration.py.
    """
    from hypothesis import configuration

    before = getattr(configuration, "__hypothesis_home_directory", None)
    with tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True) as directory:
        configuration.set_hypothesis_home_dir(directory)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(before)


def inside_hypothesis() -> bool:
    """Return whether the caller is itself a Hypothesis test, inside which no other may search."""
    from hypothesis import currently_in_test_context

    return currently_in_test_context()


def sample(strategy: SearchStrategy[Any], count: int) -> tuple[Any, ...]:
    """Draw up to ``count`` values, the simplest first.

    Inside a Hypothesis test the values are draws of that test, which then shrinks them with its own.

    Raises:
        ScaffoldError: Where the strategy has no value, or a filter leaves none.
    """
    from hypothesis import errors, given

    drawn: list[Any] = []
    if inside_hypothesis():
        from hypothesis.control import current_build_context

        if strategy.is_empty:
            raise _no_value(strategy)
        data = current_build_context().data
        return tuple(data.draw(strategy) for _ in range(count))

    @quiet_settings(4 * count)
    @given(strategy)
    def collect(value: Any) -> None:
        if len(drawn) < count and not any(value is other or repr(value) == repr(other) for other in drawn):
            drawn.append(value)

    try:
        with nothing_left_behind():
            collect()
    except errors.Unsatisfiable as refusal:
        raise _no_value(strategy) from refusal
    if not drawn:
        raise _no_value(strategy)
    return tuple(drawn)


def _no_value(strategy: SearchStrategy[Any]) -> ScaffoldError:
    return ScaffoldError(
        f"args: the strategy {strategy!r} gives no value",
        remedy="Pass one with at least one value that its filters let through, or leave the argument out.",
    )
