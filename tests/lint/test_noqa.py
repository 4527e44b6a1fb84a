"""Silencing: only what a comment names, on its own line; and a comment that silences nothing is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.finding import Finding, Severity
from scaffold.lint.apply import apply_edits
from scaffold.lint.noqa import unsilenced
from scaffold.source.located import SourceFile

KNOWN = {"KS101": True, "KS102": True, "KS504": False}


def finding(code: str, line: int) -> Finding:
    return Finding(code, "some-rule", Severity.ERROR, "message", "remedy", "layers.py", line, 1, line, 2)


def judged(text: str, *found: tuple[str, int]) -> list[Finding]:
    source = SourceFile("layers.py", "layers", text)
    return list(unsilenced([finding(*one) for one in found], source, KNOWN))


def codes(text: str, *found: tuple[str, int]) -> list[str]:
    return [one.code for one in judged(text, *found)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # NOQA: ks101", True),
        ("x = 1  # noqa:KS101", True),
        ("x = 1  # noqa: F401, KS101", True),
        ("x = 1  # noqa: F401 KS101 because the table is made again", True),
        ("x = 1  # type: ignore # noqa: KS101", True),
        ("x = 1  # scaffold: noqa: KS101", True),
        ("x = 1  # scaffold:noqa", True),
        ("x = 1  # noqa: KS102", False),
        ("x = 1  # noqa: F401", False),
        ("x = 1  # noqa: the table is made again", False),
        ("x = 1  # noqa-begin", False),
        ("x = '# noqa'", False),
        ("x = 1  # no", False),
    ],
)
def test_comment_silences_what_it_names(line: str, expected: bool) -> None:
    """A bare comment silences everything on its line; with codes it silences these; a string silences nothing."""
    assert ("KS101" not in codes(line + "\n", ("KS101", 1))) is expected


def test_other_lines_are_not_silenced() -> None:
    """The comment counts for its own line alone."""
    for comment in ("# noqa", "# noqa: KS101", "# scaffold: noqa", "# scaffold: noqa: KS101"):
        text = f"x = 1\ny = 2  {comment}\nz = 3\n"
        assert [one.line for one in judged(text, ("KS101", 1), ("KS101", 2), ("KS101", 3))] == [1, 3]


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# scaffold: noqa", []),
        ("# scaffold: noqa: KS101", ["KS102"]),
        ("# scaffold: noqa: KS101, KS102", []),
        ("# noqa", ["KS101", "KS102"]),
        ("# noqa: KS101 KS102", ["KS101", "KS102", "KS902", "KS902"]),
    ],
)
def test_comment_of_its_own_line_counts_for_the_file(comment: str, left: list[str]) -> None:
    """`# scaffold: noqa` on a line of its own silences everywhere in the file; the common `# noqa` does not."""
    assert codes(f"x = 1\n{comment}\ny = 2\n", ("KS101", 1), ("KS102", 3)) == left


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("x = 1  # noqa: KS101\n", "x = 1\n"),
        ("x = 1  # noqa: KS101\r\n", "x = 1\r\n"),
        ("x = 1  # noqa: F401, KS101\n", "x = 1  # noqa: F401\n"),
        ("x = 1  # noqa: KS101, F401 KS102\n", "x = 1  # noqa: F401\n"),
        ("x = 1  # noqa: KS101 - made again\n", "x = 1  # made again\n"),
        ("x = 1  # größer # noqa: KS101\n", "x = 1  # größer\n"),
        ("x = 1\n    # scaffold: noqa: KS101\ny = 2\n", "x = 1\ny = 2\n"),
        ("x = 1\n# scaffold: noqa: KS101", "x = 1\n"),
    ],
)
def test_comment_that_silences_nothing_is_told_and_removed(line: str, repaired: str) -> None:
    """A code without a finding is a finding at its place; the repair takes it away and leaves all else."""
    found = judged(line)
    assert {one.code for one in found} == {"KS902"}
    for one in found:
        lines = line.splitlines()
        named = lines[one.line - 1][one.column - 1 : one.end_column - 1]
        assert f"'{named}' in this comment silences nothing" in one.message
    assert found[0].fix is not None
    assert apply_edits(line, found[0].fix.edits) == repaired
    assert judged(repaired) == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa\n",
        "x = 1  # noqa: F401, E501\n",
        "x = 1  # noqa: KR101\n",
        "x = 1  # noqa: KS504\n",
        "x = 1  # noqa: KS101, KS902\n",
        "x = '# noqa: KS101'\n",
        "x = 1  # KS101 is not meant here\n",
        "def broken(:  # noqa: KS101\n",
    ],
)
def test_silence_about_comments_that_may_be_needed(line: str) -> None:
    """Bare comments, codes of other tools or of the whole project, and files that do not parse are left alone."""
    found = (("KS901", 2),) if "broken" in line else ()
    assert [code for code in codes(line, *found) if code != "KS901"] == []


def test_code_that_does_not_exist_is_named_with_the_nearest() -> None:
    """A misspelt code never silences anything."""
    (found,) = judged("x = 1  # noqa: KS1011\n")
    assert "is no code of a rule; did you mean KS101?" in found.message


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("x = 1  # noqa: some-rule\n", "x = 1  # noqa: KS101\n"),
        ("x = 1  # noqa: Some_Rule because of y\n", "x = 1  # noqa: KS101 because of y\n"),
        ("x = 1  # noqa: F401, some-rule\n", "x = 1  # noqa: F401, KS101\n"),
        ("x = 1  # noqa: KS102 some-rlue, other-rule\n", "x = 1  # noqa: KS102 KS101, other-rule\n"),
        ("x = 1  # scaffold: noqa: some-rule\n", "x = 1  # scaffold: noqa: KS101\n"),
        ("x = '''\n'''  # noqa:some-rule\n", "x = '''\n'''  # noqa:KS101\n"),
    ],
)
def test_name_of_a_rule_silences_nothing_and_is_told(line: str, repaired: str) -> None:
    """Where its finding is, the code is named; the repair writes it, and then it silences."""
    found = ("KS101", 1), *([("KS102", 1)] if "KS102" in line else [])
    (kept, told) = judged(line, *found)
    assert (kept.code, told.code) == ("KS101", "KS902")
    word = line.splitlines()[told.line - 1][told.column - 1 : told.end_column - 1]
    assert told.message.startswith(
        f"'{word}' in this comment silences nothing: only codes do, and that of the rule"
    )
    assert told.remedy == "Write KS101 instead."
    assert told.fix is not None
    assert apply_edits(line, told.fix.edits) == repaired
    assert judged(repaired, *found) == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa: some-thing\n",  # of another linter
        "x = 1  # noqa: unused-import, no-member\n",
        "x = 1  # noqa: the some-rule is not meant\n",
        "x = 1  # pylint: disable=some-rule\n",
        "x = 1  # noqa: KS101, some-rule\n",  # silenced already
        "x = 1  # noqa some-rule\n",  # silences everything
        "x = 1  # noqa: KS902, some-rule\n",
        "y = 1  # noqa: some-rule\nx = 1\n",  # there is nothing to silence
    ],
)
def test_words_that_name_no_rule_with_a_finding_are_left_alone(line: str) -> None:
    """A name that nothing is found of on the line, and what other linters call their rules, is none of ours."""
    at = line.count("\n")
    assert set(codes(line, ("KS101", at))) <= {"KS101"}


def test_name_behind_another_word_is_told_without_a_repair() -> None:
    """A code would not count there."""
    told = judged("x = 1  # noqa: other-words, some-rule\n", ("KS101", 1))[1]
    assert (told.code, told.column, told.fix) == ("KS902", 29, None)


def test_name_of_a_rule_is_told_on_the_command_line(tmp_path: Path) -> None:
    """What is told of a class says the code of its rule, and --fix writes it where nothing else is repaired."""
    path = tmp_path / "layers.py"
    path.write_text(
        "import keras\n\n\nclass Scale(keras.layers.Layer):  # noqa: not-registered\n"
        "    def call(self, inputs):\n        return inputs * 2\n",
        encoding="utf-8",
    )
    from scaffold.lint.fix import repaired
    from scaffold.lint.run import lint

    assert [one.code for one in lint([str(path)]).findings] == ["KS501", "KS902"]
    made = repaired([str(path)], frozenset({"KS501", "KS902"}))
    assert made.after.findings == ()
    assert "# noqa: KS501\n" in made.texts[str(path)]


@pytest.mark.parametrize(("written", "codes_of_group"), [("KS1", 2), ("KS", 0)])
def test_group_of_codes_silences_nothing(written: str, codes_of_group: int) -> None:
    """What --ignore takes for a group is no code: it is said so, as nobody knows which rule was meant."""
    text = f"x = 1  # noqa: {written}\n"
    assert "KS101" in codes(text, ("KS101", 1))
    told = [one.message for one in judged(text, ("KS101", 1)) if one.code == "KS902"]
    assert len(told) == (codes_of_group > 0)
    assert all("is the beginning of" in message and "name the code itself" in message for message in told)


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ('x = """\na\n"""  # noqa: KS101\n', {1, 2, 3}),
        ("x = 1 + \\\n  2  # noqa: KS101\n", {1, 2}),
        ("f(\n  1,\n  2,  # noqa: KS101\n)\n", {3}),
        ('f(\n  1,\n  """\na""",  # noqa: KS101\n)\n', {3, 4}),
        ('x = """\n# noqa: KS101\n"""\n', set()),
        ("if x:\n    y = 1  # noqa: KS101\n", {2}),
        ("# a\n\nx = 1  # noqa: KS101\n", {3}),
    ],
)
def test_comment_counts_where_no_other_can_be(text: str, silent: set[int]) -> None:
    """Within a string of several lines, or before a backslash, there is no place for a comment: the next one counts."""
    lines = range(1, text.count("\n") + 1)
    left = {one.line for one in judged(text, *(("KS101", line) for line in lines)) if one.code == "KS101"}
    assert left == set(lines) - silent


