"""An original on its way: the model around it and the file of that, made once for all routes that need them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from scaffold.roundtrip.assets import Assets, assets_of
from scaffold.roundtrip.functional import NotSymbolicError, in_functional_model
from scaffold.roundtrip.observation import Observed
from scaffold.roundtrip.trial import Original


class RouteNotRunError(Exception):
    """The route does not exist for this layer; the message says why. This is no fault of the layer."""


@dataclass
class Journey:
    """One original, and what its routes have in common.

    Args:
        original: The layer, built and filled.
        directory: Where files go.
        seen: Name of a route -> what was seen of the layer that it gave, for routes of the same mechanism.
    """

    original: Original
    directory: Path
    seen: dict[str, Observed] = field(default_factory=dict)

    @property
    def functional_model(self) -> Any:
        """The functional model with the layer in it.

        Raises:
            RouteNotRunError: Where the layer cannot be called on symbolic inputs.
        """
        if isinstance(self._functional, NotSymbolicError):
            raise RouteNotRunError(str(self._functional)) from self._functional
        return self._functional

    @cached_property
    def _functional(self) -> Any:
        if self.original.inputs is None:
            return NotSymbolicError(
                "the layer could not be called, and only a called layer is part of a model"
            )
        try:
            return in_functional_model(self.original.layer, self.original.inputs)
        except NotSymbolicError as refusal:
            # Kept, so that it is not tried again for every route.
            return refusal

    @cached_property
    def assets(self) -> Assets:
        """What the layer saves beside its weights; a route that brings no values is given it with them."""
        return assets_of(self.original.layer)

    @cached_property
    def keras_file(self) -> Path:
        """The functional model saved as a ``.keras`` file."""
        file = self.directory / "functional.keras"
        self.functional_model.save(file)
        return file


@contextmanager
def journey_of(original: Original) -> Iterator[Journey]:
    """Prepare the journey of a layer; its files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="scaffold-") as directory:
        yield Journey(original, Path(directory))
