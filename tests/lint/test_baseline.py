"""A baseline keeps what is known by path, class, code and argument, whatever becomes of the lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.errors import ScaffoldError
from scaffold.lint.baseline import Baseline
from scaffold.lint.rule_set import lint_rules
from scaffold.lint.run import lint
from scaffold.report.fingerprint import fingerprints
from tests.lint.projects import LOSES_RATE, SOUND, TWO_FAULTS, codes, project, run, write

__all__ = ["project"]

FILE = "scaffold-baseline.json"


def known(*options: str) -> list[str]:
    return codes("--baseline", FILE, *options)


def test_known_findings_are_not_told(project: Path) -> None:
    """Writing takes everything chosen, and exits with 0; afterwards only new findings are told."""
    write(project / "layers.py", LOSES_RATE)
    result = run("--write-baseline")
    assert result.return_value == 0
    assert f"1 finding written to {FILE}" in result.output
    assert known() == []
    assert run("--baseline", FILE).return_value == 0
    write(project / "other.py", LOSES_RATE)
    assert [f["path"] for f in json.loads(run("--baseline", FILE, "--output-format", "json").stdout)] == [
        "other.py"
    ]


def test_moved_and_changed_lines_stay_known(project: Path) -> None:
    """Code above it, another order of classes, another default: the same finding. Another argument or class is not."""
    file = write(project / "layers.py", LOSES_RATE)
    run("--write-baseline")
    write(file, "# new\n\n\nimport os\n" + LOSES_RATE.replace("rate=0.1", "rate=0.25"))
    assert known() == []
    write(file, LOSES_RATE.replace("rate", "factor"))
    assert known() == ["KS101"]
    write(file, LOSES_RATE.replace("Scale", "Scaled"))
    assert known() == ["KS101"]
    second = LOSES_RATE.replace("import keras\n", "").replace("Scale", "Other")
    write(file, f"import keras\n{second}{LOSES_RATE.replace('import keras', '')}")
    assert known() == ["KS101"]


def test_more_of_the_same_is_new(project: Path) -> None:
    """Two findings alike are not hidden by one that is known."""
    comment = "x = 1  # noqa: KS101\n"
    file = write(project / "layers.py", comment)
    run("--write-baseline")
    assert known() == []
    write(file, comment * 3)
    assert known() == ["KS902", "KS902"]
    run("--write-baseline", "--baseline", FILE)
    assert json.loads((project / FILE).read_text(encoding="utf-8"))["findings"][0]["count"] == 3
    assert known() == []


def test_stale_entries_are_told(project: Path) -> None:
    """An entry that nothing answers to is named, also where its file is gone; one of a file not looked at is not."""
    file, other = write(project / "layers.py", LOSES_RATE), write(project / "other.py", LOSES_RATE)
    run("--write-baseline")
    write(file, SOUND)
    result = run("--baseline", FILE)
    assert f"note: {FILE}: layers.py: KS101 rate of Scale is no longer found\n" in result.stderr
    assert "other.py" not in result.stderr
    assert run("other.py", "--baseline", FILE).stderr == ""
    other.unlink()
    assert "other.py: KS101 rate of Scale is no longer found" in run("--baseline", FILE).stderr
    assert run("--write-baseline").stderr == ""
    assert json.loads((project / FILE).read_text(encoding="utf-8"))["findings"] == []


def test_other_files_stay_known_when_one_is_renewed(project: Path) -> None:
    """A part of the project can be renewed alone."""
    for name in ("layers.py", "other.py"):
        write(project / name, LOSES_RATE)
    run("--write-baseline")
    write(project / "layers.py", SOUND)
    run("layers.py", "--write-baseline")
    entries = json.loads((project / FILE).read_text(encoding="utf-8"))["findings"]
    assert entries == [{"path": "other.py", "class": "Scale", "code": "KS101", "argument": "rate"}]


def test_codes_that_are_not_chosen_stay_known(project: Path) -> None:
    """Renewing one rule keeps what is known of the others, as long as it is found."""
    file = write(project / "layers.py", TWO_FAULTS)
    run("--write-baseline")
    before = (project / FILE).read_text(encoding="utf-8")
    run("--write-baseline", "--select", "KS5")
    assert (project / FILE).read_text(encoding="utf-8") == before
    write(file, SOUND)
    run("--write-baseline", "--select", "KS5")
    assert json.loads((project / FILE).read_text(encoding="utf-8"))["findings"] == []


def test_an_entry_that_a_merge_left_twice_counts_twice(project: Path) -> None:
    """Two branches that each wrote one finding of the same kind leave two equal entries."""
    file = write(project / "layers.py", "x = 1  # noqa: KS101\n")
    run("--write-baseline")
    document = json.loads((project / FILE).read_text(encoding="utf-8"))
    document["findings"] *= 2
    write(project / FILE, json.dumps(document))
    write(file, "x = 1  # noqa: KS101\n" * 3)
    assert known() == ["KS902"]


def test_the_line_is_told_where_a_baseline_is_no_json(project: Path) -> None:
    """A conflict that nobody resolved is found by its line."""
    write(project / "layers.py", LOSES_RATE)
    run("--write-baseline")
    text = (project / FILE).read_text(encoding="utf-8")
    write(project / FILE, text.replace(' "findings"', '<<<<<<< ours\n "findings"'))
    with pytest.raises(ScaffoldError, match=r"is no baseline of scaffold lint: line 3 is no JSON"):
        run("--baseline", FILE)


def test_known_findings_are_not_repaired(project: Path) -> None:
    """--fix repairs what is told, so old code stays as it is."""
    file = write(project / "layers.py", TWO_FAULTS)
    run("--write-baseline", "--select", "KS101")
    run("--unsafe-fixes", "--baseline", FILE)
    assert file.read_text(encoding="utf-8") == TWO_FAULTS.replace("e()\nclass", 'e(package="layers")\nclass')


def test_baseline_can_be_configured(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path counts from the configuration's directory, and the paths in it from its own."""
    write(project / "pyproject.toml", '[tool.scaffold.lint]\nbaseline = "ci/known.json"\n')
    write(project / "src" / "layers.py", LOSES_RATE)
    (project / "ci").mkdir()
    run("--write-baseline")
    entries = json.loads((project / "ci" / "known.json").read_text(encoding="utf-8"))["findings"]
    assert [entry["path"] for entry in entries] == ["../src/layers.py"]
    monkeypatch.chdir(project / "src")
    assert codes() == []
    assert codes("--isolated") == ["KS101"]


