"""Edits that write a whole get_config, and a from_config where an argument has to be made an object again."""

from __future__ import annotations

from scaffold.finding import Edit
from scaffold.lint.annotation import only_type
from scaffold.lint.held import keeps, settled
from scaffold.lint.nested import used_as_layer
from scaffold.lint.repair.keras_spelling import spelled
from scaffold.lint.repair.places import begins_line, indentation, line_end
from scaffold.lint.repair.style import from_config_lines, get_config_lines, style_of
from scaffold.lint.stored import config_expression
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.values import Lambda, Reference, SelfAttribute

_PLAIN = frozenset({"int", "float", "bool", "str"})
_OBJECTS = frozenset({"Layer", "Model", "Callable"})


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
    objects: list[str] = []
    for parameter in constructor.parameters:
        if parameter.name in ("name", "trainable", "dtype") or parameter.kind == "popped":
            continue
        if parameter.kind not in ("positional", "keyword_only"):
            return None
        attribute = keeps(cls, parameter.name)
        if attribute is not None and _is_object(cls, parameter, attribute):
            if serialize is None or deserialize is None:
                return None
            objects.append(parameter.name)
            entries[parameter.name] = f"{serialize}(self.{attribute})"
            continue
        expression = config_expression(cls, cls, parameter)
        if expression is None:
            return None
        entries[parameter.name] = expression
    if not entries:
        return None
    style, outer = style_of(cls), indentation(text, constructor.span.start)
    lines = get_config_lines(style, outer, entries)
    if objects and deserialize is not None:
        lines += from_config_lines(style, outer, objects, deserialize)
    end = line_end(text, cls.span.end)
    return (Edit(end, end, cls.source.newline.join(lines)),)


def _is_object(cls: ClassInfo, parameter: ConstructorParameter, attribute: str) -> bool:
    """Whether an argument is kept as an object that only serialize_keras_object can write down."""
    if only_type(parameter.annotation) in _OBJECTS or isinstance(parameter.default, (Lambda, Reference)):
        return True
    return used_as_layer(cls, attribute) and settled(cls, SelfAttribute(attribute)) is not None
