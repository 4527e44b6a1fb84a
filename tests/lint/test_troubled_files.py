"""Files that cannot be read or written: one message each, nothing half done, no traceback."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import scaffold.cli._lint_run
from scaffold.errors import ScaffoldError
from scaffold.finding import Edit, Finding, Fix, Severity
from scaffold.lint.apply import compatible
from scaffold.lint.fix import repaired
from scaffold.lint.run import LintResult
from scaffold.lint.team import Team
from scaffold.source.located import SourceFile
from tests.lint.projects import LOSES_RATE, SOUND, TWO_FAULTS, codes, found, project, run, write
from tests.lint.test_notebook_command import cells

__all__ = ["project"]


def test_read_only_file_stays_as_it_is_and_so_do_the_others(project: Path) -> None:
    """Its owner asked for it to be left alone; nothing is written before that is known."""
    files = [write(project / name, LOSES_RATE) for name in ("a.py", "b.py")]
    files[1].chmod(0o444)
    with pytest.raises(ScaffoldError, match=r"cannot write b\.py: it is read-only") as raised:
        run("--fix")
    assert "--diff" in raised.value.remedy
    assert [file.read_text(encoding="utf-8") for file in files] == [LOSES_RATE, LOSES_RATE]
    assert run("--diff").return_value == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_read_only_directory_is_told(project: Path) -> None:
    """A file is replaced as a whole, which its directory must allow."""
    write(project / "pkg" / "a.py", LOSES_RATE)
    (project / "pkg").chmod(0o555)
    try:
        with pytest.raises(ScaffoldError, match="cannot write"):
            run("--fix")
    finally:
        (project / "pkg").chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_directory_without_permission_is_a_finding(project: Path) -> None:
    """What cannot be looked into is told, not passed over."""
    write(project / "pkg" / "a.py", LOSES_RATE)
    (project / "pkg").chmod(0)
    try:
        assert codes() == ["KS901"]
    finally:
        (project / "pkg").chmod(0o755)


def test_links_are_followed_once(project: Path) -> None:
    """A link to a file that is looked at anyway is repaired with it; one that leads nowhere is told."""
    file = write(project / "real.py", LOSES_RATE)
    (project / "link.py").symlink_to(file)
    run("--fix")
    assert (project / "link.py").is_symlink()
    assert file.read_text(encoding="utf-8") == SOUND
    (project / "dangling.py").symlink_to(project / "nowhere.py")
    assert [(f["code"], f["path"]) for f in found()] == [("KS901", "dangling.py")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", ["    ", "\t", "  "])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_repair_keeps_the_style_of_the_file(newline: str, indent: str, mark: str, project: Path) -> None:
    """Line ends, tabs and a byte order mark stay; the repaired file is clean."""
    text = mark + LOSES_RATE.replace("    ", indent).replace("\n", newline)
    file = write(project / "layers.py", text)
    run("--fix")
    assert file.read_bytes() == (mark + SOUND.replace("    ", indent).replace("\n", newline)).encode()
    assert codes() == []


def test_repairs_of_one_class_do_not_get_into_each_others_way(project: Path) -> None:
    """Several findings at one place are repaired one after the other, until nothing is left."""
    text = LOSES_RATE.replace("rate=0.1, **kwargs", "rate=0.1, scale=1.0, act=None, **kwargs")
    stored = "self.rate = rate\n        self.scale = scale\n        self.act = keras.activations.get(act)"
    text = text.replace("self.rate = rate", stored).replace("super().get_config()", '{"act": self.act}')
    file = write(project / "layers.py", text)
    before = codes()
    result = run("--fix")
    assert result.return_value == 0
    assert result.output == f"Repaired {len(before)} findings; no findings in 1 class of 1 file.\n"
    assert {*before} >= {"KS101", "KS103", "KS201"}
    compile(file.read_text(encoding="utf-8"), "layers.py", "exec")


def test_repair_that_makes_a_comment_superfluous_is_kept() -> None:
    """A comment that silences nothing any more is no fault that a repair brings in; any other finding is."""

    def looked(after: str) -> dict[str, list[str]]:
        def look(paths: Sequence[str], texts: Mapping[str, str]) -> LintResult:
            text = texts.get("layers.py", "old")
            codes = {"old": ["KS103"], "new": [after]}[text]
            return LintResult(
                findings=tuple(finding(code) for code in codes),
                files={"layers.py": SourceFile("layers.py", "layers", text)},
                classes=1,
                unreadable=0,
            )

        return dict(repaired(["layers.py"], frozenset({"KS103"}), look=look).texts)

    assert looked("KS902") == {"layers.py": "new"}
    assert looked("KS101") == {}


def test_repair_that_was_not_kept_is_not_promised(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After --fix the last line does not offer --fix again for what it could not repair."""
    from scaffold.lint import fix

    monkeypatch.setattr(fix, "_worse", lambda before, after, path: True)
    write(project / "layers.py", LOSES_RATE)
    assert run().output.endswith("Found 1 error in 1 class of 1 file (1 fixable with --fix).\n")
    assert run("--fix").output.endswith("Found 1 error in 1 class of 1 file.\n")
    write(project / "layers.py", TWO_FAULTS)
    assert run("--fix").output.endswith("1 warning in 1 class of 1 file (1 fixable with --unsafe-fixes).\n")


