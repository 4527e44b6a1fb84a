"""Facts of classes -> what they promise to saved models, and how they receive old ones."""

from __future__ import annotations

import ast

from scaffold.contract.promise import UNKNOWN_DEFAULT, ArgumentPromise, ClassPromise
from scaffold.source.facts import ClassInfo, EffectiveParameter
from scaffold.source.inheritance import effective_config, effective_parameters, line_of
from scaffold.source.project import Project
from scaffold.source.record import Record
from scaffold.source.values import Constant, Sequence, Unknown, Value

_REGISTER = "keras.saving.register_keras_serializable"
# Roles of classes that a model names by itself; others only if they are registered.
_ALWAYS_SAVED = frozenset(("layer", "model"))


class CurrentClass(Record):
    """A class as it is now.

    Args:
        cls: Its facts.
        promise: What it promises.
        accepted: Arguments of its constructor that a config may carry, those of Keras included.
        accepted_known: Whether there are no others.
        handled: Keys that its ``from_config`` takes away, or supplies.
        from_config_known: Whether there is nothing else that its ``from_config`` does to the config.
    """

    cls: ClassInfo
    promise: ClassPromise
    accepted: frozenset[str]
    accepted_known: bool
    handled: frozenset[str]
    from_config_known: bool


def current_classes(project: Project) -> dict[str, CurrentClass]:
    """Return every class that a saved model may name, by qualified name.

    Args:
        project: The analysed sources.

    Returns:
        Layers, models and registered classes. Classes inside functions are left out: nobody can import them.
    """
    return {cls.qualified_name: _current(cls) for cls in project.classes if _is_saved(cls)}


def _is_saved(cls: ClassInfo) -> bool:
    return not cls.in_function and (cls.role in _ALWAYS_SAVED or cls.registration is not None)


def _current(cls: ClassInfo) -> CurrentClass:
    parameters, config = effective_parameters(cls), effective_config(cls)
    own = [owner.from_config for owner in line_of(cls) if isinstance(owner, ClassInfo) and owner.from_config]
    handled = frozenset(key for method in own for key in (*method.removed, *method.supplied))
    accepted = frozenset(parameters.parameters)
    accepted_known = parameters.complete and not parameters.accepts_any
    from_config_known = all(method.complete for method in own)
    refuses = accepted_known and from_config_known
    return CurrentClass(
        cls=cls,
        promise=ClassPromise(
            role=cls.role or "object",
            registered=_registered_names(cls),
            arguments={
                name: _argument(found)
                for name, found in sorted(parameters.parameters.items())
                # What every layer may be given is no promise of this package.
                if isinstance(found.origin, ClassInfo) or not found.has_default
            },
            # A key that the class refuses already was never promised.
            config=tuple(key for key in sorted(config.entries) if not refuses or key in accepted | handled),
            config_complete=config.complete,
        ),
        accepted=accepted,
        accepted_known=accepted_known,
        handled=handled,
        from_config_known=from_config_known,
    )


def _argument(parameter: EffectiveParameter) -> ArgumentPromise:
    if not parameter.has_default:
        return ArgumentPromise(True)
    default = None if parameter.default is None else _literal(parameter.default)
    return ArgumentPromise(False, UNKNOWN_DEFAULT if default is None else default)


def _literal(value: Value) -> str | None:
    """Write a value as the literal it is; None where it is none."""
    match value:
        case Constant():
            return repr(value.value)
        case Sequence(kind=("tuple" | "list") as kind, items=items):
            written = [_literal(item) for item in items]
            if any(item is None for item in written):
                return None
            text = ", ".join(item for item in written if item is not None)
            if kind == "list":
                return f"[{text}]"
            return f"({text},)" if len(written) == 1 else f"({text})"
    return None


def _registered_names(cls: ClassInfo) -> tuple[str, ...] | None:
    """Return all names a class is registered under, outermost decorator first: that is the one saved."""
    if cls.registration is None:
        return () if cls.registration_known else None
    first = _key(cls.name, cls.registration.package, cls.registration.name)
    if first is None:
        return None
    others = (
        _decorator_key(cls, cls.source.text[decorator.span.start : decorator.span.end])
        for decorator in cls.decorators
        if decorator.name == _REGISTER and decorator.called and decorator.span != cls.registration.span
    )
    return (first, *(other for other in others if other is not None))


def _key(class_name: str, package: str | Unknown | None, name: str | Unknown | None) -> str | None:
    if isinstance(package, Unknown) or isinstance(name, Unknown):
        return None
    return f"{package or 'Custom'}>{name or class_name}"


def _decorator_key(cls: ClassInfo, text: str) -> str | None:
    """Read the registered name out of a further decorator; None where it is not written in plain text."""
    call = ast.parse(text, mode="eval").body
    if not isinstance(call, ast.Call):
        return None
    given = dict(zip(("package", "name"), call.args, strict=False))
    given.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
    plain = {key: value.value for key, value in given.items() if isinstance(value, ast.Constant)}
    if plain.keys() != given.keys():
        return None
    package, name = plain.get("package"), plain.get("name")
    return _key(cls.name, None if package is None else str(package), None if name is None else str(name))
