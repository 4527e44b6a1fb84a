"""What is told of get_config, and what is not."""

# One case per line reads best, however long it is.
# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.source.inheritance import effective_config
from scaffold.source.located import Answer
from scaffold.source.method_facts import Returns
from scaffold.source.values import Call, Comprehension, Constant, ElementOf, SelfAttribute, Unknown
from tests.source.attribute_lookup import is_known
from tests.source.sources import classes_of, config_of

# Every one of these gives the parent's config, units and rate, and nothing else.
COMPLETE = {
    "update with a dict": "config = super().get_config()\nconfig.update({'units': self.units, 'rate': self.rate})\nreturn config",
    "update with keywords": "config = super().get_config()\nconfig.update(units=self.units, rate=self.rate)\nreturn config",
    "named super": "config = super(A, self).get_config()\nconfig['units'] = self.units\nconfig['rate'] = self.rate\nreturn config",
    "parent by name": "config = Layer.get_config(self)\nconfig['units'] = self.units\nconfig['rate'] = self.rate\nreturn config",
    "parent by dotted name": "config = keras.layers.Layer.get_config(self)\nconfig |= {'units': self.units, 'rate': self.rate}\nreturn config",
    "spread": "return {**super().get_config(), 'units': self.units, 'rate': self.rate}",
    "two spreads": "base = super().get_config()\nconfig = {'units': self.units, 'rate': self.rate}\nreturn {**base, **config}",
    "union": "return super().get_config() | {'units': self.units, 'rate': self.rate}",
    "union in place": "config = super().get_config()\nconfig |= dict(units=self.units, rate=self.rate)\nreturn config",
    "lists of items": "config = {'units': self.units, 'rate': self.rate}\nbase = super().get_config()\nreturn dict(list(base.items()) + list(config.items()))",
    "dict with spread": "return dict(units=self.units, rate=self.rate, **super().get_config())",
    "dict of a dict": "return dict(super().get_config(), units=self.units, rate=self.rate)",
    "copy": "config = super().get_config().copy()\nconfig.update(units=self.units, rate=self.rate)\nreturn config",
    "copy.deepcopy": "config = copy.deepcopy(super().get_config())\nconfig['units'] = self.units\nconfig['rate'] = self.rate\nreturn copy.copy(config)",
    "loop over names": "config = super().get_config()\nfor name in ['units', 'rate']:\n    config[name] = getattr(self, name)\nreturn config",
    "loop over a constant": "config = super().get_config()\nfor name in KEYS:\n    config[name] = getattr(self, name)\nreturn config",
    "loop over names of the class": "config = super().get_config()\nfor name in self.ALL:\n    config[name] = getattr(self, name)\nreturn config",
    "comprehension": "config = super().get_config()\nconfig.update({name: getattr(self, name) for name in KEYS})\nreturn config",
    "constant key": "config = super().get_config()\nconfig[NAME] = self.units\nconfig['rate'] = self.rate\nreturn config",
    "pairs": "config = super().get_config()\nconfig.update([('units', self.units), ('rate', self.rate)])\nreturn config",
    "helper that returns": "config = super().get_config()\nconfig.update(self.own())\nconfig['rate'] = self.rate\nreturn config",
    "helper that fills": "config = super().get_config()\nself.fill(config)\nconfig['rate'] = self.rate\nreturn config",
    "tuple assignment": "config, rate = super().get_config(), self.rate\nconfig['units'] = self.units\nconfig['rate'] = rate\nreturn config",
    "walrus": "(config := super().get_config()).update(units=self.units, rate=self.rate)\nreturn config",
    "super object": "parent = super()\nconfig = parent.get_config()\nconfig.update(units=self.units, rate=self.rate)\nreturn config",
    "set item method": "config = super().get_config()\nconfig.__setitem__('units', self.units)\nconfig['rate'] = self.rate\nreturn config",
    "two paths": "config = super().get_config()\nconfig['units'] = self.units\nif self.rate:\n    config['rate'] = self.rate\n    return config\nconfig['rate'] = self.rate\nreturn config",
    "printing": "config = super().get_config()\nconfig.update(units=self.units, rate=self.rate)\nprint(config)\nreturn config",
    "with": "with keras.name_scope('x'):\n    config = super().get_config()\nconfig.update(units=self.units, rate=self.rate)\nreturn config",
    "zip": "config = super().get_config()\nfor name, value in zip(KEYS, (self.units, self.rate)):\n    config[name] = value\nreturn config",
    "filtered copy": "config = {k: v for k, v in {'units': self.units, 'rate': self.rate}.items()}\nreturn {**super().get_config(), **config}",
}


