"""Each archive check speaks about the fault it names, which real loading confirms, and about nothing else."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold.archive.diagnose import diagnose
from scaffold.archive.read import read_archive
from scaffold.archive.recipe import custom_objects_text, imports, loading_lines, without_module
from scaffold.archive.rule_list import archive_checks, rules
from scaffold.archive.source_classes import SourceClass, SourceClasses
from scaffold.archive.subject import CustomObject, Subject, custom_objects
from scaffold.cli.doctor import command
from scaffold.finding import Severity


def found(
    path: Path, source: SourceClasses | None = None, keras: str = ""
) -> list[tuple[str, Severity, str]]:
    findings = diagnose(Subject(read_archive(path), source, keras))
    return [(item.code, item.severity, item.class_name) for item in findings]


def codes(path: Path, source: SourceClasses | None = None, keras: str = "") -> list[str]:
    return [code for code, _, _ in found(path, source, keras)]


def edited(path: Path, target: Path, edit=lambda config: None, member: str = "config.json") -> Path:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == member:
                parsed = json.loads(content)
                edit(parsed)
                content = json.dumps(parsed).encode()
            copy.writestr(name, content)
    return target


def classes(**changes) -> SourceClasses:
    """The class of the model 'custom' as its sources would tell it."""
    mine = {
        "name": "Unregistered",
        "module": "tests.archive.models",
        "place": "models.py:70",
        "key": "",
        "accepted": frozenset({"units", "anchors", "name", "trainable", "dtype"}),
        "untouched": True,
        "understood": True,
    }
    return SourceClasses((SourceClass(**{**mine, **changes}),))


@pytest.mark.parametrize("name", ["nested", "subclassed", "shared", "plain", "legacy"])
def test_sound_models_give_no_finding(saved, name):
    """A model that loads gives no finding, custom classes and nesting or not."""
    assert found(saved[name], keras="3.99.0") == []


def test_sound_models_do_load(saved, models):
    """What the silent cases claim is true: Keras loads them."""
    import keras

    for name in ("nested", "subclassed", "shared", "plain"):
        assert keras.models.load_model(saved[name]).count_params()


def test_an_unregistered_class_is_named_with_its_custom_objects(saved, models):
    """KA101: one finding, with the import and the exact dict; Keras fails without and loads with it."""
    import keras

    (finding,) = diagnose(Subject(read_archive(saved["custom"])), ["KA101"])
    assert finding.severity is Severity.WARNING
    assert "custom_objects={'Unregistered': Unregistered}" in finding.remedy
    assert "after `from tests.archive.models import Unregistered`." in finding.remedy
    with pytest.raises(TypeError, match="Could not locate class"):
        keras.models.load_model(saved["custom"], safe_mode=False)
    assert keras.models.load_model(saved["custom"], {"Unregistered": models.Unregistered}, safe_mode=False)


def test_a_lambda_is_refused(saved, models):
    """KA102: a Lambda layer around a lambda; Keras refuses it in safe mode."""
    import keras

    assert ("KA102", Severity.ERROR, "Lambda") in found(saved["custom"])
    with pytest.raises(ValueError, match="lambda"):
        keras.models.load_model(saved["custom"], {"Unregistered": models.Unregistered})


def test_a_legacy_lambda_is_refused_and_a_named_function_is_not(models, tmp_path):
    """KA102 knows the older form too, and leaves named functions alone."""
    import keras
    from keras import layers

    inputs = layers.Input((2,))
    keras.Model(inputs, layers.Lambda(lambda x: x + 1)(inputs)).save(tmp_path / "lambda.h5")
    assert "KA102" in codes(tmp_path / "lambda.h5")
    keras.Model(inputs, layers.Lambda(keras.ops.tanh)(inputs)).save(tmp_path / "named.keras")
    assert "KA102" not in codes(tmp_path / "named.keras")


def test_an_array_in_the_config_of_a_custom_class(saved):
    """KA103: a warning without sources; with them an error or silence, by what from_config does."""
    assert ("KA103", Severity.WARNING, "Unregistered") in found(saved["custom"])
    assert ("KA103", Severity.ERROR, "Unregistered") in found(saved["custom"], classes())
    decodes = classes(untouched=False, removed=frozenset({"anchors"}))
    assert "KA103" not in codes(saved["custom"], decodes)
    assert "KA103" not in codes(saved["custom"], classes(untouched=False, understood=False))


def test_the_constructor_does_get_the_dict(saved, models):
    """What KA103 claims is true of Keras."""
    import keras

    model = keras.models.load_model(saved["custom"], {"Unregistered": models.Unregistered}, safe_mode=False)
    assert model.get_layer("mine").anchors["class_name"] == "__numpy__"


def test_lost_weights_are_named(models, tmp_path):
    """KA104: a layer in a set is in the config and not in the weights; loading gives it random ones."""
    import keras
    import numpy as np
    from keras import layers

    inputs = layers.Input((3,))
    model = keras.Model(inputs, models.SetHolder(layers.Dense(2, name="lost"), name="holder")(inputs))
    model.save(tmp_path / "lost.keras")
    assert found(tmp_path / "lost.keras") == [("KA104", Severity.ERROR, "Dense")]
    batch = np.ones((1, 3), "float32")
    assert not np.allclose(keras.models.load_model(tmp_path / "lost.keras")(batch), model(batch))


def test_weights_of_a_layer_that_is_not_in_the_config(saved, tmp_path):
    """KA105: the config lost its last layer, the weights did not."""
    path = edited(saved["plain"], tmp_path / "less.keras", lambda config: config["config"]["layers"].pop())
    assert found(path) == [("KA105", Severity.WARNING, "Sequential")]


def test_a_shared_layer_that_cannot_be_loaded(saved, models):
    """KA106: Keras fails on it; on the model that keeps it shared it does not."""
    import keras

    assert found(saved["shared_lost"]) == [("KA106", Severity.ERROR, "Dense")]
    with pytest.raises(ValueError, match="expected 2 variables, but received 0"):
        keras.models.load_model(saved["shared_lost"])


@pytest.mark.parametrize(
    ("written", "installed", "expected"),
    [
        ("3.15.1", "3.15.0", False),
        ("3.15.1", "3.14.9", True),
        ("3.4.0", "3.15.1", False),
        ("2.15.0", "3.15.1", True),
        ("4.0.0", "3.15.1", True),
        ("", "3.15.1", False),
        ("3.15.1", "", False),
        ("nightly", "3.15.1", False),
    ],
)
def test_a_newer_or_other_keras(saved, tmp_path, written, installed, expected):
    """KA107: a newer minor version or another major one; what cannot be compared is silent."""

    def edit(metadata):
        metadata["keras_version"] = written

    path = edited(saved["plain"], tmp_path / "other.keras", edit, "metadata.json")
    assert codes(path, keras=installed) == (["KA107"] if expected else [])


def test_weights_that_disagree_with_the_config(saved, tmp_path, models):
    """KA108: the config says another size than the weights have, and Keras fails."""
    import keras

    def edit(config):
        config["config"]["layers"][1]["config"]["units"] = 5

    path = edited(saved["plain"], tmp_path / "other.keras", edit)
    assert found(path) == [("KA108", Severity.ERROR, "Dense")]
    with pytest.raises(ValueError, match=r"(?i)shape|expected"):
        keras.models.load_model(path)


def test_a_class_that_is_gone_from_the_sources(saved):
    """KA201: renamed, with the nearest name; silent where the sources are of other packages."""
    findings = diagnose(Subject(read_archive(saved["custom"]), classes(name="UnregisteredLayer")), ["KA201"])
    assert [item.class_name for item in findings] == ["Unregistered"]
    assert "custom_objects={'Unregistered': UnregisteredLayer}" in findings[0].remedy
    assert "KA201" not in codes(saved["custom"], classes())
    assert "KA201" not in codes(saved["custom"], classes(name="Other", module="elsewhere.layers"))


def test_a_class_that_is_registered_under_another_name(saved):
    """KA202: registered since, or no longer; silent where nothing changed or it cannot be told."""
    assert ("KA202", Severity.ERROR, "Unregistered") in found(
        saved["custom"], classes(key="mine>Unregistered")
    )
    assert "KA202" not in codes(saved["custom"], classes(key=""))
    assert "KA202" not in codes(saved["custom"], classes(key=None))
    block = {"name": "Block", "module": "tests.archive.models", "accepted": None}
    assert "KA202" in codes(saved["nested"], classes(**block, key=""))
    assert "KA202" not in codes(saved["nested"], classes(**block, key="archive_tests>Block"))


def test_registering_a_class_later_does_break_the_file(saved, models):
    """What KA202 claims is true of Keras: the decorator does not rescue the older file, its remedy does."""
    import keras

    with keras.saving.CustomObjectScope({"mine>Unregistered": models.Unregistered}):
        with pytest.raises(TypeError, match="Could not locate class"):
            keras.models.load_model(saved["custom"], safe_mode=False)
        assert keras.models.load_model(
            saved["custom"], {"Unregistered": models.Unregistered}, safe_mode=False
        )


def test_a_saved_key_that_is_no_longer_accepted(saved):
    """KA203: renamed argument, with the nearest; silent where the constructor or from_config is not fully known."""
    renamed = frozenset({"unit", "anchors", "name", "trainable", "dtype"})
    findings = diagnose(Subject(read_archive(saved["custom"]), classes(accepted=renamed)), ["KA203"])
    assert len(findings) == 1
    assert "'units'" in findings[0].message
    assert "'unit'" in findings[0].remedy
    for silent in (
        classes(),
        classes(accepted=None),
        classes(accepted=renamed, understood=False),
        classes(accepted=renamed, removed=frozenset({"units"})),
    ):
        assert "KA203" not in codes(saved["custom"], silent)


@pytest.mark.parametrize(
    ("new", "guessed"), [({"capacity": "1"}, True), ({"capacity": "1", "depth": "2"}, False), ({}, False)]
)
def test_one_key_too_many_and_one_too_few_are_probably_one_renamed(saved, new, guessed):
    """KA203: an unlike name is guessed only where it is the only one that the config lacks."""
    accepted = frozenset({"anchors", "name", "trainable", "dtype", *new})
    subject = Subject(read_archive(saved["custom"]), classes(accepted=accepted, defaults=new))
    (found,) = diagnose(subject, ["KA203"])
    assert ("Was 'units' renamed to 'capacity'?" in found.remedy) is guessed


def test_a_required_argument_that_the_config_lacks(saved):
    """KA204: a new required argument; silent where from_config supplies it or is not fully known."""
    needed = frozenset({"units", "depth"})
    findings = diagnose(Subject(read_archive(saved["custom"]), classes(required=needed)), ["KA204"])
    assert len(findings) == 1
    assert "needs 'depth'" in findings[0].message
    for silent in (
        classes(required=frozenset({"units"})),
        classes(required=needed, supplied=frozenset({"depth"})),
        classes(required=needed, understood=False),
    ):
        assert "KA204" not in codes(saved["custom"], silent)


def test_the_recipe_loads_the_model(saved, models):
    """The lines that are printed are Python that loads the model."""
    for name, safe in (("nested", True), ("subclassed", True), ("custom", False)):
        namespace: dict = {}
        exec("\n".join(loading_lines(read_archive(saved[name]), safe_mode=safe)), namespace)
        assert namespace["model"].count_params()


def test_the_recipe_never_holds_code_from_the_file():
    """A class name in a file is data: what is no name does not get into lines that are pasted."""
    evil = CustomObject("__import__('os').system('x')", "x", "a;b", False, ("p",))
    assert custom_objects_text([evil]) == "{'x': ...}"


def test_the_sources_tell_where_to_import_from():
    """A class that the file has no module for is imported from where the sources have it, if it can be."""
    gate = CustomObject("Gate", "Gate", None, False, ("p",))
    registered = CustomObject("Cell", "mine>Cell", "__main__", False, ("q",))
    here = {"name": "Gate", "module": "models", "place": "models.py:1"}
    cell = SourceClass(name="Cell", module="models", place="models.py:9", key="mine>Cell")
    known = SourceClasses((SourceClass(**here), cell))
    assert imports([gate, registered], known) == (
        "import models  # registers mine>Cell",
        "from models import Gate",
    )
    assert without_module([gate, registered], known) == ()
    for source in (
        None,
        SourceClasses((SourceClass(**here, importable=False),)),
        SourceClasses((SourceClass(**{**here, "module": "my-models"}),)),
        SourceClasses((SourceClass(**{**here, "name": "Cell"}, key="other>Cell"),)),
    ):
        assert imports([gate, registered], source) == ()
        assert without_module([gate, registered], source) == (gate, registered)


def test_the_file_itself_tells_where_to_import_from():
    """What the file says goes first; classes of one module share a line."""
    two = [CustomObject(name, name, "my.layers", False, ("p",)) for name in ("Gate", "Cell")]
    elsewhere = SourceClasses((SourceClass(name="Gate", module="models", place="models.py:1"),))
    assert imports(two, elsewhere) == ("from my.layers import Gate, Cell",)


def test_custom_classes_of_losses_and_initializers_count(models, tmp_path):
    """What loading needs besides layers: a custom initializer and a custom loss are listed with their place."""
    import keras
    from keras import layers

    class Mine(keras.initializers.Initializer):
        def __call__(self, shape, dtype=None):
            return keras.ops.ones(shape, dtype)

    class Gap(keras.losses.Loss):
        def call(self, y_true, y_pred):
            return y_true - y_pred

    model = keras.Sequential([layers.Input((2,)), layers.Dense(2, kernel_initializer=Mine(), name="dense")])
    model.compile("sgd", Gap())
    model.save(tmp_path / "m.keras")
    listed = {item.name: item.paths for item in custom_objects(read_archive(tmp_path / "m.keras"))}
    assert listed == {"Mine": ("dense",), "Gap": ("compile_config",)}


def test_every_check_says_all_about_itself():
    """Code, name, summary, why with a link and remedy are there, and no two checks share code or name."""
    described = rules()
    assert len({rule.code for rule in described}) == len({rule.name for rule in described}) == len(described)
    for item, rule in zip(archive_checks(), described, strict=True):
        assert rule.code.startswith("KA")
        assert rule.summary
        assert rule.remedy
        assert item.check.__doc__


CHANGED = """
import keras
class {name}(keras.layers.Layer):
    def __init__(self, {first}, depth, anchors=None, **kwargs):
        super().__init__(**kwargs)
        self.{first}, self.depth, self.anchors = {first}, depth, anchors
    def call(self, inputs):
        return inputs
    def get_config(self):
        return {{**super().get_config(), "{first}": self.{first}, "depth": self.depth, "anchors": self.anchors}}
    {extra}
