"""Requests for layers as Hypothesis draws them, written as a person would type them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import strategies as st

from scaffold.errors import ScaffoldError
from scaffold.generate.context import template_context
from scaffold.generate.generate import generated_files
from scaffold.generate.names import reason_taken
from scaffold.generate.render import render
from scaffold.generate.shapes import known_templates
from scaffold.generate.spec import LayerSpec, layer_spec
from scaffold.generate.style import Style
from scaffold.kinds import KINDS, Kind

TEMPLATES = [template.name for template in known_templates()]

# Every kind, alone in its usual place and together; each of these is generated and tested on its own.
LAYERS = {
    "README": ["units:int", "activation:activation=relu", "rate:float=0.1"],
    "units": ["units:int"],
    "nothing": [],
    "dense": [
        "units:int", "use_bias:bool=true", "kernel_initializer:initializer=he_normal",
        "bias_initializer:initializer=zeros", "kernel_regularizer:regularizer=l2",
        "kernel_constraint:constraint=none", "dropout:float=0.2", "seed:seed",
    ],
    "convolution": [
        "filters:int", "kernel_size:int,int=5,5", "strides:int,int=2,2", "padding:choice[valid,same]=valid",
        "use_bias:bool=true", "bias_initializer:initializer=ones", "kernel_constraint:constraint?",
        "data_format:choice[channels_first,channels_last]",
    ],
    "normalization": ["momentum:float=0.9", "axis:axis=1"],
    "layers": [
        "head:layer", "tail:layer=none", "blocks:list[layer]", "more:list[layer]?", "branches:dict[layer]",
        "others:dict[layer]?", "filters:int",
    ],
    "vectors": [
        "gamma_initializer:initializer=orthogonal", "beta_regularizer:regularizer=orthogonal_regularizer",
        "scale_constraint:constraint=unit_norm", "use_bias:bool=false",
    ],
    "stored": [
        "depth:int", "epsilon:float=0.001", "mode:choice[sum,mean]=sum", "note:str=text", "size:shape=3,3",
        "target:dtype=float16", "noise_seed:seed=7", "causal:bool=false", "gate_activation:activation?",
        "merge:enum[sum,mean]=mean", "fn:callable", "axis:axis=-1", "kernel_size:int,int", "weighting:array=0.5,0.5",
        "scales:list[float]=1,2", "tags:list[str]", "names:tuple[str,2]=a,b",
    ],
    "optional": [
        "depth:int?", "rate:float?", "causal:bool?", "mode:choice[a,b]?", "note:str?", "size:shape?",
        "target:dtype?", "seed:seed", "inner:layer?", "blocks:list[layer]?", "activation:activation?",
        "kernel_initializer:initializer?", "merge:enum[a,b]?", "fn:callable?", "axis:axis?", "window:tuple[int,3]?",
        "weighting:array?", "scales:list[float]?",
    ],
    "ranges": [
        "units:int[1..]", "rate:float[0..1]=0.1", "scale:float[0<..2]=1", "depth:int[..9]=3", "limit:float[..<0]?",
        "count:int[2..<5]",
    ],
}  # fmt: skip

# Names with a meaning for the generator, so that every step is drawn often, alone and together.
_MEANINGFUL = {
    "int": ["units", "filters", "hidden_dim", "num_heads", "key_dim", "depth", "kernel"],
    "float": ["rate", "dropout", "drop", "attention_dropout_rate", "scale", "epsilon", "momentum", "stddev"],
    "bool": ["use_bias", "bias", "causal"],
    "activation": ["activation", "gate_activation", "recurrent_activation"],
    "initializer": [
        "initializer",
        "kernel_initializer",
        "bias_initializer",
        "gamma_initializer",
        "recurrent_initializer",
        "kernel_init",
    ],
    "regularizer": ["regularizer", "kernel_regularizer", "bias_regularizer", "losses_regularizer"],
    "constraint": ["kernel_constraint", "beta_constraint", "unit_constraint"],
    "layer": ["layer", "head", "dropout_layer"],
    "list[layer]": ["layers", "blocks"],
    "dict[layer]": ["branches", "dense"],
    "shape": ["shape", "kernel_size", "size"],
    "tuple[int,2]": ["kernel_size", "strides"],
    "seed": ["seed", "noise_seed"],
    "dtype": ["output_dtype", "kind"],
    "axis": ["axis"],
    "vocabulary": ["vocabulary", "words"],
    "choice": ["mode", "data_format"],
    "enum": ["mode", "merge_mode"],
}

free_names = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True).filter(
    lambda name: not reason_taken(name)
)

free_texts = st.one_of(
    st.text(max_size=60).filter(lambda text: text.lower() != "none"),
    st.sampled_from(
        [
            "", '"', "'", '"""', "'''", "\\", "\\\n", "\n", "{{ 7 * 7 }}", "{% endfor %}", "{# gone #}",
            '", x=__import__("os").system("true"), y="', "__import__('os')", "\u202eright to left\u202c",
            "\N{SNOWMAN} ünï", "\x00\x1b[31m", "#", "a" * 500, "f'{1}'", "\r\n", "None ", "\ud7ff\ue000",
            "keras.layers.Dense", "import keras", ">>> keras.x",
        ]
    ),
)  # fmt: skip

