"""A route through a file of the functional model with the layer in it, loaded in the same process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scaffold.roundtrip.functional import IN_FUNCTIONAL_MODEL, layer_in
from scaffold.roundtrip.route import WITH_VALUES, Journey, Medium, Route, rebuilt_by


def route_through(
    name: str, suffix: str, summary: str, file_of: Callable[[Journey], Path], *, optional: bool = False
) -> Route:
    """Return the route.

    Args:
        name: How results name it.
        suffix: Ending of the file, which tells Keras the format.
        summary: One line that says what happens to the layer.
        file_of: Saves the functional model, or returns where it is saved already.
        optional: Whether it is taken only where ``checks=`` names it.
    """

    def rebuild(journey: Journey) -> Any:
        import keras

        return layer_in(keras.models.load_model(file_of(journey), compile=False))

    return Route(
        name=name,
        summary=summary,
        medium=Medium.FILE,
        moments=WITH_VALUES,
        travel=rebuilt_by(rebuild, with_values=True),
        script=f"{IN_FUNCTIONAL_MODEL}\nmodel.save('model{suffix}')\n"
        "scope = {type(layer).__name__: type(layer)}\n"
        f"rebuilt = keras.models.load_model('model{suffix}', custom_objects=scope).layers[-1]",
        requires=("KR102",),
        optional=optional,
    )
