"""What a class really takes and gives, parents and Keras included."""

# One case per line reads best, however long it is.
from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.located import Answer
from tests.source.sources import classes_of

BASE = {"name", "trainable", "dtype"}


def test_kwargs_pass_the_parents_arguments_through(tmp_path: Path) -> None:
    """Own arguments, the parent's, and Keras's; not what the child passes itself."""
    found = classes_of(
        tmp_path,
        """
        class Parent(layers.Dense):
            def __init__(self, units, scale=1.0, **kwargs):
                super().__init__(units, **kwargs)
        class Child(Parent):
            def __init__(self, extra, **kwargs):
                super().__init__(units=3, **kwargs)
        class Closed(Parent):
            def __init__(self, extra):
                super().__init__(3)
        class Swallowing(Parent):
            def __init__(self, extra, **kwargs):
                super().__init__(3)
        """,
    )
    parent = effective_parameters(found["Parent"])
    assert {"units", "scale", "activation", "use_bias", "name", "dtype", "quantization_config"} <= set(
        parent.parameters
    )
    assert parent.complete
    assert not parent.accepts_any
    child = effective_parameters(found["Child"])
    assert "units" not in child.parameters
    assert {"extra", "scale", "activation"} <= set(child.parameters)
    assert set(effective_parameters(found["Closed"]).parameters) == {"extra"}
    assert effective_parameters(found["Swallowing"]).accepts_any
    assert child.parameters["scale"].origin is found["Parent"]


UNKNOWN_PARAMETERS = {
    "handed to something": "self.inner = Layer(**kwargs)\nsuper().__init__()",
    "filtered": "super().__init__(**{k: v for k, v in kwargs.items() if k in OK})",
    "stored": "self.options = kwargs\nsuper().__init__()",
}


@pytest.mark.parametrize("body", UNKNOWN_PARAMETERS.values(), ids=UNKNOWN_PARAMETERS)
def test_arguments_are_not_complete_where_kwargs_go_astray(tmp_path: Path, body: str) -> None:
    """Then further keys may be taken."""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    cls = classes_of(tmp_path, f"class A(Layer):\n    def __init__(self, a, **kwargs):\n{lines}")["A"]
    assert not effective_parameters(cls).complete


def test_an_unknown_parent_leaves_everything_open(tmp_path: Path) -> None:
    """A mixin from elsewhere may take arguments and give keys."""
    cls = classes_of(
        tmp_path,
        """
        from elsewhere import Mixin
        class A(Mixin, Layer):
            def __init__(self, a, **kwargs):
                super().__init__(**kwargs)
            def get_config(self):
                return {**super().get_config(), "a": self.a}
        class B(Mixin, Layer):
            pass
        """,
    )
    assert not effective_parameters(cls["A"]).complete
    assert not effective_config(cls["A"]).complete
    assert effective_config(cls["B"]).automatic is not Answer.YES


def test_the_config_is_automatic_until_a_class_overrides_it(tmp_path: Path) -> None:
    """The constructor's own arguments are in it; an override anywhere below Keras's root switches it off."""
    found = classes_of(
        tmp_path,
        """
        class Auto(Layer):
            def __init__(self, a, b=1, **kwargs):
                super().__init__(**kwargs)
        class Off(Auto):
            def get_config(self):
                return super().get_config()
        class Below(Off):
            def __init__(self, c, **kwargs):
                super().__init__(**kwargs)
        class NoName(Layer):
            def __init__(self, a):
                super().__init__()
        class Scaled(layers.Dense):
            def __init__(self, units, scale, **kwargs):
                super().__init__(units, **kwargs)
        """,
    )
    auto = effective_config(found["Auto"])
    assert auto.automatic is Answer.YES
    assert {key for key, entry in auto.entries.items() if not entry.conditional} == BASE | {"a", "b"}
    off = effective_config(found["Off"])
    assert off.automatic is Answer.NO
    assert set(off.entries) == BASE | {"activity_regularizer"}
    assert set(effective_config(found["Below"]).entries) == BASE | {"activity_regularizer"}
    assert "name" not in effective_config(found["NoName"]).entries
    scaled = effective_config(found["Scaled"])
    assert scaled.automatic is Answer.NO
    assert "scale" not in scaled.entries
    assert {"units", "activation"} <= set(scaled.entries)
    assert all(config.complete for config in (auto, off, scaled))