@pytest.mark.parametrize("body", COMPLETE.values(), ids=COMPLETE)
def test_the_idioms_people_write_are_understood_completely(tmp_path: Path, body: str) -> None:
    """The keys, their values and the parent's config are told for every idiom."""
    found = config_of(tmp_path, body)
    values = {entry.key: entry.value for entry in found.entries}
    assert values == {"units": SelfAttribute("units"), "rate": SelfAttribute("rate")}
    assert not any(entry.conditional for entry in found.entries)
    assert (found.complete, found.super_call, found.super_conditional) == (True, Answer.YES, False)
    assert found.returns is Returns.DICT


# Of every one of these something cannot be told; saying `complete` would be wrong.
INCOMPLETE = {
    "unknown dict merged": "config = super().get_config()\nconfig.update(self.extra)\nreturn config",
    "unknown function result": "config = make_config(self)\nreturn config",
    "handed to an unknown function": "config = super().get_config()\nconfig['units'] = self.units\nfix(config)\nreturn config",
    "unknown key": "config = super().get_config()\nconfig[self.key] = self.units\nreturn config",
    "loop over a list that changes": "config = super().get_config()\nfor name in self.SOME:\n    config[name] = getattr(self, name)\nreturn config",
    "loop over an attribute": "config = super().get_config()\nfor name in self.names:\n    config[name] = getattr(self, name)\nreturn config",
    "vars": "config = super().get_config()\nconfig.update(vars(self))\nreturn config",
    "__dict__": "return {**super().get_config(), **self.__dict__}",
    "inherited helper": "config = self.base_config()\nconfig['units'] = self.units\nreturn config",
    "filtered": "config = super().get_config()\nreturn {k: v for k, v in config.items() if v is not None}",
    "values replaced": "config = {**super().get_config(), 'units': self.units}\nreturn {k: str(v) for k, v in config.items()}",
    "values replaced in a loop": "config = {**super().get_config(), 'units': self.units}\nfor k in list(config):\n    config[k] = str(config[k])\nreturn config",
    "captured by a function": "config = super().get_config()\ndef add():\n    config['units'] = self.units\nadd()\nreturn config",
    "captured by a lambda": "config = super().get_config()\nadd = lambda: config.update(units=1)\nadd()\nreturn config",
    "stored elsewhere": "config = super().get_config()\nself.last = config\nfix()\nreturn config",
    "pop of an unknown key": "config = super().get_config()\nconfig.pop(self.key)\nreturn config",
    "super of an unknown class": "return super(Unheard, self).get_config()",
    "two parents": "config = Layer.get_config(self)\nconfig.update(super().get_config())\nreturn config",
    "or": "return super().get_config() or {}",
    "bound method stored": "get = super().get_config\nreturn get()",
    "generator": "yield super().get_config()",
    "locals": "units = self.units\nreturn dict(super().get_config(), **locals())",
    "star import of values": "config = super().get_config()\nconfig.update(*self.dicts)\nreturn config",
    "one path unknown": "if self.rate:\n    return self.other()\nreturn super().get_config()",
    "global": "global config\nconfig = super().get_config()\nreturn load()",
}


@pytest.mark.parametrize("body", INCOMPLETE.values(), ids=INCOMPLETE)
def test_what_cannot_be_told_is_not_called_complete(tmp_path: Path, body: str) -> None:
    """An idiom outside the model leaves the config open: the rules then stay silent."""
    assert not config_of(tmp_path, body).complete


def test_values_that_may_be_replaced_are_unknown(tmp_path: Path) -> None:
    """A key written before the config goes to an unknown function may hold anything afterwards."""
    found = config_of(
        tmp_path, "config = super().get_config()\nconfig['units'] = self.units\nfix(config)\nreturn config"
    )
    entry = found.entry("units")
    assert entry is not None
    assert not is_known(entry.value)
    assert entry.conditional


NOTHING = {
    "no return": "config = super().get_config()\nconfig['units'] = self.units",
    "bare return": "config = super().get_config()\nreturn",
    "return of update": "config = super().get_config()\nreturn config.update({'units': self.units})",
    "return None": "return None",
    "one branch": "config = super().get_config()\nif self.rate:\n    return config",
    "pass": "pass",
    "loop that may not run": "for name in self.names:\n    return super().get_config()",
    "handler that swallows": "try:\n    return super().get_config()\nexcept KeyError:\n    pass",
}


