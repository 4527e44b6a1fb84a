"""Which values are certainly random numbers that were drawn without a seed."""

from __future__ import annotations

import re

from scaffold.pattern import pattern
from scaffold.source.facts import ClassInfo
from scaffold.source.values import (
    AttributeOf,
    Call,
    Comprehension,
    Constant,
    Either,
    ItemOf,
    MethodCall,
    Sequence,
    Value,
)

_DRAWS = frozenset({
    "rand", "randn", "normal", "uniform", "random", "randint", "choice", "permutation", "standard_normal",
    "random_sample", "integers", "truncated_normal", "sample", "gauss", "randrange", "shuffle",
})  # fmt: skip
_SOURCES = ("numpy.random", "random", "tensorflow.random", "keras.random")
# Each of these, made without arguments, draws other numbers every time.
_GENERATORS = frozenset({
    "numpy.random.default_rng", "numpy.random.RandomState", "random.Random",
    "tensorflow.random.Generator.from_non_deterministic_state",
})  # fmt: skip
# What these modules compute of drawn numbers are drawn numbers as well, but for what only looks at their form.
_COMPUTES = frozenset({
    "", "math", "numpy", "numpy.linalg", "jax.numpy", "keras.ops", "tensorflow", "tensorflow.math", "tensorflow.linalg",
    "scipy.linalg",
})  # fmt: skip
_CONVERTS = frozenset({"float", "int", "abs", "round", "list", "tuple", "sorted", "sum", "max", "min"})
_ONLY_FORM = frozenset({
    "Variable", "empty_like", "full_like", "getsizeof", "ndim", "ones_like", "rank", "result_type", "shape", "size",
    "zeros_like",
})  # fmt: skip
_KEEPING_METHODS = frozenset({
    "astype", "copy", "dot", "flatten", "numpy", "ravel", "reshape", "round", "squeeze", "tolist", "transpose",
})  # fmt: skip
# `np.random.seed(1)`, `tf.random.set_seed(1)`, `keras.utils.set_random_seed(1)`: what is drawn then is no accident.
_SEEDS = pattern(r"\b(?:seed|set_seed|set_random_seed)\(")
_SEEDS_ON_IMPORT = pattern(r"^[\w.]*\b(?:seed|set_seed|set_random_seed)\(", re.MULTILINE)


def is_seeded(cls: ClassInfo) -> bool:
    """Tell from the text whether a class, or the import of its module, seeds what draws random numbers."""
    text, span = cls.source.text, cls.span
    if "seed(" not in text:
        return False
    return bool(_SEEDS.search(text, span.start, span.end) or _SEEDS_ON_IMPORT.search(text))


def is_drawn(value: Value) -> bool:
    """Tell whether a value certainly is random numbers, or computed of them.

    A weight, a layer or an initializer that is made with random numbers is none: what they give is saved.

    Example:
        >>> is_drawn(Call("float", (Call("random.random"),))), is_drawn(Call("len", (Call("numpy.random.rand"),)))
        (True, False)
    """
    match value:
        case Call(function=function, args=args):
            if _draws(value):
                return True
            module, _, name = (function or "?").rpartition(".")
            computes = module in _COMPUTES and name not in _ONLY_FORM and (module or name in _CONVERTS)
            return bool(computes) and any(map(is_drawn, args))
        case MethodCall(
            receiver=Call(function=function, args=args, keywords=keywords, open=False), method=method
        ) if function in _GENERATORS:
            return method in _DRAWS and _unseeded((*args, *(given for _, given in keywords)))
        case MethodCall(receiver=receiver, method=method):
            return method in _KEEPING_METHODS and is_drawn(receiver)
        case AttributeOf(value=inner, name="T") | ItemOf(value=inner):
            return is_drawn(inner)
        case Sequence(items=items):
            return any(map(is_drawn, items))
        case Comprehension(element=element):
            return is_drawn(element)
        case Either(options=options):
            return all(map(is_drawn, options))
    return False


def _draws(call: Call) -> bool:
    module, _, name = (call.function or "").rpartition(".")
    return module in _SOURCES and name in _DRAWS and not any(key == "seed" for key, _ in call.keywords)


def _unseeded(given: tuple[Value, ...]) -> bool:
    return all(isinstance(value, Constant) and value.value is None for value in given)
