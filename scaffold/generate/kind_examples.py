"""Each kind of argument with a working example, the code that it becomes, and what each template does with it."""

from __future__ import annotations

import shlex

from scaffold.generate import methods
from scaffold.generate.arguments import Argument, parse_argument
from scaffold.generate.literals import literal
from scaffold.generate.shapes import known_templates
from scaffold.generate.spec import LayerSpec, layer_spec
from scaffold.generate.steps import computation_of
from scaffold.kinds import KINDS, Kind
from scaffold.record import Record

# Where no ending of names reveals a kind, a name that says what such an argument is for.
_NAMES = {
    "str": "label", "choice": "mode", "enum": "merge_mode", "list[layer]": "blocks", "dict[layer]": "branches",
    "callable": "score_fn", "initializer": "kernel_initializer", "regularizer": "kernel_regularizer",
    "constraint": "kernel_constraint", "dtype": "output_dtype", "array": "class_weights", "tuple[int,2]": "window",
    "list[float]": "scales",
}  # fmt: skip
_LISTED = "[sum,mean]"


class KindExample(Record):
    """A kind as it is typed, and the code that it becomes.

    Args:
        kind: The kind.
        typed: What is typed after ``--arg``, quoted for a shell.
        parameter: The parameter of the constructor.
        constructor: Statements of the constructor.
        entry: The entry of the config.
        from_config: Statements of ``from_config``; empty where the constructor takes the entry as it is.
    """

    kind: Kind
    typed: str
    parameter: str
    constructor: tuple[str, ...]
    entry: str
    from_config: tuple[str, ...]


def example_of(kind: Kind) -> str:
    """Return a kind as it is typed after ``--arg``, with a default where it has one.

    Example:
        >>> example_of(KINDS["int"])
        'units:int=64'
    """
    name = _NAMES.get(kind.name) or kind.parameter_names[0]
    default = f"={kind.example}" if kind.example else ""
    return f"{name}:{kind.name}{_LISTED if kind.choices_required else ''}{default}"


def examples() -> tuple[KindExample, ...]:
    """Return every kind with its example."""
    return tuple(_example(kind, parse_argument(example_of(kind))) for kind in KINDS.values())


def _example(kind: Kind, argument: Argument) -> KindExample:
    default = "" if argument.required else f" = {literal(argument.default)}"
    return KindExample(
        kind,
        shlex.quote(example_of(kind)),
        f"{argument.name}: {argument.annotation}{default}",
        tuple(methods.stored(argument)),
        f"{literal(argument.name)}: {argument.config_entry}",
        tuple(methods.from_config([argument])),
    )


def template_table() -> dict[str, dict[str, str]]:
    """Return name of a kind -> name of a template -> ``used`` or ``stored``."""
    return {
        kind.name: {template.name: _use(example_of(kind), template.name) for template in known_templates()}
        for kind in KINDS.values()
    }


def _use(argument: str, template: str) -> str:
    spec = table_spec(argument, template)
    plan = computation_of(spec.arguments, spec.shape)
    name = argument.partition(":")[0]
    is_used = name in plan.documentation or name in spec.shape.roles.values()
    return "used" if is_used else "stored"


def table_spec(argument: str, template: str) -> LayerSpec:
    """Return the layer of a cell of the table: one argument beside those that the template needs."""
    return layer_spec("TableLayer", [argument], "my_layers", template=template)
