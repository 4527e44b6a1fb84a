"""Every fix runs the gauntlet: it parses, removes its finding, adds none, is stable, and leaves every other byte."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from scaffold.finding import Edit, Finding, Fix, Safety, Severity
from scaffold.lint.apply import apply_edits, compatible
from scaffold.lint.fix import Repair, repaired
from scaffold.lint.rule_set import LintRule, lint_rules
from scaffold.lint.run import LintResult, lint

CODES = frozenset(rule.rule.code for rule in lint_rules())
CASES = sorted((Path(__file__).parent / "fixes").glob("*.txt"))

FIXABLE = (
    "KS101",
    "KS103",
    "KS104",
    "KS106",
    "KS201",
    "KS202",
    "KS203",
    "KS204",
    "KS301",
    "KS302",
    "KS401",
    "KS402",
)
FIXABLE += ("KS403", "KS501", "KS502", "KS503")
FIXABLE += (
    "KS107",
    "KS109",
    "KS110",
    "KS111",
    "KS112",
    "KS113",
    "KS115",
    "KS116",
    "KS207",
    "KS208",
    "KS209",
    "KS211",
    "KS212",
    "KS214",
)
FIXABLE += ("KS303", "KS304", "KS404", "KS505", "KS506", "KS507", "KS603", "KS604")


def repair_text(text: str, folder: Path, *, unsafe: bool = True) -> tuple[Repair, str]:
    path = folder / "layers.py"
    path.write_bytes(text.encode())
    repair = repaired([str(path)], CODES, unsafe=unsafe)
    return repair, repair.texts.get(str(path), text)


def by_code(rule: LintRule) -> str:
    return rule.rule.code


def variants(text: str) -> dict[str, str]:
    """The same program as other people write it."""
    return {
        "as written": text,
        "CRLF": text.replace("\n", "\r\n"),
        "non-ASCII": re.sub(r"(?m)^(\s+)(.*\S)$", r"\1\2  # größer: ∑ 層", text),
        "tabs": re.sub(r"(?m)^( {4})+", lambda match: "\t" * (len(match.group()) // 4), text),
        "single quotes": text.replace('"', "'"),
    }


@pytest.mark.parametrize("variant", list(variants("")))
@pytest.mark.parametrize("rule", [rule for rule in lint_rules() if rule.rule.code in FIXABLE], ids=by_code)
def test_fix_of_bad_example_survives_the_gauntlet(rule: LintRule, variant: str, tmp_path: Path) -> None:
    """The repaired bad example parses, has no finding left, and is left alone the second time."""
    text = variants(rule.rule.bad)[variant]
    repair, new = repair_text(text, tmp_path)
    assert {finding.code for finding in repair.before.findings} == {rule.rule.code}
    ast.parse(new)
    assert repair.after.findings == ()
    again, same = repair_text(new, tmp_path)
    assert (again.texts, same) == ({}, new)
    assert_rest_untouched(text, new)


def assert_rest_untouched(old: str, new: str) -> None:
    """Line ends are as they were, and every comment and every line that stayed, stayed in order."""
    newline = "\r\n" if "\r\n" in old else "\n"
    assert (new.count("\r"), new.count("\r\n")) == (
        (0, 0) if newline == "\n" else (new.count("\n"), new.count("\n"))
    )
    comments = re.compile(r"#[^\r\n]*")
    assert comments.findall(new) == comments.findall(old)
    kept = difflib.SequenceMatcher(None, old, new, autojunk=False)
    removed = "".join(old[a:b] for tag, a, b, _, _ in kept.get_opcodes() if tag in ("delete", "replace"))
    assert len(removed) <= len(", **super().get_config()")


@pytest.mark.parametrize(
    "case", sorted((Path(__file__).parent / "cases").glob("*.py")), ids=lambda path: path.stem
)
def test_fixes_of_real_looking_files_survive_the_gauntlet(case: Path, tmp_path: Path) -> None:
    """Of a whole file: it parses, no rule finds more, what was fixable is gone, and a second run changes nothing."""
    text = case.read_text(encoding="utf-8")
    repair, new = repair_text(text, tmp_path)
    ast.parse(new)
    left = [finding.code for finding in repair.after.findings if finding.fixable]
    assert left == []
    codes = dict.fromkeys(CODES, 0)
    for finding in repair.before.findings:
        codes[finding.code] += 1
    for finding in repair.after.findings:
        codes[finding.code] -= 1
    assert min(codes.values()) >= 0
    assert repair_text(new, tmp_path)[1] == new
    comments = re.compile(r"#[^\r\n]*")
    assert comments.findall(new) == comments.findall(text)


@pytest.mark.parametrize("rule", lint_rules(), ids=by_code)
def test_fixable_rules_are_exactly_these(rule: LintRule, tmp_path: Path) -> None:
    """A rule repairs its bad example if and only if it is listed here."""
    repair, _ = repair_text(rule.rule.bad, tmp_path)
    fixable = (*FIXABLE, "KS902")  # it takes comments away, so it has a gauntlet of its own in test_noqa
    assert any(finding.fixable for finding in repair.before.findings) == (rule.rule.code in fixable)


@pytest.mark.parametrize("code", ["KS501", "KS503", "KS506", "KS507"])
def test_fix_that_changes_saved_names_waits_for_consent(code: str, tmp_path: Path) -> None:
    """Without unsafe fixes the registered name stays as it is, and the fix says what it would change."""
    rule = next(rule.rule for rule in lint_rules() if rule.rule.code == code)
    repair, new = repair_text(rule.bad, tmp_path, unsafe=False)
    assert new == rule.bad
    fix = repair.after.findings[0].fix
    assert fix is not None
    assert fix.safety is Safety.UNSAFE
    assert "custom_objects" in fix.message


@pytest.mark.parametrize(
    ("keras", "function", "expected"),
    [
        (
            "import keras",
            "def triple(x): return x * 3",
            '@keras.saving.register_keras_serializable(package="{}")\n',
        ),
        (
            "import tensorflow as tf\nfrom tensorflow import keras",
            "def triple(x):\n    return x * 3",
            '@keras.utils.register_keras_serializable(package="{}")\n',
        ),
        ("import keras", "@functools.cache\ndef triple(x):\n    return x * 3", ""),
        ("import keras", "if True:\n    def triple(x):\n        return x * 3", ""),
        ("import keras", "def triple(x):\n    return x * 3\n\n\ntriple = triple", ""),
        ("from keras import Sequential, Input, layers", "def triple(x):\n    return x * 3", ""),
    ],
    ids=["one line", "of TensorFlow", "decorated", "in a condition", "bound twice", "no name for Keras"],
)
def test_function_is_registered_where_it_stands(
    keras: str, function: str, expected: str, tmp_path: Path
) -> None:
    """The decorator is put above a function of the same file, undecorated and the only one of its name."""
    layers = "keras." if "import keras" in keras or "import tensorflow" in keras else ""
    model = f"{layers}Sequential([{layers}Input((4,)), {layers}layers.Dense(3, activation=triple)])"
    text = f'{keras}\n\n\n# of all\n{function}\n\n\nmodel = {model}\nmodel.save("a.keras")\n'
    _, new = repair_text(text, tmp_path)
    assert new == text.replace(
        "def triple", expected.format("layers") + "def triple" if expected else "def triple"
    )


def test_classes_of_one_name_are_registered_under_different_keys(tmp_path: Path) -> None:
    """Keras silently keeps the last class of a key: where two would share one, the package is the whole module."""
    text = next(rule.rule for rule in lint_rules() if rule.rule.code == "KS501").bad
    package = tmp_path / "my_package"
    package.mkdir()
    for name in ("__init__", "images", "sounds"):
        (package / f"{name}.py").write_text("" if name == "__init__" else text, encoding="utf-8")
    (package / "alone.py").write_text(text.replace("class Scale", "class Alone"), encoding="utf-8")
    texts = repaired([str(package)], frozenset({"KS501"}), unsafe=True).texts
    names = {Path(path).stem: re.findall(r'package="(.*)"', new) for path, new in texts.items()}
    assert names == {
        "images": ["my_package.images"],
        "sounds": ["my_package.sounds"],
        "alone": ["my_package"],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_repaired_text_is_exactly_this(case: Path, tmp_path: Path) -> None:
    """Files under fixes/ hold a text before and after, parted by a line of dashes."""
    before, after = case.read_text(encoding="utf-8").split("\n# ---- after ----\n")
    _, new = repair_text(before, tmp_path, unsafe=False)
    assert new == after
    ast.parse(new)
    assert repair_text(new, tmp_path, unsafe=False)[1] == new


@pytest.mark.parametrize("variant", ["CRLF", "CR", "tabs", "single quotes"])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_repair_is_the_same_in_every_spelling(case: Path, variant: str, tmp_path: Path) -> None:
    """Other line ends, tabs or quotes change nothing but themselves: the repaired spelling is the spelled repair."""
    before, after = case.read_text(encoding="utf-8").split("\n# ---- after ----\n")

    def spell(text: str) -> str:
        has_another = variant != "tabs" or not re.search(r"(?m)^(?: {4})* {1,3}\S", before)
        spelled = {**variants(text), "CR": text.replace("\n", "\r")}[variant]
        return spelled if has_another and variants(before).get(variant) != before else text

    _, new = repair_text(spell(before), tmp_path, unsafe=False)
    assert new == spell(after)


def test_what_has_no_one_right_repair_offers_none(tmp_path: Path) -> None:
    """The findings are there, and none of them claims to be fixable."""
    text = (
        (Path(__file__).parent / "fixes" / "no_guess.txt")
        .read_text(encoding="utf-8")
        .split("\n# ---- after ----\n")[0]
    )
    repair, _ = repair_text(text, tmp_path)
    assert [finding.code for finding in repair.before.findings] == [
        *("KS101", "KS101", "KS103", "KS301", "KS101")
    ]
    assert not any(finding.fixable for finding in repair.before.findings)


def test_argument_that_is_only_handed_on_is_left_alone_where_anything_is_uncertain(tmp_path: Path) -> None:
    """A name that is taken, a value that is no longer what was passed, an object, an heir: no repair is offered."""
    before = (Path(__file__).parent / "fixes" / "handed_on_no_guess.txt").read_text(encoding="utf-8")
    repair, _ = repair_text(before.split("\n# ---- after ----\n")[0], tmp_path)
    found = [finding for finding in repair.before.findings if finding.code == "KS101"]
    assert len({finding.class_name for finding in found}) == 18
    assert not any(finding.fixable for finding in found)


def test_layer_of_a_wrapper_stays_where_taking_it_out_takes_more(tmp_path: Path) -> None:
    """A comment beside the entry, a condition around it, or no parent's config that has it: no repair is offered."""
    before = (Path(__file__).parent / "fixes" / "left_to_keras.txt").read_text(encoding="utf-8")
    repair, _ = repair_text(before.split("\n# ---- after ----\n")[0], tmp_path)
    left = {finding.class_name for finding in repair.before.findings if not finding.fixable}
    assert left == {"Item", "Handwritten", "Commented", "Sometimes"}


