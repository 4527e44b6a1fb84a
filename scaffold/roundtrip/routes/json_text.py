"""from_config of the config written as JSON text and read again."""

from __future__ import annotations

import json
from typing import Any

from scaffold.roundtrip.route import Medium, Route, rebuilt_by
from scaffold.roundtrip.trial import Original


def _rebuild(original: Original) -> Any:
    # Plain json.dumps, without Keras's encoder: what it cannot write, a saved file carries in another form.
    text = json.dumps(original.layer.get_config())
    return type(original.layer).from_config(json.loads(text))


ROUTE = Route(
    name="json",
    summary="the config written as real JSON text, read again and given to from_config",
    medium=Medium.MEMORY,
    carries_values=False,
    travel=rebuilt_by(_rebuild),
    script="import json\nrebuilt = type(layer).from_config(json.loads(json.dumps(layer.get_config())))",
    requires=("KR102",),
)
