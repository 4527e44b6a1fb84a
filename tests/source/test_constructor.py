"""What is told of __init__ and of the attributes it sets."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.source.located import Answer
from scaffold.source.method_facts import Constructor
from scaffold.source.values import (
    Call,
    Comprehension,
    Constant,
    Derived,
    Either,
    ElementOf,
    MethodOfSelf,
    Parameter,
    Unknown,
    Value,
)
from tests.source.attribute_lookup import attribute_value, is_known, is_set
from tests.source.sources import classes_of

INIT = "class A(Layer):\n    def __init__(self, units, act=None, *, rate: float = 0.1, **kwargs):\n"


def constructor_of(folder: Path, body: str) -> Constructor:
    """Return the constructor with that body."""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    found = classes_of(folder, INIT + lines)["A"].constructor
    assert found is not None
    return found


def test_the_signature_is_told(tmp_path: Path) -> None:
    """Names, kinds, defaults, annotations, and the place of the parameter list."""
    cls = classes_of(
        tmp_path,
        "class A(Layer):\n    def __init__(self, a, /, b, c=(1, ')'), *args, d: int = -1, e=keras.ops.relu, **kw) -> None:\n"
        "        super().__init__(**kw)\n",
    )["A"]
    made = cls.constructor
    assert made is not None
    assert [(p.name, p.kind, p.has_default, p.annotation) for p in made.parameters] == [
        ("a", "positional_only", False, ""),
        ("b", "positional", False, ""),
        ("c", "positional", True, ""),
        ("d", "keyword_only", True, "int"),
        ("e", "keyword_only", True, ""),
    ]
    assert made.parameters[3].default == Constant(-1)
    assert (made.var_positional, made.var_keyword) == ("args", "kw")
    signature = cls.source.text[made.signature_span.start : made.signature_span.end]
    assert signature == "(self, a, /, b, c=(1, ')'), *args, d: int = -1, e=keras.ops.relu, **kw)"


FORWARDING = {
    "plain": ("super().__init__(**kwargs)", Answer.YES, False),
    "named": ("super(A, self).__init__(**kwargs)", Answer.YES, False),
    "parent": ("Layer.__init__(self, **kwargs)", Answer.YES, False),
    "changed before": (
        "kwargs['name'] = 'x'\nkwargs.pop('old', None)\nsuper().__init__(**kwargs)",
        Answer.YES,
        False,
    ),
    "merged": ("super().__init__(**{**kwargs, 'name': 'x'})", Answer.YES, False),
    "dict": ("super().__init__(**dict(kwargs, name='x'))", Answer.YES, False),
    "not at all": ("super().__init__()", Answer.NO, False),
    "filtered": ("super().__init__(**{k: v for k, v in kwargs.items() if k != 'x'})", Answer.UNKNOWN, False),
    "changed by a function": ("fix(kwargs)\nsuper().__init__(**kwargs)", Answer.UNKNOWN, False),
    "something else": ("super().__init__(**self.options)", Answer.NO, True),
    "another dict": ("super().__init__(**make(kwargs))", Answer.NO, True),
    "stars": ("super().__init__(*self.options, **kwargs)", Answer.YES, True),
}


@pytest.mark.parametrize(("body", "forwards", "is_open"), FORWARDING.values(), ids=FORWARDING)
def test_forwarding_of_kwargs_is_followed(tmp_path: Path, body: str, forwards: Answer, is_open: bool) -> None:
    """**kwargs reaches the parent, or not, or that cannot be told."""
    (call,) = constructor_of(tmp_path, body).super_inits
    assert (call.forwards_var_keyword, call.open) == (forwards, is_open)


def test_what_is_passed_to_the_parent_is_told(tmp_path: Path) -> None:
    """Explicit keywords and what is put into kwargs are kept apart: only the first can clash with the config."""
    made = constructor_of(
        tmp_path, "kwargs['name'] = 'x'\nsuper().__init__(units, trainable=False, **kwargs)"
    )
    (call,) = made.super_inits
    assert call.args == (Parameter("units"),)
    assert call.keywords == (("trainable", Constant(False)),)
    assert call.overrides == (("name", Constant("x")),)


def test_arguments_taken_out_of_kwargs_are_parameters(tmp_path: Path) -> None:
    """pop makes one that is not passed on, get one that is."""
    made = constructor_of(
        tmp_path,
        "self.a = kwargs.pop('a')\nself.b = kwargs.pop('b', 1)\nself.c = kwargs.get('c')\nsuper().__init__(**kwargs)",
    )
    taken = {p.name: (p.kind, p.has_default) for p in made.parameters if p.kind in {"popped", "peeked"}}
    assert taken == {"a": ("popped", False), "b": ("popped", True), "c": ("peeked", True)}
    assert not made.var_keyword_used


@pytest.mark.parametrize(
    "body", ["self.options = kwargs", "for key in kwargs:\n    print(key)", "self.inner = Layer(**kwargs)"]
)
def test_other_uses_of_kwargs_are_seen(tmp_path: Path, body: str) -> None:
    """Keys may matter where kwargs is stored, iterated or handed on."""
    assert constructor_of(tmp_path, body + "\nsuper().__init__()").var_keyword_used


VALUES: dict[str, tuple[str, Value]] = {
    "as it is": ("self.x = units", Parameter("units")),
    "local": ("n = units\nself.x = n", Parameter("units")),
    "normalized": ("self.x = int(units)", Call("int", (Parameter("units"),))),
    "reassigned": ("units = int(units)\nself.x = units", Call("int", (Parameter("units"),))),
    "getter": ("self.x = keras.activations.get(act)", Call("keras.activations.get", (Parameter("act"),))),
    "default": ("if act is None:\n    act = 'relu'\nself.x = act", Either((Constant("relu"), Parameter("act")))),
    "or": ("self.x = act or 'relu'", Either((Parameter("act"), Constant("relu")))),
    "ternary": ("self.x = units if units else 1", Either((Parameter("units"), Constant(1)))),
    "computed": ("self.x = units * 2", Derived(frozenset({"units"}), operator="*")),
    "through an attribute": ("self.y = units\nself.x = self.y * 2", Derived(frozenset({"units"}), operator="*")),
    "tuple": ("self.x, self.y = units, act", Parameter("units")),
    "chained": ("self.x = self.y = units", Parameter("units")),
    "annotated": ("self.x: int = units", Parameter("units")),
    "text": ("self.x = f'{units}'", Call("format", (Parameter("units"),))),
    "text around": ("self.x = f'{units}x'", Derived(frozenset({"units"}), frozenset(), "text")),
    "augmented": ("self.x = units\nself.x *= 2", Either((Parameter("units"), Derived(frozenset({"units"}), operator="*")))),
    "inverse": ("self.x = 1 / units", Derived(frozenset({"units"}), frozenset(), "/")),
    "by one": ("self.x = units / 1", Derived(frozenset({"units"}))),
    "layers": (
        "self.x = [layers.Dense(n) for n in units]",
        Comprehension(
            "list", Call("keras.layers.Dense", (ElementOf(Parameter("units")),)), Parameter("units")
        ),
    ),
    "helper": ("self._set(units)", Parameter("units")),
}  # fmt: skip


@pytest.mark.parametrize(("body", "value"), VALUES.values(), ids=VALUES)
def test_attributes_are_told_in_terms_of_arguments(tmp_path: Path, body: str, value: Value) -> None:
    """What each argument becomes is followed through locals, branches and helpers."""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    text = f"{INIT}{lines}        super().__init__(**kwargs)\n"
    if "_set" in body:
        text += "    def _set(self, n):\n        self.x = n\n"
    cls = classes_of(tmp_path, text)["A"]
    assert attribute_value(cls, "x") == value


UNKNOWN = {
    "unknown item": "self.x = self.table[units:act]()[0]",
    "loop": "n = units\nfor i in self.y:\n    n = n + i\nself.x = n",
    "starred": "self.x, *self.y = units",
    "list changed": "names = [units]\nnames.append(act)\nself.x = names",
    "attribute changed": "self.x = []\nself.x.append(layers.Dense(units))",
    "with": "with open(units) as f:\n    self.x = f",
    "for target": "for self.x in units:\n    pass",
    "augmented": "self.x = units\nself.x += self.table[units:act]()[0]",
    "set again elsewhere": "self.x = units\nself.again()",
}


@pytest.mark.parametrize("body", UNKNOWN.values(), ids=UNKNOWN)
def test_what_an_attribute_holds_is_unknown_where_it_cannot_be_told(tmp_path: Path, body: str) -> None:
    """Loops, unpacking, changes in place and later assignments leave no false certainty."""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    text = f"{INIT}{lines}        super().__init__(**kwargs)\n    def build(self, shape):\n        self.x = shape\n"
    if "again" not in body:
        text = text.replace("self.x = shape", "pass")
    assert not is_known(attribute_value(classes_of(tmp_path, text)["A"], "x"))


def test_attributes_come_from_everywhere(tmp_path: Path) -> None:
    """Methods, class bodies, properties, setattr, loops, with, tuples and Keras itself set attributes."""
    cls = classes_of(
        tmp_path,
        """
        class A(Layer):
            level = 1
            declared: int
            def __init__(self):
                super().__init__()
                setattr(self, "named", 1)
                a, (self.first, [self.second]) = make()
            def build(self, shape):
                if shape:
                    self.kernel = self.add_weight()
                def later():
                    self.inner = 1
            @property
            def prop(self):
                return self._prop
            @classmethod
            def make(cls):
                made = cls()
                made.outside = 1
                return made
        """,
    )["A"]
    for name in (
        "level",
        "named",
        "first",
        "second",
        "kernel",
        "inner",
        "prop",
        "outside",
        "build",
        "trainable",
        "built",
    ):
        assert is_set(cls, name) is Answer.YES, name
    assert is_set(cls, "never") is Answer.NO
    assert is_set(cls, "_prop") is Answer.NO
    assert is_set(cls, "declared") is Answer.UNKNOWN


HIDDEN = {
    "setattr of a computed name": "setattr(self, name, 1)",
    "__dict__": "self.__dict__.update(values)",
    "vars": "vars(self).update(values)",
    "handed to a function": "fill(self)",
    "handed by keyword": "fill(target=self)",
    "super setattr": "super().__setattr__(name, 1)",
}


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN)
def test_attributes_that_may_be_set_unseen_are_unknown(tmp_path: Path, body: str) -> None:
    """Whoever gets the object or its dict may set anything."""
    cls = classes_of(tmp_path, f"class A(Layer):\n    def build(self, name):\n        {body}\n")["A"]
    assert is_set(cls, "x") is Answer.UNKNOWN


@pytest.mark.parametrize(
    "body",
    [
        "super(A, self).build(name)",
        "Layer.build(self, name)",
        "print(isinstance(self, Layer))",
        "self.call(name)",
    ],
)
def test_ordinary_uses_of_self_hide_nothing(tmp_path: Path, body: str) -> None:
    """Calling parents and own methods does not make attributes unknown."""
    cls = classes_of(tmp_path, f"class A(Layer):\n    def build(self, name):\n        {body}\n")["A"]
    assert is_set(cls, "x") is Answer.NO


def test_a_property_is_followed_to_its_attribute(tmp_path: Path) -> None:
    """`self.units` of a property that returns `self._units` holds what `_units` holds; a method is a method."""
    cls = classes_of(
        tmp_path,
        """
        class A(Layer):
            def __init__(self, units):
                super().__init__()
                self._units = units
            @property
            def units(self):
                '''Units.'''
                return self._units
            def count(self):
                return 1
        """,
    )["A"]
    assert attribute_value(cls, "units") == Parameter("units")
    assert attribute_value(cls, "count") == MethodOfSelf("count")
    assert isinstance(attribute_value(cls, "never"), Unknown)
