"""Calls in which an argument may be taken that was refused alone: its refusal names the arguments it goes with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scaffold.roundtrip.argument_values import values_of
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.signature import MISSING, Argument, Signature

_MOST = 3
_MOST_CALLS = 12


def calls_that_allow(
    call: ConstructorCall, argument: Argument, values: tuple[Any, ...], refusal: str, signature: Signature
) -> Iterator[ConstructorCall]:
    """Yield variants of a call to vary an argument from, after every value of it was refused.

    Args:
        call: The call that works.
        argument: The argument that was refused.
        values: The values of it that were tried.
        refusal: The message, such as "`sparse` may only be true if `output_mode` is `'one_hot'`".
        signature: What the constructor takes.

    Yields:
        Calls that the constructor takes, each with one named sibling at another value or back at its default;
        where the two are only taken together, with the first value of the argument as well.
    """
    found = 0
    for sibling in signature.arguments:
        if sibling.name == argument.name or not _is_named(sibling.name, refusal):
            continue
        for changed in _variants(call, sibling, refusal):
            for candidate in (changed, changed.changed(**{argument.name: values[0]})):
                if found < _MOST_CALLS and _is_taken(candidate):
                    found += 1
                    yield candidate
                    break


def _is_named(argument: str, message: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(argument)}(?!\w)", message) is not None


def _variants(call: ConstructorCall, sibling: Argument, refusal: str) -> Iterator[ConstructorCall]:
    given = call.arguments.get(sibling.name, MISSING)
    if given is not MISSING and sibling.default is not MISSING:
        rest = {name: value for name, value in call.arguments.items() if name != sibling.name}
        yield replace(call.plain(), arguments=rest)
    values = values_of(sibling, given).first
    # "... if `output_mode` is `'one_hot'`": the values that the message names come first.
    named = [value for value in values if isinstance(value, str) and f"'{value}'" in refusal]
    for value in (named or values)[:_MOST]:
        yield call.changed(**{sibling.name: value})


def _is_taken(call: ConstructorCall) -> bool:
    try:
        call.make()
    except Exception:
        # This sibling is not the one, or not at this value.
        return False
    return True
