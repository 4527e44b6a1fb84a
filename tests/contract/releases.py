"""Two releases of a package on disk, and what is found between them."""

from __future__ import annotations

from pathlib import Path

from scaffold.contract.comparison import compare
from scaffold.contract.extract import current_classes
from scaffold.contract.lock_file import lock_text, read_lock
from scaffold.contract.promise import Contract
from scaffold.contract.rule_list import breaking_changes
from scaffold.finding import Finding
from scaffold.source.project import Project, analyze

NEXT_RELEASE = "# --- the next release ---\n"


def project_of(directory: Path, source: str, name: str = "layers.py") -> Project:
    """Analyse one file of this source."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_text(source, encoding="utf-8")
    return analyze([str(directory)])


def locked(project: Project) -> str:
    """Return the text of the lock file of a project."""
    classes = {name: current.promise for name, current in current_classes(project).items()}
    return lock_text(Contract((".",), classes))


def between(tmp_path: Path, before: str, after: str, *, after_name: str = "layers.py") -> tuple[Finding, ...]:
    """Lock the first source, and compare the second with the lock file as it is read back."""
    text = locked(project_of(tmp_path / "before", before))
    project = project_of(tmp_path / "after", after, after_name)
    return breaking_changes(
        compare(read_lock(text, "scaffold.lock.json"), "scaffold.lock.json", text, project)
    )
