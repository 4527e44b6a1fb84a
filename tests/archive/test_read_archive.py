"""A saved model is read as data: every layer, its config and its weights, by path."""

from __future__ import annotations

import json

import pytest

from scaffold.archive.as_json import layer_entries
from scaffold.archive.read import read_archive
from scaffold.archive.show import config_values, tree_lines
from scaffold.object_tree import ObjectNode, Weight, walk
from scaffold.roundtrip.configs import live_tree


def by_path(root: ObjectNode) -> dict[str, ObjectNode]:
    return {node.path: node for node in walk(root)}


def test_every_nested_layer_is_found_with_its_class(saved):
    """Layers in models, wrappers, cells, lists and dicts are all found."""
    nodes = by_path(read_archive(saved["nested"]).model)
    classes = {path: node.class_name for path, node in nodes.items()}
    expected = {
        "series": "InputLayer",
        "each/layer": "Dense",
        "both/forward_layer": "LSTM",
        "both/backward_layer": "LSTM",
        "stack/cell/cells/0": "LSTMCell",
        "stack/cell/cells/1": "GRUCell",
        "chain/link": "Dense",
        "graph/deep": "Dense",
        "block": "Block",
        "block/inner": "Dense",
        "block/many/1": "Dense",
        "block/table/query": "Dense",
        "add": "Add",
    }
    missing = {path: kind for path, kind in expected.items() if classes.get(path) != kind}
    assert not missing


def test_layers_only_the_weights_file_knows_are_shown_as_such(saved):
    """A layer made in a constructor is in no config; the weights file still tells attribute and shapes."""
    extra = by_path(read_archive(saved["nested"]).model)["block/extra"]
    assert extra.origin == "weights"
    assert extra.config is None
    assert [weight.shape for weight in extra.weights] == [(4, 2), (2,)]


@pytest.mark.parametrize("name", ["nested", "shared", "shared_lost", "custom", "plain"])
def test_file_and_live_model_agree_on_paths_order_and_parameters(saved, models, name):
    """A live model and its saved file show the same layers, at the same paths, with the same weights."""
    import keras

    keras.utils.clear_session()
    live = getattr(models, name)()
    path = saved[name].with_name(f"again-{name}.keras")
    live.save(path)
    stored, made = read_archive(path).model, live_tree(live)
    assert [node.path for node in walk(stored)] == [node.path for node in walk(made)]
    for kept, node in zip(walk(stored), walk(made), strict=True):
        assert kept.same_as == node.same_as
        assert [weight.shape for weight in kept.weights] == [weight.shape for weight in node.weights], (
            kept.path
        )
        if kept.origin == "config" and not kept.same_as:
            assert (kept.class_name, kept.module, kept.name) == (node.class_name, node.module, node.name)


def test_a_functional_model_whose_config_lists_no_layers(saved, models):
    """A model with a constructor of its own lists its layers in the weights alone; their names are the live ones."""
    stored, made = read_archive(saved["classifier"]).model, live_tree(models.classifier())
    assert {node.path for node in walk(stored)} == {node.path for node in walk(made)}
    assert by_path(stored)["trunk/features"].config["units"] == 4
    assert by_path(stored)["head"].origin == "weights"


@pytest.mark.parametrize("name", ["nested", "plain", "shared", "shared_lost", "classifier"])
def test_parameters_are_those_keras_counts(saved, models, name):
    """The sum of the sizes in the weights file is count_params() of the model."""
    assert read_archive(saved[name]).model.parameters == getattr(models, name)().count_params()


def test_a_subclassed_model_shows_its_attributes(saved):
    """Where the config names no layer, the weights file gives attributes and the order in lists."""
    nodes = by_path(read_archive(saved["subclassed"]).model)
    assert nodes[""].config["units"] == 2
    assert "first" in nodes
    blocks = [path for path in nodes if path.startswith("blocks/")]
    assert blocks[:2] == ["blocks/dense", "blocks/dense_1"]
    assert blocks[-1] == "blocks/dense_11"


def test_a_shared_layer_is_shown_once(saved):
    """The second place of a shared layer refers to the first, and counts no weights of its own."""
    for name, attribute in (("shared", "held"), ("shared_lost", "layer")):
        nodes = by_path(read_archive(saved[name]).model)
        assert nodes[f"two/{attribute}"].same_as == f"one/{attribute}"
        assert nodes[f"two/{attribute}"].weights == ()
        assert nodes["two"].config[attribute] == {"$layer": f"one/{attribute}"}


def test_training_state_is_not_taken_for_layers(saved):
    """What the optimizer keeps is counted apart and is nowhere in the tree."""
    archive = read_archive(saved["nested"])
    assert archive.optimizer_weights > 0
    assert not [node.path for node in walk(archive.model) if "optimizer" in node.path]