NO_BASELINES = (
    "",
    "{}",
    "[]",
    "x = 1\n",
    '{"version": 2, "findings": []}',
    '{"version": 1, "findings": [{}]}',
    '{"version": 1, "findings": [{"path": 1, "class": "", "code": "", "argument": ""}]}',
    '{"version": 1, "findings": [{"path": "", "class": "", "code": "", "argument": "", "count": true}]}',
    '{"version": 1, "findings": [{"path": "", "class": "", "code": "", "argument": "", "count": -5}]}',
)


@pytest.mark.parametrize("text", NO_BASELINES)
def test_what_is_no_baseline_is_refused(text: str, project: Path) -> None:
    """A source file named by mistake is neither read as a baseline nor overwritten by one."""
    write(project / "layers.py", LOSES_RATE)
    file = write(project / "known.json", text)
    for options in ((), ("--write-baseline",)):
        with pytest.raises(ScaffoldError, match=r"known\.json is no baseline of scaffold lint"):
            run("--baseline", "known.json", *options)
    assert file.read_text(encoding="utf-8") == text


def test_missing_baseline_is_wrong_usage(project: Path) -> None:
    """The message says how to write it."""
    with pytest.raises(ScaffoldError, match=r"no baseline 'known\.json'\nWrite it with"):
        run("--baseline", "known.json")
    with pytest.raises(ScaffoldError, match="cannot write"):
        run("--baseline", "nowhere/known.json", "--write-baseline")


