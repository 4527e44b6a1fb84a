"""Edits that write a whole get_config, and a from_config where an argument has to be made an object again."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.finding import Edit, Fix
from scaffold.lint.annotation import only_type
from scaffold.lint.found import repair
from scaffold.lint.held import keeps, settled
from scaffold.lint.nested import used_as_layer
from scaffold.lint.repair.constructor import add_kwargs
from scaffold.lint.repair.keras_spelling import spelled
from scaffold.lint.repair.places import begins_line, indentation, line_end
from scaffold.lint.repair.style import from_config_lines, get_config_lines, style_of
from scaffold.lint.repair.write_down import write_down
from scaffold.lint.stored import config_expression
from scaffold.lint.subjects import descendants
from scaffold.lint.uncarried import uncarried
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import config_behind, effective_parameters
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.values import Lambda, Reference, SelfAttribute

_BASE = ("name", "trainable", "dtype")
_OBJECTS = frozenset(
    {"Layer", "Model", "Callable", "Initializer", "Regularizer", "Constraint", "Loss", "Metric", "Optimizer"}
)


def write_all(cls: ClassInfo, parameters: Sequence[ConstructorParameter], project: Project) -> Fix | None:
    """Return the repair that brings arguments of a class without ``get_config`` into its config: all, or it is none.

    Args:
        cls: The class.
        parameters: What its config lacks.
        project: Knows the heirs of the class.
    """
    if not _suits_family(cls, {known.name for known in parameters}, project):
        return None
    written = write_down(cls, parameters, project)
    if len(written.expressions) == len(parameters):
        fix, taking = written.fix(cls), () if _takes_base(cls) else add_kwargs(cls)
        return None if fix is None or taking is None else fix.but(edits=taking + fix.edits)
    return repair("Write get_config and from_config", write_config(cls))


def _suits_family(cls: ClassInfo, names: set[str], project: Project) -> bool:
    """Whether all heirs take what a config would then carry, and the parents' arguments are in theirs."""
    if not all(names <= effective_parameters(heir).parameters.keys() for heir in descendants(cls, project)):
        return False
    behind = config_behind(cls).entries
    return all(
        known.origin is cls or isinstance(known.origin, KerasClass) or name in behind or name in _BASE
        for name, known in effective_parameters(cls).parameters.items()
    )


def write_config(cls: ClassInfo) -> tuple[Edit, ...] | None:
    """Return the edit that puts both methods at the end of the class, in the style of the file.

    Returns:
        None where it is not known of every argument of the class how it is kept, or how the file spells Keras.
    """
    constructor, text = cls.constructor, cls.source.text
    if constructor is None or cls.from_config is not None or not begins_line(text, constructor.span.start):
        return None
    serialize = spelled(cls, "keras.saving.serialize_keras_object")
    deserialize = spelled(cls, "keras.saving.deserialize_keras_object")
    entries: dict[str, str] = {}
    objects: dict[str, bool] = {}
    for parameter in constructor.parameters:
        if parameter.name in _BASE:
            continue
        if parameter.kind not in ("positional", "keyword_only", "popped") or isinstance(
            parameter.default, Lambda
        ):
            return None  # a config cannot pass it, or no file carries it
        attribute = keeps(cls, parameter.name)
        if attribute is not None and _is_object(cls, parameter, attribute):
            if serialize is None or deserialize is None:
                return None
            objects[parameter.name] = parameter.has_default
            entries[parameter.name] = f"{serialize}(self.{attribute})"
            continue
        expression = config_expression(cls, cls, parameter)
        if expression is None:
            return None
        entries[parameter.name] = expression
    alone = "" in uncarried(cls)
    taking = () if alone or _takes_base(cls) else add_kwargs(cls)
    if taking is None or not (entries or alone):
        return None
    style, outer = style_of(cls), indentation(text, constructor.span.start)
    lines = get_config_lines(style, outer, entries, alone=alone)
    if objects and deserialize is not None:
        lines += from_config_lines(style, outer, objects, deserialize)
    end = line_end(text, cls.span.end)
    return (*taking, Edit(end, end, cls.source.newline.join(lines)))


def _takes_base(cls: ClassInfo) -> bool:
    """Whether the constructor takes what every config carries."""
    constructor = cls.constructor
    if constructor is None or constructor.var_keyword is not None:
        return True
    return all(constructor.parameter(name) is not None for name in _BASE)


def _is_object(cls: ClassInfo, parameter: ConstructorParameter, attribute: str) -> bool:
    """Whether an argument is kept as an object that only serialize_keras_object can write down."""
    if only_type(parameter.annotation) in _OBJECTS or isinstance(parameter.default, Reference):
        return True
    return used_as_layer(cls, attribute) and settled(cls, SelfAttribute(attribute)) is not None