@pytest.mark.parametrize("variant", list(variants("")))
def test_argument_that_is_only_handed_on_is_stored_whatever_the_file_looks_like(
    variant: str, tmp_path: Path
) -> None:
    """With other line ends, tabs, quotes and comments the repair still parses, is whole and touches nothing else."""
    before = (Path(__file__).parent / "fixes" / "only_handed_on.txt").read_text(encoding="utf-8")
    text = variants(before.split("\n# ---- after ----\n")[0])[variant]
    repair, new = repair_text(text, tmp_path, unsafe=False)
    ast.parse(new)
    assert repair.after.findings == ()
    assert "self.epsilon = epsilon" in new
    assert repair_text(new, tmp_path)[1] == new
    assert_rest_untouched(text, new)


def test_a_repair_that_would_be_refused_is_not_promised(tmp_path: Path) -> None:
    """A base argument that would be there twice is known before the repair is tried."""
    case = Path(__file__).parent / "fixes" / "objects_are_no_guess.txt"
    text = case.read_text(encoding="utf-8").split("\n# ---- after ----\n")[0]
    repair, _ = repair_text(text, tmp_path)
    assert {finding.class_name for finding in repair.before.findings} >= {"Named", "Swallows"}
    assert [finding.message for finding in repair.before.findings if finding.fixable] == []


