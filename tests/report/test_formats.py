"""Every format tells every finding; machine formats keep to what their readers demand."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from scaffold.finding import Edit, Finding, Fix, Safety, Severity
from scaffold.report.formats import Outcome, names, render
from scaffold.report.statistics import statistics
from scaffold.report.text import Looked
from scaffold.rule import Rule

HOSTILE = "layer 'A' <b> & \"c\" % 100, ::error:: größe\r\nsecond"
RULE = Rule(
    code="KS101", name="argument-not-in-config", severity=Severity.ERROR, summary="Lost.",
    why="It is lost. See https://keras.io/guides.", remedy="Add it.",
)  # fmt: skip


def finding(**changes: Any) -> Finding:
    said = Finding(
        "KS101", "argument-not-in-config", Severity.ERROR, "argument 'rate' of 'A'", "Add it.", "src/a b.py",
        line=3, column=2, end_line=3, end_column=5, class_name="A",
    )  # fmt: skip
    return said.but(**changes)


FINDINGS = (
    finding(fix=Fix("Add it", (Edit(4, 6, "x"), Edit(9, 9, "ü")))),
    finding(
        fix=Fix("Register it", (Edit(0, 0, "x"),), Safety.UNSAFE), code="KS501", severity=Severity.WARNING
    ),
    finding(message=HOSTILE, line=5, end_line=7, end_column=1),
    finding(path="b.ipynb", cell=4),
    finding(path="broken.py", line=0, column=0, end_line=0, end_column=0, class_name="", code="KS901"),
)
OUTCOME = Outcome(
    findings=FINDINGS,
    texts={"src/a b.py": "a\nb\n abc\n"},
    looked=Looked(2, 3),
    rules=(RULE,),
    version="1.2.3",
)
CLEAN = OUTCOME.but(findings=())


@pytest.mark.parametrize("name", names())
def test_every_format_names_every_finding(name: str) -> None:
    """Each code is there as often as it was found, and the output ends with a line end."""
    text = render(name, OUTCOME)
    assert text.endswith("\n")
    for code in ("KS101", "KS501", "KS901"):
        assert text.count(code) >= sum(one.code == code for one in FINDINGS)
    text.encode("cp1252", "backslashreplace")


@pytest.mark.parametrize("name", names())
def test_every_format_can_tell_that_nothing_was_found(name: str) -> None:
    """A clean run is no failure of the format, and names no code."""
    assert "KS" not in render(name, CLEAN)


def test_formats_are_found_by_themselves() -> None:
    """What people expect of a linter is there."""
    assert set(names()) >= {"text", "concise", "json", "github", "gitlab", "sarif", "junit"}


def test_concise_is_one_line_each() -> None:
    """Place first, as editors read it; a message of several lines becomes one."""
    lines = render("concise", OUTCOME).splitlines()
    assert len(lines) == len(FINDINGS) + 1
    assert lines[0] == "src/a b.py:3:2: error KS101 [--fix] argument 'rate' of 'A'"
    assert lines[1].startswith("src/a b.py:3:2: warning KS501 [--unsafe-fixes]")
    assert lines[3].startswith("b.ipynb:cell 4:3:2: error KS101")
    assert lines[4].startswith("broken.py: error KS901")


def test_json_keeps_its_keys() -> None:
    """What programs rely on; the cell is null outside of notebooks."""
    found = json.loads(render("json", OUTCOME))
    keys = {
        "code",
        "name",
        "message",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "class",
        "severity",
    }
    assert all(keys | {"fixable"} <= set(one) for one in found)
    assert [one["cell"] for one in found] == [None, None, None, 4, None]


def test_github_escapes_what_would_end_a_command() -> None:
    """One command a line: line ends, percent, colons and commas are escaped where they would be read."""
    lines = render("github", OUTCOME).splitlines()
    assert len(lines) == len(FINDINGS)
    command = re.compile(r"::(error|warning) file=[^,:]+,line=\d+(,\w+=[^,:]+)*::[^\r\n]+")
    assert all(command.fullmatch(line) for line in lines)
    assert "line=3,col=2,endLine=3,endColumn=5,title=KS101 argument-not-in-config::" in lines[0]
    assert "endColumn" not in lines[2]
    assert "%25 100" in lines[2]
    assert "%0D%0Asecond" in lines[2]
    assert "file=b.ipynb,line=1,title" in lines[3]


def test_junit_is_well_formed_and_counts() -> None:
    """Counts agree with what is there, and a hostile message comes out as it went in."""
    root = ElementTree.fromstring(render("junit", OUTCOME))
    cases = list(root.iter("testcase"))
    assert int(root.attrib["tests"]) == int(root.attrib["failures"]) == len(cases) == len(FINDINGS)
    assert sum(int(suite.attrib["tests"]) for suite in root) == len(cases)
    assert '<b> & "c" % 100' in (cases[2].find("failure") or cases[2][0]).attrib["message"]
    clean = ElementTree.fromstring(render("junit", CLEAN))
    assert (clean.attrib["tests"], clean.attrib["failures"]) == ("1", "0")
    ElementTree.fromstring(render("junit", CLEAN.but(findings=(finding(message="a\x00\x1b\ufffe b"),))))


def test_gitlab_has_what_a_code_quality_report_needs() -> None:
    """Every issue has its keys and a fingerprint of its own that no line is part of."""
    issues = json.loads(render("gitlab", OUTCOME))
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["lines"]["begin"] >= 1
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    twice = json.loads(render("gitlab", OUTCOME.but(findings=(finding(line=3), finding(line=9)))))
    assert len({issue["fingerprint"] for issue in twice}) == 2
    moved = OUTCOME.but(findings=[finding(line=one.line + 7, path=one.path, code=one.code, message=one.message,
                                          class_name=one.class_name) for one in FINDINGS])  # fmt: skip
    assert [issue["fingerprint"] for issue in json.loads(render("gitlab", moved))] == prints


def test_sarif_has_the_required_structure() -> None:
    """Whatever the schema of SARIF 2.1.0 requires of the parts that are used, and that references hold."""
    log = json.loads(render("sarif", OUTCOME))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("scaffold lint", "1.2.3")
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in driver["rules"]] == ["KS101"]
    assert driver["rules"][0]["helpUri"] == "https://keras.io/guides"
    assert len(run["results"]) == len(FINDINGS)
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        if "ruleIndex" in result:
            assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[\w./%~-]+", uri)
        region = location["physicalLocation"].get("region", {"startLine": 1})
        assert region["startLine"] >= 1
        for fix in result.get("fixes", ()):
            for change in fix["artifactChanges"]:
                assert change["artifactLocation"]["uri"] == uri
                assert all(part["deletedRegion"]["charOffset"] >= 0 for part in change["replacements"])
    assert "src/a%20b.py" in json.dumps(run["results"][0])
    assert "region" not in run["results"][3]["locations"][0]["physicalLocation"]
    assert sum("fixes" in result for result in run["results"]) == 2


def test_statistics_count_by_rule() -> None:
    """The most frequent first, with what can be repaired."""
    assert statistics(FINDINGS).splitlines() == [
        "3  KS101  argument-not-in-config  1 with --fix",
        "1  KS501  argument-not-in-config  1 with --unsafe-fixes",
        "1  KS901  argument-not-in-config",
    ]
    assert json.loads(statistics(FINDINGS, as_json=True))[0] == {
        "code": "KS101", "name": "argument-not-in-config", "count": 3, "safe": 1, "fixable": 1,
    }  # fmt: skip
    assert statistics([]) == ""
