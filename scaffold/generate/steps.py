"""What the new layer computes: every argument that has a usual meaning becomes a step, the others are stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from scaffold.generate.arguments import Argument
from scaffold.generate.names import reason_taken
from scaffold.generate.roles import LAYER_KINDS, WEIGHT_KINDS, is_bias_switch, is_dropout, is_factor, is_width
from scaffold.generate.shapes import Shape
from scaffold.kinds import MATRIX_ONLY
from scaffold.record import Record

_GATE = "gate_activation"
_ADDED_WEIGHTS = ("bias", "beta", "shift", "offset")


class Step(Record):
    """One step of the computation, as statements of one line each.

    Args:
        apply: What it does to ``{value}``, as an expression.
        when: Header of the block that holds it, such as ``if self.use_bias:``; empty where it always happens.
        init: What the constructor needs for it.
        build: What ``build`` needs for it.
        new_shape: The shape after it, as an expression over ``input_shape``; empty where it keeps the shape.
        mask: The mask after it, as an expression over ``previous_mask``; empty where it keeps the mask.
        supports_masks: Whether it supports masks, as an expression; empty where it always does.
        documentation: Name of an argument it uses -> what it uses it for.
        has_weights: Whether it has weights, called as an example calls it.
        learns: Whether its defaults let gradients through.
    """

    apply: str
    when: str = ""
    init: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    new_shape: str = ""
    mask: str = ""
    supports_masks: str = ""
    documentation: Mapping[str, str] = MappingProxyType({})
    has_weights: bool = False
    learns: bool = True


class Computation(Record):
    """What a layer computes.

    Args:
        steps: Its steps, in order.
        width: The argument that says how many features come out; None where the inputs say it.
        sublayers: The arguments that are layers.
        init: What the constructor needs for the author's own computation.
        stored: Attributes that no step uses: they are for the author's own computation.
    """

    steps: tuple[Step, ...]
    width: Argument | None
    sublayers: tuple[Argument, ...]
    init: tuple[str, ...]
    stored: tuple[str, ...]

    @property
    def documentation(self) -> dict[str, str]:
        """Name of an argument -> what it is used for."""
        return {name: text for step in self.steps for name, text in step.documentation.items()}


def computation_of(arguments: Sequence[Argument], shape: Shape) -> Computation:
    """Plan the computation of a layer with these constructor arguments.

    Args:
        arguments: The constructor arguments.
        shape: Its template, which may use some of them itself.

    Returns:
        The plan; each argument is used by a step or by the template, or is among the stored ones.
    """
    taken = {argument.name for argument in arguments} | set(shape.template.names)
    steps = _usual_steps(arguments, taken) if shape.template.usual_steps else ()
    used = {name for step in steps for name in step.documentation} | set(shape.roles.values())
    unused = [argument for argument in arguments if argument.name not in used]
    generators = {
        argument.name: _free_name(_stem(argument.name, "seed") + "seed_generator", taken)
        for argument in unused
        if argument.kind.name == "seed"
    }
    return Computation(
        steps=steps,
        width=next((a for a in arguments if is_width(a)), None) if shape.template.usual_steps else None,
        sublayers=tuple(argument for argument in arguments if argument.kind.name in LAYER_KINDS),
        init=tuple(
            f"self.{generator} = keras.random.SeedGenerator(self.{name})"
            for name, generator in generators.items()
        ),
        stored=tuple(generators.get(argument.name, argument.name) for argument in unused),
    )


def _usual_steps(arguments: Sequence[Argument], taken: set[str]) -> tuple[Step, ...]:
    width = next((argument for argument in arguments if is_width(argument)), None)
    seeds = [argument for argument in arguments if argument.kind.name == "seed"]
    dropouts = [argument for argument in arguments if is_dropout(argument)]
    gates = _gate(arguments, width, taken)
    gated = {name for step in gates for name in step.documentation}
    return (
        *(_sublayer(argument) for argument in arguments if argument.kind.name in LAYER_KINDS),
        *_weights(arguments, width, taken),
        *gates,
        *(_factor(argument) for argument in arguments if is_factor(argument)),
        *_activation([argument for argument in arguments if argument.name not in gated]),
        *(_dropout(argument, seeds[0] if seeds else None, taken) for argument in dropouts),
    )


def _sublayer(argument: Argument) -> Step:
    """A layer that was passed in is built here, unless another owner has built it already."""
    name = f"self.{argument.name}"
    layer, when, supports = name, "", f"{name}.supports_masking"
    if argument.kind.name != "layer":
        layers = f"{name} or ()" if argument.optional else name
        if argument.kind.name == "dict[layer]":
            layers = f"({name} or {{}}).values()" if argument.optional else f"{name}.values()"
        layer, when = "layer", f"for layer in {layers}:"
        supports = f"all(layer.supports_masking for layer in {layers})"
    elif argument.optional:
        when = f"if {name} is not None:"
    return Step(
        apply=f"{layer}({{value}})",
        when=when,
        build=(f"if not {layer}.built:", f"    {layer}.build(input_shape)"),
        new_shape=f"{layer}.compute_output_shape(input_shape)",
        mask=f"{layer}.compute_mask(inputs, previous_mask)",
        supports_masks=supports,
        documentation={argument.name: "applied to the inputs"},
        has_weights=argument.required,
    )


def _weights(arguments: Sequence[Argument], width: Argument | None, taken: set[str]) -> list[Step]:
    """One weight for the width, one for the bias, and one for each that has an initializer or the like."""
    settings: dict[str, dict[str, Argument]] = {"": {}} if width else {}
    for argument in arguments:
        stem = _stem(argument.name, argument.kind.name)
        key = "" if width and stem == "kernel_" else stem
        is_matrix = width is not None and key == ""
        if argument.kind.name in WEIGHT_KINDS and (is_matrix or argument.default not in MATRIX_ONLY):
            settings.setdefault(key, {}).setdefault(argument.kind.name, argument)
    switch = next((argument for argument in arguments if is_bias_switch(argument)), None)
    if width or switch:
        settings.setdefault("bias_", {})
    size = f"self.{width.name}" if width else "input_shape[-1]"
    steps = []
    for stem, options in sorted(settings.items(), key=lambda item: _weight_order(item[0])):
        if width and not stem:
            steps.append(_kernel(width, options, taken))
        else:
            steps.append(_vector(stem, size, options, switch if stem == "bias_" else None, taken))
    return steps


def _weight_order(stem: str) -> tuple[bool, bool]:
    return bool(stem), stem.rstrip("_") in _ADDED_WEIGHTS


def _kernel(width: Argument, options: dict[str, Argument], taken: set[str]) -> Step:
    name = _free_name("kernel", taken)
    shape = f"(input_shape[-1], self.{width.name})"
    return Step(
        apply=f"keras.ops.matmul({{value}}, self.{name})",
        build=(_add_weight(name, shape, options, "glorot_uniform"),),
        new_shape=f"(*input_shape[:-1], self.{width.name})",
        documentation={width.name: "size of the outputs' last axis", **_of_weight(name, options)},
        has_weights=True,
        learns=not _starts_at_zero(options),
    )


def _vector(
    stem: str, size: str, options: dict[str, Argument], switch: Argument | None, taken: set[str]
) -> Step:
    plain = stem.rstrip("_") or "scale"
    is_added = plain in _ADDED_WEIGHTS
    name = _free_name(plain, taken)
    weight = _add_weight(name, f"({size},)", options, "zeros" if is_added else "ones")
    documentation = _of_weight(name, options)
    if switch:
        documentation[switch.name] = f"whether `{name}` is added"
    return Step(
        apply=f"keras.ops.{'add' if is_added else 'multiply'}({{value}}, self.{name})",
        when=f"if self.{switch.name}:" if switch else "",
        build=(weight,),
        documentation=documentation,
        has_weights=switch is None or switch.required or bool(switch.default),
        learns=is_added or not _starts_at_zero(options),
    )


def _of_weight(name: str, options: dict[str, Argument]) -> dict[str, str]:
    return {argument.name: f"for the weight `{name}`" for argument in options.values()}


def _starts_at_zero(options: dict[str, Argument]) -> bool:
    return "initializer" in options and options["initializer"].default == "zeros"


def _add_weight(name: str, shape: str, options: dict[str, Argument], initializer: str) -> str:
    settings = {"initializer": f'"{initializer}"'}
    settings.update({kind: f"self.{options[kind].name}" for kind in WEIGHT_KINDS if kind in options})
    rest = ", ".join(f"{key}={value}" for key, value in settings.items())
    return f'self.{name} = self.add_weight(name="{name}", shape={shape}, {rest})'


def _gate(arguments: Sequence[Argument], width: Argument | None, taken: set[str]) -> list[Step]:
    """Weigh each feature by what a second kernel and the gate's activation make of the inputs."""
    if width is None or any(argument.kind.name in LAYER_KINDS for argument in arguments):
        return []
    gates = [
        argument for argument in arguments if argument.name == _GATE and argument.kind.name == "activation"
    ]
    steps = []
    for gate in gates:
        if gate.required or gate.default is not None:
            name = _free_name("gate_kernel", taken)
            shape = f"(input_shape[-1], self.{width.name})"
            opened = f"self.{gate.name}(keras.ops.matmul(inputs, self.{name}))"
            steps.append(
                Step(
                    apply=f"keras.ops.multiply({{value}}, {opened})",
                    build=(_add_weight(name, shape, {}, "glorot_uniform"),),
                    documentation={gate.name: "applied to the gate, which the outputs are multiplied by"},
                )
            )
    return steps


