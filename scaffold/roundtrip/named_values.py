"""Which values an argument's name promises, where the table of kinds does not know it."""

from __future__ import annotations

import re
from typing import Any

from scaffold.draws import Draws, Integers, ListsOf, Nothing, OneOf
from scaffold.roundtrip.signature import Argument

CELLS = re.compile(r"(?:^|_)cells?$")
_FUNCTION = re.compile(r"(?:^|_)(?:function|func|fn|callable|method)$")
_VOCABULARY = re.compile(r"(?:^|_)(?:vocabulary|vocab)$")
_WHOLE = re.compile(r"(?:^|_)(?:length|size|tokens|dims?|units|steps|ngrams|heads|groups|salt|count)$")
_SWITCH = re.compile(r"^(?:use|is|has|return|enable)_")
_EQUATION = re.compile(r"(?:^|_)equation$")


def _layer(name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": name, "config": config}


_RECURRENT_CELLS = OneOf(
    (_layer("SimpleRNNCell", units=3), _layer("GRUCell", units=3), _layer("LSTMCell", units=2))
)
_EQUATIONS = OneOf(("ab,bc->ac", "abc,cd->abd", "...x,xy->...y"))
_VOCABULARIES = OneOf((["red", "green", "blue"], ["green", "red"], [1, 2, 3], [3, 1]))


def draws_from_name(argument: Argument) -> Draws:
    """Return what the name of an argument promises; Nothing where it promises nothing.

    Args:
        argument: The constructor argument.
    """
    name = argument.name
    if CELLS.search(name):
        return ListsOf(_RECURRENT_CELLS, 1, 2) if name.endswith("s") else _RECURRENT_CELLS
    if _EQUATION.search(name):
        return _EQUATIONS
    if _VOCABULARY.search(name):
        return _VOCABULARIES
    if argument.required and _FUNCTION.search(name):
        import keras

        return OneOf((keras.activations.tanh, keras.activations.relu, keras.activations.sigmoid))
    if _WHOLE.search(name):
        return Integers(1, 8)
    if _SWITCH.match(name):
        return OneOf((True, False))
    return Nothing()
