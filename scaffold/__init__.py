"""The kit that makes custom Keras layers survive serialization.

The public names are imported when they are first used, so that ``import scaffold``
loads neither Keras nor TensorFlow nor Hypothesis.

Example:
    >>> from scaffold import check_roundtrip
    >>> check_roundtrip(MyLayer(units=3))  # raises RoundTripError when MyLayer is not rebuilt identically
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaffold import strategies as strategies
    from scaffold.roundtrip.check import check_roundtrip as check_roundtrip
    from scaffold.roundtrip.configs import collect_configs as collect_configs
    from scaffold.roundtrip.packages import layers_in as layers_in
    from scaffold.roundtrip.report import Report as Report
    from scaffold.roundtrip.report import RoundTripError as RoundTripError

__version__ = "0.1.0"

# Public name -> the module that defines it.
_PUBLIC = {
    "Report": "scaffold.roundtrip.report",
    "RoundTripError": "scaffold.roundtrip.report",
    "check_roundtrip": "scaffold.roundtrip.check",
    "collect_configs": "scaffold.roundtrip.configs",
    "layers_in": "scaffold.roundtrip.packages",
}

__all__ = [
    "Report",
    "RoundTripError",
    "__version__",
    "check_roundtrip",
    "collect_configs",
    "layers_in",
    "strategies",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(_PUBLIC[name]), name)
    if name == "strategies":
        return importlib.import_module("scaffold.strategies")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
