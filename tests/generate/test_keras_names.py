"""The names that Keras has taken are those of the installed Keras: it fails when Keras takes a new one."""

from __future__ import annotations

import inspect

import pytest

from scaffold.generate import keras_names

keras = pytest.importorskip("keras")


def _public(names):
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("built", [False, True], ids=["new", "built"])
def test_every_attribute_of_a_layer_is_taken(built):
    """An argument cannot hide an attribute or method of any layer, before or after it is built."""
    layer = keras.layers.Layer()
    if built:
        layer.build((None, 3))
    names = _public(dir(layer))
    assert names - keras_names.LAYER_ATTRIBUTES - keras_names.TORCH_ATTRIBUTES == set()


@pytest.mark.skipif(
    keras.__version__ != keras_names.KERAS_VERSION or keras.config.backend() != "tensorflow",
    reason="the names were taken from another version or backend",
)
def test_no_name_is_taken_needlessly():
    """Names that Keras gave up are free again."""
    assert set(keras_names.LAYER_ATTRIBUTES) == _public(dir(keras.layers.Layer()))


def test_every_base_argument_is_taken():
    """An argument cannot have the name of one that `keras.layers.Layer` takes itself."""
    parameters = inspect.signature(keras.layers.Layer.__init__).parameters
    named = {name for name, parameter in parameters.items() if parameter.kind is parameter.KEYWORD_ONLY}
    assert named <= keras_names.BASE_ARGUMENTS
    for legacy in keras_names.BASE_ARGUMENTS - named:
        with pytest.warns(UserWarning, match="input_shape"):
            keras.layers.Layer(**{legacy: 3 if legacy == "input_dim" else (3,)})


def test_every_built_in_layer_is_known():
    """A layer cannot have the name of a class of `keras.layers`, nor of a model."""
    classes = {name for name in dir(keras.layers) if inspect.isclass(getattr(keras.layers, name))}
    models = {"Functional", "Model", "Sequential"}
    assert classes - keras_names.BUILT_IN_LAYERS == set()
    assert models <= keras_names.BUILT_IN_LAYERS
    if keras.__version__ == keras_names.KERAS_VERSION:
        assert keras_names.BUILT_IN_LAYERS - models == classes
