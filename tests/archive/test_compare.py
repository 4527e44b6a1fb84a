"""Two saved models are compared by path, layer by layer; equal ones show no difference."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold.archive.change import Kind
from scaffold.archive.compare import compare
from scaffold.archive.read import read_archive
from scaffold.cli.diff import command


@pytest.fixture(scope="module")
def files(models, saved, tmp_path_factory) -> dict[str, Path]:
    """Further models to compare with: another size, the same once more, one layer more, the same loaded."""
    import keras
    from keras import layers

    folder = tmp_path_factory.mktemp("compared")
    made = {
        "larger": lambda: models.plain(units=5, activation="tanh"),
        "again": models.nested,
        "custom_larger": lambda: models.custom(units=4),
        "loaded": lambda: keras.models.load_model(saved["plain"]),
        "automatic": lambda: keras.Sequential([layers.Input((2,)), layers.Dense(2), layers.Dense(3)]),
        "wrapped": lambda: keras.Sequential([layers.Input((4, 3)), layers.TimeDistributed(layers.Dense(2))]),
        "wrapped_again": lambda: keras.Sequential(
            [layers.Input((4, 3)), layers.TimeDistributed(layers.Dense(2))]
        ),
        "extended": lambda: keras.Sequential(
            [layers.Input((2,)), layers.Dense(2), layers.Dense(3), layers.Dense(4), layers.Dropout(0.5)]
        ),
        "renamed": lambda: keras.Sequential(
            [
                layers.Input((3,)),
                layers.Dense(4, activation="relu", name="first"),
                layers.Dense(1, name="last"),
            ]
        ),
    }
    paths = dict(saved)
    for name, make in made.items():
        paths[name] = folder / f"{name}.keras"
        make().save(paths[name])
    return paths


def changes(old: Path, new: Path):
    return compare(read_archive(old), read_archive(new))


def found(old: Path, new: Path) -> set[tuple[str, str, str]]:
    return {(change.kind.value, change.path, change.key) for change in changes(old, new)}


@pytest.mark.parametrize(
    "name", ["nested", "subclassed", "shared", "shared_lost", "custom", "plain", "legacy"]
)
def test_a_model_is_the_same_as_itself(files, name):
    """No model differs from itself."""
    assert changes(files[name], files[name]) == ()


def test_automatic_names_are_the_same_whatever_their_counter(files):
    """A model made a second time in one process has other counters and is the same model."""
    assert changes(files["nested"], files["again"]) == ()
    assert changes(files["wrapped"], files["wrapped_again"]) == ()


def test_a_loaded_model_is_the_same_as_its_file(files):
    """Saving, loading and saving again changes nothing, values included."""
    result = CliRunner().invoke(
        command, [str(files["plain"]), str(files["loaded"]), "--values"], standalone_mode=False
    )
    assert result.return_value == 0
    assert "no differences" in result.output


def test_changed_values_and_shapes_are_named(files):
    """Each changed config value and each changed weight is one difference, with both values."""
    assert found(files["plain"], files["larger"]) == {
        ("config-value-changed", "hidden", "units"),
        ("config-value-changed", "hidden", "activation"),
        ("weight-changed", "hidden", "0"),
        ("weight-changed", "hidden", "1"),
        ("weight-changed", "output", "0"),
    }
    by_key = {change.key: change for change in changes(files["plain"], files["larger"])}
    assert (by_key["units"].old, by_key["units"].new) == (4, 5)


def test_layers_that_only_the_weights_know_are_compared(files):
    """A nested layer in no config still shows its changed weights."""
    assert ("weight-changed", "mine/dense", "0") in found(files["custom"], files["custom_larger"])


def test_added_and_removed_layers(files):
    """A layer more is added one way and removed the other; the common ones do not differ."""
    assert {kind for kind, _, _ in found(files["automatic"], files["extended"])} == {
        "layer-added",
        "weight-added",
    }
    assert {kind for kind, _, _ in found(files["extended"], files["automatic"])} == {
        "layer-removed",
        "weight-removed",
    }
    assert len([change for change in changes(files["automatic"], files["extended"]) if not change.key]) == 2


def test_given_names_that_changed_are_renamed_layers(files):
    """Layers with other given names are matched by class and order, and their configs compared."""
    renamed = [
        change for change in changes(files["plain"], files["renamed"]) if change.kind is Kind.LAYER_RENAMED
    ]
    assert [(change.old, change.new) for change in renamed][1:] == [("hidden", "first"), ("output", "last")]
    assert not any(change.breaks_loading for change in changes(files["plain"], files["renamed"]))


def edited(path: Path, target: Path, edit) -> Path:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "config.json":
                config = json.loads(content)
                edit(config)
                content = json.dumps(config).encode()
            copy.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda dense: dense["config"].update(units=4.0), ("config-value-changed", "hidden", "units")),
        (lambda dense: dense["config"].update(extra=None), ("config-key-added", "hidden", "extra")),
        (lambda dense: dense["config"].pop("use_bias"), ("config-key-removed", "hidden", "use_bias")),
        (lambda dense: dense.update(module="mine"), ("class-changed", "hidden", "")),
        (
            lambda dense: dense["config"]["kernel_initializer"]["config"].update(seed=3),
            ("config-value-changed", "hidden", "kernel_initializer.seed"),
        ),
    ],
)
def test_one_edit_is_one_difference(files, tmp_path, edit, expected):
    """Types count (4 is not 4.0), a null is not an absence, nested objects show the key inside."""
    other = edited(
        files["plain"], tmp_path / "edited.keras", lambda config: edit(config["config"]["layers"][1])
    )
    assert found(files["plain"], other) == {expected}


def test_another_wiring_is_one_difference(files, tmp_path):
    """A layer that is fed by another one differs, though no layer's config does."""

    def edit(config):
        (node,) = config["config"]["layers"][-1]["inbound_nodes"]
        node["args"][0]["config"]["keras_history"][0] = "graph"

    other = edited(files["nested"], tmp_path / "edited.keras", edit)
    assert found(files["nested"], other) == {("config-value-changed", "add", "fed by")}


