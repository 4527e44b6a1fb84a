"""What every test folder shares: the one flag that rewrites recorded output."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite README.md and recorded output; review the diff"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether recorded output is to be rewritten instead of compared."""
    return bool(request.config.getoption("--update"))
