"""A lost argument put into words: what is lost, how it shows, and the entry to write."""

from __future__ import annotations

import itertools
from typing import Any

from scaffold.kinds import kind_of_parameter
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.diagnosis import keras_owner, method_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.signature import Argument
from scaffold.roundtrip.trip import Trip
from scaffold.rule import Rule


def lost_result(
    rule: Rule,
    argument: Argument,
    call: ConstructorCall,
    found: tuple[Difference, ...],
    done: Trip,
    other: ConstructorCall | None = None,
) -> Result:
    """Return the result for an argument that does not survive.

    Args:
        rule: Whether it is lost, or only not told apart.
        argument: The argument.
        call: The smallest call that shows it.
        found: Where the rebuilt layer differs, or two layers of one config.
        done: The trip that lost it.
        other: The call that gives the same config and another layer, where that is the proof.
    """
    name = argument.name
    if name in done.form and _is_automatic_of_model(call.cls):
        reason = (
            f"Keras's automatic config of a keras.Model holds the default of '{name}', not what was given"
        )
        fix = f'Write get_config: {{**super().get_config(), "{name}": self.{name}}}, with every argument.'
    elif name in done.form:
        reason = f"the config holds '{name}', and the rebuilt layer has another value"
        fix = f"Use config['{name}'] unchanged: return in get_config what __init__ takes for '{name}'."
    else:
        reason = f"get_config does not return '{name}', so the rebuilt layer has its default"
        fix = _add_to_config(done.layer, name)
    if other is None:
        attribute = found[0].path.removeprefix("layer.")
        told = f"(layer.{attribute}, rebuilt.{attribute})"
        lines = f"{ROUTE.script}\nassert rebuilt.{attribute} == layer.{attribute}, {told}"
    else:
        lines = (
            f"other = {other}\nassert {{**layer.get_config(), 'name': ''}} != {{**other.get_config(), 'name': ''}}, "
            "'two layers that behave differently have one config'"
        )
    return result(
        rule,
        Status.FAILED,
        route="config",
        reason=reason,
        differences=tuple(itertools.islice(found, 3)),
        counterexample=call.shown(),
        fix=fix,
        reproduction=script(call, lines),
        source=method_line(call.cls, "get_config"),
    )


def _is_automatic_of_model(cls: type) -> bool:
    """Return whether Keras writes the config of a model by itself.

    ``Model.__new__`` in keras/src/models/model.py (3.15.1) passes no arguments on to what records them.
    """
    import keras

    return issubclass(cls, keras.Model) and bool(keras_owner(cls, "get_config"))


def _add_to_config(layer: Any, name: str) -> str:
    kept = [held for held in (name, f"_{name}") if held in vars(layer)]
    attribute = kept[0] if kept else name
    kind = kind_of_parameter(name)
    expression = (kind.to_config if kind and kind.serializers else "{value}").format(
        value=f"self.{attribute}"
    )
    store = "" if kept else f"Store it (self.{name} = {name}) in __init__ and add"
    return f'{store or "Add"} "{name}": {expression} to the config in get_config.'
