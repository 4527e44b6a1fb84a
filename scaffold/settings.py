"""What a project says about itself before its sources are judged; it changes what is found in them."""

from __future__ import annotations

from typing import NamedTuple


class Analysis(NamedTuple):
    """What cannot be read from the sources.

    Args:
        keras_version: Keras that loads the saved models, such as ``(3, 12)``; empty means any.
        registration_package: The ``package`` that layers of the project are registered with; empty where every
            top-level package has its own.
        extra_base_classes: Dotted names of classes outside of the sources that derive from a Keras layer.
        distribution: What the distribution is called; it names the package of files that belong to none.

    Example:
        >>> Analysis(registration_package="acme").registration_package
        'acme'
    """

    keras_version: tuple[int, ...] = ()
    registration_package: str = ""
    extra_base_classes: tuple[str, ...] = ()
    distribution: str = ""


# Of a project that says nothing.
UNTOLD = Analysis()
