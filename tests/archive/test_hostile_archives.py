"""A file that is no usable saved model gives one clear message with its remedy, whatever it holds."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest

from scaffold.archive import container, weights
from scaffold.archive.config import MAX_NESTING
from scaffold.archive.read import read_archive
from scaffold.errors import ScaffoldError
from scaffold.object_tree import walk

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"name": "dense", "trainable": True, "units": 2},
    "registered_name": None,
}
MODEL = {"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [DENSE]}}


def write(
    path: Path, config: object = MODEL, extra: dict[str, bytes] | None = None, compression=zipfile.ZIP_STORED
):
    content = config if isinstance(config, bytes) else json.dumps(config).encode()
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("config.json", content)
        for name, value in (extra or {}).items():
            archive.writestr(name, value)
    return path


def hdf5(build) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        build(file)
    return buffer.getvalue()


def problem(path: Path) -> ScaffoldError:
    with pytest.raises(ScaffoldError) as caught:
        read_archive(path)
    return caught.value


def test_a_missing_file_gives_the_nearest_name(tmp_path):
    """A misspelt name is answered with the file that was probably meant."""
    write(tmp_path / "classifier.keras")
    error = problem(tmp_path / "clasifier.keras")
    assert "no file" in error.problem
    assert "classifier.keras" in error.remedy
    assert "does not exist" in problem(tmp_path / "nowhere" / "m.keras").remedy


def test_a_directory_is_answered_with_the_models_in_it(tmp_path):
    """A directory is no model; the models in it are named."""
    write(tmp_path / "inside.keras")
    error = problem(tmp_path)
    assert "directory" in error.problem
    assert "inside.keras" in error.remedy


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"\x89PNG\r\n\x1a\n....", b'{"class_name": "x"}', b"\x80\x04K\x01."]
)
def test_a_foreign_file_is_named_as_such(tmp_path, content):
    """Empty, picture, text, pickle: no saved model, and nothing of it is executed."""
    path = tmp_path / "m.keras"
    path.write_bytes(content)
    assert str(path) in problem(path).problem


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_broken_not_a_crash(tmp_path, share):
    """A file cut short anywhere is one message."""
    whole = write(
        tmp_path / "m.keras", extra={"model.weights.h5": hdf5(lambda f: f.create_dataset("a", data=1))}
    )
    content = whole.read_bytes()
    whole.write_bytes(content[: int(len(content) * share)])
    assert "broken zip" in problem(whole).problem


def test_damaged_bytes_never_crash_the_reader(tmp_path):
    """Any single damaged byte gives an archive or a ScaffoldError, nothing else."""
    whole = write(tmp_path / "m.keras", extra={"model.weights.h5": hdf5(_dense_weights)}).read_bytes()
    path = tmp_path / "damaged.keras"
    for offset in range(0, len(whole), max(1, len(whole) // 300)):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0xFF]) + whole[offset + 1 :])
        with contextlib.suppress(ScaffoldError):
            read_archive(path)


@pytest.mark.parametrize(
    ("members", "remedy"),
    [
        ({"readme.txt": b"x"}, "readme.txt"),
        ({"model/config.json": b"{}"}, "model/config.json"),
        ({"saved_model.pb": b""}, "SavedModel"),
        ({"evil\x1b[2J": b""}, "evil?[2J"),
    ],
)
def test_a_zip_without_config_says_what_it_holds(tmp_path, members, remedy):
    """A zip archive without config.json is no model; what it holds tells why."""
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    error = problem(path)
    assert "without config.json" in error.problem
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (b"{not json", "not valid JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "found list"),
        (b"3", "found int"),
        (b"{}", "found keys none"),
        (b'{"class_name": 3, "config": {}}', "not the config of a model"),
        (b'{"class_name": "M", "config": "text"}', "not the config of a model"),
        (b'{"a": ' * 5000 + b"1" + b"}" * 5000, "nested deeper"),
        (b'{"a": ' * (MAX_NESTING + 1) + b"1" + b"}" * (MAX_NESTING + 1), "nested deeper"),
        (b'{"a": ' + b"9" * 10000 + b"}", "not valid JSON"),
    ],
)
def test_a_config_that_is_no_config_says_so(tmp_path, config, expected):
    """Broken JSON, a wrong root and endless nesting are each one message."""
    assert expected in problem(write(tmp_path / "m.keras", config)).problem


def test_the_deepest_allowed_nesting_is_read(tmp_path):
    """The bound on nesting is safe for Python's own stack, from file to text and JSON."""
    from scaffold.archive.as_json import layer_entries
    from scaffold.archive.show import tree_lines

    config: dict = dict(DENSE)
    for index in range((MAX_NESTING - 4) // 2):
        config = {
            "class_name": "Wrap",
            "module": "m",
            "config": {"name": f"w{index}", "trainable": True, "layer": config},
        }
    model = read_archive(write(tmp_path / "m.keras", config)).model
    assert sum(1 for _ in walk(model)) == (MAX_NESTING - 4) // 2 + 1
    assert len(layer_entries(model)) == (MAX_NESTING - 4) // 2
    assert list(tree_lines(model, full=True))


def test_a_config_that_unpacks_too_far_is_refused(tmp_path, monkeypatch):
    """A small member that unpacks to a huge one is not unpacked."""
    bomb = b'{"a": "' + b"a" * (4 << 20) + b'"}'
    assert (
        "unpacks to" in problem(write(tmp_path / "m.keras", bomb, compression=zipfile.ZIP_DEFLATED)).problem
    )
    monkeypatch.setattr(container, "MAX_CONFIG_BYTES", 10)
    assert "unpacks to" in problem(write(tmp_path / "n.keras")).problem


def test_a_declared_size_is_not_believed(tmp_path, monkeypatch):
    """A member that claims to be small and is not, is not read beyond the bound."""
    path = write(tmp_path / "m.keras", b" " * 5000, compression=zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(signature) + offset
        content[at : at + 4] = struct.pack("<I", 20)
    path.write_bytes(content)
    monkeypatch.setattr(container, "MAX_CONFIG_BYTES", 100)
    assert problem(path)


def test_too_many_members_are_refused(tmp_path, monkeypatch):
    """The number of members is bounded."""
    monkeypatch.setattr(container, "MAX_MEMBERS", 3)
    path = write(tmp_path / "m.keras", extra={f"assets/{index}": b"" for index in range(5)})
    assert "6 members" in problem(path).problem


def test_names_that_lead_out_of_the_archive_write_nothing(tmp_path):
    """Reading unpacks nothing: a member named ../x leaves no trace."""
    folder = tmp_path / "inner"
    folder.mkdir()
    read_archive(write(folder / "m.keras", extra={"../escaped": b"x", "/absolute": b"x"}))
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["inner", "m.keras"]


def test_broken_metadata_is_a_note_not_an_end(tmp_path):
    """The config is worth reading without a version."""
    archive = read_archive(write(tmp_path / "m.keras", extra={"metadata.json": b"{"}))
    assert "metadata.json is unreadable" in " ".join(archive.notes)
    assert read_archive(write(tmp_path / "n.keras")).keras_version == ""


def test_missing_weights_are_a_note_not_an_end(tmp_path):
    """The config is worth reading without weights."""
    archive = read_archive(write(tmp_path / "m.keras", extra={"model.weights.npz": b""}))
    assert "model.weights.npz" in " ".join(archive.notes)
    assert archive.weights is None


def test_broken_weights_are_one_message(tmp_path):
    """A weights file that is no HDF5 file, or cut short, is one message."""
    whole = hdf5(_dense_weights)
    for content in (b"", b"not hdf5", whole[: len(whole) // 2]):
        error = problem(write(tmp_path / "m.keras", extra={"model.weights.h5": content}))
        assert "no readable HDF5" in error.problem


def _dense_weights(file) -> None:
    state = file.create_group("layers/dense/vars")
    state.attrs["name"] = "dense"
    state["0"] = np.zeros((3, 2), "float32")
    state["1"] = np.zeros((2,), "float32")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_weights_are_read_stored_or_compressed(tmp_path, compression):
    """Keras stores the weights uncompressed; an archive that was packed again reads the same."""
    path = write(
        tmp_path / "m.keras", extra={"model.weights.h5": hdf5(_dense_weights)}, compression=compression
    )
    (dense,) = read_archive(path).model.children
    assert [(weight.shape, weight.dtype) for weight in dense.weights] == [
        ((3, 2), "float32"),
        ((2,), "float32"),
    ]


def test_links_in_the_weights_lead_nowhere(tmp_path):
    """Links to other files, to other groups and in circles are not followed."""
    secret = tmp_path / "secret.h5"
    secret.write_bytes(hdf5(_dense_weights))

    def build(file):
        _dense_weights(file)
        file["layers/outside"] = h5py.ExternalLink(str(secret), "/layers/dense")
        file["layers/alias"] = h5py.SoftLink("/layers/dense")

    path = write(tmp_path / "m.keras", extra={"model.weights.h5": hdf5(build)})
    nodes = {node.path for node in walk(read_archive(path).model)}
    assert nodes == {"", "dense"}


def test_a_circle_of_groups_ends(tmp_path):
    """Groups that contain themselves by hard links end at the bound."""

    def build(file):
        group = file.create_group("layers")
        group["again"] = group

    error = problem(write(tmp_path / "m.keras", extra={"model.weights.h5": hdf5(build)}))
    assert "nests groups deeper" in error.problem


def test_the_number_of_objects_in_the_weights_is_bounded(tmp_path, monkeypatch):
    """A weights file of endless groups is not walked to its end."""
    monkeypatch.setattr(weights, "MAX_OBJECTS", 20)

    def build(file):
        for index in range(30):
            file.create_group(f"layers/dense_{index}/vars")

    error = problem(write(tmp_path / "m.keras", extra={"model.weights.h5": hdf5(build)}))
    assert "more than 20 objects" in error.problem


def test_an_hdf5_file_without_config_says_what_it_is(tmp_path):
    """Weights alone, and foreign HDF5 files, are told apart."""
    path = tmp_path / "m.h5"
    path.write_bytes(hdf5(_dense_weights))
    assert "weights only" in problem(path).problem
    path.write_bytes(hdf5(lambda file: file.create_dataset("climate", data=[1, 2])))
    assert "without a 'model_config'" in problem(path).problem


def test_links_in_a_legacy_model_lead_nowhere(tmp_path):
    """Weights of an .h5 model that are links to other files are not followed; those beside them are read."""
    secret = tmp_path / "secret.h5"
    secret.write_bytes(hdf5(lambda file: file.create_dataset("kernel", data=np.zeros((7, 7)))))

    def build(file):
        file.attrs["model_config"] = json.dumps(MODEL)
        group = file.create_group("model_weights/dense")
        group.attrs["weight_names"] = ["own", "outside/kernel", "/model_weights", "missing", "../dense/own"]
        group["own"] = np.zeros((3, 2), "float32")
        group["outside"] = h5py.ExternalLink(str(secret), "/")

    path = tmp_path / "m.h5"
    path.write_bytes(hdf5(build))
    (dense,) = read_archive(path).model.children
    assert [weight.name for weight in dense.weights] == ["own"]


def test_the_layout_of_older_weights_is_known(tmp_path):
    """Keras 2.13 called the group of a model's layers differently."""

    def build(file):
        state = file.create_group("_layer_checkpoint_dependencies/dense/vars")
        state["0"] = np.zeros((3, 2), "float32")

    path = write(tmp_path / "m.keras", extra={"model.weights.h5": hdf5(build)})
    (dense,) = read_archive(path).model.children
    assert [weight.shape for weight in dense.weights] == [(3, 2)]


def test_strange_values_in_a_config_are_kept_as_they_are(tmp_path):
    """Odd types where Keras puts names, ids or lists never end the reading."""
    odd = {
        "module": 3,
        "class_name": "Odd",
        "registered_name": ["x"],
        "name": {"a": 1},
        "shared_object_id": [1],
        "build_config": "later",
        "config": {"trainable": True, "name": None, "layers": [1, {"class_name": "A"}], "": [[[]]]},
        "inbound_nodes": None,
    }
    config = {
        "class_name": "Sequential",
        "config": {"layers": [odd, odd, {**odd, "config": None}]},
        "module": "keras",
    }
    nodes = list(walk(read_archive(write(tmp_path / "m.keras", config)).model))
    assert [node.class_name for node in nodes] == ["Sequential", "Odd", "Odd", "Odd"]
    assert len({node.path for node in nodes}) == 4
    assert nodes[3].error


def test_ids_tell_apart_layers_that_look_the_same(tmp_path):
    """Of two equal layers of one name, the id says which one a third place shares."""

    def wrap(name: str, **marks) -> dict:
        held = {**DENSE, **marks}
        return {
            "class_name": "Wrap",
            "module": "m",
            "config": {"name": name, "trainable": True, "held": held},
        }

    layers = [
        wrap("a", shared_object_id=7),
        wrap("b"),
        wrap("c", shared_object_id=7),
        wrap("d", shared_object_id=8),
    ]
    model = read_archive(
        write(tmp_path / "m.keras", {**MODEL, "config": {"name": "m", "layers": layers}})
    ).model
    same = {
        node.path: (node.same_as, node.sharing_lost) for node in walk(model) if node.path.endswith("/held")
    }
    assert same["c/held"] == ("a/held", False)
    assert same["d/held"] == ("", False)


def test_many_layers_of_one_name_stay_apart_in_linear_time(tmp_path):
    """Twenty thousand layers of one name and one id end within seconds, each at its own path."""
    layers = [{**DENSE, "shared_object_id": index} for index in range(20_000)]
    config = {**MODEL, "config": {"name": "m", "layers": layers}}
    nodes = list(walk(read_archive(write(tmp_path / "m.keras", config)).model))
    assert len({node.path for node in nodes}) == 20_001
