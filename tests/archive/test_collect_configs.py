"""collect_configs returns the config of every layer of a live model or layer, by path."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from scaffold import collect_configs
from scaffold.errors import ScaffoldError
from scaffold.roundtrip.configs import live_tree
from scaffold.roundtrip.factories import make_live

MODELS = Path(__file__).with_name("models.py")
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def reference_layer():
    spec = importlib.util.spec_from_file_location("reference_layer", EXAMPLES / "reference_layer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CustomLayer


def test_one_builtin_layer(models):
    """A single layer gives its own config, under its name."""
    layer = models.layer()
    assert collect_configs(layer) == {"seven": layer.get_config()}


def test_the_reference_layer(models, reference_layer):
    """A composite layer gives its own config and that of the layer in its attribute, built or not."""
    layer = reference_layer(5, "relu", name="reference")
    expected = {"reference": layer.get_config(), "reference/dense": layer.dense.get_config()}
    assert collect_configs(layer) == expected
    assert expected["reference"]["units"] == 5
    assert expected["reference"]["activation"] == "relu"
    layer(__import__("numpy").zeros((1, 2)))
    assert list(collect_configs(layer)) == ["reference", "reference/dense"]


def test_all_layers_of_a_functional_model(models):
    """A functional model gives every layer by name, nested ones below, and not itself."""
    model = models.nested()
    configs = collect_configs(model)
    assert {layer.name for layer in model.layers} <= set(configs)
    assert "" not in configs
    assert "nested" not in configs
    for layer in model.layers:
        assert configs[layer.name] == layer.get_config()
    assert configs["block/many/1"] == model.get_layer("block").many[1].get_config()
    assert configs["block/table/query"] == model.get_layer("block").table["query"].get_config()
    assert configs["graph/deep"] == model.get_layer("graph").get_layer("deep").get_config()


def test_order_is_the_same_every_time(models):
    """Two walks over one model give the same paths in the same order."""
    model = models.nested()
    assert list(collect_configs(model)) == list(collect_configs(model))


def test_a_shared_layer_appears_once(models):
    """A layer held in two places has one config."""
    assert [path for path in collect_configs(models.shared()) if path.endswith("held")] == ["one/held"]


def test_layers_of_a_subclassed_model_go_by_attribute(models):
    """Attributes and lists of a subclassed model give the paths."""
    configs = collect_configs(models.subclassed())
    assert list(configs)[:3] == ["blocks/0", "blocks/1", "blocks/2"]
    assert {"first", "zone"} <= set(configs)


def test_private_attributes_and_nested_containers(models):
    """Layers in private attributes, tuples and lists of dicts are found; public attributes come first."""
    from keras import layers

    class Deep(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self._hidden = layers.Dense(1)
            self.pairs = [{"left": layers.Dense(2)}, (layers.Dense(3), 5)]
            self.not_layers = {"a": [1, "b", None]}

    configs = collect_configs(Deep(name="deep"))
    assert list(configs) == ["deep", "deep/pairs/0/left", "deep/pairs/1/0", "deep/_hidden"]
    assert [config.get("units") for config in configs.values()] == [None, 2, 3, 1]


def test_an_alias_is_no_second_layer(models):
    """A property or second attribute for the same layer neither hides nor doubles it."""
    from keras import layers

    class Aliased(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.body = layers.Dense(1)
            self.same = self.body

        @property
        def broken(self):
            raise RuntimeError("only after build")

    tree = live_tree(Aliased(name="aliased"))
    assert [child.path for child in tree.children] == ["aliased/body"]


def test_a_circle_of_owners_ends(models):
    """A layer that knows its owner is no endless nesting."""
    from keras import layers

    parent, child = layers.Dense(1, name="parent"), layers.Dense(2, name="child")
    parent.child, child.parent = child, parent
    assert list(collect_configs(parent)) == ["parent", "parent/child"]


def test_every_layer_without_config_is_named_with_the_reason(models):
    """A raising get_config is an error that names path, class and reason, not its owners."""
    with pytest.raises(ScaffoldError, match=r"'inner/quiet' \(Silent\)") as caught:
        collect_configs(models.silent())
    assert "get_config" in caught.value.remedy
    assert "NotImplementedError" in caught.value.problem
    assert "'inner' (" not in caught.value.problem


def test_a_layer_that_its_owner_makes_anew_needs_no_config(models):
    """An inner layer without config is no error where the owner's config rebuilds it; the reason is there."""
    from keras import layers

    class Owner(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.helper = models.Silent(object())
            self.helper.deep = layers.Dense(3)

    configs = collect_configs(Owner(name="owner"))
    assert configs["owner"]["name"] == "owner"
    assert "NotImplementedError" in configs["owner/helper"]["$error"]
    assert configs["owner/helper/deep"]["units"] == 3
    with pytest.raises(ScaffoldError, match="'silent'"):
        collect_configs(models.Silent(object(), name="silent"))


def test_a_config_that_is_no_dict_is_named(models):
    """get_config without return is the same kind of error."""
    from keras import layers

    class Forgot(layers.Layer):
        def get_config(self):
            super().get_config()

    with pytest.raises(ScaffoldError, match="returned NoneType, expected a dict"):
        collect_configs(Forgot())


@pytest.mark.parametrize("value", [3, None, "model.keras", [1]])
def test_what_is_no_layer_is_refused(value):
    """Anything but a model or layer is one clear error."""
    with pytest.raises(ScaffoldError, match="expected a Keras model or layer"):
        collect_configs(value)


def test_a_class_is_refused_with_the_remedy(models):
    """A class instead of an instance: call it."""
    with pytest.raises(ScaffoldError, match=r"NoArguments\(\.\.\.\)"):
        collect_configs(models.NoArguments)


def test_the_layer_is_not_changed(models):
    """Collecting neither builds a layer nor touches its config."""
    layer = models.Unregistered(2)
    before = layer.get_config()
    collect_configs(layer)
    assert layer.get_config() == before
    assert not layer.built


def test_values_a_file_cannot_hold_are_shown_not_raised(models):
    """The tree of a live layer shows what cannot be saved by its repr, without addresses."""
    from keras import layers

    class Odd(layers.Layer):
        def get_config(self):
            return {**super().get_config(), "odd": {1, 2}, "object": object()}

    config = live_tree(Odd(name="odd")).config
    assert config["odd"] == "{1, 2}"
    assert config["object"] == "<object object>"


@pytest.mark.parametrize(
    ("name", "expected", "hint"),
    [
        ("nestd", "no 'nestd'", "Did you mean 'nested'?"),
        ("needs", "needs arguments (units)", "without required arguments"),
        ("raises", "raised RuntimeError: no data here", "models.py:"),
        ("leaves", "raised SystemExit", ""),
        ("nothing", "returned None", "Return the model"),
        ("number", "returned a value of type int", "keras.Model"),
        ("value", "is a value of type int", "keras.Model"),
        ("layer.units.x", "no 'layer.units.x'", ""),
    ],
)
def test_a_factory_that_cannot_be_used_says_why(models, name, expected, hint):
    """Each way in which a factory fails is one message with its remedy."""
    with pytest.raises(ScaffoldError) as caught:
        make_live(f"{MODELS}:{name}")
    assert expected in caught.value.problem
    assert hint in caught.value.remedy


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("no_such_module_here:x", "no module 'no_such_module_here'"),
        ("keras.no_such_part:x", "no module 'keras.no_such_part'"),
        ("not a module:x", "neither a module's name nor a file"),
        ("missing.py:x", "no file 'missing.py'"),
        (":x", "expected module:factory"),
        ("json:dumps", "needs arguments"),
    ],
)
def test_a_module_that_cannot_be_used_says_why(models, target, expected):
    """Each way in which a module fails is one message."""
    with pytest.raises(ScaffoldError) as caught:
        make_live(target)
    assert expected in caught.value.problem


def test_a_module_that_fails_on_import_says_where(tmp_path):
    """A syntax error, a missing dependency and an exception name the file and the line."""
    for name, source, expected in (
        ("syntax", "def f(:\n", "SyntaxError"),
        ("missing", "import no_such_dependency_here\n", "no_such_dependency_here"),
        ("fails", "x = 1\nraise ValueError('broken')\n", "ValueError: broken"),
        ("ends", "import sys\nsys.exit(1)\n", "SystemExit"),
    ):
        file = tmp_path / f"{name}_on_import.py"
        file.write_text(source)
        with pytest.raises(ScaffoldError) as caught:
            make_live(f"{file}:f")
        assert expected in caught.value.problem
    assert "ends_on_import.py:2" in caught.value.remedy


@pytest.mark.parametrize("name", ["layer", "model_instance", "NoArguments", "plain"])
def test_models_layers_and_factories_are_accepted(models, name):
    """An instance, a class without arguments, a factory with defaults."""
    assert make_live(f"{MODELS}:{name}").name