def _factor(argument: Argument) -> Step:
    return Step(
        apply=f"keras.ops.multiply({{value}}, self.{argument.name})",
        documentation={argument.name: "factor of the outputs"},
        learns=argument.required or argument.default != 0,
    )


def _activation(arguments: Sequence[Argument]) -> list[Step]:
    """Apply one activation; what a second one is for, only the author knows."""
    activations = [argument for argument in arguments if argument.kind.name == "activation"]
    activations.sort(key=lambda argument: argument.name != "activation")
    return [
        Step(
            apply=f"self.{argument.name}({{value}})",
            documentation={argument.name: "applied to the outputs"},
        )
        for argument in activations[:1]
    ]


def _dropout(argument: Argument, seed: Argument | None, taken: set[str]) -> Step:
    stem = re.sub(r"(?:^|_)(?:rate|prob)$", "", argument.name) or "dropout"
    name = _free_name("dropout" if stem == "drop" else stem, taken, "layer")
    seeding = f", seed=self.{seed.name}" if seed else ""
    documentation = {argument.name: "fraction of the outputs that is dropped in training"}
    if seed:
        documentation[seed.name] = "seed of what is dropped"
    return Step(
        apply=f"self.{name}({{value}}, training=training)",
        init=(f"self.{name} = keras.layers.Dropout(self.{argument.name}{seeding}, dtype=self.dtype_policy)",),
        documentation=documentation,
    )


def _stem(name: str, ending: str) -> str:
    """Return what stands before the ending, with its underscore; nothing where the name is the ending."""
    return name.removesuffix(ending) if name.endswith(f"_{ending}") else ""


def _free_name(preferred: str, taken: set[str], ending: str = "weight") -> str:
    """Return a name for an attribute that neither an argument nor Keras has taken, and take it."""
    candidates: Iterable[str] = (preferred, f"{preferred}_{ending}")
    numbered = (f"{preferred}_{ending}_{number}" for number in range(2, len(taken) + 3))
    name = next(name for name in (*candidates, *numbered) if name not in taken and not reason_taken(name))
    taken.add(name)
    return name
