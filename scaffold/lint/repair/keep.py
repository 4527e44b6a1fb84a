"""Edits that make a constructor keep arguments that it only hands on or computes with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffold.finding import Edit
from scaffold.kinds import KINDS
from scaffold.lint.handed import Carried, carried_as
from scaffold.lint.held import reaches_constructor
from scaffold.lint.repair.body import bound_names, constructor_node, statement_at
from scaffold.lint.repair.keras_spelling import spelled
from scaffold.lint.repair.places import begins_line, indentation, line_end
from scaffold.lint.subjects import descendants, own_lineage
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_parameters
from scaffold.source.located import Answer
from scaffold.source.method_facts import ConstructorParameter
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Parameter, parameters_in

# What a layer of tf.keras has beside those attributes that the table of Keras 3 knows.
_OF_TF_KERAS = frozenset({
    "dynamic", "inbound_nodes", "input", "input_mask", "input_shape", "inputs", "name", "name_scope", "outbound_nodes",
    "output", "output_mask", "output_shape", "outputs", "stateful", "submodules", "updates",
})  # fmt: skip

# The base layer looks whether its heirs have it, and has none.
_ONLY_READ = "activation"

# Roles whose roots in Keras have no constructor that must be called.
_WITHOUT_PARENT = frozenset({"initializer", "regularizer", "constraint", "schedule"})


class Kept(Record):
    """Arguments that a constructor is made to keep.

    Args:
        expressions: Argument -> what ``get_config`` has to write for it.
        edits: What makes the constructor keep them.
    """

    expressions: dict[str, str]
    edits: tuple[Edit, ...]


def keep_arguments(cls: ClassInfo, parameters: Sequence[ConstructorParameter], project: Project) -> Kept:
    """Return what makes the class's constructor keep those of its arguments of which it is certain how.

    They are stored under their own names, in one insertion, where they still are what was passed.

    Args:
        cls: The class.
        parameters: Arguments that no attribute holds.
        project: Knows the heirs of the class.
    """
    prefix = _prefix(cls)
    wanted = [known for known in parameters if _may_keep(cls, known, f"{prefix}{known.name}")]
    place = _place(cls) if wanted else None
    if place is None:
        return Kept({}, ())
    lines, expressions = [], {}
    for parameter in wanted:
        attribute = f"{prefix}{parameter.name}"
        made = None if parameter.name in place.rebound else _stored(cls, parameter, attribute, project)
        # The heirs come last: they may be in files that are read for nothing else.
        if made is not None and _heirs_agree(cls, parameter.name, attribute, project):
            lines.append(f"self.{attribute} = {made[0]}")
            expressions[parameter.name] = made[1]
    if not lines:
        return Kept({}, ())
    return Kept(
        expressions,
        (Edit(place.at, place.at, "".join(place.before + line + place.behind for line in lines)),),
    )


class _Place(Record):
    """Where a constructor can keep its arguments.

    Args:
        at: The place of the text.
        rebound: Names that mean something else there than what was passed.
        before: What stands before a line there.
        behind: What stands behind it.
    """

    at: int
    rebound: frozenset[str]
    before: str
    behind: str


def _place(cls: ClassInfo) -> _Place | None:
    """Return the place behind the only call of the parent's constructor, which must stand alone on its lines.

    Initializers and the like work without such a call: then it is the place before everything else.
    """
    constructor, node, text = cls.constructor, constructor_node(cls), cls.source.text
    if constructor is None or node is None:
        return None
    if constructor.super_call is Answer.NO and cls.role in _WITHOUT_PARENT:
        first = cls.bodies.first_statement("__init__")
        if first is None or not begins_line(text, first.start):
            return None
        return _Place(first.start, frozenset(), "", cls.source.newline + indentation(text, first.start))
    if len(constructor.super_inits) != 1 or constructor.super_inits[0].conditional:
        return None
    span = constructor.super_inits[0].span
    at = line_end(text, span.end)
    behind = text[span.end : at].strip()
    index = statement_at(node.body, span)
    if index is None or not begins_line(text, span.start) or (behind and not behind.startswith("#")):
        return None
    rebound = frozenset(bound_names(node.body[: index + 1]))
    return _Place(at, rebound, cls.source.newline + indentation(text, span.start), "")


def _prefix(cls: ClassInfo) -> str:
    """Return what stands before the names of arguments where the class keeps them: mostly nothing."""
    kept = [
        attribute.removesuffix(place.value.name)
        for owner in own_lineage(cls)
        for attribute, places in owner.attributes.items()
        for place in places
        if isinstance(place.value, Parameter) and attribute.endswith(place.value.name)
    ]
    return "_" if kept.count("_") > kept.count("") else ""


def _may_keep(cls: ClassInfo, parameter: ConstructorParameter, attribute: str) -> bool:
    """Whether an attribute is free, and what the config then has comes back to the constructor."""
    if parameter.kind not in ("positional", "keyword_only") or not reaches_constructor(cls, parameter.name):
        return False
    if any(ancestor.name == "keras.models.Sequential" for ancestor in cls.ancestors):
        return False  # its from_config makes the layers of what they were, and gives the constructor a name alone
    if cls.constructor is None or _goes_to_parent(cls, parameter.name):
        return False
    if any(
        place.value == Parameter(parameter.name) for places in cls.attributes.values() for place in places
    ):
        return False  # it is kept, and there is a reason why that does not go into the config
    return _is_left_by_keras(cls, attribute) and _is_free(own_lineage(cls), attribute)


def _heirs_agree(cls: ClassInfo, name: str, attribute: str, project: Project) -> bool:
    """Whether the attribute is free in all heirs as well, and their constructors take what their configs then have."""
    return all(
        name in effective_parameters(heir).parameters and _is_free(own_lineage(heir), attribute)
        for heir in descendants(cls, project)
    )


def _goes_to_parent(cls: ClassInfo, name: str) -> bool:
    """Whether the parent's constructor gets the argument, or something made from it: its config may hold that."""
    calls = cls.constructor.super_inits if cls.constructor is not None else ()
    return any(
        name in parameters_in(value)
        for call in calls
        for value in (*call.args, *(given for _, given in (*call.keywords, *call.overrides)))
    )


