"""Definitions of functions -> what they compute of one number, where nothing but arithmetic is done."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable

from scaffold.source.located import Answer
from scaffold.source.resolve import dotted

Function = ast.FunctionDef | ast.AsyncFunctionDef
# Parts of a dotted name -> what it stands for: module and name.
Named = Callable[[list[str]], str | None]

_LIBRARIES = frozenset({"keras", "tensorflow", "numpy", "jax", "math", "torch"})
# What these compute by default is not what the activation function of that name does.
_OTHERWISE = frozenset({"keras.ops.gelu", "keras.ops.nn.gelu", "jax.nn.gelu", "keras.backend.hard_sigmoid"})
_SELU = (1.0507009873554805, 1.6732632423543772)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _softplus(x: float) -> float:
    return math.log1p(math.exp(-abs(x))) + max(x, 0.0)


def _gelu(x: float) -> float:
    return x * (1 + math.erf(x / math.sqrt(2))) / 2


def _sparse(x: float) -> float:
    return min(max((x + 1) / 2, 0.0), 1.0)


def _hard_sigmoid(x: float) -> float:
    return min(max(x / 6 + 0.5, 0.0), 1.0)


def _relu(
    x: float,
    alpha: float = 0.0,
    max_value: float = math.inf,
    threshold: float = 0.0,
    negative_slope: float = 0.0,
) -> float:
    return min(x, max_value) if x > threshold else (alpha + negative_slope) * (x - threshold)


# What Keras's own functions compute with their default arguments; those that need more than one number are left out.
# https://github.com/keras-team/keras/blob/v3.15.1/keras/src/activations/activations.py
ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "celu": lambda x: max(x, 0.0) + min(math.expm1(x), 0.0),
    "elu": lambda x: x if x > 0 else math.expm1(x),
    "exponential": math.exp,
    "gelu": _gelu,
    "hard_shrink": lambda x: x if abs(x) > 0.5 else 0.0,
    "hard_sigmoid": _hard_sigmoid,
    "hard_silu": lambda x: x * _hard_sigmoid(x),
    "hard_tanh": lambda x: min(max(x, -1.0), 1.0),
    "leaky_relu": lambda x: x if x > 0 else 0.2 * x,
    "linear": lambda x: x,
    "log_sigmoid": lambda x: -_softplus(-x),
    "mish": lambda x: x * math.tanh(_softplus(x)),
    "relu": lambda x: max(x, 0.0),
    "relu6": lambda x: min(max(x, 0.0), 6.0),
    "selu": lambda x: _SELU[0] * (x if x > 0 else _SELU[1] * math.expm1(x)),
    "sigmoid": _sigmoid,
    "silu": lambda x: x * _sigmoid(x),
    "soft_shrink": lambda x: math.copysign(max(abs(x) - 0.5, 0.0), x),
    "softplus": _softplus,
    "softsign": lambda x: x / (1 + abs(x)),
    "sparse_plus": lambda x: 0.0 if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4,
    "sparse_sigmoid": _sparse,
    "squareplus": lambda x: (x + math.sqrt(x * x + 4)) / 2,
    "tanh": math.tanh,
    "tanh_shrink": lambda x: x - math.tanh(x),
}

# What libraries call what: those of Keras's functions about which they agree, and plain arithmetic.
_AGREED = ("elu", "relu6", "selu", "sigmoid", "silu", "softplus", "softsign", "tanh", "log_sigmoid", "mish")
_CALLED: dict[str, Callable[..., float]] = {
    **{name: ACTIVATIONS[name] for name in _AGREED},
    "swish": ACTIVATIONS["silu"], "relu": _relu,
    "exp": math.exp, "expm1": math.expm1, "log": math.log, "log1p": math.log1p, "sqrt": math.sqrt,
    "rsqrt": lambda x: 1 / math.sqrt(x), "square": lambda x: x * x, "erf": math.erf, "erfc": math.erfc,
    "abs": abs, "absolute": abs, "sign": lambda x: math.copysign(1.0, x) if x else 0.0, "negative": operator.neg,
    "maximum": max, "minimum": min, "pow": operator.pow, "power": operator.pow, "add": operator.add,
    "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv, "identity": lambda x: x,
    "where": lambda condition, x, y: x if condition else y,
    "clip": lambda x, low, high: min(max(x, low), high),
    "clip_by_value": lambda x, low, high: min(max(x, low), high),
}  # fmt: skip
# Calls that change nothing about a number; what else they are given says what kind of tensor it becomes.
_SAME = frozenset({"cast", "convert_to_tensor", "constant"})
_OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Lt: operator.lt, ast.LtE: operator.le,
}  # fmt: skip
_CONSTANTS = {"pi": math.pi, "e": math.e}
# Where functions that are not the same differ: on both sides of their kinks.
_EXACT = 1e-5
_PLACES = (-7.3, -3.1, -1.2, -0.6, -0.3, 0.2, 0.7, 1.3, 2.6, 3.4, 6.7)


class _NotTold(Exception):
    """Something is done that is no arithmetic on numbers."""


def is_activation(function: Function, named: Named) -> Answer:
    """Tell whether a function computes what the activation function of Keras does that has its name.

    Args:
        function: The function.
        named: Tells what a dotted name stands for in it.
    """
    if _hands_on(function, named):
        return Answer.YES
    meant = ACTIVATIONS.get(function.name)
    if meant is None:
        return Answer.UNKNOWN
    try:
        same = all(abs(_computed(function, x, named) - meant(x)) < _EXACT for x in _PLACES)
    except (_NotTold, ArithmeticError, ValueError, TypeError):
        return Answer.UNKNOWN
    return Answer.YES if same else Answer.NO


def _hands_on(function: Function, named: Named) -> bool:
    """Tell whether a function returns what Keras's own gives for its first argument."""
    match [statement for statement in function.body if not _is_text(statement)]:
        case [ast.Return(value=ast.Call(args=[ast.Name(id=given)], keywords=[]) as call)]:
            name = _in_library(call.func, named)
            own = name.rpartition(".")[2] == function.name and name not in _OTHERWISE
            return own and given == _first(function)
    return False


