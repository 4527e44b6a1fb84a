"""A .keras file with the layer in a subclassed model; a model of the author's own is saved as it is."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.holder import holder_class
from scaffold.roundtrip.route import WITH_VALUES, Journey, Medium, Route, rebuilt_by
from scaffold.roundtrip.scope import in_scope_of


def _rebuild(journey: Journey) -> Any:
    import keras

    original = journey.original
    file = journey.directory / "subclassed.keras"
    if isinstance(original.layer, keras.Model):
        original.layer.save(file)
        return keras.models.load_model(file, compile=False)
    holder = holder_class()
    model = holder(original.layer)
    model.build(None)
    model.save(file)
    with in_scope_of([*original.classes, holder]):
        return keras.models.load_model(file, compile=False).layer


_OF_A_MODEL = """\
layer.save('model.keras')
scope = {type(layer).__name__: type(layer)}
rebuilt = keras.models.load_model('model.keras', custom_objects=scope)"""

_IN_A_MODEL = """\
class Holder(keras.Model):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        self.built = True  # what is loaded has been built by deserialize_keras_object

    def get_config(self):
        return {**super().get_config(), 'layer': keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        return cls(keras.saving.deserialize_keras_object(config.pop('layer')), **config)


called(layer)
model = Holder(layer)
model.build(None)
model.save('model.keras')
scope = {'Holder': Holder, type(layer).__name__: type(layer)}
rebuilt = keras.models.load_model('model.keras', custom_objects=scope).layer"""


def _script(call: ConstructorCall) -> str:
    import keras

    return _OF_A_MODEL if issubclass(call.cls, keras.Model) else _IN_A_MODEL


ROUTE = Route(
    name="subclassed_file",
    summary="a .keras file with the layer in a subclassed model that has a build() of its own",
    medium=Medium.FILE,
    moments=WITH_VALUES,
    called=False,
    travel=rebuilt_by(_rebuild, with_values=True),
    script_of=_script,
    requires=("KR102",),
)
