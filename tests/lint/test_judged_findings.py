"""Findings in published packages, judged by someone who saw the code before the rule: the linter agrees with them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from scaffold.lint.rule_set import lint_rules
from scaffold.lint.run import lint

DATA = json.loads((Path(__file__).parent / "judged_findings.json").read_text(encoding="utf-8"))


class Judged(NamedTuple):
    """What one class was judged to have, or not to have."""

    package: str
    class_name: str
    code: str
    verdict: str
    why: str


JUDGED = [Judged(*row) for row in DATA["findings"]]


def test_judged_findings_are_many_and_true() -> None:
    """150 findings at least, spread over the rules; 97 of 100 are true, and each verdict has its reason."""
    assert len(JUDGED) >= 150
    assert {row.verdict for row in JUDGED} <= {"true", "false", "debatable"}
    reported = [row for row in JUDGED if row.verdict != "false"]
    assert sum(row.verdict == "true" for row in reported) >= 0.97 * len(reported)
    assert all(row.why for row in JUDGED)
    assert len({row[:3] for row in JUDGED}) == len(JUDGED)
    codes = {row.code for row in JUDGED}
    assert codes <= {rule.rule.code for rule in lint_rules()}
    assert len(codes) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("package", sorted(DATA["packages"]))
def test_linter_agrees_with_the_verdicts(package: str, tmp_path: Path) -> None:
    """Every finding judged true is still there, and none that was judged false."""
    version = DATA["packages"][package]
    requirement = f"{package.replace('_', '-')}=={version}"
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--quiet",
        "-d",
        str(tmp_path),
        requirement,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode != 0:
        pytest.skip(f"{requirement} cannot be downloaded: {done.stderr[-200:]}")
    (wheel,) = tmp_path.glob("*.whl")
    source = tmp_path / "source"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(source)
    found = {(finding.class_name, finding.code) for finding in lint([str(source)]).findings}
    rows = [row for row in JUDGED if row.package == package]
    assert [row for row in rows if row.verdict == "true" and row[1:3] not in found] == []
    assert [row for row in rows if row.verdict == "false" and row[1:3] in found] == []
