"""The bodies of the methods of a new layer, one statement on a line, not yet laid out."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.generate.arguments import Argument
from scaffold.generate.literals import literal
from scaffold.generate.steps import Computation, Step

_BLOCK = "    "


def choices_constant(argument: Argument) -> str:
    """Return the name of the class constant that lists what an argument may be."""
    return f"{argument.name.upper()}_CHOICES"


def constructor(arguments: Sequence[Argument], plan: Computation) -> list[str]:
    """Check and store every argument, normalized; then make what the steps need."""
    lines = []
    for argument in arguments:
        lines += stored(argument)
    for step in plan.steps:
        lines += step.init
    return [*lines, *plan.init]


def stored(argument: Argument) -> list[str]:
    """Check and store one argument."""
    return [*_checks(argument), f"self.{argument.name} = {argument.normalized}"]


def _checks(argument: Argument) -> list[str]:
    """Refuse values outside of what the argument may be."""
    name, wrong, expected = argument.name, "", ""
    if argument.choices and not argument.enum_class:
        constant = choices_constant(argument)
        wrong, expected = f"{name} not in self.{constant}", f"one of {{self.{constant}}}"
    elif argument.bounds is not None:
        wrong, expected = argument.bounds.broken(name), str(argument.bounds)
    elif argument.kind.length is not None:
        items = "1 item" if argument.kind.length == 1 else f"{argument.kind.length} items"
        wrong, expected = f"len({name}) != {argument.kind.length}", f"a tuple of {items}"
    if not wrong:
        return []
    return [
        f"if {name} is not None and {wrong}:" if argument.optional else f"if {wrong}:",
        f'{_BLOCK}raise ValueError(f"`{name}` must be {expected}. Received: {{{name}=}}")',
    ]


def supports_masking(plan: Computation) -> list[str]:
    """Say whether masks may pass: as far as the layers that were passed in let them."""
    steps = [step for step in plan.steps if step.supports_masks]
    if len(steps) == 1 and not steps[0].when.startswith("if "):
        return [f"self.supports_masking = {steps[0].supports_masks}"]
    lines = ["self.supports_masking = True"]
    for step in steps:
        condition = f"{step.when[3:-1]} and " if step.when.startswith("if ") else ""
        lines += [f"if {condition}not {step.supports_masks}:", f"{_BLOCK}self.supports_masking = False"]
    return lines


def build(steps: Sequence[Step]) -> list[str]:
    """Create every weight and build every layer that was passed in, so that weights load before any call."""
    lines = []
    for index, step in enumerate(steps):
        is_needed = any("input_shape" in line for later in steps[index + 1 :] for line in later.build)
        body = list(step.build)
        if step.mask and (is_needed or step.when.startswith("for ")):
            body.append(f"input_shape = {step.new_shape}")
        if len(body) == 2 and step.when.startswith("if ") and body[0].startswith("if "):
            lines += [f"{step.when[:-1]} and {body[0][3:]}", body[1]]
        elif body:
            lines += _in_block(step.when, body)
    return lines


def call_parameters(steps: Sequence[Step]) -> str:
    """Return the parameters of ``call``."""
    takes_training = any("training" in step.apply for step in steps)
    return "self, inputs: Any" + (", training: bool | None = None" if takes_training else "")


def call(plan: Computation) -> list[str]:
    """Run the steps, and mark where the author's own computation goes if arguments are stored for it."""
    lines = [marked_place(plan.stored)]
    value = "inputs"
    for step in plan.steps:
        if step.when and value == "inputs":
            lines.append("outputs = inputs")
            value = "outputs"
        lines += _in_block(step.when, [f"outputs = {step.apply.format(value=value)}"])
        value = "outputs"
    return _returned(lines, "outputs", value)


def marked_place(stored: Sequence[str]) -> str:
    """Mark where the author's own computation goes, and name what is stored for it."""
    text = "Your own computation goes here"
    if stored:
        names = [f"`self.{name}`" for name in stored]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        text += f": {listed} {'is' if len(names) == 1 else 'are'} stored for it"
    return f"# {text}."


def compute_mask(steps: Sequence[Step]) -> list[str]:
    """Ask the layers that were passed in; empty where every step keeps the mask."""
    lines = []
    for step in (step for step in steps if step.mask):
        lines += _in_block(step.when, [f"previous_mask = {step.mask}"])
    return _returned(lines, "previous_mask", "previous_mask") if lines else []


def compute_output_shape(steps: Sequence[Step]) -> list[str]:
    """Follow the shape through the steps that change it."""
    lines = []
    for step in (step for step in steps if step.new_shape):
        is_last = step is [other for other in steps if other.new_shape][-1]
        shape = f"tuple({step.new_shape})" if is_last and step.mask and not step.when else step.new_shape
        lines += _in_block(step.when, [f"input_shape = {shape}"])
    return _returned(lines, "input_shape", "input_shape")


def from_config(arguments: Sequence[Argument]) -> list[str]:
    """Take those entries out of the config that the constructor does not take as they are."""
    lines = []
    for argument in arguments:
        if argument.kind.from_config is not None:
            key = literal(argument.name)
            condition = argument.kind.from_config_when.format(value=f"config.get({key})")
            value = argument.kind.from_config.format(value=f"config[{key}]")
            lines += [f"if {condition}:", f"{_BLOCK}config[{key}] = {value}"]
    return lines


def _in_block(header: str, body: Sequence[str]) -> list[str]:
    return [header, *(_BLOCK + line for line in body)] if header else list(body)


def _returned(lines: list[str], variable: str, value: str) -> list[str]:
    """Return the value, without giving it a name first in the last statement."""
    if lines and lines[-1].startswith(f"{variable} = "):
        return [*lines[:-1], "return " + lines[-1].partition(" = ")[2]]
    return [*lines, f"return {value}"]