def _is_left_by_keras(cls: ClassInfo, attribute: str) -> bool:
    """Whether no class of Keras among the ancestors has an attribute of that name, of this Keras or of tf.keras."""
    if attribute.lstrip("_") in _OF_TF_KERAS:
        return False
    for ancestor in cls.ancestors:
        if isinstance(ancestor, KerasClass):
            taken = {name for known in ancestor.parameters for name in (known.name, f"_{known.name}")}
            if attribute in taken or (attribute in ancestor.attributes and attribute != _ONLY_READ):
                return False
    return True


def _is_free(owners: Sequence[ClassInfo], attribute: str) -> bool:
    """Whether nothing in the classes sets, defines or reads an attribute of self."""
    written = re.compile(rf"\.\s*{re.escape(attribute)}\b|[\"']{re.escape(attribute)}[\"']")
    return not any(
        owner.attributes_unknown
        or attribute in owner.attributes
        or attribute in owner.methods
        or _reads(written, owner, attribute)
        for owner in owners
    )


def _reads(written: re.Pattern[str], owner: ClassInfo, attribute: str) -> bool:
    """Whether the text of a class may read an attribute of self: ``self.rate``, ``getattr(self, "rate")``."""
    text = owner.source.text[owner.span.start : owner.span.end]
    for match in written.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        if re.search(r"\bself\s*$" if match.group()[0] == "." else r"attr\(\s*self\s*,\s*$", before):
            return True
    return False


def _stored(
    cls: ClassInfo, parameter: ConstructorParameter, attribute: str, project: Project
) -> tuple[str, str] | None:
    """Return what the constructor stores of an argument, and what ``get_config`` writes for that."""
    carried = carried_as(cls, parameter, project)
    if carried is None or carried is Carried.RAW:
        return (parameter.name, f"self.{attribute}") if carried is not None else None
    kind = KINDS[carried.value]
    stored, written = (spelled(cls, made) for made in (kind.normalize, kind.to_config))
    if stored is None or written is None:
        return None
    return stored.format(value=parameter.name), written.format(value=f"self.{attribute}")