def test_compilation_counts(files, tmp_path):
    """Another loss is a difference of the model."""
    other = edited(
        files["nested"], tmp_path / "edited.keras", lambda config: config["compile_config"].update(loss="mae")
    )
    assert found(files["nested"], other) == {("config-value-changed", "", "compile_config.loss")}


def test_values_are_compared_only_when_asked(files):
    """Two models of the same shapes differ with --values alone, and the extent is said."""
    pair = [str(files["nested"]), str(files["again"])]
    assert CliRunner().invoke(command, pair, standalone_mode=False).return_value == 0
    result = CliRunner().invoke(command, [*pair, "--values"], standalone_mode=False)
    assert result.return_value == 1
    assert "again: Dense" in result.output
    assert "16 of 16 values differ, at most by" in result.output


def test_nan_is_equal_to_itself(models, tmp_path):
    """A weight that became NaN is the same in two copies."""
    model = models.plain()
    model.get_layer("hidden").bias.assign([float("nan")] * 4)
    for name in ("a", "b"):
        model.save(tmp_path / f"{name}.keras")
    result = CliRunner().invoke(
        command, [str(tmp_path / "a.keras"), str(tmp_path / "b.keras"), "--values"], standalone_mode=False
    )
    assert result.return_value == 0


def test_values_of_a_legacy_pair_are_compared(files, models, tmp_path):
    """Values of two .h5 models are found under their layers."""
    models.nested().save(tmp_path / "other.h5")
    arguments = [str(files["legacy"]), str(tmp_path / "other.h5"), "--values"]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert result.return_value == 1
    assert "values differ" in result.output


def test_two_formats_are_compared_by_config_alone(files):
    """An .h5 and a .keras file of one model are the same model; that weights were left out is said."""
    result = CliRunner().invoke(command, [str(files["legacy"]), str(files["nested"])], standalone_mode=False)
    assert result.return_value == 0
    assert "weights are not compared" in result.output


def test_json_carries_every_difference(files):
    """The JSON document says whether they are the same, what differs, and whether weights still fit."""
    arguments = [str(files["plain"]), str(files["larger"]), "--output-format", "json"]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    document = json.loads(result.output)
    assert result.return_value == 1
    assert document["same"] is False
    assert document["old_weights_fit_new"] is False
    assert {
        "kind": "config-value-changed",
        "path": "hidden",
        "class": "Dense",
        "key": "units",
        "old": 4,
        "new": 5,
    } in (document["differences"])


def test_an_unusable_side_exits_with_2(files, scaffold_command, tmp_path):
    """Either file missing or broken: exit code 2 and one message."""
    for pair in ((files["plain"], tmp_path / "none.keras"), (tmp_path / "none.keras", files["plain"])):
        process = scaffold_command("diff", *pair)
        assert process.returncode == 2
        assert "no file" in process.stderr
        assert process.stdout == ""


def test_values_that_are_not_in_the_file_are_refused(tmp_path, files):
    """A dataset that is stored elsewhere, or declares what it does not store, is not read."""
    import io

    import h5py

    def weights(build) -> bytes:
        buffer = io.BytesIO()
        with h5py.File(buffer, "w") as file:
            build(file.create_group("layers/dense/vars"))
        return buffer.getvalue()

    secret = tmp_path / "secret.raw"
    secret.write_bytes(b"12345678")
    builds = {
        "outside": lambda group: group.create_dataset("0", (2,), "float32", external=[(str(secret), 0, 8)]),
        "bomb": lambda group: group.create_dataset("0", (1 << 40,), "float32", chunks=(1 << 10,)),
    }
    dense = {"module": "keras.layers", "class_name": "Dense", "config": {"name": "dense", "trainable": True}}
    config = {"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [dense]}}
    for name, build in builds.items():
        path = tmp_path / f"{name}.keras"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", json.dumps(config))
            archive.writestr("model.weights.h5", weights(build))
        result = CliRunner().invoke(command, [str(path), str(path), "--values"], standalone_mode=False)
        assert "not stored in the file" in str(result.exception), name
