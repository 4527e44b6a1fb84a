"""A subclassed model that holds a layer and loads it as Keras documents it: in from_config, built by build()."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def holder_class() -> type:
    """Return the class of the model.

    It has a ``build`` of its own, as many models have. Keras then calls no layer while it loads: what a layer's
    ``build`` does not create is not there when the weights come, and in a subclassed model Keras passes over
    them in silence (``_load_state`` in keras/src/saving/saving_lib.py, 3.15.1: the second visit of the same
    layer, through ``Model.layers``, takes the failure of the first back).
    """
    import keras

    class ScaffoldHolder(keras.Model):  # type: ignore[misc]  # Keras has no types
        def __init__(self, layer: Any, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.layer = layer

        def build(self, input_shape: Any) -> None:
            # A layer that is saved has been called, and deserialize_keras_object has built one that is loaded.
            self.built = True

        def get_config(self) -> dict[str, Any]:
            return {**super().get_config(), "layer": keras.saving.serialize_keras_object(self.layer)}

        @classmethod
        def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
            config = dict(config)
            return cls(keras.saving.deserialize_keras_object(config.pop("layer")), **config)

    return ScaffoldHolder
