"""From the specification of a layer to the finished strings that the templates put in their places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaffold.generate import methods
from scaffold.generate.layout import WIDTH, entry, parameter, statement
from scaffold.generate.literals import literal
from scaffold.generate.spec import Argument, LayerSpec
from scaffold.generate.steps import Computation, computation_of

# Columns in front of the body of a method, and of the text below a heading of the class's docstring.
_BODY = 8
_FEATURES_IN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContext:
    """Everything a template may mention; each tuple holds finished lines."""

    class_name: str
    package: str
    summary: str
    imports: tuple[str, ...]
    argument_docs: tuple[str, ...]
    output_shape_doc: str
    example: tuple[str, ...]
    features_in: int
    features_out: int
    constants: tuple[str, ...]
    parameters: tuple[str, ...]
    constructor: tuple[str, ...]
    build: tuple[str, ...]
    call_parameters: str
    call: tuple[str, ...]
    compute_mask: tuple[str, ...]
    compute_output_shape: tuple[str, ...]
    config_entries: tuple[str, ...]
    from_config: tuple[str, ...]
    import_layer: tuple[str, ...]
    make_layer: tuple[str, ...]
    trained: str


def template_context(spec: LayerSpec, import_path: str) -> TemplateContext:
    """Write every part of the layer and of its test.

    Args:
        spec: What was asked for.
        import_path: Dotted path under which the test imports the layer's module.

    Returns:
        The context of the templates.
    """
    plan = computation_of(spec.arguments)
    learns = any(step.has_weights for step in plan.steps) and all(step.learns for step in plan.steps)
    return TemplateContext(
        class_name=spec.class_name,
        package=literal(spec.package),
        summary=_summary(plan),
        imports=_imports(spec.arguments),
        argument_docs=_argument_docs(spec.arguments, plan),
        output_shape_doc=_output_shape_doc(plan),
        example=_example(f"layer = {_sample_call(spec, plan)}"),
        features_in=_FEATURES_IN,
        features_out=4 if plan.width or any(layer.required for layer in plan.sublayers) else _FEATURES_IN,
        constants=_laid_out(
            (
                f"{methods.choices_constant(argument)} = {literal(argument.choices)}"
                for argument in spec.arguments
                if argument.choices
            ),
            4,
        ),
        parameters=_parameters(spec.arguments),
        constructor=_laid_out(methods.constructor(spec.arguments, plan)),
        build=_laid_out(methods.build(plan.steps)),
        call_parameters=methods.call_parameters(plan.steps),
        call=_laid_out(methods.call(plan)),
        compute_mask=_laid_out(methods.compute_mask(plan.steps)),
        compute_output_shape=_laid_out(methods.compute_output_shape(plan.steps)),
        config_entries=_config_entries(spec.arguments),
        from_config=_laid_out(methods.from_config(spec.arguments)),
        import_layer=_import_layer(spec.class_name, import_path),
        make_layer=_laid_out([f"return {_sample_call(spec, plan)}"], 4),
        trained="layer" if learns else "model",
    )


def _laid_out(lines: Iterable[str], indent: int = _BODY) -> tuple[str, ...]:
    return tuple(part for line in lines for part in statement(line, indent))


def _summary(plan: Computation) -> str:
    if plan.width:
        return f"A layer that projects the last axis of its inputs to `{plan.width.name}` features."
    if plan.sublayers:
        return "A layer that passes its inputs through the layers it is given."
    if plan.steps:
        return "A layer that transforms its inputs and keeps their shape."
    return "A layer that returns its inputs: its own computation is still to be written."


def _output_shape_doc(plan: Computation) -> str:
    if plan.width:
        return f"`(batch, ..., {plan.width.name})`."
    if plan.sublayers:
        return f"The output shape of `{plan.sublayers[-1].name}`."
    return "The input shape."


def _imports(arguments: Sequence[Argument]) -> tuple[str, ...]:
    callables = (
        ["from collections.abc import Callable"]
        if any("Callable" in a.kind.annotation for a in arguments)
        else []
    )
    return (*callables, "from typing import Any", "", "import keras")


def _annotation(argument: Argument) -> str:
    annotation = argument.kind.annotation
    if argument.optional and "None" not in annotation:
        return f"{annotation} | None"
    return annotation


def _parameters(arguments: Sequence[Argument]) -> tuple[str, ...]:
    return tuple(
        line
        for argument in arguments
        for line in parameter(
            argument.name,
            _annotation(argument),
            "" if argument.required else literal(argument.default),
            _BODY,
        )
    )


def _argument_docs(arguments: Sequence[Argument], plan: Computation) -> tuple[str, ...]:
    texts = {argument.name: _argument_doc(argument, plan) for argument in arguments}
    texts["**kwargs"] = "Arguments of every Keras layer, such as `name` and `dtype`."
    return tuple(
        line
        for name, text in texts.items()
        for line in textwrap.wrap(
            f"{name}: {text}",
            WIDTH,
            initial_indent=" " * _BODY,
            subsequent_indent=" " * (_BODY + 4),
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _argument_doc(argument: Argument, plan: Computation) -> str:
    what = argument.kind.summary.partition(" (")[0]
    if argument.choices:
        what = f"one of {', '.join(f'`{literal(choice)}`' for choice in argument.choices)}"
    nothing = ", or None" if argument.optional else ""
    use = plan.documentation.get(argument.name, "")
    return f"{what[0].upper()}{what[1:]}{nothing}. {use}".rstrip()


def _sample_call(spec: LayerSpec, plan: Computation) -> str:
    """Call the class with what it requires, and narrow: an example is small whatever the default."""
    passed = (
        f"{argument.name}={argument.kind.sample.format(choice=argument.choices[0] if argument.choices else '')}"
        for argument in spec.arguments
        if argument.required or argument is plan.width
    )
    return f"{spec.class_name}({', '.join(passed)})"


def _example(line: str) -> tuple[str, ...]:
    """Write a statement as a doctest shows it."""
    first, *others = statement(line, _BODY + 4)
    margin = " " * _BODY
    return (f"{margin}>>> {first[_BODY + 4 :]}", *(f"{margin}... {other[_BODY + 4 :]}" for other in others))


def _config_entries(arguments: Sequence[Argument]) -> tuple[str, ...]:
    lines: list[str] = []
    for argument in arguments:
        stored = f"self.{argument.name}"
        value = argument.kind.to_config.format(value=stored)
        if argument.optional and value != stored and not argument.kind.takes_none:
            value = f"None if {stored} is None else {value}"
        lines += entry(literal(argument.name), value, _BODY + 4)
    return tuple(lines)


def _import_layer(class_name: str, import_path: str) -> tuple[str, ...]:
    line = f"from {import_path} import {class_name}"
    return (line,) if len(line) <= WIDTH else (f"from {import_path} import (", f"    {class_name},", ")")
