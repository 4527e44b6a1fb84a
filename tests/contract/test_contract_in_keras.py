"""What the checks say about two releases is what Keras does with a model of the first in the second."""

from __future__ import annotations

import pytest

from scaffold.contract.rule_list import rules
from tests.contract.releases import NEXT_RELEASE

keras = pytest.importorskip("keras")

# What is passed to the layers of the examples, those that take it.
ARGUMENTS = {"factor": 5.0, "outputs": 3}


def _release(source):
    """Run a release as a fresh process would see it, and return its layer class."""
    keras.saving.get_custom_objects().clear()
    namespace = {"__name__": "layers"}
    exec(source, namespace)
    return next(value for value in namespace.values() if isinstance(value, type))


def _upgraded(source):
    """Serialize a layer of the first release, load it in the second, and return both."""
    before, after = source.split(NEXT_RELEASE)
    old_class = _release(before)
    taken = old_class.__init__.__code__.co_varnames if "__init__" in vars(old_class) else ()
    layer = old_class(**{name: value for name, value in ARGUMENTS.items() if name in taken})
    saved = keras.saving.serialize_keras_object(layer)
    new_class = _release(after)
    registered = (
        saved["registered_name"] in keras.saving.get_custom_objects() or ">" in saved["registered_name"]
    )
    objects = {} if registered else {new_class.__name__: new_class}
    return layer, keras.saving.deserialize_keras_object(saved, custom_objects=objects)


@pytest.fixture(autouse=True)
def registry_kept():
    """Leave Keras's registry as it was."""
    before = dict(keras.saving.get_custom_objects())
    yield
    keras.saving.get_custom_objects().clear()
    keras.saving.get_custom_objects().update(before)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_bad_example_breaks_a_saved_layer(rule):
    """Loading fails, or gives a layer with another value."""
    if rule.code == "KC105":
        old, new = _upgraded(rule.bad.replace('"factor": 5.0', ""))
        assert old.factor != new.factor
        return
    with pytest.raises((TypeError, ValueError)):
        _upgraded(rule.bad)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_good_example_loads_a_saved_layer(rule):
    """Loading gives a layer with the same values."""
    old, new = _upgraded(rule.good)
    assert getattr(old, "factor", None) == getattr(new, "factor", None)
    assert getattr(old, "outputs", None) == getattr(new, "units", None)
