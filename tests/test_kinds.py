"""The table of argument kinds says what the installed Keras does: it fails when Keras changes."""

from __future__ import annotations

import enum
import importlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from scaffold.draws import Floats, Integers, ListsOf, Nothing, OneOf, TuplesOf
from scaffold.kinds import KINDS, MATRIX_ONLY, OTHER_NAMES, kind_named, kind_of_parameter

keras = pytest.importorskip("keras")

OBJECT_KINDS = ("activation", "initializer", "regularizer", "constraint")
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
each_identifier = pytest.mark.parametrize(
    ("kind", "identifier"), [(KINDS[name], text) for name in OBJECT_KINDS for text in KINDS[name].identifiers]
)


def _function(dotted: str) -> Any:
    """Return the public Keras function of this name."""
    found = keras
    for part in dotted.removeprefix("keras.").split("."):
        found = getattr(found, part)
    return found


class Mode(enum.Enum):
    """Stands for the class that is written beside a layer with an enum."""

    SUM = "sum"
    MEAN = "mean"


# What a generated module imports.
NAMES = {
    "keras": keras, "np": np, "Any": Any, "Callable": Callable, "Sequence": Sequence, "ArrayLike": ArrayLike,
    "Mode": Mode,
}  # fmt: skip


def _evaluate(template: str, value: Any) -> Any:
    return eval(template.format(value="value", enum="Mode"), {**NAMES, "value": value})


def _sample(kind) -> Any:
    return eval(kind.sample.format(choice="sum"), NAMES)


@each_identifier
def test_identifier_is_accepted_and_comes_back(kind, identifier):
    """`get` accepts the name, `serialize` gives JSON, and `get` turns that into the same config again."""
    made = _evaluate(kind.normalize, identifier)
    config = _evaluate(kind.to_config, made)
    again = _evaluate(kind.normalize, json.loads(json.dumps(config)))
    assert _evaluate(kind.to_config, again) == config


@each_identifier
def test_identifier_works_on_weights_or_outputs(kind, identifier):
    """The object works, on a vector too unless the table says that it needs a matrix."""
    made = _evaluate(kind.normalize, identifier)
    shape = (4, 3) if identifier in MATRIX_ONLY else (4,)
    if kind.name == "initializer":
        assert tuple(made(shape).shape) == shape
    elif kind.name == "regularizer":
        assert keras.ops.convert_to_numpy(made(keras.ops.ones(shape))).shape == ()
    else:
        assert tuple(made(keras.ops.ones((2, *shape))).shape) == (2, *shape)


@pytest.mark.parametrize("identifier", sorted(MATRIX_ONLY))
def test_matrix_only_identifier_refuses_a_vector(identifier):
    """What the table keeps away from vectors does fail on them."""
    kind = next(KINDS[name] for name in OBJECT_KINDS if identifier in KINDS[name].identifiers)
    made = _evaluate(kind.normalize, identifier)
    with pytest.raises(ValueError, match=r"(?i)dimension|rank|shape|2D"):
        made((4,)) if kind.name == "initializer" else made(keras.ops.ones((4,)))


@pytest.mark.parametrize("name", OBJECT_KINDS)
def test_no_usable_name_of_keras_is_missing(name):
    """Each lower-case name that Keras knows is in the table, an alias of one, or unusable without arguments."""
    kind = KINDS[name]
    module = importlib.import_module(f"keras.src.{name}s")
    listed = {
        module.get(identifier) if name == "activation" else type(module.get(identifier))
        for identifier in kind.identifiers
    }
    unusable = {"glu", "threshold", "constant", "initializer", "regularizer", "constraint", "stft"}
    known = {key for key in module.ALL_OBJECTS_DICT if key.islower()} - unusable
    missing = {key for key in known - set(kind.identifiers) if (module.ALL_OBJECTS_DICT[key] not in listed)}
    assert missing == set()


@each_kind
def test_getters_and_serializers_exist(kind):
    """Every function that the linter recognises is a public function of Keras."""
    for dotted in (*kind.getters, *kind.serializers):
        assert isinstance(_function(dotted), Callable), dotted


@each_kind
def test_annotation_evaluates(kind):
    """The annotation is valid where the generated module imports what it may need."""
    assert eval(kind.annotation.format(enum="Mode"), NAMES) is not None


@each_kind
def test_sample_survives_normalizing_and_its_config(kind):
    """The sample passes the constructor, becomes JSON, and comes back through from_config as the same config."""
    stored = _evaluate(kind.normalize, _sample(kind))
    config = json.loads(json.dumps(_evaluate(kind.to_config, stored)))
    entry = config
    if kind.from_config is not None:
        assert _evaluate(kind.from_config_when, config)
        entry = _evaluate(kind.from_config, config)
    again = _evaluate(kind.to_config, _evaluate(kind.normalize, entry))
    assert json.loads(json.dumps(again)) == config


