"""from_config of the config written as JSON text and read again."""

from __future__ import annotations

import json
from typing import Any

from scaffold.roundtrip.route import Journey, Medium, Route, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    layer = journey.original.layer
    # Plain json.dumps, without Keras's encoder: what it cannot write, a saved file carries in another form.
    text = json.dumps(layer.get_config())
    return type(layer).from_config(json.loads(text))


ROUTE = Route(
    name="json",
    summary="the config written as real JSON text, read again and given to from_config",
    medium=Medium.MEMORY,
    travel=rebuilt_by(_rebuild),
    script="import json\nrebuilt = type(layer).from_config(json.loads(json.dumps(layer.get_config())))",
    requires=("KR102",),
)
