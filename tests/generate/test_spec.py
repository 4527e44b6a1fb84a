"""What is typed becomes a specification, or a message that says what was expected."""

from __future__ import annotations

import dataclasses

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.spec import layer_spec, parse_argument


@pytest.mark.parametrize(
    ("text", "kind", "required", "default", "optional", "choices"),
    [
        ("units:int", "int", True, None, False, ()),
        ("units:int=64", "int", False, 64, False, ()),
        (" units : int = 64 ", "int", False, 64, False, ()),
        ("units:int=-0x10", "int", False, -16, False, ()),
        ("rate:float=0.1", "float", False, 0.1, False, ()),
        ("rate:float=1", "float", False, 1.0, False, ()),
        ("rate:float=none", "float", False, None, True, ()),
        ("rate:float=None", "float", False, None, True, ()),
        ("rate:float?", "float", False, None, True, ()),
        ("rate:float?=0.5", "float", False, 0.5, True, ()),
        ("rate:optional[float]", "float", False, None, True, ()),
        ("rate:optional[float]=0.5", "float", False, 0.5, True, ()),
        ("use_it:bool=true", "bool", False, True, False, ()),
        ("use_it:bool=False", "bool", False, False, False, ()),
        ("text:str=", "str", False, "", False, ()),
        ("text:str=a=b:c", "str", False, "a=b:c", False, ()),
        ("text:str= spaces ", "str", False, " spaces ", False, ()),
        ("text:str=line\nbreak", "str", False, "line\nbreak", False, ()),
        ("mode:choice[sum,mean]", "choice", True, None, False, ("sum", "mean")),
        ("mode:choice[sum, mean]=mean", "choice", False, "mean", False, ("sum", "mean")),
        ("mode:choice[none,x]=none", "choice", False, "none", False, ("none", "x")),
        ("mode:choice[a,b]?", "choice", False, None, True, ("a", "b")),
        ("activation:activation=relu", "activation", False, "relu", False, ()),
        ("activation:activation=none", "activation", False, None, True, ()),
        ("inner:layer", "layer", True, None, False, ()),
        ("inner:layer=none", "layer", False, None, True, ()),
        ("blocks:list[layer]", "list[layer]", True, None, False, ()),
        ("blocks:optional[list[layer]]", "list[layer]", False, None, True, ()),
        ("size:shape=3,3", "shape", False, (3, 3), False, ()),
        ("size:shape=(3,)", "shape", False, (3,), False, ()),
        ("size:shape=3", "shape", False, (3,), False, ()),
        ("size:shape=", "shape", False, (), False, ()),
        ("seed:seed", "seed", False, None, True, ()),
        ("seed:seed=7", "seed", False, 7, False, ()),
        ("target:dtype=float16", "dtype", False, "float16", False, ()),
    ],
)
def test_argument_is_read(text, kind, required, default, optional, choices):
    """Every form of `--arg` gives the argument that it says."""
    argument = parse_argument(text)
    assert (argument.kind.name, argument.required, argument.optional, argument.choices) == (
        kind, required, optional, choices,
    )  # fmt: skip
    assert repr(argument.default) == repr(default)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("units", "--arg units:int=64"),
        ("", "name:kind"),
        ("units=3", "--arg units:int=64"),
        ("units:", "unknown kind ''"),
        ("units:integer", "Did you mean 'units:int'?"),
        ("units:Int", "Did you mean 'units:int'?"),
        ("text:string", "Did you mean 'text:str'?"),
        ("size:tuple=3,3", "Did you mean 'size:shape'?"),
        ("f:activaton", "Did you mean 'f:activation'?"),
        ("b:list[layers]", "Did you mean 'b:list[layer]'?"),
        ("b:frobnicate", "Kinds: int, float"),
        ("units:int=many", "expected a whole number such as 64, got 'many'"),
        ("units:int=1.5", "expected a whole number"),
        ("units:int=True", "expected a whole number"),
        ("units:int=", "expected a whole number"),
        ("units:int=" + "9" * 9999, "expected a whole number"),
        ("rate:float=fast", "expected a number such as 0.1"),
        ("rate:float=inf", "expected a number"),
        ("rate:float=1e999", "finite"),
        ("rate:float=__import__('os')", "expected a number"),
        ("use_it:bool=yes", "expected true or false, got 'yes'"),
        ("mode:choice", "choice[sum,mean]"),
        ("mode:choice[]", "choice[sum,mean]"),
        ("mode:choice[a,a]", "listed twice"),
        ("mode:choice[a,b]=c", "expected one of a, b, got 'c'"),
        ("mode:choice[sum,mean]=maen", "Did you mean 'mean'?"),
        ('mode:choice["""]', "the kind 'str' for free text"),
        ("f:activation=rleu", "did you mean 'relu'?"),
        ("k:initializer=glorot", "glorot_normal"),
        ("k:regularizer=l1_l2", "did you mean 'l1l2'?"),
        ("inner:layer=Dense", "expected none, got 'Dense'"),
        ("size:shape=3,x", "expected whole numbers separated by commas"),
        ("size:shape=3,1.5", "expected whole numbers separated by commas"),
        ("target:dtype=float", "Keras dtype"),
        ("text:str=\udcff", "UTF-8"),
        ("name:str", "every layer takes it"),
    ],
)
def test_argument_is_refused(text, expected):
    """Each wrong argument gets one message that says what was expected, and quotes no more than is readable."""
    with pytest.raises(ScaffoldError) as caught:
        parse_argument(text)
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 600


def test_required_arguments_come_first():
    """Arguments without a default come first, in the order given otherwise."""
    spec = layer_spec("MyLayer", ["a:int=1", "b:int", "c:float=0.5", "d:str"], "my_layers")
    assert [argument.name for argument in spec.arguments] == ["b", "d", "a", "c"]


def test_duplicate_argument_is_refused():
    """An argument given twice is refused by name."""
    with pytest.raises(ScaffoldError, match="'units' is given 2 times"):
        layer_spec("MyLayer", ["units:int", "rate:float", "units:float"], "my_layers")


def test_specification_is_frozen():
    """Later stages cannot change what was asked for."""
    spec = layer_spec("MyLayer", ["units:int"], "my_layers")
    with pytest.raises(dataclasses.FrozenInstanceError):
        spec.package = "other"