def test_a_none_in_place_of_an_argument_is_left_to_the_author(tmp_path: Path) -> None:
    """What stands there for want of a form that a config can carry is not put into the config."""
    text = """import keras


@keras.saving.register_keras_serializable("demo")
class Lookup(keras.layers.Layer):
    def __init__(self, table=None, **kwargs):
        super().__init__(**kwargs)
        self.table = table

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "table": None}
"""
    repair, new = repair_text(text, tmp_path)
    assert [(finding.code, finding.fix) for finding in repair.before.findings] == [("KS110", None)]
    assert new == text


def test_what_only_reads_otherwise_is_not_counted_as_repaired(tmp_path: Path) -> None:
    """The message about one argument names the keys of the config; a repair of the other one changes it."""
    text = """import keras


@keras.saving.register_keras_serializable("demo")
class Scale(keras.layers.Layer):
    def __init__(self, units=2, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units * 2
        self.rate = rate

    def call(self, x):
        return x * self.rate * self.units

    def get_config(self):
        return super().get_config()
"""
    repair, _ = repair_text(text, tmp_path)
    choose = lambda findings: list(findings)  # noqa: E731
    assert len(repair.before.findings) - len(repair.after.findings) == repair.fixed(choose) == 1
    assert [finding.argument for finding in repair.gone] == ["rate"]


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    """Of two fixes that touch, only the first is applied; the same fix given twice counts once."""
    first, second = Fix("a", (Edit(1, 3, "x"),)), Fix("b", (Edit(3, 3, "y"),))
    assert compatible([first, first, second]) == [first]
    assert compatible([first, Fix("c", (Edit(5, 5, "z"),))])[1].message == "c"