free_docs = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            "number of outputs", "{{ 7 * 7 }}", "{% raw %}", "'; import os", ">>> __import__('os')", "# noqa", "Args:",
            "keras.layers.Dense(4)", "x: y", "-> None:", "def f(x):", '"', '""" + 1 + """', "\\", "a " * 200, "f{1}",
        ]
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a person asks for."""

    arguments: list[str]
    template: str | None = None
    docs: dict[str, str] = field(default_factory=dict)
    style: Style = field(default_factory=Style)

    def spec(self, name: str) -> LayerSpec:
        return layer_spec(
            name, self.arguments, "my_layers", template=self.template, docs=self.docs, style=self.style
        )


def _defaults(kind: Kind) -> st.SearchStrategy[str]:
    if kind.identifiers:
        return st.sampled_from(kind.identifiers)
    return {
        "int": st.integers(-(10**20), 10**20).map(str) | st.integers(0, 9).map(str),
        "float": st.floats(allow_nan=False, allow_infinity=False).map(repr)
        | st.sampled_from(["0", "0.5", "1e-3"]),
        "bool": st.sampled_from(["true", "False"]),
        "str": free_texts,
        "shape": st.lists(st.integers(-(10**6), 10**6), max_size=30).map(
            lambda sizes: ",".join(map(str, sizes))
        ),
        "seed": st.integers(0, 2**31 - 1).map(str),
        "axis": st.integers(-4, 4).map(str),
        "array": st.lists(st.floats(-10, 10), min_size=1, max_size=9).map(lambda n: ",".join(map(str, n))),
        "vocabulary": st.lists(
            st.text(max_size=12).filter(lambda t: "," not in t and t.strip() == t and t), min_size=1, max_size=9
        ).map(",".join).filter(lambda text: text.lower() != "none" and text[0] not in "(["),
        "list[float]": st.lists(st.floats(-9, 9), max_size=9).map(lambda n: ",".join(map(str, n))),
        "tuple[int,2]": st.tuples(st.integers(-9, 9), st.integers(-9, 9)).map(lambda n: f"{n[0]},{n[1]}"),
    }.get(kind.name, st.just("none"))  # fmt: skip


@st.composite
def _ranges(draw: st.DrawFn, kind: Kind, *, small: bool) -> tuple[str, str]:
    """Draw a range and a value in it."""
    low = draw(st.integers(1 if kind.name == "int" else 0, 3) if small else st.integers(-(10**6), 10**6))
    span = draw(st.integers(2, 9) if small else st.integers(2, 10**6))
    value = low + 1 if kind.name == "int" else low + 0.5
    if small and kind.name == "float":
        low, span, value = 0, 1, 0.5
    above, below = draw(st.sampled_from(["", "<"])), draw(st.sampled_from(["", "<"]))
    form = draw(st.sampled_from(["{low}{above}..{below}{high}", "{low}{above}..", "..{below}{high}"]))
    return form.format(low=low, above=above, below=below, high=low + span), str(value)


@st.composite
def arguments(draw: st.DrawFn, *, small: bool = False) -> str:
    """Draw one ``name:kind[=default]``; ``small`` ones make layers that can be built."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    meaningful = _MEANINGFUL.get(kind.name, [])
    name = draw(st.sampled_from(meaningful) | free_names if meaningful else free_names)
    text = kind.name
    usual = st.sampled_from(kind.identifiers or (kind.example or "none",))
    default = draw((usual if small else _defaults(kind)) | st.just("none"))
    if kind.name == "choice" and draw(st.booleans()):
        # What the template of a convolution computes with.
        return draw(st.sampled_from(["padding:choice[same,valid]", "padding:choice[valid,same]=valid"]))
    if kind.choices_required:
        pattern = r"[A-Za-z0-9_.+-]{1,40}" if kind.name == "choice" else r"[A-Za-z][A-Za-z0-9_]{0,39}"
        words = st.from_regex(pattern, fullmatch=True)
        choices = draw(st.lists(words, min_size=1, max_size=6, unique_by=str.upper))
        text, default = f"{kind.name}[{','.join(choices)}]", draw(st.sampled_from([*choices, "none"]))
    if kind.bounded and draw(st.booleans()):
        inside, value = draw(_ranges(kind, small=small))
        text, default = f"{kind.name}[{inside}]", draw(st.sampled_from([value, "none"]))
    form = draw(st.sampled_from(["required", "default", "optional", "optional default"]))
    text = text + "?" if form.startswith("optional") else text
    return f"{name}:{text}={default}" if form.endswith("default") else f"{name}:{text}"