# Rule, class and argument that the first finding in the bad example of a rule has been known by ever since.
KNOWN_BY = """
KS101 Scale rate
KS102 Scale kernel
KS103 Scale name
KS104 Scale -
KS105 Scale self.factor
KS106 ShiftedScale Scale
KS107 Double units
KS108 Scale factor
KS109 Scale factor
KS110 Scale factor
KS111 Scale scored
KS112 Residual inner
KS113 Scale -
KS114 Scale factor
KS115 Net units
KS116 Net scale
KS201 Activate activation
KS202 Scale kernel_initializer
KS203 Scale kernel_regularizer
KS204 Scale kernel_constraint
KS205 Residual inner
KS206 Residual inner
KS207 Scale axes
KS208 Scale anchors
KS209 Scale file
KS210 Scale transform
KS211 Scale rate
KS212 Scale dtype
KS213 Shifted activation
KS214 Scale mode
KS215 Pool window
KS216 Rename names
KS301 Scale dtype
KS302 Scale -
KS303 Scale name
KS304 Scale name
KS401 Residual config
KS402 Scale -
KS403 Scale -
KS404 Scale -
KS501 Scale -
KS502 Scale -
KS503 Scale Custom>Scale
KS504 Triple my_package>Scale
KS505 ReLU -
KS506 Activate activation
KS601 Block -
KS602 Net -
KS603 Scale input_shape
KS604 Filters size
KS605 Block -
KS606 Block -
KS607 Scale -
KS608 Project -
KS609 Count -
KS902 - KS101
"""


@pytest.mark.parametrize("line", KNOWN_BY.split("\n")[1:-1])
def test_baselines_that_were_written_before_still_know_their_findings(line: str, tmp_path: Path) -> None:
    """What a finding is known by stays, whatever becomes of the words of its message."""
    code, class_name, argument = ("" if word == "-" else word for word in line.split(" "))
    rule = next(known.rule for known in lint_rules() if known.rule.code == code)
    file = write(tmp_path / "layers.py", rule.bad)
    first = min(lint([str(file)]).findings, key=lambda found: (found.line, found.column))
    known = Baseline(str(tmp_path / FILE), {("layers.py", class_name, code, argument): 1})
    assert known.unknown([first]) == []


def test_other_words_are_the_same_finding(tmp_path: Path) -> None:
    """Neither a baseline nor the number that a report gives a finding depends on its message."""
    file = write(tmp_path / "layers.py", LOSES_RATE)
    (finding,) = lint([str(file)]).findings
    reworded = finding.but(message="nothing is 'quoted' as it was", remedy="", line=80)
    baseline = Baseline(str(tmp_path / FILE), {}).renewed([finding], [str(file)])
    assert baseline.unknown([reworded]) == []
    assert fingerprints([reworded]) == fingerprints([finding])
    assert baseline.unknown([reworded.but(argument="quoted")]) != []


# The config has a name, and the constructor gives one by itself.
TAKES_NO_NAME = """import keras


@keras.saving.register_keras_serializable(package="demo")
class Scale(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(name="scale", **kwargs)

    def call(self, inputs):
        return inputs

    def get_config(self):
        return super().get_config()
"""


def test_entries_that_were_taken_from_messages_are_still_known(project: Path) -> None:
    """A baseline that has what stood between the first quotation marks of a message knows it, until it is renewed."""
    file = write(project / "layers.py", TAKES_NO_NAME)
    run("--write-baseline")
    text = (project / FILE).read_text(encoding="utf-8")
    assert '"argument": "name"' in text
    write(project / FILE, text.replace('"argument": "name"', '"argument": "s key "'))
    assert known() == []
    assert run("--baseline", FILE).stderr == ""
    write(file, TAKES_NO_NAME.replace("Scale", "Scaled"))
    assert known() == ["KS102"]
    write(file, TAKES_NO_NAME)
    run("--write-baseline", "--baseline", FILE)
    assert (project / FILE).read_text(encoding="utf-8") == text
