"""The sublayers that build() leaves without weights, so that a load without a call has nowhere to put them."""

from __future__ import annotations

import json

from scaffold.roundtrip.sublayers import sublayers
from scaffold.roundtrip.trial import Original


def unbuilt_sublayers(original: Original) -> tuple[str, ...]:
    """Return the paths of the sublayers that have fewer weights than in the original when only ``build`` ran.

    Args:
        original: A layer that was built and called.

    Returns:
        Paths, innermost layers only; empty where the layer cannot be rebuilt at all.
    """
    import keras

    with original.scope():
        try:
            # Deserializing builds the layer by its own build config, as a load does.
            form = json.loads(json.dumps(keras.saving.serialize_keras_object(original.layer)))
            rebuilt = dict(sublayers(keras.saving.deserialize_keras_object(form, safe_mode=False)))
        except Exception:
            # Why it cannot be rebuilt is told by the route that found it out.
            return ()
    missing = [
        path
        for path, layer in sublayers(original.layer)
        if len(layer.weights) > (len(rebuilt[path].weights) if path in rebuilt else 0)
    ]
    return tuple(path for path in missing if not any(other.startswith(f"{path}/") for other in missing))
