"""What is typed becomes a specification, or a message that says what was expected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("mode:Literal['sum','mean']='sum'", "choice", False, "sum", False, ("sum", "mean")),
        ('mode:enum[a,b]="b"', "enum", False, "b", False, ("a", "b")),
        ("words:vocabulary=a,b", "vocabulary", False, ("a", "b"), False, ()),
        ("words:vocabulary=['a,b',' c']", "vocabulary", False, ("a,b", " c"), False, ()),
        ('pair:tuple[str,2]="a,b","c"', "tuple[str,2]", False, ("a,b", "c"), False, ()),
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
        ("units:", "expected name:kind"),
        ("units:integer", "Did you mean 'units:int'?"),
        ("units:Int", "Did you mean 'units:int'?"),
        ("text:string", "Did you mean 'text:str'?"),
        ("size:tuple=3,3", "Did you mean 'size:tuple[int,2]'?"),
        ("size:tuple[int,99]", "tuple[int,2]"),
        ("units:integer", "For example: --arg 'units:int=64'"),
        ("mode:literal", "Did you mean 'mode:choice[sum,mean]'?"),
        ("units:int[", "int"),
        ("units:int[]", "expected a range such as int[1..]"),
        ("units:int[..]", "expected a range such as int[1..]"),
        ("units:int[1]", "expected a range such as int[1..]"),
        ("units:int[2..1]", "holds a value"),
        ("units:int[1<..<2]", "holds a value"),
        ("rate:float[1..<1]", "holds a value"),
        ("units:int[a..b]", "expected a whole number"),
        ("units:int[__import__('os')..]", "expected a whole number"),
        ("rate:float[0..1]=2", "expected a value between 0 and 1, got '2'"),
        ("rate:float[0..<1]=1", "at least 0 and less than 1"),
        ("units:int[1..]=0", "at least 1"),
        ("units:int[1..]:0", "at least 1"),
        ("mode:enum", "enum[sum,mean]"),
        ("mode:enum[3d]", "start with a letter"),
        ("mode:enum[a,A]", "listed twice"),
        ("mode:enum[a,b]=c", "expected one of a, b"),
        ("size:int,int=3", "expected 2 values such as 64,64"),
        ("size:int,float", "unknown kind"),
        ("rates:list[float]=a", "expected a number"),
        ("mean:array=[[1,2],[3]]", "rows of one length"),
        ("mean:array=[]", "rows of one length"),
        ("mean:array=x", "expected a number"),
        ("fn:callable=relu", "an object cannot be a default"),
        ("axis:axis=x", "expected a whole number"),
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
        (
            "axis:axis[0..3]=1",
            "only int and float have one: 'axis[0..3]'\nLeave the range out: --arg axis:axis.",
        ),
    ],
)
def test_argument_is_refused(text, expected):
    """Each wrong argument gets one message that says what was expected, and quotes no more than is readable."""
    with pytest.raises(ScaffoldError) as caught:
        parse_argument(text)
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("units:int:64", "units:int=64"),
        ("units:64", "units:int=64"),
        ("rate:0.1", "rate:float=0.1"),
        ("rate:-1e-3", "rate:float=-1e-3"),
        ("causal:True", "causal:bool=true"),
        ("activation:relu", "activation:activation=relu"),
        ("kernel_initializer:zeros", "kernel_initializer:initializer=zeros"),
        ("bias_regularizer:l2", "bias_regularizer:regularizer=l2"),
        ("other:he_normal", "other:initializer=he_normal"),
        ("output_dtype:float32", "output_dtype:dtype=float32"),
        ("kernel_size:int,int", "kernel_size:tuple[int,2]"),
        ("kernel_size:int,int,int=1,2,3", "kernel_size:tuple[int,3]=1,2,3"),
        ("kernel_size:tuple[int, int]", "kernel_size:tuple[int,2]"),
        ("kernel_size:Tuple[int,int]=3,3", "kernel_size:tuple[int,2]=3,3"),
        ("size:tuple[int, ...]", "size:shape"),
        ("rates:List[float]", "rates:list[float]"),
        ("rates:Sequence[float]", "rates:list[float]"),
        ("depth:Optional[int]", "depth:int?"),
        ("depth:int | None", "depth:int?"),
        ("depth:None | int=3", "depth:int?=3"),
        ("mode:Literal['sum', 'mean']", "mode:choice[sum,mean]"),
        ("inner:Layer", "inner:layer"),
        ("inner:keras.layers.Layer", "inner:layer"),
        ("blocks:list[Layer]", "blocks:list[layer]"),
        ("branches:dict[str, Layer]", "branches:dict[layer]"),
        ("fn:Callable", "fn:callable"),
        ("mean:np.ndarray", "mean:array"),
        ("words:list[str]", "words:list[str]"),
        ("rate:float[0..1]:0.5", "rate:float[0..1]=0.5"),
        ("rate:float?[0..1]", "rate:float[0..1]?"),
    ],
)
def test_habits_are_understood(text, same):
    """What people type by habit is read as what they mean."""
    assert repr(parse_argument(text)) == repr(parse_argument(same))


@pytest.mark.parametrize(
    "text",
    [
        "activation:str=relu",
        "mode:choice[relu,tanh]=relu",
        "flag:bool",
        "label:str=int:64",
        "kind:dtype=bool",
    ],
)
def test_what_says_its_kind_is_left_alone(text):
    """A value that looks like something else stays what its kind says."""
    argument = parse_argument(text)
    assert argument.kind.name == text.partition(":")[2].partition("=")[0].partition("[")[0]


@pytest.mark.parametrize(
    ("bounds", "inside", "outside", "said"),
    [
        ("int[1..]", (1, 2, 10**9), (0, -1), "at least 1"),
        ("int[..9]", (9, -(10**9)), (10,), "at most 9"),
        ("int[1<..<4]", (2, 3), (1, 4), "greater than 1 and less than 4"),
        ("float[0..1]", (0, 0.5, 1), (-0.1, 1.1, float("nan")), "between 0 and 1"),
        ("float[0..<1]", (0, 0.999), (1,), "at least 0 and less than 1"),
        ("float[0<..]", (1e-9,), (0,), "greater than 0"),
        ("float[..<-0.5]", (-0.6,), (-0.5, 0), "less than -0.5"),
        ("float[ .5 .. 1.5 ]", (0.5, 1.5), (0.4,), "between 0.5 and 1.5"),
    ],
)
def test_range_is_read_checked_and_said(bounds, inside, outside, said):
    """A range holds what it says, its condition refuses the rest, and its sample and strategy lie within."""
    argument = parse_argument(f"value:{bounds}")
    assert str(argument.bounds) == said
    broken = argument.bounds.broken("value")
    for value in inside:
        assert argument.bounds.holds(value)
        assert not eval(broken, {"value": value})
    for value in outside:
        assert not argument.bounds.holds(value)
        assert eval(broken, {"value": value})
    assert argument.bounds.holds(eval(argument.sample))
    strategy = eval(argument.bounds.strategy(argument.kind.name == "int"), {"st": st})

    @settings(max_examples=30, database=None, deadline=None)
    @given(value=strategy)
    def stays_inside(value):
        assert argument.bounds.holds(value)

    stays_inside()


def test_documentation_is_kept_on_one_line():
    """What is said about an argument reaches it, white space evened out."""
    assert parse_argument("units:int", " number\n of  outputs ").doc == "number of outputs"


@pytest.mark.parametrize("doc", ['"""', "\\", "a\\", "\x00", "\u202e", 'ends "', "x" * 501])
def test_documentation_that_would_not_stand_in_a_docstring_is_refused(doc):
    """What could end the docstring, or cannot be seen, is refused."""
    with pytest.raises(ScaffoldError, match="documentation of 'units'"):
        parse_argument("units:int", doc)