@pytest.mark.parametrize("body", NOTHING.values(), ids=NOTHING)
def test_a_path_that_returns_nothing_is_found(tmp_path: Path, body: str) -> None:
    """Falling off the end, a bare return and the result of update are None."""
    found = config_of(tmp_path, body)
    assert found.returns is Returns.NOTHING
    assert found.nothing_span is not None


NOT_NOTHING = {
    "raise at the end": (
        "config = super().get_config()\nif self.rate:\n    return config\nraise ValueError",
        Returns.DICT,
    ),
    "both branches": ("if self.rate:\n    return {}\nelse:\n    return super().get_config()", Returns.DICT),
    "while True": ("while True:\n    return super().get_config()", Returns.DICT),
    "try and finally": ("try:\n    return super().get_config()\nfinally:\n    pass", Returns.DICT),
    "not implemented": ("raise NotImplementedError", Returns.ABSTRACT),
    "docstring only": ("'''To be overridden.'''", Returns.ABSTRACT),
    "ellipsis": ("...", Returns.ABSTRACT),
    "an unknown call may raise": ("self.refuse()", Returns.UNKNOWN),
    "unknown value": ("return self.config", Returns.UNKNOWN),
    "wildcard match": (
        "match self.rate:\n    case 0:\n        return {}\n    case _:\n        return super().get_config()",
        Returns.DICT,
    ),
}


@pytest.mark.parametrize(("body", "returns"), NOT_NOTHING.values(), ids=NOT_NOTHING)
def test_paths_that_do_not_end_with_nothing_are_no_fault(tmp_path: Path, body: str, returns: Returns) -> None:
    """Raising, abstract and unknown bodies are never said to return nothing."""
    found = config_of(tmp_path, body)
    assert (found.returns, found.nothing_span) == (returns, None)


def test_keys_of_one_branch_are_conditional(tmp_path: Path) -> None:
    """A key written on some paths only may be absent; one written on all, differently, is an Either."""
    found = config_of(
        tmp_path,
        """
        config = super().get_config()
        if self.rate is not None:
            config["rate"] = self.rate
            config["units"] = self.units
        else:
            config["units"] = None
        return config
        """,
    )
    rate, units = found.entry("rate"), found.entry("units")
    assert rate is not None
    assert units is not None
    assert (rate.conditional, units.conditional) == (True, False)
    assert repr(units.value) == repr(type(units.value)((SelfAttribute("units"), Constant(None))))


def test_an_early_return_without_the_key_makes_it_conditional(tmp_path: Path) -> None:
    """What a path that left early did not write is not in every config."""
    body = "config = super().get_config()\nif self.rate:\n    return config\nconfig['units'] = self.units\nreturn config"
    entry = config_of(tmp_path, body).entry("units")
    assert entry is not None
    assert entry.conditional


def test_the_parents_config_merged_on_top_wins(tmp_path: Path) -> None:
    """`config.update(super().get_config())` lets the parent's value of the same key win."""
    found = config_of(
        tmp_path, "config = {'units': self.units}\nconfig.update(super().get_config())\nreturn config"
    )
    entry = found.entry("units")
    assert entry is not None
    assert entry.parent_wins
    assert found.complete


def test_removed_keys_of_the_parent_are_told(tmp_path: Path) -> None:
    """pop and del take keys out; under a condition only perhaps."""
    found = config_of(
        tmp_path,
        "config = super().get_config()\nconfig.pop('dtype', None)\ndel config['name']\n"
        "if self.rate:\n    config.pop('trainable')\nreturn config",
    )
    assert {key.key: key.conditional for key in found.removed} == {
        "dtype": False,
        "name": False,
        "trainable": True,
    }
    assert found.complete


def test_a_break_leaves_later_names_unwritten(tmp_path: Path) -> None:
    """A loop over literal names that may break does not surely write what comes after the break."""
    found = config_of(
        tmp_path,
        "config = super().get_config()\nfor name in ('units', 'rate'):\n    if self.rate:\n        break\n"
        "    config[name] = getattr(self, name)\nreturn config",
    )
    assert {entry.key: entry.conditional for entry in found.entries} == {"units": True, "rate": True}


