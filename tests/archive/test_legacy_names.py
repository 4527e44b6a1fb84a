"""A legacy file names custom classes by registered name alone; doctor says which must be passed in, and where from."""

from __future__ import annotations

import json

import pytest

from scaffold.archive.diagnose import diagnose
from scaffold.archive.legacy_names import with_registered_names
from scaffold.archive.read import read_archive
from scaffold.archive.recipe import loading_lines
from scaffold.archive.subject import Subject, custom_objects


def key_of(class_name: str, **config: object) -> str | None:
    """What the layer of that class in a sequential model is looked up by, if it is custom."""
    entry = {"class_name": class_name, "config": config}
    named = with_registered_names({"class_name": "Sequential", "config": {"layers": [entry]}})
    return named["config"]["layers"][0].get("registered_name")


@pytest.mark.parametrize(
    "name",
    [
        "Dense",
        "Functional",
        "InputLayer",
        "LocallyConnected1D",
        "BatchNormalizationV1",
        "TFOpLambda",
        "Policy",
    ],
)
def test_a_class_of_keras_old_or_new_is_not_custom(name):
    """What Keras has or had is never asked for in custom_objects."""
    assert key_of(name, name="x", trainable=True) is None


@pytest.mark.parametrize("name", ["Sin", "AllClose", "GetItem", "BatchNorm"])
def test_an_operation_of_keras_is_not_custom(name):
    """A bare operation has a class of its own; a layer of that name is custom."""
    assert key_of(name, name="x") is None


def test_a_custom_layer_is_known_with_and_without_registration():
    """Registered and not; with a config that leaves out the base's, and one named like an operation."""
    assert key_of("NoisyScale", rate=0.1) == "NoisyScale"
    assert key_of("mine>NoisyScale", rate=0.1) == "mine>NoisyScale"
    assert key_of("Sin", name="x", trainable=True) == "Sin"


def test_what_a_custom_class_keeps_in_its_config_is_its_own():
    """A dict with the keys of a serialized object, in the config of a custom class, may be anything; a layer is one."""
    inner = {"class_name": "cat", "config": {"legs": 4}}
    layer = {"class_name": "Gate", "config": {"trainable": True}}
    named = with_registered_names({"class_name": "Pets", "config": {"pet": inner, "gate": layer}})
    assert named["config"]["pet"] == inner
    assert named["config"]["gate"]["registered_name"] == "Gate"


@pytest.fixture(scope="module")
def legacy_custom(models, tmp_path_factory):
    """A legacy model with an unregistered layer, at the top and inside another, and a custom function."""
    import keras
    from keras import layers

    def halved(x):
        return x / 2

    inputs = layers.Input((4, 3))
    values = layers.TimeDistributed(models.Marked(name="inner"), name="each")(
        models.Marked(name="top")(inputs)
    )
    path = tmp_path_factory.mktemp("legacy") / "custom.h5"
    keras.Model(inputs, layers.Activation(halved, name="half")(values)).save(path)
    return path, {"Marked": models.Marked, "halved": halved}


def test_an_unregistered_class_of_a_legacy_model_is_found(legacy_custom):
    """KA101 names the layer and the function; Keras fails without and loads with what the snippet passes."""
    import keras

    path, objects = legacy_custom
    archive = read_archive(path)
    listed = {item.key: item.paths for item in custom_objects(archive)}
    assert listed == {"Marked": ("top", "each/layer"), "halved": ("half",)}
    (found,) = diagnose(Subject(archive), ["KA101"])
    assert "custom_objects={'Marked': Marked, 'halved': halved}" in found.remedy
    with pytest.raises(ValueError, match="Unknown layer: 'Marked'"):
        keras.models.load_model(path)
    with pytest.raises(Exception, match="halved"):
        keras.models.load_model(path, {"Marked": objects["Marked"]})
    exec(loading_lines(archive)[-1], {"keras": keras, **objects})


def test_the_sources_tell_under_what_name_a_class_of_a_legacy_model_is_registered(legacy_custom, tmp_path):
    """KA202: registered since, under a name that the file does not have."""
    from .test_doctor import run

    text = "import keras\n{}class Marked(keras.layers.Layer):\n    pass\n"
    recipe = run(legacy_custom[0]).output
    assert "# define or import Marked: the file does not say where it is from" in recipe
    expected = {"": [], '@keras.saving.register_keras_serializable("mine")\n': ["KA202"]}
    for number, (decorator, codes) in enumerate(expected.items()):
        source = tmp_path / str(number)
        source.mkdir()
        (source / "layers.py").write_text(text.format(decorator))
        result = run(legacy_custom[0], "--source", source, "--select", "KA202", "--output-format", "json")
        found = json.loads(result.output)
        assert [item["code"] for item in found] == codes
        recipe = run(legacy_custom[0], "--source", source).output
        assert "    from layers import Marked\n" in recipe
        assert all("mine>Marked" in item["message"] for item in found)
