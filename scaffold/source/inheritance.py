"""Facts of a class and its ancestors -> what an object of the class really takes, gives and holds."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.source.facts import (
    ClassInfo,
    EffectiveConfig,
    EffectiveEntry,
    EffectiveParameter,
    EffectiveParameters,
    KerasClass,
)
from scaffold.source.located import Answer
from scaffold.source.method_facts import (
    ConfigEntry,
    Constructor,
    ConstructorParameter,
    GetConfig,
    Returns,
    SuperInit,
)
from scaffold.source.once import once
from scaffold.source.overrides import config_for_heir
from scaffold.source.values import Value

Ancestor = ClassInfo | KerasClass

_MODEL = "keras.models.Model"


def line_of(cls: ClassInfo) -> tuple[Ancestor, ...]:
    """Return the class and its ancestors in method resolution order."""
    return (cls, *cls.ancestors)


@once
def effective_parameters(cls: ClassInfo) -> EffectiveParameters:
    """Return all arguments that the class can be constructed with by keyword.

    What ``**kwargs`` passes on to a parent is followed; what a child passes to its parent itself is not
    accepted any more, since Python complains about multiple values.

    Example:
        >>> sorted(effective_parameters(cls).parameters)  # class Scaled(Dense) with __init__(self, scale,
        **kwargs) ['activation', ..., 'name', 'scale', ..., 'units', 'use_bias']
    """
    collected = _Parameters(cls)
    collected.follow(0, frozenset())
    return EffectiveParameters(collected.found, collected.complete, collected.accepts_any)


def given_to_parent(cls: ClassInfo, call: SuperInit) -> frozenset[str]:
    """Return the parent's arguments that a call in the class's own constructor passes by itself.

    Passed on in ``**kwargs`` as well, each of them makes Python complain about multiple values.
    """
    return _Parameters(cls).given(0, call)


def given_values(cls: ClassInfo, call: SuperInit) -> dict[str, Value]:
    """Return what a call in the class's own constructor passes to its parent, by the parent's names for it.

    Example:
        >>> given_values(cls, call)  # super().__init__(units * 2, name=name, **kwargs) in a subclass of Dense
        {'units': Derived(...), 'name': Parameter(name='name')}
    """
    by_position = _Parameters(cls).order(0, call)
    return {**dict(zip(by_position, call.args, strict=False)), **dict(call.keywords)}


def config_behind(cls: ClassInfo) -> EffectiveConfig:
    """Return the config that ``super().get_config()`` gives in the class's own ``get_config``."""
    return _Config(cls).from_place(1, overridden=True)


def accepted_through_kwargs(cls: ClassInfo) -> EffectiveParameters:
    """Return what a ``**kwargs`` of the class's constructor, passed on in all its calls, would let through."""
    collected = _Parameters(cls)
    for call in cls.constructor.super_inits if cls.constructor is not None else ():
        collected.follow_call(0, call, frozenset())
    return EffectiveParameters(collected.found, collected.complete, collected.accepts_any)


