"""The facts of code that builds models: the layers of them, and the functions that those are given."""

from __future__ import annotations

from scaffold.source.facts import KerasClass
from scaffold.source.function_facts import GivenFunction
from scaffold.source.located import SourceFile, Span
from scaffold.source.record import Record
from scaffold.source.values import Value


class GivenArgument(Record):
    """An argument by which a layer may be given a function that its config then carries.

    Args:
        name: Its name, also where it is passed by position.
        value: What is passed.
        function: The function that is passed, where it is one of the sources.
        span: Where it is passed.
    """

    name: str
    value: Value
    function: GivenFunction | None
    span: Span


class ModelLayer(Record):
    """A layer of Keras that is part of a model which a file can hold, constructed by no class of Keras.

    Args:
        source: The file it is constructed in.
        layer: Its class.
        given: Those of its arguments that may be functions.
        builder: The function or class at the top of the module that builds the model; empty where the module does.
        span: The call.
    """

    source: SourceFile
    layer: KerasClass
    given: tuple[GivenArgument, ...]
    builder: str
    span: Span
