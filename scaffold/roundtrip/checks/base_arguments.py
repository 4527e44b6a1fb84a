"""Name, trainable, dtype policy and activity regularizer, each at a value that is not the default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.finding import Severity
from scaffold.roundtrip.canonical import without_counter
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import keras_owner, method_line
from scaffold.roundtrip.observation import Seen
from scaffold.roundtrip.observations.base_arguments import OBSERVATION, RULE
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.routes.config import ROUTE
from scaffold.roundtrip.scope import is_built_in
from scaffold.roundtrip.trip import ConfigFailsError, ConfigNotTakenError, Trip, trip
from scaffold.roundtrip.trip_failure import failed_trip

_IN_CONSTRUCTOR = "The config holds it; pass **kwargs on in __init__: super().__init__(**kwargs)."
_IN_GET_CONFIG = "Begin get_config with `config = super().get_config()` and add to that."

_IN_AUTOMATIC_CONFIG = (
    "Call the argument **kwargs, which Keras's automatic config looks for, or write get_config."
)

_LINT_RULES = {_IN_CONSTRUCTOR: "KS302", _IN_GET_CONFIG: "KS103", _IN_AUTOMATIC_CONFIG: "KS304"}

_SCRIPT = "before = {0}\nafter = {1}\nassert after == before, (before, after)"
_TOLD = {
    "name": "{}.name",
    "trainable": "{}.trainable",
    "dtype": "keras.saving.serialize_keras_object({}.dtype_policy)",
    "activity_regularizer": "{}.activity_regularizer is None",
}


def _values() -> Iterator[tuple[str, Any]]:
    """Yield base arguments with values that are not their defaults."""
    import keras

    yield "name", "a_name_of_its_own"
    yield "trainable", False
    yield "dtype", "mixed_float16"
    # A regularizer by its name: Keras's automatic config carries names, and refuses objects at once and loudly.
    yield "activity_regularizer", "l2"
    inner = {"inner": keras.DTypePolicy("bfloat16")}
    yield "dtype", keras.dtype_policies.DTypePolicyMap(default_policy="mixed_float16", policy_map=inner)


def _run(run: Run) -> Iterator[Result]:
    found: list[Difference] = []
    lost: list[str] = []
    failing: Trip | None = None
    tried = 0
    for name, value in _values():
        if name not in run.subject.signature.base_arguments or name in lost:
            continue
        try:
            done = _sent(run, name, value)
        except (ConfigFailsError, ConfigNotTakenError) as failure:
            yield failed_trip(failure, run.trial.call.changed(**{name: value}))
            # The same argument at another value fails for the same reason.
            lost.append(name)
            continue
        if done is None:
            continue
        tried += 1
        differing = _differing(done, name, value)
        if differing:
            failing = failing or done
            lost.append(name)
            found += differing
    if failing is None:
        reason = "" if tried else "the constructor takes none of them, or refused the values that were tried"
        yield result(RULE, Status.PASSED if tried else Status.NOT_RUN, route="config", reason=reason)
        return
    names = list(dict.fromkeys(re.findall(r"^layer\['(\w+)'\]", "\n".join(d.path for d in found), re.M)))
    yield _lost(failing, names, tuple(found))


def _differing(done: Trip, name: str, value: Any) -> list[Difference]:
    before, after = OBSERVATION.take(Seen(done.layer)), OBSERVATION.take(Seen(done.rebuilt))
    if name == "name":
        # A layer may choose its own policy, but a constructor that is given a name must take it.
        before[name] = value
    places = OBSERVATION.compare("layer", before, after)
    return [place for place in places if place.path.startswith(f"layer[{name!r}]")]


def _lost(failing: Trip, lost: list[str], found: tuple[Difference, ...]) -> Result:
    """Return the result for base arguments that do not come back, told by the first of them."""
    in_config = lost[0] in failing.form
    # Keras's automatic config leaves the name out unless the constructor's `**` argument is called `kwargs`
    # or it names `name` itself: Operation.get_config in keras/src/ops/operation.py (3.15.1).
    inherits = not in_config and not is_built_in(failing.call.cls)
    owner = keras_owner(failing.call.cls, "get_config") if inherits else ""
    names = ", ".join(f"'{name}'" for name in lost)
    return result(
        RULE,
        Status.FAILED,
        severity=Severity.WARNING if owner else RULE.severity,
        route="config",
        reason=f"{names} of the rebuilt layer is not what the original has"
        + (f": get_config of {owner} leaves it out" if owner else ""),
        differences=found,
        counterexample=failing.call.shown(),
        reproduction=_reproduction(failing, found[0]),
        fix=_fix(failing, lost[0], owner),
        lint_rule=_lint_rule(_fix(failing, lost[0], owner), lost[0]),
        source=method_line(failing.call.cls, "__init__" if in_config else "get_config"),
    )


def _fix(failing: Trip, name: str, owner: str) -> str:
    if owner == "keras.layers.Layer":
        return _IN_AUTOMATIC_CONFIG
    if name not in failing.form:
        return _IN_GET_CONFIG
    if not _config_tells(failing, name):
        return f"get_config writes '{name}' by itself and loses the value; leave it to super().get_config()."
    return _IN_CONSTRUCTOR


def _lint_rule(fix: str, name: str) -> str:
    written_by_itself = "KS212" if name == "dtype" else ""
    return _LINT_RULES.get(fix, written_by_itself)


def _config_tells(done: Trip, name: str) -> bool:
    """Return whether the config holds what the layer has; a policy or regularizer is a config of its own."""
    entry = done.form[name]
    if isinstance(entry, Mapping) or name == "activity_regularizer":
        return True
    has = done.layer.dtype_policy.name if name == "dtype" else getattr(done.layer, name)
    return bool(without_counter(str(entry)) == without_counter(str(has)))


def _sent(run: Run, name: str, value: Any) -> Trip | None:
    """Return the trip of a layer with this base argument; None where it does not take it.

    Raises:
        ConfigFailsError: Where the layer takes it, and then has no config.
        ConfigNotTakenError: Where the layer takes it, and from_config does not.
    """
    call = run.trial.call.changed(**{name: value})
    try:
        layer = call.make()
        if name == "trainable":
            # What people do after construction: freeze the layer.
            layer.trainable = value
        return trip(call, layer)
    except ConfigFailsError:
        if not isinstance(value, str) and keras_owner(call.cls, "get_config"):
            # Keras's automatic config takes no policy object and says so at once.
            return None
        raise
    except ConfigNotTakenError:
        raise
    except Exception:
        # A layer may refuse a policy or a regularizer; that is information, not a failure.
        return None


def _reproduction(done: Trip, first: Difference) -> str:
    if first.path.startswith("layer['name']"):
        lines = f"{ROUTE.script}\nassert rebuilt.name == {done.call.arguments['name']!r}, rebuilt.name"
        return script(done.call, lines)
    told = next(text for name, text in _TOLD.items() if first.path.startswith(f"layer[{name!r}]"))
    freeze = "layer.trainable = False\n" if "trainable" in first.path else ""
    return script(
        done.call, f"{freeze}{ROUTE.script}\n{_SCRIPT.format(told.format('layer'), told.format('rebuilt'))}"
    )


CHECK = Check(rules=(RULE,), run=_run, requires=("KR101", "KR103", "KR104"))
