"""KS101: a constructor argument that the config forgets."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.errors import nearest
from scaffold.finding import Finding, Severity
from scaffold.lint.forgotten import Forgotten, forgotten_of_constructor, is_made_by_name
from scaffold.lint.found import found
from scaffold.lint.repair.write_down import write_down
from scaffold.rule import Rule
from scaffold.source.facts import ClassInfo
from scaffold.source.project import Project

RULE = Rule(
    code="KS101",
    name="argument-not-in-config",
    severity=Severity.ERROR,
    summary="A constructor argument does not reach the config.",
    why="""A layer is rebuilt from its config alone: by load_model, clone_model, copy.deepcopy and pickle. An argument
        that get_config forgets falls back to its default, with no error and no warning, or makes the rebuild fail
        where it has no default. Comparing config with config cannot see it, because the argument is missing on both
        sides. Keras's automatic config does not help: it is switched off as soon as the class or a parent overrides
        get_config, so a subclass of Dense with a new argument loses it too.
        See https://github.com/keras-team/keras/issues/23657 and https://github.com/keras-team/keras/pull/23014.""",
    remedy='Store the argument in the constructor and add it in get_config: config.update({"rate": self.rate}).',
    bad="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config
""",
    good="""
import keras


@keras.saving.register_keras_serializable(package="my_package")
class Scale(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, inputs):
        return inputs * self.rate

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "rate": self.rate})
        return config
""",
)


def check(cls: ClassInfo, project: Project) -> Iterator[Finding]:
    """Speak about each argument of the class's own constructor that its config, or that of an heir, certainly lacks."""
    missing = forgotten_of_constructor(cls, project)
    if not missing:
        return
    by_name = is_made_by_name(cls)
    written = write_down(cls, [argument.parameter for argument in missing if not by_name], project)
    fix = written.fix(cls)
    for argument in missing:
        name = argument.parameter.name
        yield found(
            RULE,
            cls,
            argument.parameter.span,
            _message(cls, argument),
            argument=name,
            remedy=_remedy(cls, name, written.expressions.get(name), is_kept=name not in written.stored),
            fix=fix if name in written.expressions else None,
        )


def _message(cls: ClassInfo, argument: Forgotten) -> str:
    name = argument.parameter.name
    if argument.parameter.has_default:
        consequence = f"a rebuilt {cls.role} silently falls back to its default"
    else:
        consequence = "it has no default, so rebuilding fails"
    if cls.get_config is None:
        maker = f"the get_config that '{cls.name}' inherits from '{argument.config_from}' knows nothing of it"
    else:
        maker = f"get_config gives {_keys(argument.keys)}"
    guess = nearest(name, argument.strangers)
    typo = f"; is the config's {guess!r} meant?" if guess else ""
    return f"argument '{name}' of '{cls.name}' is not in its config: {maker}; {consequence}{typo}"


def _keys(keys: tuple[str, ...]) -> str:
    shown = ", ".join(f"'{key}'" for key in keys[:6])
    return f"{shown}, ..." if len(keys) > 6 else shown or "no key of its own"


def _remedy(cls: ClassInfo, name: str, expression: str | None, *, is_kept: bool) -> str:
    if is_made_by_name(cls):
        return (
            'Sequential.from_config makes it by its name alone. Let get_config return {"name": self.name} and the '
            "arguments, and from_config cls(**config)."
        )
    where = "the dict that get_config returns"
    if cls.get_config is None:
        where = "the config, in a get_config that extends super().get_config()"
    if expression is not None:
        store = "Add" if is_kept else "Store the argument in the constructor, and add"
        return f'{store} "{name}": {expression} to {where}.'
    return f'Keep the argument as it was passed (self.{name} = {name}) and add "{name}" to {where}.'
