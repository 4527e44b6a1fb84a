"""Argument lists as Hypothesis draws them, written as a person would type them."""

from __future__ import annotations

from hypothesis import strategies as st

from scaffold.generate.context import template_context
from scaffold.generate.generate import generated_files
from scaffold.generate.names import reason_taken
from scaffold.generate.render import render
from scaffold.generate.spec import LayerSpec, layer_spec
from scaffold.kinds import KINDS, Kind

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
    "layers": ["head:layer", "tail:layer=none", "blocks:list[layer]", "more:list[layer]?", "filters:int"],
    "vectors": [
        "gamma_initializer:initializer=orthogonal", "beta_regularizer:regularizer=orthogonal_regularizer",
        "scale_constraint:constraint=unit_norm", "use_bias:bool=false",
    ],
    "stored": [
        "depth:int", "epsilon:float=0.001", "mode:choice[sum,mean]=sum", "note:str=text", "size:shape=3,3",
        "target:dtype=float16", "noise_seed:seed=7", "causal:bool=false", "gate_activation:activation?",
    ],
    "optional": [
        "depth:int?", "rate:float?", "causal:bool?", "mode:choice[a,b]?", "note:str?", "size:shape?",
        "target:dtype?", "seed:seed", "inner:layer?", "blocks:list[layer]?", "activation:activation?",
        "kernel_initializer:initializer?",
    ],
}  # fmt: skip

# Names with a meaning for the generator, so that every step is drawn often, alone and together.
_MEANINGFUL = {
    "int": ["units", "filters", "hidden_dim", "num_heads", "depth", "kernel"],
    "float": ["rate", "dropout", "drop", "attention_dropout_rate", "scale", "epsilon"],
    "bool": ["use_bias", "bias", "causal"],
    "activation": ["activation", "gate_activation"],
    "initializer": [
        "initializer",
        "kernel_initializer",
        "bias_initializer",
        "gamma_initializer",
        "kernel_init",
    ],
    "regularizer": ["regularizer", "kernel_regularizer", "bias_regularizer", "losses_regularizer"],
    "constraint": ["kernel_constraint", "beta_constraint", "unit_constraint"],
    "layer": ["layer", "head", "dropout_layer"],
    "list[layer]": ["layers", "blocks"],
    "shape": ["shape", "kernel_size", "size"],
    "seed": ["seed", "noise_seed"],
    "dtype": ["output_dtype", "kind"],
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
        ]
    ),
)  # fmt: skip


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
    }.get(kind.name, st.just("none"))


@st.composite
def arguments(draw: st.DrawFn, *, small: bool = False) -> str:
    """Draw one ``name:kind[=default]``; ``small`` ones make layers that can be built."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    meaningful = _MEANINGFUL.get(kind.name, [])
    name = draw(st.sampled_from(meaningful) | free_names if meaningful else free_names)
    text = kind.name
    usual = st.sampled_from(kind.identifiers or (kind.example or "none",))
    default = draw((usual if small else _defaults(kind)) | st.just("none"))
    if kind.choices_required:
        choices = draw(
            st.lists(
                st.from_regex(r"[A-Za-z0-9_.+-]{1,40}", fullmatch=True), min_size=1, max_size=6, unique=True
            )
        )
        text, default = f"choice[{','.join(choices)}]", draw(st.sampled_from([*choices, "none"]))
    form = draw(st.sampled_from(["required", "default", "optional", "optional default"]))
    text = text + "?" if form.startswith("optional") else text
    return f"{name}:{text}={default}" if form.endswith("default") else f"{name}:{text}"


def argument_lists(*, small: bool = False) -> st.SearchStrategy[list[str]]:
    """Draw the arguments of one layer, no name twice."""
    return st.lists(arguments(small=small), max_size=8, unique_by=lambda text: text.partition(":")[0])


def generated(arguments: list[str], name: str = "DrawnLayer") -> dict[str, str]:
    """Generate a layer as the command does, self-check included."""
    spec = layer_spec(name, arguments, "my_layers")
    return generated_files(spec, spec.module)


def files_of(spec: LayerSpec) -> dict[str, str]:
    """Render a specification into files that are imported from their own directory."""
    return render(template_context(spec, spec.module), spec)