def test_keys_are_collected_along_the_parents(tmp_path: Path) -> None:
    """Each key knows its origin; removed keys go, conditional parents make theirs conditional."""
    found = classes_of(
        tmp_path,
        """
        class Parent(Layer):
            def get_config(self):
                return {**super().get_config(), "a": self.a}
        class Child(Parent):
            def get_config(self):
                config = super().get_config()
                config["b"] = self.b
                config.pop("dtype")
                return config
        class Skips(Child):
            def get_config(self):
                return {**Layer.get_config(self), "c": self.c}
        class Named(Child):
            def get_config(self):
                return {**super(Child, self).get_config(), "c": self.c}
        class Alone(Child):
            def get_config(self):
                return {"c": self.c}
        """,
    )
    child = effective_config(found["Child"])
    assert set(child.entries) == BASE - {"dtype"} | {"a", "b", "activity_regularizer"}
    assert child.entries["a"].origin is found["Parent"]
    assert child.chain[:2] == (found["Child"], found["Parent"])
    assert set(effective_config(found["Skips"]).entries) == BASE | {"c", "activity_regularizer"}
    alone = effective_config(found["Alone"])
    assert (set(alone.entries), alone.base_included) == ({"c"}, Answer.NO)
    assert set(effective_config(found["Named"]).entries) == BASE | {"a", "c", "activity_regularizer"}


def test_a_helper_that_a_child_overrides_is_the_one_that_counts(tmp_path: Path) -> None:
    """The parent's get_config calls the child's method; where that one may be another, nothing is certain."""
    found = classes_of(
        tmp_path,
        """
        class Parent(Layer):
            def extra(self):
                return {"a": self.a}
            def get_config(self):
                return {**super().get_config(), **self.extra()}
        class Child(Parent):
            def extra(self):
                return {"b": self.b}
            def get_config(self):
                return super().get_config()
        class Quiet(Parent):
            def extra(self):
                return {}
        class Decorated(Parent):
            @other
            def extra(self):
                return {}
        class Assigned(Parent):
            def __init__(self):
                super().__init__()
                self.extra = dict
        """,
    )
    own = {name: set(effective_config(cls).entries) - BASE for name, cls in found.items()}
    assert (own["Parent"], own["Child"]) == ({"a", "activity_regularizer"}, {"b", "activity_regularizer"})
    assert own["Quiet"] == {"activity_regularizer"}
    assert all(effective_config(found[name]).complete for name in ("Parent", "Child", "Quiet"))
    assert not any(effective_config(found[name]).complete for name in ("Decorated", "Assigned"))


@pytest.mark.parametrize(
    "body",
    [
        "get_config = other",
        "def get_config(self): raise NotImplementedError",
        "def get_config(self): return self.config",
    ],
)
def test_a_config_that_cannot_be_told_is_not_complete(tmp_path: Path, body: str) -> None:
    """Assigned, abstract or unknown."""
    assert not effective_config(classes_of(tmp_path, f"class A(Layer):\n    {body}\n")["A"]).complete


def test_a_dataclass_writes_its_own_constructor(tmp_path: Path) -> None:
    """Its arguments are not those of the parent."""
    cls = classes_of(
        tmp_path, "import dataclasses\n@dataclasses.dataclass\nclass A(Layer):\n    a: int = 1\n"
    )["A"]
    assert cls.generated_constructor
    assert not effective_parameters(cls).complete


def test_a_functional_model_has_no_automatic_config(tmp_path: Path) -> None:
    """Inputs and outputs handed to the parent make it a functional model; without them it is an ordinary one."""
    found = classes_of(
        tmp_path,
        """
        class Functional(keras.Model):
            def __init__(self, scale=1.0, **kwargs):
                inputs = keras.Input((3,))
                super().__init__(inputs=inputs, outputs=inputs * scale, **kwargs)
        class Subclassed(keras.Model):
            def __init__(self, scale=1.0, **kwargs):
                super().__init__(**kwargs)
        """,
    )
    functional = effective_config(found["Functional"])
    assert (functional.complete, functional.automatic) == (False, Answer.UNKNOWN)
    subclassed = effective_config(found["Subclassed"])
    assert (subclassed.complete, subclassed.automatic) == (True, Answer.YES)
    assert "scale" in subclassed.entries
