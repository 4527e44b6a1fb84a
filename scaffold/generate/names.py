"""Which names a layer and its arguments may have, and why the others may not."""

from __future__ import annotations

import builtins
import keyword
import re
import sys

from scaffold.errors import ScaffoldError
from scaffold.generate.keras_names import (
    BASE_ARGUMENTS,
    BUILT_IN_LAYERS,
    LAYER_ATTRIBUTES,
    TORCH_ATTRIBUTES,
)

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")

# Longer names leave no room beside their annotation on a line of code.
_LONGEST_NAME = 40

# Names that the generated methods use themselves, those of the modules that they are written with among them.
_USED_IN_CODE = frozenset(
    ("self", "cls", "args", "kwargs", "inputs", "outputs", "training", "mask", "keras", "enum", "np", "tf")
) | {"Any", "Callable"}

# https://peps.python.org/pep-0008/#names-to-avoid
_LIKE_DIGITS = ("l", "O", "I")

# Modules that the generated files import, and pytest's own: a file of that name would hide them.
_IMPORTED_MODULES = frozenset(
    ("conftest", "jax", "keras", "numpy", "pytest", "scaffold", "tensorflow", "torch")
)


def class_name_of(name: str) -> str:
    """Return the class name for what was typed, or say why there is none.

    Args:
        name: The name as typed: ``GatedDense`` or ``gated_dense``.

    Returns:
        The name in CamelCase.

    Raises:
        ScaffoldError: The name is no identifier, too long, taken by Keras, or its file would hide a module.

    Example:
        >>> class_name_of("gated_dense")
        'GatedDense'
    """
    class_name = _camel_case(name)
    if not _IDENTIFIER.fullmatch(name):
        guess = _camel_case(re.sub(r"[^A-Za-z0-9]+", "_", name).lstrip("0123456789_"))
        raise ScaffoldError(
            "expected a class name of letters, digits and underscores that starts with a letter, "
            f"got {name[:60]!r}",
            remedy=f"Did you mean {guess[:_LONGEST_NAME]!r}?" if guess else "For example: GatedDense.",
        )
    if len(class_name) > _LONGEST_NAME:
        raise ScaffoldError(
            f"the class name {class_name[:60]!r} is longer than {_LONGEST_NAME} characters",
            remedy="Choose a shorter name.",
        )
    if class_name in BUILT_IN_LAYERS:
        raise ScaffoldError(
            f"{class_name!r} is a layer of Keras itself",
            remedy=f"A file saved as .h5 would silently load Keras's own {class_name} in place of yours. "
            f"Choose another name, for example 'My{class_name}'.",
        )
    _check_module(class_name)
    return class_name


def _camel_case(name: str) -> str:
    return "".join(piece[0].upper() + piece[1:] for piece in name.split("_") if piece)


def enum_class_of(argument_name: str) -> str:
    """Return the name of the Enum class that is written for an argument.

    Example:
        >>> enum_class_of("merge_mode"), enum_class_of("o")
        ('MergeMode', 'OOption')
    """
    name = _camel_case(argument_name)
    return name if len(name) > 1 else f"{name}Option"


def _check_module(class_name: str) -> None:
    module = module_name_of(class_name)
    if module in _IMPORTED_MODULES or module in sys.stdlib_module_names or keyword.iskeyword(module):
        raise ScaffoldError(
            f"the layer {class_name!r} would be written to {module}.py, a name that Python uses itself",
            remedy=f"Choose another name, for example '{class_name}Layer'.",
        )
    if module.startswith("test_") or module.endswith("_test"):
        raise ScaffoldError(
            f"the layer {class_name!r} would be written to {module}.py, which pytest takes for tests",
            remedy="Choose a name that neither starts nor ends with 'Test'.",
        )


def module_name_of(class_name: str) -> str:
    """Return the snake_case name of the module, cut at the same places as Keras cuts layer names.

    Example:
        >>> module_name_of("GatedDense"), module_name_of("MLPBlock"), module_name_of("Conv2DBlock")
        ('gated_dense', 'mlp_block', 'conv2d_block')
    """
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", class_name)).lower()


def check_argument_name(name: str) -> None:
    """Say why a constructor argument cannot have this name, if it cannot.

    Args:
        name: The name as typed.

    Raises:
        ScaffoldError: The name is no identifier, too long, or taken.

    Example:
        >>> check_argument_name("units")
    """
    if not _IDENTIFIER.fullmatch(name):
        kept = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_").lstrip("0123456789_")
        raise ScaffoldError(
            f"expected an argument name of letters, digits and underscores that starts with a letter, "
            f"got {name[:60]!r}",
            remedy=f"Did you mean {kept[:_LONGEST_NAME]!r}?" if kept else "For example: units:int.",
        )
    if len(name) > _LONGEST_NAME:
        raise ScaffoldError(
            f"the argument name {name[:60]!r} is longer than {_LONGEST_NAME} characters",
            remedy="Choose a shorter name.",
        )
    reason = reason_taken(name)
    if reason:
        raise ScaffoldError(f"an argument cannot be named {name!r}: {reason}", remedy=_remedy(name))


def reason_taken(name: str) -> str:
    """Return why an attribute or argument of a layer cannot have this name; empty where it can.

    Example:
        >>> reason_taken("trainable")
        'every layer takes it already, through **kwargs'
        >>> reason_taken("units")
        ''
    """
    if keyword.iskeyword(name):
        return "it is a keyword of Python"
    if name in BASE_ARGUMENTS:
        return "every layer takes it already, through **kwargs"
    if name in LAYER_ATTRIBUTES:
        return f"it would hide `{name}` of keras.layers.Layer"
    if name in TORCH_ATTRIBUTES:
        return f"it would hide `{name}`, which every layer has on the PyTorch backend"
    if name in _LIKE_DIGITS:
        return "it looks like a digit"
    if name in _USED_IN_CODE:
        return "the code of the layer uses that name itself"
    if hasattr(builtins, name):
        return f"it would hide `{name}` of Python"
    return ""


def _remedy(name: str) -> str:
    if name in BASE_ARGUMENTS:
        return f"Leave it out: the layer accepts {name}=... as it is written."
    return f"Choose another name, for example {name + '_value'!r}."


def check_package(package: str) -> None:
    """Say why classes cannot be registered under this package, if they cannot.

    Args:
        package: The package part of the registered name.

    Raises:
        ScaffoldError: The package is empty or holds a character that a registered name cannot hold.

    Example:
        >>> check_package("my_layers")
    """
    if not _PACKAGE.fullmatch(package) or len(package) > _LONGEST_NAME:
        raise ScaffoldError(
            f"expected a package of at most {_LONGEST_NAME} letters, digits, dots, underscores and hyphens, "
            f"got {package[:60]!r}",
            remedy="Take the name of the distribution that will hold the layer, for example 'my_layers'.",
        )