def test_nested_layers_are_references_in_the_configs_of_their_owners(saved):
    """A config says a nested layer's path instead of repeating its config."""
    nodes = by_path(read_archive(saved["nested"]).model)
    assert nodes["each"].config["layer"] == {"$layer": "each/layer"}
    assert nodes["block"].config["many"] == [{"$layer": "block/many/0"}, {"$layer": "block/many/1"}]
    assert nodes["block"].config["table"] == {"query": {"$layer": "block/table/query"}}
    first, second, *_ = nodes[""].config["layers"]
    assert first == {"$layer": "series", "inbound_nodes": []}
    assert second["$layer"] == "each"


def test_ids_of_the_saving_process_are_left_out(saved):
    """Addresses that Keras writes for shared objects are no part of a config."""
    assert "shared_object_id" not in json.dumps(layer_entries(read_archive(saved["nested"]).model))


def test_initializers_and_policies_are_not_taken_for_layers(saved):
    """Serialized objects that are no layers stay where they are in the config."""
    config = by_path(read_archive(saved["plain"]).model)["hidden"].config
    assert config["kernel_initializer"]["class_name"] == "GlorotUniform"
    assert config["dtype"]["config"] == {"name": "float32"}


def test_registration_is_told_apart(saved):
    """A registered class has its key, an unregistered one is custom all the same, Keras's own are not."""
    nested = by_path(read_archive(saved["nested"]).model)
    assert nested["block"].custom
    assert nested["block"].registered_name == "archive_tests>Block"
    mine = by_path(read_archive(saved["custom"]).model)["mine"]
    assert mine.custom
    assert mine.registered_name == "Unregistered"
    assert not nested["block/inner"].custom
    assert not nested["add"].custom


def test_a_legacy_h5_model_shows_the_same_layers(saved):
    """An .h5 model gives the config of every layer its config names."""
    archive = read_archive(saved["legacy"])
    nodes = by_path(archive.model)
    assert archive.format == "h5"
    assert archive.keras_version.startswith("3.")
    for path in ("each/layer", "both/forward_layer", "stack/cell/cells/1", "block/many/1", "graph/deep"):
        assert path in nodes
    assert nodes["block"].registered_name == "archive_tests>Block"
    assert nodes["again"].weights[0] == Weight("again/kernel", (4, 4), "float32")


def test_bfloat16_weights_keep_their_name(models, tmp_path):
    """Keras stores bfloat16 as raw bytes; the dtype shown is still bfloat16."""
    import keras

    dense = keras.layers.Dense(2, dtype="bfloat16", name="short")
    keras.Sequential([keras.layers.Input((3,)), dense]).save(tmp_path / "short.keras")
    node = by_path(read_archive(tmp_path / "short.keras").model)["short"]
    assert [weight.dtype for weight in node.weights] == ["bfloat16", "bfloat16"]


def test_entries_are_strict_json(saved):
    """The plain values survive a strict JSON round trip."""
    entries = layer_entries(read_archive(saved["nested"]).model)
    assert json.loads(json.dumps(entries, allow_nan=False)) == entries
    assert entries["again"]["parameters"] == 20


def test_text_hides_the_usual_and_shows_what_was_chosen():
    """A default says nothing; a chosen value is there."""
    config = {
        "name": "dense",
        "trainable": False,
        "use_bias": True,
        "units": 4,
        "rate": 0.0,
        "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.5}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "inner": {"$layer": "dense/inner"},
    }
    assert list(config_values(config)) == ["units=4", "kernel_regularizer=L2(l2=0.5)"]


def test_text_of_a_hostile_name_cannot_steer_the_terminal():
    """Control characters of a file never reach the terminal."""
    child = ObjectNode(
        path="a", segment="a\x1b[2J", class_name="Den\nse", name="\x07", config={"k\x1b": "\x9b1m"}
    )
    text = "\n".join(tree_lines(ObjectNode(path="", segment="", children=(child,)), full=True))
    assert not set(text) & {"\x1b", "\x07", "\x9b"}
    assert len(text.splitlines()) == 2


def test_long_values_are_shortened_in_text_only(saved):
    """Text stays readable; asking for everything, or for JSON, gives everything."""
    child = ObjectNode(path="a", segment="a", class_name="A", config={"table": list(range(500))})
    root = ObjectNode(path="", segment="", children=(child,))
    assert max(map(len, tree_lines(root))) < 200
    assert "499" in "\n".join(tree_lines(root, full=True))
    assert layer_entries(root)["a"]["config"]["table"][-1] == 499
