"""The hooks that pre-commit reads call the command as it is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.lint.projects import LOSES_RATE, SOUND, project, run, write

__all__ = ["project"]

HOOKS = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
ENTRIES = dict(zip(re.findall(r"- id: (\S+)", HOOKS), re.findall(r"entry: (.+)", HOOKS), strict=True))


def test_both_hooks_are_there() -> None:
    """One that looks, one that repairs; both get Python files and notebooks."""
    assert set(ENTRIES) == {"scaffold-lint", "scaffold-lint-fix"}
    assert HOOKS.count("types_or: [python, jupyter]") == 2


@pytest.mark.parametrize("hook", ENTRIES)
def test_entry_runs(hook: str, project: Path) -> None:
    """The line of the hook, with files behind it as pre-commit puts them, respects what the project excludes."""
    file = write(project / "layers.py", LOSES_RATE)
    excluded = write(project / "gen" / "layers.py", LOSES_RATE)
    write(project / "pyproject.toml", '[tool.scaffold.lint]\nexclude = ["gen"]\n')
    command, subcommand, *options = shlex.split(ENTRIES[hook])
    assert (command, subcommand) == ("scaffold", "lint")
    result = run(*options, "layers.py", "gen/layers.py")
    assert result.return_value == (0 if "fix" in hook else 1)
    assert file.read_text(encoding="utf-8") == (SOUND if "fix" in hook else LOSES_RATE)
    assert excluded.read_text(encoding="utf-8") == LOSES_RATE
