"""What was asked for: the words of the command line, validated and frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffold.errors import ScaffoldError, nearest
from scaffold.generate.arguments import Argument, parse_argument
from scaffold.generate.methods import choices_constant
from scaffold.generate.names import check_package, class_name_of, module_name_of, reason_taken
from scaffold.generate.shapes import Shape, Template, known_templates, shape_of
from scaffold.generate.style import Style
from scaffold.record import Record

__all__ = ["Argument", "LayerSpec", "layer_spec", "parse_argument"]

# Names that a generated module binds besides its classes.
_BOUND = frozenset(("Any", "ArrayLike", "Callable", "Sequence", "enum", "keras", "np", "tf"))


class LayerSpec(Record):
    """One layer to write.

    Args:
        class_name: Name of the class, in CamelCase.
        module: Name of its module, in snake_case: also the name of the file.
        package: Package it is registered under.
        arguments: Its constructor arguments, those without a default first.
        shape: The template it is written from, and what its arguments are there.
        style: How its code is spelled.
    """

    class_name: str
    module: str
    package: str
    arguments: tuple[Argument, ...]
    shape: Shape
    style: Style = Style()


def layer_spec(
    name: str,
    arguments: Sequence[str],
    package: str,
    *,
    template: str | None = None,
    docs: Mapping[str, str] | None = None,
    style: Style | None = None,
    templates: Sequence[Template] | None = None,
) -> LayerSpec:
    """Validate what was typed.

    Args:
        name: Name of the layer, as typed.
        arguments: The texts after ``--arg``, each ``name:kind`` or ``name:kind=default``.
        package: Package to register the layer under.
        template: Name of the template; chosen by the arguments where it is left out.
        docs: Name of an argument -> what the documentation says about it.
        style: How to spell the code.
        templates: The templates there are; those of the kit where left out.

    Returns:
        The specification. Arguments without a default come first, otherwise in the order given.

    Raises:
        ScaffoldError: Something is wrong; the message says what was expected.

    Example:
        >>> spec = layer_spec("GatedDense", ["rate:float=0.1", "units:int"], "my_layers")
        >>> [argument.name for argument in spec.arguments], spec.shape.template.name
        (['units', 'rate'], 'weighted')
    """
    class_name = class_name_of(name)
    if class_name in _BOUND:
        raise ScaffoldError(
            f"the layer cannot be named {class_name!r}: its file imports another {class_name}",
            remedy=f"Choose another name, for example '{class_name}Layer'.",
        )
    check_package(package)
    documented = dict(docs or {})
    parsed = [parse_argument(text, documented.get(text.partition(":")[0].strip(), "")) for text in arguments]
    _check_names(class_name, parsed, documented)
    shape = shape_of(parsed, known_templates() if templates is None else templates, template)
    _check_vocabulary(parsed, shape)
    in_order = sorted((*parsed, *shape.added), key=lambda argument: not argument.required)
    _check_names(class_name, in_order, {})
    return LayerSpec(
        class_name, module_name_of(class_name), package, tuple(in_order), shape, style or Style()
    )


def _check_names(class_name: str, arguments: Sequence[Argument], documented: Mapping[str, str]) -> None:
    names = [argument.name for argument in arguments]
    for name in names:
        if names.count(name) > 1:
            raise ScaffoldError(
                f"the argument {name!r} is given {names.count(name)} times",
                remedy="Give each argument once.",
            )
    for name in documented:
        if name not in names:
            guess = nearest(name, names)
            raise ScaffoldError(
                f"there is documentation of {name[:60]!r}, which is no argument",
                remedy=f"Did you mean {guess!r}?" if guess else f"Arguments: {', '.join(names) or 'none'}.",
            )
    taken = {class_name, *_BOUND, *names}
    for argument in arguments:
        if argument.choices and not argument.enum_class:
            _take_constant(argument, taken)
        if argument.enum_class:
            if argument.enum_class in taken or reason_taken(argument.enum_class):
                raise ScaffoldError(
                    f"the class of {argument.name}:enum would be named {argument.enum_class!r}, which is taken",
                    remedy=f"Choose another name for the argument, for example '{argument.name.rstrip('_')}_option'.",
                )
            taken.add(argument.enum_class)


def _check_vocabulary(arguments: Sequence[Argument], shape: Shape) -> None:
    """Refuse a default that no lookup takes: an empty one, or one that holds a text twice."""
    for argument in arguments:
        known = argument.default
        if argument.name == shape.roles.get("vocabulary") and known is not None:
            if len(set(known)) == len(known) > 0:
                continue
            raise ScaffoldError(
                f"the default of {argument.name!r} is wrong: expected texts that each stand there once, got "
                + (
                    f"{next(text for text in known if known.count(text) > 1)[:60]!r} twice"
                    if known
                    else "none"
                ),
                remedy=f"Without a default, `adapt` learns them: --arg '{argument.name}:{argument.kind.name}?'.",
            )


def _take_constant(argument: Argument, taken: set[str]) -> None:
    """Refuse an argument whose list of choices would have the name of something else in the class."""
    constant = choices_constant(argument)
    if constant in taken:
        raise ScaffoldError(
            f"the choices of {argument.name}:choice would be listed in '{constant}', which is taken",
            remedy=f"Choose another name for the argument, for example '{argument.name.rstrip('_')}_option'.",
        )
    taken.add(constant)