"""
DECODES = """
    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["depth"] = 1
        config["unit"] = config.pop("units")
        config["anchors"] = keras.saving.deserialize_keras_object(config["anchors"])
        return cls(**config)
"""


@pytest.mark.parametrize(
    ("name", "first", "extra", "expected"),
    [
        ("Unregistered", "unit", "", ["KA101", "KA102", "KA103", "KA203", "KA204", "KA204"]),
        ("Unregistered", "units", "", ["KA101", "KA102", "KA103", "KA204"]),
        ("Unregistered", "unit", DECODES, ["KA101", "KA102"]),
        ("UnregisteredLayer", "units", "", ["KA101", "KA102", "KA103", "KA201"]),
        ("Elsewhere", "units", "", ["KA101", "KA102", "KA103"]),
    ],
)
def test_real_sources_are_compared_with_the_file(saved, tmp_path, name, first, extra, expected):
    """--source reads the class as it is now: renamed or new arguments, a from_config that puts things right."""
    source = tmp_path / "layers.py"
    source.write_text(CHANGED.format(name=name, first=first, extra=extra))
    result = run(saved["custom"], "--source", source, "--output-format", "json")
    assert [item["code"] for item in json.loads(result.output)] == expected


def test_what_a_parent_needs_is_not_asked_of_a_child_that_passes_it(saved, tmp_path):
    """An argument of a parent that the child gives by position through *args is not missing from the config."""
    source = tmp_path / "layers.py"
    source.write_text(
        "import keras\n"
        "class Base(keras.layers.Layer):\n"
        "    def __init__(self, depth, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "class Middle(Base):\n"
        "    def __init__(self, *args, dtype=None, **kwargs):\n"
        "        super().__init__(*args, **kwargs)\n"
        "class Unregistered(Middle):\n"
        "    def __init__(self, units, anchors, **kwargs):\n"
        "        super().__init__(units, **kwargs)\n"
    )
    result = run(saved["custom"], "--source", source, "--select", "KA2", "--output-format", "json")
    assert json.loads(result.output) == []


def test_the_sources_that_saved_the_model_are_in_step_with_it(saved):
    """The very module that made the models gives no finding of the second group."""
    source = Path(__file__).with_name("models.py")
    for name in ("nested", "subclassed", "shared", "custom"):
        result = run(saved[name], "--source", source, "--select", "KA2", "--output-format", "json")
        assert json.loads(result.output) == [], name


def run(*arguments: object):
    return CliRunner().invoke(command, list(map(str, arguments)), standalone_mode=False)


def test_the_command_prints_findings_and_the_recipe(saved):
    """Text: each finding with its remedy, then how to load; exit code 1 on an error."""
    result = run(saved["custom"])
    assert result.return_value == 1
    for expected in ("KA101", "KA102", "To load it:", "safe_mode=False", "import keras"):
        assert expected in result.output
    assert run(saved["plain"]).return_value == 0


def test_the_recipe_waits_for_errors_that_it_cannot_answer(saved, tmp_path):
    """A class that is not in the sources: the lines would fail until that is mended, and say so."""
    empty = tmp_path / "layers.py"
    empty.write_text(CHANGED.format(name="UnregisteredLayer", first="units", extra=""))
    assert "To load it, once the errors above are mended:" in run(saved["custom"], "--source", empty).output


def test_severity_and_selection_decide_the_exit_code(saved):
    """Warnings alone exit with 0, with --fail-on warning with 1; deselected checks are silent."""
    assert run(saved["custom"], "--select", "KA101").return_value == 0
    assert run(saved["custom"], "--select", "KA101", "--fail-on", "warning").return_value == 1
    assert run(saved["custom"], "--ignore", "KA1").return_value == 0
    assert "1 when it found an error (or a warning, with --fail-on warning)" in run("--help").output


def test_json_is_a_list_of_findings(saved):
    """JSON: the same objects as of every other wing."""
    listed = json.loads(run(saved["custom"], "--output-format", "json").output)
    assert {"KA101", "KA102", "KA103"} <= {item["code"] for item in listed}
    assert all({"message", "severity", "path", "class"} <= set(item) for item in listed)


def test_unusable_input_exits_with_2(saved, tmp_path, scaffold_command):
    """A missing file, an unknown code: exit code 2 and one message."""
    for arguments, expected in (
        ((tmp_path / "none.keras",), "no file"),
        ((saved["plain"], "--select", "KA999"), "KA999"),
        ((saved["plain"], "--source", tmp_path / "nowhere"), "nowhere"),
    ):
        process = scaffold_command("doctor", *arguments)
        assert process.returncode == 2, process.stderr
        assert expected in process.stderr
        assert "SCAFFOLD-BUG" not in process.stderr