def ruff(path: Path, *options: str) -> str:
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--preview", "--output-format", "concise"]
    done = subprocess.run(
        [*command, *options, str(path)], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    return done.stdout + done.stderr


def test_ruff_places_comments_alike(tmp_path: Path) -> None:
    """A comment after a string of several lines or a backslash silences what ruff finds on the first of them."""
    path = tmp_path / "a.py"
    for text in ('import os; x = """\na\n"""{}\n', "import os; x = 1 + \\\n  2{}\n"):
        for comment, said in (("  # noqa: F401", "All checks passed"), ("", "imported but unused")):
            path.write_text(text.format(comment), encoding="utf-8")
            assert said in ruff(path, "--select", "F401")


def test_used_codes_are_not_stale() -> None:
    """Of two codes, the one that is needed stays."""
    text = "x = 1  # noqa: KS101, KS102\n"
    (found,) = judged(text, ("KS101", 1))
    assert found.fix is not None
    assert apply_edits(text, found.fix.edits) == "x = 1  # noqa: KS101\n"


def test_ruff_does_not_quarrel_about_our_comments(tmp_path: Path) -> None:
    """Ruff's checks of comments do not read our own spelling, and know our codes once they are external."""
    path = tmp_path / "layers.py"
    path.write_text("x = 1  # scaffold: noqa: KS101\n# scaffold: noqa\n", encoding="utf-8")
    assert "All checks passed" in ruff(path, "--select", "RUF100,RUF102")
    path.write_text("x = 1  # noqa: KS101\n", encoding="utf-8")
    assert "KS101" in ruff(path, "--select", "RUF100,RUF102")
    external = ("--config", 'lint.external=["KS"]')
    assert "All checks passed" in ruff(path, "--select", "RUF100,RUF102", *external)
