"""Whether two constructor calls give layers that behave differently: the proof that an argument matters."""

from __future__ import annotations

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.observation import Moment, compare
from scaffold.roundtrip.report import Difference
from scaffold.roundtrip.trial import Trial

# Weights, outputs in both modes, losses, masks, foretold shapes and the state they leave: what a saved model
# is used for.
_BEHAVIOUR = frozenset({"KR306", "KR308", "KR309", "KR310", "KR311", "KR314", "KR315"})


def effect_of(base: Trial, changed: ConstructorCall) -> tuple[Difference, ...]:
    """Return where two layers behave differently, given the same variables where they have the same.

    Args:
        base: A call that works, with inputs, or without where the layer cannot be called.
        changed: The same call with one argument changed.

    Returns:
        The differences of the first behaviour that differs: weights, outputs, losses or state. Empty where
        none does, where the changed layer cannot be called, or where the layer is not steady.
    """
    if base.inputs is None:
        return ()
    try:
        unsteady = base.unsteady
        # Variables that do not fit the other layer are left as they are: its weights are told first.
        found = Trial(changed, base.inputs).look(base.original.variables)
    except Exception:
        # A value that the layer cannot be called with proves nothing.
        return ()
    for observation, places in compare(base.observed, found, [Moment.CALLED]):
        code = observation.rule.code
        if code in _BEHAVIOUR and code not in unsteady and places:
            return tuple(places)
    return ()
