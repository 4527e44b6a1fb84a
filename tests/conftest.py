"""What every test folder shares: the one flag that rewrites recorded output, and patience with a busy machine."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says nothing of the code where the machine has other work. On CI Hypothesis sees to that.
if "CI" not in os.environ:
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite README.md and recorded output; review the diff"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether recorded output is to be rewritten instead of compared."""
    return bool(request.config.getoption("--update"))