def _in_library(node: ast.expr, named: Named) -> str:
    """Return the name of something in a library; empty where it is in none."""
    parts = dotted(node)
    name = (named(parts) if parts is not None else None) or ""
    return name if name.partition(".")[0] in _LIBRARIES else ""


def _first(function: Function) -> str:
    given = [*function.args.posonlyargs, *function.args.args]
    return given[0].arg if given else ""


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _computed(function: Function, x: float, named: Named) -> float:
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    defaults = given.defaults
    known = {}
    for name, default in zip(names[len(names) - len(defaults) :], defaults, strict=True):
        if isinstance(default, ast.Constant) and isinstance(default.value, (int, float)):
            known[name] = float(default.value)
    known[_first(function)] = x
    found = _Number(known, named).after(function.body)
    if found is None:
        raise _NotTold
    return found


class _Number:
    """The numbers that names stand for while the body of a function is gone through."""

    def __init__(self, known: dict[str, float], named: Named) -> None:
        self._known = known
        self._named = named

    def after(self, body: Iterable[ast.stmt]) -> float | None:
        """Return what statements return; None where they return nothing."""
        for statement in body:
            found: float | None = None
            match statement:
                case ast.Return(value=value) if value is not None:
                    return self.of(value)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._known[name] = self.of(value)
                case ast.With(body=inner):
                    found = self.after(inner)
                case _ if not _is_text(statement):
                    raise _NotTold
            if found is not None:
                return found
        return None

    def of(self, node: ast.expr) -> float:
        """Return the number that an expression is."""
        match node:
            case ast.Constant(value=bool() | int() | float() as value):
                return float(value)
            case ast.Name(id=name) if name in self._known:
                return self._known[name]
            case (
                ast.BinOp(left=left, op=op, right=right)
                | ast.Compare(left=left, ops=[op], comparators=[right])
            ):
                if type(op) in _OPERATORS:
                    return _OPERATORS[type(op)](self.of(left), self.of(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.of(operand)
            case ast.Attribute(attr=name) if name in _CONSTANTS and _in_library(node, self._named):
                return _CONSTANTS[name]
            case ast.Call(func=func, args=args, keywords=keywords):
                word = _in_library(func, self._named).rpartition(".")[2]
                if word in _SAME and args:
                    return self.of(args[0])
                if word in _CALLED:
                    further = {
                        given.arg or "": self.of(given.value) for given in keywords if given.arg != "name"
                    }
                    return _CALLED[word](*map(self.of, args), **further)
        raise _NotTold