def test_documentation_of_no_argument_is_refused():
    """A slip in the name is told, with the nearest one."""
    with pytest.raises(ScaffoldError, match="'unit', which is no argument") as caught:
        layer_spec("MyLayer", ["units:int"], "my_layers", docs={"unit": "x"})
    assert "Did you mean 'units'?" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Mode", ["mode:enum[a,b]"]),
        ("X", ["any:enum[a]"]),
        ("X", ["a:enum[x]", "a_:enum[y]"]),
        ("X", ["Mode:enum[a,b]"]),
        ("X", ["mode:enum[a,b]", "Mode:int"]),
        ("X", ["mode:choice[a,b]", "MODE_CHOICES:int"]),
        ("X", ["mode:choice[a,b]", "Mode:choice[a,b]"]),
    ],
)
def test_what_is_written_for_choices_hides_nothing(name, arguments):
    """The class of an enum and the list of choices have names that nothing else has, parameters included."""
    with pytest.raises(ScaffoldError, match=r"which is taken|hide"):
        layer_spec(name, arguments, "my_layers")


@pytest.mark.parametrize(("default", "got"), [("a,b,a", "'a' twice"), ("", "got none")])
def test_vocabulary_that_no_lookup_takes_is_refused(default, got):
    """A layer could not be made with the default; the same texts are fine where they are only stored."""
    with pytest.raises(ScaffoldError, match=got) as caught:
        layer_spec("X", [f"vocabulary:vocabulary={default}"], "my_layers")
    assert "--arg 'vocabulary:vocabulary?'" in caught.value.remedy
    assert layer_spec("X", [f"tags:list[str]={default}"], "my_layers")
    assert layer_spec("X", ["vocabulary:vocabulary=a,b"], "my_layers")


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
    with pytest.raises(AttributeError, match="frozen"):
        spec.package = "other"


@pytest.mark.parametrize("name", ["Any", "callable", "Sequence", "ArrayLike"])
def test_layer_is_not_named_as_what_its_file_imports(name):
    """A class `Any` below `from typing import Any` would be another `Any` from its own line on."""
    with pytest.raises(ScaffoldError, match="its file imports another"):
        layer_spec(name, [], "demo")


@pytest.mark.parametrize(
    ("text", "hint"),
    [("x:dict[str,int]", "x:dict[layer]"), ("x:list[laier]", "x:list[layer]"), ("x:=3", "x:int=64")],
)
def test_hint_is_of_what_was_meant(text, hint):
    """The kind that is named is the one that looks like what was typed, and a missing kind is no kind of its own."""
    with pytest.raises(ScaffoldError) as caught:
        parse_argument(text)
    assert hint in caught.value.remedy