class _Parameters:
    """Arguments being collected along the method resolution order."""

    def __init__(self, cls: ClassInfo) -> None:
        self._cls = cls
        self._line = line_of(cls)
        self.found: dict[str, EffectiveParameter] = {}
        self.complete = True
        self.accepts_any = False

    def follow(self, index: int, taken: frozenset[str]) -> None:
        """Collect what the constructor at a place of the line takes; ``taken`` cannot be passed through to it."""
        at = self._owner(index)
        if at is None:
            # Nothing but object is left, or an ancestor that is not known.
            self.complete = self.complete and self._cls.ancestry_known
            return
        owner = self._line[at]
        if at > 0 and not self._cls.ancestry_known:
            self.complete = False
        if isinstance(owner, KerasClass):
            for known in _parameters_of_keras(owner):
                if known.name not in taken:
                    self.found.setdefault(known.name, known)
            self.complete = self.complete and owner.parameters_known
            self.accepts_any = self.accepts_any or owner.accepts_any
            return
        constructor = owner.constructor
        if constructor is None:
            self.complete = False
            return
        for own in constructor.parameters:
            if own.by_keyword and own.kind != "peeked":
                self._add(own, owner, taken)
        self.complete = self.complete and not constructor.decorated and "__init__" not in owner.attributes
        self._pass_on(
            at, constructor, taken | {own.name for own in constructor.parameters if own.kind != "peeked"}
        )
        for own in constructor.parameters:
            if own.kind == "peeked" and own.name not in self.found:
                self._add(own, owner, taken)

    def _owner(self, index: int) -> int | None:
        for place in range(index, len(self._line)):
            owner = self._line[place]
            if isinstance(owner, KerasClass):
                return place
            if owner.constructor is not None or owner.generated_constructor or "__init__" in owner.attributes:
                return place
        return None

    def _add(self, own: ConstructorParameter, owner: ClassInfo, taken: frozenset[str]) -> None:
        if own.name not in taken and own.name not in self.found:
            self.found[own.name] = EffectiveParameter(own.name, own.has_default, own.default, owner, own)

    def _pass_on(self, at: int, constructor: Constructor, taken: frozenset[str]) -> None:
        if constructor.var_keyword is None:
            return
        forwarding = [call for call in constructor.super_inits if call.forwards_var_keyword is not Answer.NO]
        if not forwarding:
            if constructor.var_keyword_used or constructor.super_call is Answer.UNKNOWN:
                self.complete = False
            else:
                self.accepts_any = True
            return
        self.complete = self.complete and not constructor.var_keyword_used
        for call in forwarding:
            if call.forwards_var_keyword is Answer.UNKNOWN:
                self.complete = False
            self.follow_call(at, call, taken)

    def follow_call(self, at: int, call: SuperInit, taken: frozenset[str]) -> None:
        """Collect what the parent takes that the constructor at a place of the line calls."""
        index = self._parent(at, call)
        if index is None or call.open:
            self.complete = False
        if index is not None:
            self.follow(index, taken | self.given(at, call))

    def given(self, at: int, call: SuperInit) -> frozenset[str]:
        """Return the names of the arguments that a call passes by itself."""
        index = self._parent(at, call)
        by_position = self._positional(index, len(call.args)) if index is not None else []
        return frozenset(by_position) | {name for name, _ in call.keywords}

    def order(self, at: int, call: SuperInit) -> list[str]:
        """Return the names of the arguments that a call passes by position."""
        index = self._parent(at, call)
        return self._positional(index, len(call.args)) if index is not None else []

    def _parent(self, at: int, call: SuperInit) -> int | None:
        if call.parent is None:
            return at + 1
        named = _place_of(self._line, call.parent)
        return named + call.behind_parent if named is not None else None

    def _positional(self, index: int, count: int) -> list[str]:
        at = self._owner(index)
        if count == 0 or at is None:
            return []
        owner = self._line[at]
        if isinstance(owner, KerasClass):
            return [parameter.name for parameter in owner.parameters[:count]]
        if owner.constructor is None:
            self.complete = False
            return []
        order = [own.name for own in owner.constructor.parameters if own.kind.startswith("positional")]
        return order[:count]


@once
def _parameters_of_keras(owner: KerasClass) -> tuple[EffectiveParameter, ...]:
    """Return the arguments of a class of Keras, from which hundreds of classes may derive."""
    return tuple(EffectiveParameter(p.name, p.has_default, p.default, owner, None) for p in owner.parameters)


@once
def _entries_of_keras(owner: KerasClass) -> Mapping[str, EffectiveEntry]:
    """Return the config of a class of Keras, from which hundreds of classes may derive."""
    return {key: EffectiveEntry(key, owner, None, key in owner.optional_keys) for key in owner.config_keys}


def _place_of(line: tuple[Ancestor, ...], name: str) -> int | None:
    return next((place for place, ancestor in enumerate(line) if ancestor.qualified_name == name), None)


@once
def effective_config(cls: ClassInfo) -> EffectiveConfig:
    """Return the config that an object of the class gives, its parents' and Keras's part included.

    Keras makes the config from the constructor's own arguments as long as no class overrides ``get_config``:
    https://github.com/keras-team/keras/blob/master/keras/src/ops/operation.py
    """
    return _Config(cls).from_place(0)