def test_overlapping_edits_are_refused() -> None:
    """Applying edits that overlap is an error, never a garbled text."""
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("abcdef", [Edit(0, 3, ""), Edit(2, 4, "")])


def test_fix_that_would_bring_a_new_finding_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repair that does not parse, or that trades one fault for another, is not kept."""
    from scaffold.lint.rules import get_config_returns_nothing as rule

    bad = rule.RULE.bad
    monkeypatch.setattr(rule, "return_config", lambda cls: (Edit(len(bad), len(bad), "\n  oops("),))
    repair, new = repair_text(bad, tmp_path)
    assert new == bad
    assert [finding.code for finding in repair.after.findings] == ["KS104"]


def test_repair_that_brings_findings_to_another_file_is_refused(tmp_path: Path) -> None:
    """What heirs in other files say of a repaired parent counts; the repairs beside it are kept."""
    for name in "abcde":
        (tmp_path / f"{name}.py").write_text("old\n", encoding="utf-8")
    paths = {name: str(tmp_path / f"{name}.py") for name in "abcde"}

    def look(given: Sequence[str], texts: Mapping[str, str]) -> LintResult:
        result = lint(given, texts)
        found = [
            replace_path(KS101, path, Fix("new", (Edit(0, 3, "new"),)))
            for path in (paths[name] for name in "abcd")
            if texts.get(path, "old\n") == "old\n"
        ]
        if texts.get(paths["c"]) == "new\n":
            found.append(replace_path(KS101, paths["e"], None))
        return LintResult(tuple(found), result.files, result.classes, result.unreadable)

    repair = repaired([str(tmp_path)], CODES, look=look)
    assert repair.texts == {paths[name]: "new\n" for name in "abd"}
    assert [finding.path for finding in repair.after.findings] == [paths["c"]]


KS101 = Finding("KS101", "x", Severity.ERROR, "", "", "")


def replace_path(finding: Finding, path: str, fix: Fix | None) -> Finding:
    return finding.but(path=path, fix=fix)


FAMILY = """import keras


class Parent(keras.Model):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x * self.units


class Child(Parent):
    def __init__(self, rate=0.1, **kwargs):
        super().__init__({given})
        self.rate = rate
"""


@pytest.mark.parametrize(
    ("given", "repaired_classes"),
    [("5", {"Child"}), ("**kwargs", {"Parent", "Child"})],
    ids=["heir that fixes it", "heir that hands it on"],
)
def test_a_model_is_repaired_where_its_family_agrees(
    given: str, repaired_classes: set[str], tmp_path: Path
) -> None:
    """No parent writes down what an heir refuses, and no heir before its parents write down their arguments."""
    text = FAMILY.format(given=given)
    repair, _ = repair_text(text, tmp_path)
    left = {finding.class_name for finding in repair.after.findings if finding.code in ("KS106", "KS116")}
    assert {finding.code for finding in repair.before.findings} >= {"KS116"}
    assert left == {"Parent", "Child"} - repaired_classes


def test_what_a_docstring_calls_a_tensor_is_not_put_into_the_config(tmp_path: Path) -> None:
    """Nothing else tells what the argument is; one that it calls a number is."""
    text = '''import keras


@keras.saving.register_keras_serializable("demo")
class Rainbow(keras.layers.Layer):
    def __init__(self, support, depth=None, **kwargs):
        """Make it.

        Args:
            support: tf.linspace, the support of the distribution.
            depth: int, axis of the tensor.
        """
        super().__init__(**kwargs)
        self.support = support
        self.depth = depth

    def call(self, x):
        return x * self.support * self.depth

    def get_config(self):
        return super().get_config()
'''
    repair, new = repair_text(text, tmp_path)
    assert [finding.argument for finding in repair.after.findings] == ["support"]
    assert '"depth": self.depth' in new
