"""The facts of a function of the analysed sources that a layer may be given."""

from __future__ import annotations

from scaffold.source.located import Answer
from scaffold.source.record import Record


class GivenFunction(Record):
    """A function of the analysed sources.

    Args:
        name: Its name, which is what a config says of it.
        qualified_name: Module, enclosing functions and name.
        registered: Whether it is registered with Keras.
        offered: Whether Keras may be given it by its name in another way, in ``custom_objects``.
        like_keras: Whether it computes what the activation function of Keras computes that has its name.
    """

    name: str
    qualified_name: str
    registered: Answer
    offered: bool
    like_keras: Answer
