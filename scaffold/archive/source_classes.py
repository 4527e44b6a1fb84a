"""What the archive checks need to know of the classes in the user's sources, taken from their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffold.source.facts import ClassInfo, EffectiveParameters

# "GatedUnit" and "GatedUnitLayer" are alike, "MyDense" and "MyConv" are not.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClass:
    """One class of the sources, as far as loading a saved model is concerned.

    Args:
        name: Its name.
        module: The module it is in.
        place: File and line, as the user wrote the file.
        key: What it is registered under; empty where it is not; None where that cannot be told.
        accepted: Arguments of its constructor; None where there may be others or any are taken.
        required: Arguments that have no default.
        untouched: Whether ``from_config`` hands the config to the constructor as it is.
        removed: Keys that its ``from_config`` takes out or looks at.
        supplied: Keys that its ``from_config`` passes by itself.
        understood: Whether its ``from_config`` is fully understood.
        defaults: Arguments that go unnoticed where a saved config lacks them, with their defaults as text.
        importable: Whether its module has it under its name: no function or class is around it.
    """

    name: str
    module: str
    place: str
    key: str | None = None
    accepted: frozenset[str] | None = None
    required: frozenset[str] = frozenset()
    untouched: bool = False
    removed: frozenset[str] = frozenset()
    supplied: frozenset[str] = frozenset()
    understood: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    importable: bool = True


@dataclass(frozen=True, slots=True)
class SourceClasses:
    """The classes of the sources, found by registered name or by class name."""

    classes: tuple[SourceClass, ...]

    def find(self, class_name: str, module: str | None, key: str | None) -> SourceClass | None:
        """Return the class that a config means, or None where there is none or more than one."""
        by_key = [known for known in self.classes if key and ">" in key and known.key == key]
        by_name = [known for known in self.classes if known.name == class_name]
        in_module = [known for known in by_name if module and _same_module(known.module, module)]
        for found in (by_key, in_module, by_name):
            if len(found) == 1:
                return found[0]
        return None

    def has(self, class_name: str) -> bool:
        """Whether any class is of that name."""
        return any(known.name == class_name for known in self.classes)

    def covers(self, module: str | None) -> bool:
        """Whether classes of that module would be among the sources: its package is, or it has none."""
        if module is None:
            return True
        return any(_package(known.module) == _package(module) for known in self.classes)

    def nearest(self, class_name: str) -> SourceClass | None:
        """Return the class whose name is so alike that it is probably the same class, renamed."""
        ratios = [(SequenceMatcher(None, class_name, known.name).ratio(), known) for known in self.classes]
        ratio, best = max(ratios, key=lambda item: item[0], default=(0.0, None))
        return best if ratio >= _ALIKE else None


def _package(module: str) -> str:
    return module.split(".")[0]


def _same_module(known: str, saved: str) -> bool:
    """Whether two names can mean one module: a file outside its package has a shorter one."""
    return known == saved or known.endswith(f".{saved}") or saved.endswith(f".{known}")


def source_classes(classes: Iterable[ClassInfo]) -> SourceClasses:
    """Take what the archive checks need out of the facts of classes.

    Args:
        classes: The classes of a project, as ``scaffold.source.project.analyze`` returns them.
    """
    return SourceClasses(tuple(_source_class(cls) for cls in classes))


def _source_class(cls: ClassInfo) -> SourceClass:
    from scaffold.archive.source_defaults import silent_defaults
    from scaffold.source.facts import KerasClass
    from scaffold.source.inheritance import effective_parameters

    parameters = effective_parameters(cls)
    closed = parameters.complete and not parameters.accepts_any
    owner = next(
        (
            ancestor
            for ancestor in (cls, *cls.ancestors)
            if (ancestor.overrides_from_config if isinstance(ancestor, KerasClass) else ancestor.from_config)
        ),
        None,
    )
    facts = None if owner is None or isinstance(owner, KerasClass) else owner.from_config
    return SourceClass(
        name=cls.name,
        module=cls.source.module,
        place=f"{cls.source.path}:{cls.name_span.line}",
        key=_key(cls),
        accepted=frozenset(parameters.parameters) if closed else None,
        required=_required(cls, parameters),
        untouched=owner is None and cls.ancestry_known,
        removed=facts.removed | facts.read_keys if facts else frozenset(),
        supplied=frozenset(facts.supplied) if facts else frozenset(),
        understood=cls.ancestry_known and (owner is None or (facts is not None and facts.complete)),
        defaults=silent_defaults(cls),
        importable=not cls.in_function and cls.qualified_name == f"{cls.source.module}.{cls.name}",
    )


def _required(cls: ClassInfo, parameters: EffectiveParameters) -> frozenset[str]:
    """Return the arguments without default; a parent's only where all that the child passes on is known."""
    constructed = next(
        (ancestor for ancestor in (cls, *cls.ancestors) if getattr(ancestor, "constructor", None)), cls
    )
    return frozenset(
        name
        for name, parameter in parameters.parameters.items()
        if not parameter.has_default and (parameters.complete or parameter.origin is constructed)
    )


def _key(cls: ClassInfo) -> str | None:
    """Return what a class is registered under; empty where it is not; None where that cannot be told."""
    registration = cls.registration
    if registration is None:
        return "" if cls.registration_known else None
    package = "Custom" if registration.package is None else registration.package
    name = cls.name if registration.name is None else registration.name
    if registration.form != "call" or not isinstance(package, str) or not isinstance(name, str):
        return None
    return f"{package}>{name}"