def argument_lists(*, small: bool = False) -> st.SearchStrategy[list[str]]:
    """Draw the arguments of one layer, no name twice."""
    return st.lists(arguments(small=small), max_size=8, unique_by=lambda text: text.partition(":")[0])


styles = st.builds(
    Style,
    keras=st.sampled_from(["keras", "tf.keras"]),
    typed=st.booleans(),
    docstrings=st.sampled_from(["google", "numpy"]),
    tests=st.sampled_from(["pytest", "unittest"]),
    width=st.sampled_from([72, 79, 88, 100, 120]),
)


@st.composite
def requests(draw: st.DrawFn, *, small: bool = False) -> Words:
    """Draw what is asked for: arguments, template, documentation and style, as far as they go together."""
    template = draw(st.none() | st.sampled_from(TEMPLATES))
    words = Words(draw(argument_lists(small=small)), template, {}, draw(styles))
    while not fits(words):
        # An argument has a name that the template uses, or is not what it needs under that name.
        words = replace(words, arguments=words.arguments[1:])
    documented = {text.partition(":")[0]: draw(st.just("") | free_docs) for text in words.arguments}
    said = {name: text for name, text in documented.items() if fits(replace(words, docs={name: text}))}
    return replace(words, docs=said)


def fits(words: Words) -> bool:
    """Return whether there is such a layer."""
    try:
        words.spec("DrawnLayer")
    except ScaffoldError:
        return False
    return True


def generated(arguments: list[str], name: str = "DrawnLayer", template: str | None = None) -> dict[str, str]:
    """Generate a layer as the command does, self-check included."""
    return files_from(Words(arguments, template), name)


def files_from(words: Words, name: str = "DrawnLayer") -> dict[str, str]:
    """Generate what is asked for as the command does, self-check included."""
    spec = words.spec(name)
    return generated_files(spec, spec.module)


def files_of(spec: LayerSpec) -> dict[str, str]:
    """Render a specification into files that are imported from their own directory."""
    return render(template_context(spec, spec.module), spec)


_numbers = itertools.count()


def write(directory: Path, words: Words) -> list[Path]:
    """Write the files of a request under names of their own, the layer's first."""
    paths = []
    for name, text in files_from(words, f"Drawn{next(_numbers)}Layer").items():
        paths.append(directory / name)
        paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths
