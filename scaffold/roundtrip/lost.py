"""A lost argument put into words: what is lost, how it shows, and the entry to write."""

from __future__ import annotations

import itertools
from typing import Any

from scaffold.kinds import kind_of_parameter
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.canonical import canonical, differences
from scaffold.roundtrip.diagnosis import keras_owner, method_line, source_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.signature import MISSING, Argument, constructor_signature
from scaffold.roundtrip.trip import Trip, attribute_of
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
        fix = _add_to_config(done.layer, argument)
    if other is None:
        lines = f"{ROUTE.script}\n{_assertion(found[0].path, done.layer)}"
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
        lint_rule=_lint_rule(argument, done) if rule.lint_rules else "",
        reproduction=script(call, lines),
        source=_place(call.cls, argument),
    )


def _place(cls: type, argument: Argument) -> str:
    """Return the line of the get_config to change, or of the class that lacks one."""
    writer = next(owner for owner in cls.__mro__ if "get_config" in vars(owner))
    return method_line(cls, "get_config") if issubclass(writer, argument.owner) else source_line(cls)


def _assertion(path: str, layer: Any) -> str:
    """Return the line that fails where the attribute of the rebuilt layer is another one.

    Objects are equal where their configs are, and arrays where all their values are.
    """
    attribute = path.removeprefix("layer.").partition("[")[0]
    value, form = getattr(layer, attribute, None), "{}"
    if hasattr(value, "get_config"):
        form = "keras.saving.serialize_keras_object({})"
    elif hasattr(value, "tolist"):
        form = "{}.tolist()"
    after, before = form.format(f"rebuilt.{attribute}"), form.format(f"layer.{attribute}")
    return f"assert {after} == {before}, ({before}, {after})"


def _is_automatic_of_model(cls: type) -> bool:
    """Return whether Keras writes the config of a model by itself.

    ``Model.__new__`` in keras/src/models/model.py (3.15.1) passes no arguments on to what records them.
    """
    import keras

    return issubclass(cls, keras.Model) and bool(keras_owner(cls, "get_config"))


def _lint_rule(argument: Argument, done: Trip) -> str:
    """Return the lint rule for the way in which the config loses the argument."""
    name, cls = argument.name, done.call.cls
    if name not in done.form:
        if keras_owner(cls, "get_config").endswith(".Functional"):
            return "KS115"
        inherited = argument.owner is not cls and "get_config" not in vars(argument.owner)
        return "KS106" if inherited and "get_config" in vars(cls) else "KS101"
    if _is_automatic_of_model(cls):
        return "KS116"
    entry = done.form[name]
    others = (attribute_of(done.layer, other) for other in constructor_signature(cls).names if other != name)
    if any(other is not None and not list(differences("", other[1], entry)) for other in others):
        return "KS109"
    is_default = argument.default is not MISSING and not list(
        differences("", canonical(argument.default), entry)
    )
    # The default may be a constant in get_config, or what `value or default` has made of the argument.
    return "" if is_default else "KS108"


def _add_to_config(layer: Any, argument: Argument) -> str:
    name, cls = argument.name, type(layer)
    kept = [held for held in (name, f"_{name}") if held in vars(layer)]
    attribute = kept[0] if kept else name
    kind = kind_of_parameter(name)
    expression = (kind.to_config if kind and kind.serializers else "{value}").format(
        value=f"self.{attribute}"
    )
    store = "" if kept else f"Store it (self.{name} = {name}) in __init__. "
    writer = next(owner for owner in cls.__mro__ if "get_config" in vars(owner))
    if issubclass(writer, argument.owner):
        return f'{store}Add "{name}": {expression} to the config in get_config.'
    # A parent does not know the argument of its child.
    return f'{store}Write get_config in {cls.__name__}: return {{**super().get_config(), "{name}": {expression}}}.'
