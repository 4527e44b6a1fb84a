"""save_weights, and load_weights into a layer that was made by the same call."""

from __future__ import annotations

from typing import Any

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.functional import IN_FUNCTIONAL_MODEL, in_functional_model, layer_in
from scaffold.roundtrip.observation import Moment
from scaffold.roundtrip.route import Journey, Medium, Route, RouteNotRunError, rebuilt_by


def _rebuild(journey: Journey) -> Any:
    original = journey.original
    if not original.layer.weights:
        raise RouteNotRunError("the layer has no weights")
    file = journey.directory / "model.weights.h5"
    journey.functional_model.save_weights(file)
    model = in_functional_model(original.call.make(), original.inputs)
    model.load_weights(file)
    return layer_in(model)


def _script(call: ConstructorCall) -> str:
    return (
        f"{IN_FUNCTIONAL_MODEL}\nmodel.save_weights('model.weights.h5')\nrebuilt = {call}\n"
        "fresh = keras.Model(inputs, called(rebuilt, inputs))\nfresh.load_weights('model.weights.h5')"
    )


ROUTE = Route(
    name="weights_file",
    summary="save_weights, and load_weights into a layer that was made by the same call",
    medium=Medium.FILE,
    # Made by its call, not by a config: there is nothing to compare before the weights are there.
    moments=(Moment.LOADED, Moment.CALLED),
    travel=rebuilt_by(_rebuild, adapted=False),
    script_of=_script,
)
