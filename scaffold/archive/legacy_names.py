"""Which classes a legacy config means: it writes the registered name in place of the class, and no module."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from scaffold.object_tree import is_layer, is_object

# Classes of older releases of Keras, and of the current one under another name, which its table does not have.
_OLD_CLASSES = frozenset(
    {
        *("AbstractRNNCell", "AtrousConvolution1D", "AtrousConvolution2D", "ClassMethod"),
        *("CuDNNGRU", "CuDNNLSTM", "DenseFeatures"),
        *("DeviceWrapper", "DropoutWrapper", "Functional", "GetItem"),
        *("Highway", "InstanceMethod", "InstanceProperty", "LinearModel"),
        *("LocallyConnected1D", "LocallyConnected2D", "MaxoutDense", "Merge"),
        *("PeepholeLSTMCell", "Policy", "RandomFourierFeatures"),
        *("RandomHeight", "RandomWidth", "ResidualWrapper", "SequenceFeatures"),
        *("SlicingOpLambda", "SyncBatchNormalization"),
        *("TFOpLambda", "TensorFlowOpLayer", "ThresholdedReLU", "TimeDistributedDense"),
        "WideDeepModel",
    }
)
# Operations of Keras that are not named after their function.
_OTHER_OPERATIONS = frozenset(
    {"batchnorm", "fakequantwithminmaxvars", "layernorm", "rmsnorm", "segmentreduction"}
)


def with_registered_names(config: dict[str, Any]) -> dict[str, Any]:
    """Write class and registered name of every custom object apart, as newer files have them.

    Keras looks a custom class up by what a legacy config has for its class name: ``package>name`` where it was
    registered when the model was saved, else the bare name, which only ``custom_objects`` can resolve.
    https://github.com/keras-team/keras/blob/v3.15.1/keras/src/legacy/saving/serialization.py

    Args:
        config: The config of a legacy model, as parsed.

    Returns:
        A copy; objects that name their module, and those of Keras, are as they were.

    Example:
        >>> with_registered_names({"class_name": "my>Gate", "config": {}})
        {'class_name': 'Gate', 'config': {}, 'registered_name': 'my>Gate'}
    """
    named: dict[str, Any] = _named(config, is_member=True)
    return named


def _named(value: Any, *, is_member: bool) -> Any:
    """Copy a value; ``is_member`` tells that Keras itself makes the objects in it, not a custom class."""
    if isinstance(value, list):
        return [_named(item, is_member=is_member) for item in value]
    if not isinstance(value, dict):
        return value
    key = _custom_key(value, is_member=is_member)
    inside = is_member and key is None
    copied = {name: _named(item, is_member=inside) for name, item in value.items()}
    return copied if key is None else {**copied, "class_name": key.rpartition(">")[2], "registered_name": key}


def _custom_key(entry: dict[str, Any], *, is_member: bool) -> str | None:
    """Return what Keras looks the custom class of an object up by; None where it is no object, or of Keras."""
    if not is_object(entry) or "module" in entry or "registered_name" in entry:
        return None
    name: str = entry["class_name"]
    if ">" in name:
        return name
    # What a custom class keeps in its config under such keys may be anything.
    if not name.isidentifier() or name.startswith("__") or not (is_member or is_layer(entry)):
        return None
    return None if _of_keras(name, entry["config"]) else name


def _of_keras(name: str, config: Any) -> bool:
    from scaffold.source.keras_names import short_names

    bare = re.sub(r"V[12]$", "", name)
    if {name, bare} & (short_names() | _OLD_CLASSES):
        return True
    # A bare operation of Keras is a class named after its function, and has no config of a layer.
    is_layer_config = isinstance(config, dict) and "trainable" in config
    return not is_layer_config and name.lower() in _operations()


@cache
def _operations() -> frozenset[str]:
    from scaffold.source.keras_names import known_names

    functions = (name for name in known_names() if name.startswith(("keras.ops.", "keras.activations.")))
    return frozenset(name.rpartition(".")[2].replace("_", "") for name in functions) | _OTHER_OPERATIONS
