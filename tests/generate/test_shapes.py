"""The template that fits the arguments is chosen, and each says what it is for."""

from __future__ import annotations

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.shapes import known_templates, read_template, templates_directory, templates_in
from scaffold.generate.spec import layer_spec
from scaffold.generate.steps import computation_of
from tests.generate.drawn import TEMPLATES, generated

EXPECTED = {
    "attention", "composite", "convolution", "merge", "model", "normalization", "preprocessing", "random", "rnn_cell",
    "stateless", "weighted", "wrapper",
}  # fmt: skip


def test_every_shape_has_a_template():
    """The shapes of layers that people write are there; more may come."""
    assert set(TEMPLATES) >= EXPECTED


@pytest.mark.parametrize(
    ("arguments", "template"),
    [
        ([], "stateless"),
        (["alpha:float=0.1"], "stateless"),
        (["rate:float=0.1", "seed:seed"], "stateless"),
        (["units:int"], "weighted"),
        (["scale_initializer:initializer=ones"], "weighted"),
        (["use_bias:bool=true"], "weighted"),
        (["units:int", "momentum:str"], "weighted"),
        (["layer:layer"], "wrapper"),
        (["blocks:list[layer]", "units:int"], "wrapper"),
        (["branches:dict[layer]"], "wrapper"),
        (["momentum:float=0.9"], "normalization"),
        (["momentum:float=0.9", "epsilon:str=x"], "stateless"),
        (["stddev:float"], "random"),
        (["stddev:int"], "stateless"),
        (["units:int", "recurrent_initializer:initializer=orthogonal"], "rnn_cell"),
        (["num_heads:int=8"], "attention"),
        (["filters:int", "kernel_size:int,int"], "convolution"),
        (["filters:int", "kernel_size:int"], "weighted"),
        (["filters:int", "kernel_size:int,int", "padding:choice[same,valid]=same"], "convolution"),
        (["data_format:choice[first,last]", "filters:int"], "weighted"),
        (["data_format:choice[channels_last,channels_first]=channels_last", "filters:int"], "convolution"),
        (["words:vocabulary=none"], "preprocessing"),
        (["words:list[str]"], "stateless"),
        (["units:int[..1]"], "stateless"),
        (["vocabulary:vocabulary=none", "lookup:int"], "stateless"),
    ],
)
def test_arguments_choose_the_template(arguments, template):
    """Each shape is told by the arguments that only it has; an argument that does not fit it leaves it out."""
    shape = layer_spec("MyLayer", arguments, "my_layers").shape
    assert (shape.template.name, shape.chosen) == (template, True)


def test_template_that_is_asked_for_is_taken_and_completed():
    """What the template needs and was not given is added, required arguments first."""
    spec = layer_spec("MyLayer", ["rate:float=0.1"], "my_layers", template="attention")
    assert [argument.name for argument in spec.shape.added] == ["num_heads", "key_dim"]
    assert [argument.name for argument in spec.arguments] == ["num_heads", "key_dim", "rate"]
    assert not spec.shape.chosen


@pytest.mark.parametrize(
    ("arguments", "template", "expected"),
    [
        ([], "atention", "Did you mean 'attention'?"),
        ([], "frobnicate", "Templates: attention"),
        (["num_heads:str"], "attention", "needs num_heads:int"),
        (["units:int?"], "composite", "needs units:int"),
        (["attention:int"], "attention", "uses that name"),
        (["optimizer:str"], "model", "uses that name"),
    ],
)
def test_what_does_not_fit_a_template_is_told(arguments, template, expected):
    """A template that was asked for says why it cannot be."""
    with pytest.raises(ScaffoldError) as caught:
        layer_spec("MyLayer", arguments, "my_layers", template=template)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("argument", "is_used"),
    [
        ("strides:int,int=1,1", True),
        ("strides:int,int?", False),
        ("strides:int=1", False),
        ("padding:choice[valid,same]=valid", True),
        ("padding:choice[valid,same,reflect]=valid", False),
        ("padding:choice[valid,same]?", False),
        ("use_bias:bool?", True),
        ("kernel_constraint:constraint?", True),
        ("dilation_rate:int,int=1,1", False),
    ],
)
def test_what_a_template_can_compute_with_is_used(argument, is_used):
    """An argument is used under its name, kind and choices, where it cannot be None; else it is stored, and said."""
    spec = layer_spec("MyLayer", ["filters:int", "kernel_size:int,int", argument], "my_layers")
    name = argument.partition(":")[0]
    assert spec.shape.template.name == "convolution"
    assert (name in spec.shape.roles.values()) == is_used
    assert (name in computation_of(spec.arguments, spec.shape).stored) != is_used


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["head:layer", "tail:layer?"], "assert copied.tail is copied.head\n"),
        (["blocks:list[layer]"], "assert copied.blocks[1] is copied.blocks[0]\n"),
        (["inner:layer", "branches:dict[layer]"], 'assert copied.branches["second"] is copied.inner\n'),
        (["inner:layer"], ""),
        (["blocks:list[layer]?"], ""),
        (["inner:layer?", "more:list[layer]?", "tail:layer?"], "assert copied.tail is copied.inner\n"),
        (["units:int"], ""),
    ],
)
def test_test_shares_a_layer_where_there_are_two_places_for_it(arguments, expected):
    """Where layers are given in two places or more, one in all of them must stay one."""
    text = generated(arguments)["test_drawn_layer.py"]
    assert expected in text
    assert ("import copy" in text) == bool(expected)


@pytest.mark.parametrize("template", known_templates(), ids=lambda template: template.name)
def test_every_template_describes_itself(template):
    """Each has a summary of one sentence, and marks one place for the author's own computation."""
    assert template.summary[0].isupper()
    assert len(template.summary) < 80
    files = generated([], "DrawnLayer", template.name)
    assert files["drawn_layer.py"].count("# Your own computation goes here") == 1
    assert set(template.docs) <= {*template.needs, *template.takes}


def test_a_new_file_is_found_by_itself(tmp_path):
    """A template is a file in the directory, nothing more; one that begins with an underscore is a part."""
    (tmp_path / "mine.py.j2").write_text('{#\nsummary = "Mine"\n#}\n')
    (tmp_path / "_part.py.j2").write_text("")
    (tmp_path / "notes.txt").write_text("")
    assert [template.name for template in templates_in(tmp_path)] == ["mine"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "does not begin with a comment"),
        ("class X: ...", "does not begin with a comment"),
        ("{# summary", "does not begin with a comment"),
        ("{# summary = #}", "is wrong"),
        ('{# sumary = "x" #}', "It may say"),
        ("{# #}", "summary"),
    ],
)
def test_template_that_does_not_describe_itself_is_refused(tmp_path, text, expected):
    """The message names the file and what may stand in it."""
    path = tmp_path / "mine.py.j2"
    path.write_text(text)
    with pytest.raises(ScaffoldError) as caught:
        read_template(path)
    assert expected in str(caught.value)
    assert "mine.py.j2" in str(caught.value)


def test_the_kits_templates_are_found():
    """They are where the package or the checkout has them."""
    assert (templates_directory() / "_layer.py.j2").is_file()