@pytest.mark.parametrize("name", ["layer", "list[layer]"])
def test_from_config_leaves_layers_alone(name):
    """An entry that holds layers already is not deserialized again."""
    kind = KINDS[name]
    sample = _sample(kind)
    if name == "layer":
        assert not _evaluate(kind.from_config_when, sample)
    else:
        assert _evaluate(kind.from_config, sample) == sample


@each_kind
def test_none_passes_where_the_table_says_so(kind):
    """`takes_none` is true of exactly those kinds whose expressions accept None and give None or a default back."""
    if kind.takes_none:
        config = _evaluate(kind.to_config, _evaluate(kind.normalize, None))
        assert _evaluate(kind.to_config, _evaluate(kind.normalize, config)) == config
    elif kind.normalize != "{value}" and kind.name not in ("bool", "dtype", "array"):
        with pytest.raises((TypeError, ValueError)):
            _evaluate(kind.normalize, None)


@each_kind
def test_example_is_parsed(kind):
    """The example of a default is one."""
    if kind.example:
        _evaluate(kind.normalize, kind.parse(kind.example))


def _values(draws: Any) -> list[Any]:
    """Return the corners of what may be drawn."""
    match draws:
        case Integers(low, high) | Floats(low, high):
            return [low, high]
        case OneOf(values):
            return list(values)
        case ListsOf(items, low, high):
            return [_values(items)[:1] * low, _values(items)[:1] * high]
        case TuplesOf(items, low, high):
            return [tuple(_values(items)[:1] * low), tuple(_values(items)[-1:] * high)]
        case Nothing():
            return []


@each_kind
def test_every_drawn_value_is_accepted(kind):
    """The constructor of a generated layer accepts whatever the checker draws, objects made from their configs."""
    for value in _values(kind.draws):
        if kind.name in ("layer", "list[layer]"):
            layers = [value] if isinstance(value, dict) else value
            for described in layers:
                _function(f"keras.layers.{described['class_name']}")(**described["config"])
        else:
            _evaluate(kind.normalize, value)


@each_kind
def test_every_value_of_a_written_strategy_is_accepted(kind):
    """The strategy that a generated test passes draws what the constructor takes, and what it gives back as JSON."""
    if not kind.strategy:
        return
    strategy = eval(kind.strategy, {"st": st})

    @settings(max_examples=20, database=None)
    @given(value=strategy)
    def taken(value):
        config = _evaluate(kind.to_config, _evaluate(kind.normalize, value))
        assert _evaluate(kind.to_config, _evaluate(kind.normalize, json.loads(json.dumps(config)))) == config

    taken()


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        ("list[int]", "Sequence[int]"),
        ("list[str]", "Sequence[str]"),
        ("tuple[float,3]", "tuple[float, float, float]"),
        ("tuple[bool, 1]", "tuple[bool]"),
        ("tuple[int]", None),
        ("tuple[int,0]", None),
        ("tuple[int,9]", None),
        ("list[int,2]", None),
        ("list[activation]", None),
        ("list", None),
        ("int", "int"),
        ("", None),
    ],
)
def test_kind_is_found_by_how_it_is_written(text, annotation):
    """Containers need not be listed: their items and their length are read from the text."""
    kind = kind_named(text)
    assert (kind.annotation if kind else None) == annotation
    if kind is not None and kind.length:
        assert len(_evaluate(kind.normalize, kind.parse(kind.example))) == kind.length


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("units", "int"),
        ("num_heads", "int"),
        ("dropout_rate", "float"),
        ("use_bias", "bool"),
        ("activation", "activation"),
        ("recurrent_activation", "activation"),
        ("kernel_initializer", "initializer"),
        ("kernel_regularizer", "regularizer"),
        ("bias_constraint", "constraint"),
        ("layer", "layer"),
        ("layers", "list[layer]"),
        ("target_shape", "shape"),
        ("seed", "seed"),
        ("output_dtype", "dtype"),
        ("axis", "axis"),
        ("vocabulary", "vocabulary"),
        ("mystery", None),
        ("separate", None),
        ("dtype", None),
        ("player", None),
        ("", None),
    ],
)
def test_parameter_name_reveals_its_kind(parameter, name):
    """A name reveals a kind by a whole word at its end, and only then."""
    kind = kind_of_parameter(parameter)
    assert (kind.name if kind else None) == name


def test_other_names_lead_to_kinds():
    """What other libraries call a kind leads to a kind, and hides none."""
    assert set(OTHER_NAMES.values()) <= KINDS.keys()
    assert not OTHER_NAMES.keys() & KINDS.keys()