def finding(code: str) -> Finding:
    fix = Fix("Repair it", (Edit(0, 3, "new"),)) if code == "KS103" else None
    return Finding(code, "name", Severity.ERROR, "said", "do", "layers.py", 1, 1, 1, 2, fix=fix)


def test_output_file_is_written_whole(project: Path) -> None:
    """Nothing is printed then; a directory that does not exist is told."""
    write(project / "layers.py", LOSES_RATE)
    result = run("--output-format", "concise", "--output-file", "out.txt")
    assert (result.return_value, result.output) == (1, "")
    assert "KS101" in (project / "out.txt").read_text(encoding="utf-8")
    with pytest.raises(ScaffoldError, match=r"cannot write nowhere/out\.txt"):
        run("--output-file", "nowhere/out.txt")


def test_exit_zero_and_statistics(project: Path) -> None:
    """Counts in place of findings, the exit code as always; --exit-zero only for those who ask."""
    write(project / "layers.py", LOSES_RATE)
    result = run("--statistics")
    assert (result.return_value, result.output) == (1, "1  KS101  argument-not-in-config  1 with --fix\n")
    assert run("--exit-zero").return_value == 0
    assert run("--exit-zero", "--diff").return_value == 0


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("ok.py/x.py", "'ok.py' is a file."),
        ("nowhere/x.py", "There is no directory 'nowhere' either."),
        ("okk.py", "Did you mean 'ok.py'?"),
        ("x" * 300 + "/a.py", "cannot be looked into: File name too long."),
    ],
)
def test_path_that_is_not_there_says_why(named: str, why: str, project: Path) -> None:
    """What stands in the way is named: a file in place of a directory, a missing one, a misspelt name."""
    write(project / "ok.py", SOUND)
    with pytest.raises(ScaffoldError) as raised:
        run(named)
    assert str(raised.value).startswith(f"no file or directory {named!r}\n")
    assert why in str(raised.value)


@pytest.mark.parametrize("name", ["layers.py", "layers.ipynb"])
@pytest.mark.parametrize("option", ["--output-format=text", "--output-format=sarif", "--diff", "--fix"])
def test_file_that_goes_while_it_is_judged(
    name: str, option: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found is told without its line; there is nothing to repair any more."""
    write(project / name, cells(LOSES_RATE) if name.endswith(".ipynb") else LOSES_RATE)
    judged = scaffold.cli._lint_run.lint

    def lint(*arguments: Any, **options: Any) -> LintResult:
        result = judged(*arguments, **options)
        (project / name).unlink(missing_ok=True)
        return result

    monkeypatch.setattr(scaffold.cli._lint_run, "lint", lint)
    result = run(".", option)
    assert result.return_value == 1
    if option != "--diff":
        assert "KS101" in result.stdout
    assert not (project / name).exists()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_parent_of_a_link_is_that_of_what_it_leads_to(project: Path) -> None:
    """`link/..` is not the directory that the link is in: the system reads another file there."""
    write(project / "far/away/nothing.py", "")
    write(project / "far/layers.py", LOSES_RATE)
    write(project / "here/layers.py", SOUND)
    (project / "here/link").symlink_to(project / "far/away")
    assert codes("here/link/../layers.py") == ["KS101"]
    assert codes("here/link/..") == ["KS101"]
    assert codes("here/../here/layers.py") == []


def test_diff_says_where_the_rest_is_told(project: Path) -> None:
    """Only repairs are shown: whoever is told that something is left has to know how to see it."""
    write(project / "a.py", LOSES_RATE)
    assert "to see the rest" not in run("--diff").stderr
    write(project / "broken.py", "def f(:\n")
    assert run("--diff").stderr.rstrip().endswith("run this without it to see the rest.")


def test_no_number_of_jobs_starts_processes_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped --jobs must not fill the machine with processes."""
    started: list[object] = []
    monkeypatch.setattr("scaffold.lint.team._Helper", lambda: started.append(object()))
    Team(1_000_000)
    assert 1 <= len(started) < 64
    started.clear()
    Team(1)
    assert started == []


def test_many_repairs_of_one_file_take_no_time() -> None:
    """What is compared is what is beside each other, not each repair with every other."""
    places = range(0, 200_000, 10)
    fixes = [Fix(f"at {at}", (Edit(at, at + 3, "x"), Edit(at + 5, at + 5, "y"))) for at in places]
    began = time.process_time()
    assert compatible(fixes[::-1] + fixes) == fixes[::-1]
    assert time.process_time() - began < 5
