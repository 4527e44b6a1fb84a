"""From the specification of a layer to the finished strings that the templates put in their places."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.generate import methods
from scaffold.generate.arguments import Argument
from scaffold.generate.literals import literal
from scaffold.generate.roles import is_width
from scaffold.generate.spec import LayerSpec
from scaffold.generate.steps import Computation, computation_of
from scaffold.record import Record

# What a sample of a width is; a test that draws a width stays at it where other inputs depend on it.
_FEATURES_IN = 3
_LAYER_IMPORTS = """\
import enum
from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import ArrayLike"""
_TEST_IMPORTS = """\
import copy
import tempfile
import unittest
from pathlib import Path

import keras
import numpy as np
from hypothesis import strategies as st
from scaffold import check_roundtrip

from {module} import {class_name}"""


class EnumClass(Record):
    """An Enum class that is written beside the layer.

    Args:
        name: Its name.
        argument: The argument that it is for.
        members: Its members, each ``NAME = "value"``.
    """

    name: str
    argument: str
    members: tuple[str, ...]


class Sharing(Record):
    """How the test shares one layer.

    Args:
        call: A call of the class with ``shared`` in every place that a layer is given in.
        first: The first of these places, as an attribute of the layer.
        last: The last of them.
    """

    call: str
    first: str
    last: str


class TemplateContext(Record, kw_only=True):
    """Everything a template may mention; tuples hold lines, each a whole statement that is laid out later."""

    class_name: str
    is_model: bool
    package: str
    summary: str
    docstrings: str
    tests: str
    roles: Mapping[str, str]
    optional: frozenset[str]
    imports: str
    enums: tuple[EnumClass, ...]
    argument_docs: tuple[str, ...]
    output_shape_doc: str
    sample_call: str
    features_out: int
    constants: tuple[str, ...]
    parameters: str
    constructor: tuple[str, ...]
    supports_masking: tuple[str, ...]
    build: tuple[str, ...]
    call_parameters: str
    call: tuple[str, ...]
    marked_place: str
    compute_mask: tuple[str, ...]
    compute_output_shape: tuple[str, ...]
    config_entries: tuple[str, ...]
    from_config: tuple[str, ...]
    test_imports: str
    strategies: tuple[str, ...]
    trained: str
    sharing: Sharing | None


def template_context(spec: LayerSpec, import_path: str) -> TemplateContext:
    """Write every part of the layer and of its test.

    Args:
        spec: What was asked for.
        import_path: Dotted path under which the test imports the layer's module.

    Returns:
        The context of the templates.
    """
    plan = computation_of(spec.arguments, spec.shape)
    template = spec.shape.template
    learns = any(step.has_weights for step in plan.steps) and all(step.learns for step in plan.steps)
    return TemplateContext(
        class_name=spec.class_name,
        is_model=template.is_model,
        package=literal(spec.package),
        summary=_summary(spec, plan),
        docstrings=spec.style.docstrings,
        tests=spec.style.tests,
        roles=spec.shape.roles,
        optional=frozenset(argument.name for argument in spec.arguments if argument.optional),
        imports=_LAYER_IMPORTS,
        enums=tuple(map(enum_class, (a for a in spec.arguments if a.enum_class))),
        argument_docs=tuple(_argument_docs(spec, plan)),
        output_shape_doc=_output_shape_doc(plan),
        sample_call=_sample_call(spec),
        features_out=_features_out(spec, plan),
        constants=tuple(
            f"{methods.choices_constant(argument)} = {literal(argument.choices)}"
            for argument in spec.arguments
            if argument.choices and not argument.enum_class
        ),
        parameters="".join(f"{_parameter(argument)}, " for argument in spec.arguments),
        constructor=tuple(methods.constructor(spec.arguments, plan)),
        supports_masking=tuple(methods.supports_masking(plan)),
        build=tuple(methods.build(plan.steps)),
        call_parameters=methods.call_parameters(plan.steps),
        call=tuple(methods.call(plan)),
        marked_place=methods.marked_place(plan.stored),
        compute_mask=tuple(methods.compute_mask(plan.steps)),
        compute_output_shape=tuple(methods.compute_output_shape(plan.steps)),
        config_entries=tuple(f"{literal(a.name)}: {a.config_entry}" for a in spec.arguments),
        from_config=tuple(methods.from_config(spec.arguments)),
        test_imports=_TEST_IMPORTS.format(module=import_path, class_name=spec.class_name),
        strategies=tuple(_strategies(spec)),
        trained="layer" if learns else "model",
        sharing=_sharing(spec),
    )


def _features_out(spec: LayerSpec, plan: Computation) -> int:
    """Return how many features come out of the example: the sample of its width, or of the layers it is given."""
    width = next(
        (a for a in spec.arguments if a is plan.width or a.name == spec.shape.roles.get("width")), None
    )
    if width is not None:
        return int(width.sample)
    given = spec.shape.template.usual_steps and any(layer.required for layer in plan.sublayers)
    return 4 if given else _FEATURES_IN


def _summary(spec: LayerSpec, plan: Computation) -> str:
    if not spec.shape.template.usual_steps:
        return f"{spec.shape.template.summary}."
    if plan.width:
        return "A layer that projects the last axis of its inputs."
    if plan.sublayers:
        return "A layer that passes its inputs through the layers it is given."
    if plan.steps:
        return "A layer that transforms its inputs and keeps their shape."
    return "A layer that returns its inputs until its computation is written."


def _output_shape_doc(plan: Computation) -> str:
    if plan.width:
        return f"`(batch, ..., {plan.width.name})`."
    if plan.sublayers:
        return f"The output shape of `{plan.sublayers[-1].name}`."
    return "The input shape."


def enum_class(argument: Argument) -> EnumClass:
    """Return the Enum class of an argument of that kind."""
    members = tuple(f"{choice.upper()} = {literal(choice)}" for choice in argument.choices)
    return EnumClass(argument.enum_class, argument.name, members)


def _parameter(argument: Argument) -> str:
    default = "" if argument.required else f" = {literal(argument.default)}"
    return f"{argument.name}: {argument.annotation}{default}"


def _argument_docs(spec: LayerSpec, plan: Computation) -> list[str]:
    role_docs = {name: spec.shape.template.docs.get(role, "") for role, name in spec.shape.roles.items()}
    uses = {**plan.documentation, **{name: text for name, text in role_docs.items() if text}}
    inherited = "Arguments of every Keras layer, such as `name` and `dtype`."
    if spec.style.docstrings == "google":
        lines = [f"{a.name}: {argument_doc(a, uses.get(a.name, ''))}" for a in spec.arguments]
        return [*lines, f"**kwargs: {inherited}"]
    lines = []
    for argument in spec.arguments:
        text = argument_doc(argument, uses.get(argument.name, ""))
        lines += [f"{argument.name} : {argument.annotation}", f"    {text}"]
    return [*lines, "**kwargs : Any", f"    {inherited}"]


def argument_doc(argument: Argument, use: str = "") -> str:
    """Write what the documentation says about an argument.

    Args:
        argument: The argument.
        use: What it is used for; empty where that is not known.
    """
    if argument.doc:
        text = argument.doc[0].upper() + argument.doc[1:]
        return text if text[-1] in ".!?:;" else f"{text}."
    what = argument.kind.noun.format(enum=argument.enum_class)
    if argument.choices and not argument.enum_class:
        what = f"one of {', '.join(f'`{literal(choice)}`' for choice in argument.choices)}"
    bounds = str(argument.bounds) if argument.bounds is not None else ""
    # "Integer of at least 1", but "float between 0 and 1".
    what += f" {'of ' if bounds.startswith('at ') else ''}{bounds}" if bounds else ""
    nothing = ", or None" if argument.optional else ""
    return f"{what[0].upper()}{what[1:]}{nothing}{', ' if use else ''}{use}."


def _sample_call(spec: LayerSpec) -> str:
    """Call the class with what it requires, and narrow: an example is small whatever the default."""
    vocabulary = spec.shape.roles.get("vocabulary")
    width = next((argument for argument in spec.arguments if is_width(argument)), None)
    samples = {spec.shape.roles.get(role): value for role, value in spec.shape.template.samples.items()}
    passed = []
    for argument in spec.arguments:
        usual = literal(argument.default)
        sample = samples.get(argument.name, usual)
        if argument.required or argument is width or argument.name == vocabulary or sample != usual:
            passed.append(f"{argument.name}={samples.get(argument.name, argument.sample)}")
    return f"{spec.class_name}({', '.join(passed)})"


# Kind of an argument that takes layers -> a value of it that holds one layer, and the first and last place in it.
_SHARED = {
    "layer": ("shared", "", ""),
    "list[layer]": ("[shared, shared]", "[0]", "[1]"),
    "dict[layer]": ('{"first": shared, "second": shared}', '["first"]', '["second"]'),
}


def _sharing(spec: LayerSpec) -> Sharing | None:
    """Return how one layer is given in several places; None where there is only one, or none.

    A list that may be None is left out: typed code could not ask for its items.
    """
    given = [
        (argument, *_SHARED[argument.kind.name])
        for argument in spec.arguments
        if argument.kind.name == "layer" or (argument.kind.name in _SHARED and not argument.optional)
    ]
    if not given or (len(given) == 1 and not given[0][2]):
        return None
    values = {argument.name: value for argument, value, _, _ in given}
    (first, _, start, _), (last, _, _, end) = given[0], given[-1]
    passed = [
        f"{argument.name}={values.get(argument.name, argument.sample)}"
        for argument in spec.arguments
        if argument.required or argument.name in values
    ]
    return Sharing(f"{spec.class_name}({', '.join(passed)})", first.name + start, last.name + end)


def _strategies(spec: LayerSpec) -> list[str]:
    """Write what the checker is to draw, where the annotation of an argument does not tell it."""
    fixed = {spec.shape.roles[role] for role in spec.shape.template.fixed if role in spec.shape.roles}
    written = []
    for argument in spec.arguments:
        strategy = argument.kind.strategy
        if argument.name in fixed:
            strategy = f"st.just({argument.sample})"
        elif argument.bounds is not None:
            least = 1 if is_width(argument) else None
            strategy = argument.bounds.strategy(argument.kind.name == "int", least)
        if strategy:
            written.append(f"{literal(argument.name)}: {strategy}")
    return written