def test_serialized_values_name_the_function(tmp_path: Path) -> None:
    """Calls carry canonical names, whatever Keras was imported as; comprehensions say what they iterate over."""
    found = config_of(
        tmp_path,
        """
        import tensorflow as tf
        from tensorflow.keras import initializers as inits
        return {
            "a": tf.keras.activations.serialize(self.a),
            "i": inits.serialize(self.i),
            "l": [keras.utils.serialize_keras_object(x) for x in self.ls],
            "u": unheard(self.u),
        }
        """,
    )
    values = {entry.key: entry.value for entry in found.entries}
    assert values["a"] == Call("keras.activations.serialize", (SelfAttribute("a"),))
    assert values["i"] == Call("keras.initializers.serialize", (SelfAttribute("i"),))
    ls = SelfAttribute("ls")
    assert values["l"] == Comprehension(
        "list", Call("keras.saving.serialize_keras_object", (ElementOf(ls),)), ls
    )
    assert values["u"] == Call(None, (SelfAttribute("u"),))
    assert found.super_call is Answer.NO


def test_reads_are_guarded_where_absence_is_provided_for(tmp_path: Path) -> None:
    """getattr with a default, try and branches do not surely need the attribute."""
    found = config_of(
        tmp_path,
        "config = {'a': self.a, 'b': getattr(self, 'b', None)}\ntry:\n    config['c'] = self.c\n"
        "except AttributeError:\n    pass\nif self.d:\n    config['e'] = self.e\nreturn config",
    )
    assert {read.name: read.guarded for read in found.reads} == {
        "a": False, "b": True, "c": True, "d": False, "e": True,
    }  # fmt: skip


def test_places_point_at_the_text(tmp_path: Path) -> None:
    """Spans count characters, also behind characters of several bytes."""
    cls = classes_of(
        tmp_path,
        """
        class A(Layer):
            def get_config(self):
                return {"größe": "ü", **super().get_config(), "units": self.units}
        """,
    )["A"]
    assert cls.get_config is not None
    entry = cls.get_config.entry("units")
    assert entry is not None
    text = cls.source.text
    assert text[entry.span.start : entry.span.end] == '"units": self.units'
    assert text[entry.value_span.start : entry.value_span.end] == "self.units"
    assert text.splitlines()[entry.span.line - 1][entry.span.column - 1 :].startswith('"units"')
    assert cls.get_config.literal is not None
    assert text[cls.get_config.literal.start : cls.get_config.literal.end].startswith('{"größe"')


def test_a_decorated_get_config_is_unknown(tmp_path: Path) -> None:
    """A decorator that is not known may return anything; override and abstractmethod do not."""
    found = classes_of(
        tmp_path,
        """
        import typing
        from somewhere import wrap
        class A(Layer):
            @wrap
            def get_config(self):
                pass
        class B(Layer):
            @typing.override
            def get_config(self):
                return {}
        """,
    )
    a, b = found["A"].get_config, found["B"].get_config
    assert a is not None
    assert b is not None
    assert (a.complete, a.returns, b.complete) == (False, Returns.UNKNOWN, True)


def test_unknown_is_not_a_value(tmp_path: Path) -> None:
    """A local that a loop changes is unknown, not what it was before."""
    found = config_of(tmp_path, "n = self.units\nfor x in self.xs:\n    n = n + x\nreturn {'n': n}")
    entry = found.entry("n")
    assert entry is not None
    assert isinstance(entry.value, Unknown) or not is_known(entry.value)


def test_a_kept_dict_is_known_by_its_keys_and_not_in_a_child_that_fills_it(tmp_path: Path) -> None:
    """What the constructor writes out and keeps is told key by key; a child that fills it makes the config open."""
    found = classes_of(
        tmp_path,
        "from keras.layers import Layer\n"
        "class A(Layer):\n"
        "    def __init__(self, units, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.kept = {'units': units}\n"
        "    def get_config(self):\n"
        "        return {**super().get_config(), **self.kept}\n"
        "class B(A):\n"
        "    def __init__(self, units, **kwargs):\n"
        "        super().__init__(units, **kwargs)\n"
        "        self.kept['rate'] = 1\n",
    )
    config = found["A"].get_config
    assert config is not None
    assert (config.complete, [entry.key for entry in config.entries]) == (True, ["units"])
    assert effective_config(found["A"]).complete
    assert not effective_config(found["B"]).complete