class _Config:
    """A config being followed along the method resolution order."""

    def __init__(self, cls: ClassInfo) -> None:
        self._cls = cls
        self._line = line_of(cls)

    def from_place(self, index: int, *, overridden: bool = False) -> EffectiveConfig:
        """Return the config that the ``get_config`` found from a place of the line on gives.

        ``overridden`` tells whether it is a child's ``get_config`` that asks.
        """
        for place in range(index, len(self._line)):
            owner = self._line[place]
            if isinstance(owner, KerasClass):
                if owner.config_known or owner.overrides_get_config or owner.config_keys:
                    return self._of_keras(owner, automatic=not overridden and not owner.overrides_get_config)
                continue
            if "get_config" in owner.attributes:
                return self._unknown((owner,))
            if owner.get_config is not None:
                return self._of_class(place, owner, owner.get_config)
        return self._unknown(())

    def _unknown(self, chain: tuple[Ancestor, ...]) -> EffectiveConfig:
        return EffectiveConfig({}, False, Answer.UNKNOWN if not chain else Answer.NO, chain, Answer.UNKNOWN)

    def _of_keras(self, owner: KerasClass, *, automatic: bool) -> EffectiveConfig:
        entries = dict(_entries_of_keras(owner))
        known = owner.config_known and self._cls.ancestry_known
        if not automatic:
            return EffectiveConfig(entries, known, Answer.NO, (owner,), Answer.YES)
        if may_be_functional(self._cls):
            return EffectiveConfig({}, False, Answer.UNKNOWN, (owner,), Answer.YES)
        parameters = effective_parameters(self._cls)
        declarer = next(
            (a for a in line_of(self._cls) if isinstance(a, KerasClass) or a.constructor is not None),
            self._cls,
        )
        for name, parameter in parameters.parameters.items():
            if name not in entries:
                # What reaches a parent through **kwargs is in the config only where it was passed.
                entries[name] = EffectiveEntry(name, parameter.origin, None, parameter.origin is not declarer)
        if not _takes_name(declarer):
            entries.pop("name", None)
        answer = Answer.YES if self._cls.ancestry_known else Answer.UNKNOWN
        return EffectiveConfig(entries, known and parameters.complete, answer, (owner,), Answer.YES)

    def _of_class(self, place: int, owner: ClassInfo, own: GetConfig) -> EffectiveConfig:
        children = [child for child in self._line[:place] if isinstance(child, ClassInfo)]
        overridden = any(
            name in child.methods or name in child.attributes for child in children for name in own.helpers
        )
        if overridden or (not own.complete and _provide_helpers(children, own)):
            known = tuple(ancestor for ancestor in self._line if isinstance(ancestor, ClassInfo))
            in_heir = config_for_heir(owner, known)
            own, overridden = (own, overridden) if in_heir is None else (in_heir, False)
        complete = own.complete and own.returns is Returns.DICT and not overridden
        entries: dict[str, EffectiveEntry] = {}
        base, chain = Answer.NO, (owner,)
        parent = self._parent(place, owner, own)
        if parent is not None:
            removed = {key.key: key.conditional for key in own.removed}
            unsure = own.super_conditional or own.super_call is not Answer.YES
            for key, entry in parent.entries.items():
                if removed.get(key, True):
                    conditional = entry.conditional or unsure or key in removed
                    entries[key] = entry.but(conditional=conditional)
            complete = complete and parent.complete and own.super_call is Answer.YES
            base = parent.base_included if own.super_call is Answer.YES else Answer.UNKNOWN
            chain = (owner, *parent.chain)  # type: ignore[assignment]
        elif own.super_call is Answer.UNKNOWN or not own.complete:
            base = Answer.UNKNOWN
        for written in own.entries:
            _write(entries, owner, written, unsure=overridden)
        return EffectiveConfig(entries, complete, Answer.NO, chain, base)

    def _parent(self, place: int, owner: ClassInfo, own: GetConfig) -> EffectiveConfig | None:
        if own.super_call is Answer.NO:
            return None
        index: int | None = place + 1
        if own.super_target is not None:
            named = _place_of(self._line, own.super_target)
            index = named + own.behind_target if named is not None else None
        if index is None:
            return self._unknown((owner,))
        found = self.from_place(index, overridden=True)
        return found if self._cls.ancestry_known else found.but(complete=False)


def may_be_functional(cls: ClassInfo) -> bool:
    """Tell whether the class is a model that may hand inputs and outputs to its parent.

    Keras then makes it a functional model, whose config and attributes are others:
    https://github.com/keras-team/keras/blob/master/keras/src/models/functional.py
    """
    line = line_of(cls)
    if not any(ancestor.name == _MODEL for ancestor in line):
        return False
    calls = [
        call for a in line if isinstance(a, ClassInfo) and a.constructor for call in a.constructor.super_inits
    ]
    handed = {"inputs", "outputs"}
    return any(call.open or call.args or any(name in handed for name, _ in call.keywords) for call in calls)


def _provide_helpers(children: list[ClassInfo], own: GetConfig) -> bool:
    """Tell whether children have methods, or names in their class bodies, that an inherited ``get_config`` reads."""
    read = {attribute.name for attribute in own.reads}
    return any(
        not read.isdisjoint(child.methods)
        or any(
            place.method == "" for name in read & child.attributes.keys() for place in child.attributes[name]
        )
        for child in children
    )


def _write(
    entries: dict[str, EffectiveEntry], owner: ClassInfo, written: ConfigEntry, *, unsure: bool
) -> None:
    known = entries.get(written.key)
    if known is not None and written.parent_wins and not known.conditional:
        return
    conditional = (written.conditional or unsure) and (known is None or known.conditional)
    entries[written.key] = EffectiveEntry(written.key, owner, written, conditional)


def _takes_name(declarer: Ancestor) -> bool:
    """Tell whether Keras keeps ``name`` in an automatic config: only for a ``name`` or a literal ``**kwargs``."""
    if isinstance(declarer, KerasClass) or declarer.constructor is None:
        return True
    constructor = declarer.constructor
    return constructor.var_keyword == "kwargs" or any(
        parameter.name == "name" and parameter.kind not in {"popped", "peeked"}
        for parameter in constructor.parameters
    )
