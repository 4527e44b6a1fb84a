"""What a class keeps of a constructor argument, and the expression that puts it into the config."""

from __future__ import annotations

import re

from scaffold.kinds import KINDS, Kind, kind_of_parameter
from scaffold.lint.annotation import is_plain, names_plain_types
from scaffold.lint.subjects import own_lineage
from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import Assignment, ConstructorParameter
from scaffold.source.values import Call, Constant, Parameter

# Conversions that give the same value when applied twice, so the attribute can stand for the argument.
_CONVERSIONS = frozenset({"int", "float", "bool", "str", "tuple", "list"})

# Endings of names that speak of an object rather than of a value.
_NAMES_OBJECT = pattern(
    r"(?:^|_)(?:optimizer|loss|metric|metrics|fn|func|function|callable|model|network|net|backbone|encoder|decoder|cell|"
    r"cells|cls|class|op|ops|options|specs?|tokenizer|generator|policy|head|block|module|norm|sampler|matcher|array|tensor|mask)$"
)

# What numbers, texts, lists, tuples and dicts can be asked for.
_OF_PLAIN_VALUES = frozenset[str]().union(*map(dir, (str, int, float, list, tuple, dict)))

# What a docstring says of an argument that is no number, text or list.
_DESCRIBES_OBJECT = pattern(
    r"(?i)\s*(?:(?:an?|the|optional|list of|tuple of|\dd?|\d-d)\s+)*"
    r"(?:tensors?|nd-?arrays?|arrays?|callable|tf\.(?!keras|float|int|bool|string)\w+|np\.\w+|numpy\.\w+)\b"
)
_NAMES_LAYERS = pattern(r"(?:^|_)layers?(?:_list)?$")
_COUNTS = pattern(r"(?:^|_)(?:num|n|nb|no|number|count|max|min|per|index|idx|id)(?:_|$)")

# Kinds whose objects Keras can name: config entries of theirs are made by `serialize` and taken out by `get`.
OBJECT_KINDS = ("activation", "initializer", "regularizer", "constraint")


def assignments(cls: ClassInfo, attribute: str) -> list[Assignment]:
    """Return every assignment of an attribute in the class and in those ancestors whose source is known."""
    return [known for owner in own_lineage(cls) for known in owner.attributes.get(attribute, ())]


def lasting_assignments(cls: ClassInfo, attribute: str) -> list[tuple[ClassInfo, Assignment]]:
    """Return the assignments whose value an object may hold once it is constructed, each with its class.

    What the constructor surely replaces later is left out: ``self.dropout = Dropout(rate)`` before
    ``self.dropout = rate``.
    """
    lasting: list[tuple[ClassInfo, Assignment]] = []
    for owner in own_lineage(cls):
        places = [place for place in owner.attributes.get(attribute, ()) if place.how != "annotation"]
        final = [n for n, place in enumerate(places) if place.method == "__init__" and not place.conditional]
        for number, place in enumerate(places):
            replaced = final and number < final[-1] and place.method in ("", "__init__")
            if not replaced:
                lasting.append((owner, place))
    return lasting


def kind_of_getter(function: str | None) -> Kind | None:
    """Return the kind of object that a Keras function makes out of a config entry, or None.

    Example:
        >>> kind_of_getter("keras.activations.get").name
        'activation'
    """
    return next((KINDS[name] for name in OBJECT_KINDS if function in KINDS[name].getters), None)


def config_expression(cls: ClassInfo, owner: ClassInfo, parameter: ConstructorParameter) -> str | None:
    """Return what ``get_config`` has to write for an argument: ``self.rate``, or a call that serializes it.

    Args:
        cls: The class whose config it is about.
        owner: The class whose constructor takes the argument.
        parameter: The argument.

    Returns:
        None where no attribute certainly holds the argument as it was passed or as Keras would get it.
    """
    for attribute, found in owner.attributes.items():
        # An annotation in the class body gives no value.
        places = [place for place in found if place.how != "annotation"]
        own = (places or found)[0]
        if len(places) != 1 or own.method != "__init__" or own.how != "assign" or own.conditional:
            continue
        if [place for place in assignments(cls, attribute) if place.how != "annotation"] == [own]:
            expression = _expression(owner, attribute, own, parameter)
            raw = expression == f"self.{attribute}"
            if raw and (_is_left_out_on_purpose(cls, parameter.name) or _is_called_object(owner, parameter)):
                return None
            if expression is not None and not (raw and _used_as_object(owner, attribute, parameter.name)):
                return expression
    return None


def _expression(
    owner: ClassInfo, attribute: str, assignment: Assignment, parameter: ConstructorParameter
) -> str | None:
    value = assignment.value
    if value == Parameter(parameter.name):
        return None if speaks_of_object(parameter) else f"self.{attribute}"
    if (
        not isinstance(value, Call)
        or value.args != (Parameter(parameter.name),)
        or value.keywords
        or value.open
    ):
        return None
    if value.function in _CONVERSIONS:
        return f"self.{attribute}"
    if kind_of_getter(value.function) is not None:
        written = owner.source.text[assignment.span.start : assignment.span.end]
        module = module_of_getter(written)
        return None if module is None else f"{module}.serialize(self.{attribute})"
    return None


def module_of_getter(written: str) -> str | None:
    """Return how a statement spells the module whose ``get`` it calls.

    Example:
        >>> module_of_getter("self.activation = tf.keras.activations.get(activation)")
        'tf.keras.activations'
    """
    match = re.search(r"([A-Za-z_][\w.]*)\.(?:get|deserialize)\(", written)
    return match.group(1) if match else None


def speaks_of_object(parameter: ConstructorParameter) -> bool:
    """Whether an argument kept as it was passed may hold what JSON cannot carry."""
    if is_plain(parameter.annotation):
        return False
    kind = kind_of_parameter(parameter.name)
    if kind is not None and kind.name in (*OBJECT_KINDS, "layer", "list[layer]"):
        return True
    # Without a default of a plain type the name and the type are all that tell.
    plain = isinstance(parameter.default, Constant) and parameter.default.value is not None
    if not plain and not parameter.annotation and _names_object(parameter.name):
        return True
    if not plain and not names_plain_types(parameter.annotation):
        return True
    return bool(
        re.search(r"Layer|Callable|Model|ndarray|Tensor|Initializer|Regularizer", parameter.annotation)
    )


def _is_left_out_on_purpose(cls: ClassInfo, name: str) -> bool:
    """Whether a comment in ``get_config`` speaks of an argument: its author has thought about it."""
    if cls.get_config is None:
        return False
    text = cls.source.text[cls.get_config.span.start : cls.get_config.span.end]
    return re.search(rf"#[^\n]*\b_?{re.escape(name)}\b", text) is not None


def _is_called_object(owner: ClassInfo, parameter: ConstructorParameter) -> bool:
    """Whether the docstrings describe an argument, of which nothing else tells, as what JSON cannot carry."""
    plain = isinstance(parameter.default, Constant) and parameter.default.value is not None
    if plain or is_plain(parameter.annotation):
        return False
    text = owner.source.text[owner.span.start : owner.span.end]
    described = re.search(
        rf"^[ \t]*\*{{0,2}}`{{0,2}}{re.escape(parameter.name)}\b`{{0,2}}[^\n:=]*:(.*)$", text, re.MULTILINE
    )
    return described is not None and _DESCRIBES_OBJECT.match(described.group(1)) is not None


def _used_as_object(cls: ClassInfo, attribute: str, name: str) -> bool:
    """Whether a class calls what an attribute holds, or asks of it or of its items what no number, text or list has.

    Args:
        cls: The class.
        attribute: The attribute.
        name: The constructor argument that it holds.
    """
    texts = [owner.source.text[owner.span.start : owner.span.end] for owner in own_lineage(cls)]
    if any(_asks_much(text, rf"\bself\.{re.escape(attribute)}") for text in texts):
        return True
    if cls.constructor is not None:
        body = cls.constructor.body_span
        if _asks_much(cls.source.text[body.start : body.end], rf"(?<![\w.]){re.escape(name)}"):
            return True
    loops = re.compile(rf"\bfor ([\w, ()]+) in [^:\n]*\bself\.{re.escape(attribute)}\b(?![.(\[])")
    return any(
        _asks_much(text, rf"(?<![\w.]){target}")
        for text in texts
        for found in loops.finditer(text)
        for target in re.findall(r"\w+", found.group(1))
    )


def _asks_much(text: str, written: str) -> bool:
    """Whether what is written this way is called, or has an attribute that no plain value has."""
    uses = re.finditer(rf"{written}(?:\.(\w+)|(\())", text)
    return any(found.group(2) or found.group(1) not in _OF_PLAIN_VALUES for found in uses)


def _names_object(name: str) -> bool:
    """Whether a name speaks of an object, or of layers that are not merely counted or pointed at."""
    if _NAMES_OBJECT.search(name):
        return True
    return _NAMES_LAYERS.search(name) is not None and not _COUNTS.search(name)
