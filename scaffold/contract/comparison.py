"""The contract of an earlier release beside the classes of today: what every check looks at."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.contract.extract import CurrentClass, current_classes
from scaffold.contract.promise import ClassPromise, Contract, saved_name
from scaffold.errors import nearest
from scaffold.finding import Finding
from scaffold.rule import Rule
from scaffold.source.located import Span
from scaffold.source.project import Project
from scaffold.source.record import Record


class Pair(Record):
    """A class as it was promised, and the class of today that receives its old configs.

    Args:
        qualified_name: Its name in the contract.
        old: What was promised.
        new: The class of today.
    """

    qualified_name: str
    old: ClassPromise
    new: CurrentClass


class Comparison(Record):
    """Everything that a check may know.

    Args:
        contract: What was promised.
        lock_path: The lock file, as the user wrote it.
        lock_lines: Its lines.
        current: The classes of today, by qualified name.
        pairs: Classes of the contract that are still there, under whatever name.
        missing: Classes of the contract that are not, by qualified name.
        texts: The text of every source file of today.
    """

    contract: Contract
    lock_path: str
    lock_lines: tuple[str, ...]
    current: Mapping[str, CurrentClass]
    pairs: tuple[Pair, ...]
    missing: Mapping[str, ClassPromise]
    texts: tuple[str, ...]

    def mentions(self, text: str) -> bool:
        """Whether any source file holds this text: an old name may live on in a way that is not modelled."""
        return any(text in source for source in self.texts)

    def has_custom_object(self, class_name: str) -> bool:
        """Whether a source file that speaks of custom objects holds this name as a text."""
        quoted = (f'"{class_name}"', f"'{class_name}'")
        return any("custom_objects" in source and any(q in source for q in quoted) for source in self.texts)


def compare(contract: Contract, lock_path: str, lock_text: str, project: Project) -> Comparison:
    """Find the class of today for each class of the contract.

    A class is the same if it is registered under the name that old models carry, wherever it is and whatever
    it is called now; failing that, if it has the same qualified name, or is the
    only new one of its name.

    Args:
        contract: What was promised.
        lock_path: The lock file.
        lock_text: Its text.
        project: The sources of today.

    Returns:
        The comparison.
    """
    current = current_classes(project)
    by_registered = {key: found for found in current.values() for key in found.promise.registered or ()}
    new = [found for name, found in current.items() if name not in contract.classes]
    by_name = {found.cls.name: found for found in new}
    for name in {found.cls.name for found in new if found is not by_name[found.cls.name]}:
        del by_name[name]
    pairs, missing = [], {}
    for name, old in contract.classes.items():
        saved = saved_name(name, old) if old.registered else None
        found = by_registered.get(saved) if saved else None
        found = found or current.get(name) or by_name.get(name.rpartition(".")[2])
        if found is None:
            missing[name] = old
        else:
            pairs.append(Pair(name, old, found))
    return Comparison(
        contract=contract,
        lock_path=lock_path,
        lock_lines=tuple(lock_text.splitlines()),
        current=current,
        pairs=tuple(pairs),
        missing=missing,
        texts=tuple(file.text for file in project.files),
    )


def at_class(
    rule: Rule, pair: Pair, message: str, remedy: str, *, argument: str = "", now: str | None = None
) -> Finding:
    """Build the finding about a class that is still there, at the argument if it has a place of its own.

    Args:
        rule: The check that speaks.
        pair: The class then and now.
        message: What was expected and what was found.
        remedy: What to do about it.
        argument: The argument or key that it is about; empty where it is about the class.
        now: What the argument is called now; the same where it is left out.
    """
    cls, place = pair.new.cls, _place(pair.new, argument if now is None else now)
    return _finding(rule, cls.source.path, place, message, remedy, cls.name).but(argument=argument)


def _place(current: CurrentClass, argument: str) -> Span:
    constructor = current.cls.constructor
    declared = constructor.parameter(argument) if constructor and argument else None
    return declared.span if declared else current.cls.name_span


def at_lock(rule: Rule, comparison: Comparison, qualified_name: str, message: str, remedy: str) -> Finding:
    """Build the finding about a class that is gone, at its line in the lock file."""
    quoted = f'"{qualified_name}": {{'
    lines = enumerate(comparison.lock_lines, start=1)
    line, text = next(((number, text) for number, text in lines if text.strip() == quoted), (0, ""))
    column = text.find(quoted) + 1 if line else 0
    span = Span(0, 0, line, column, line, column + len(quoted) - 3 if line else 0)
    class_name = qualified_name.rpartition(".")[2]
    return _finding(rule, comparison.lock_path, span, message, remedy, class_name)


def _finding(rule: Rule, path: str, span: Span, message: str, remedy: str, class_name: str) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=message,
        remedy=remedy,
        path=path,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        class_name=class_name,
    )


def refused_keys(pair: Pair) -> dict[str, str | None]:
    """Return the keys that old configs carry and the class of today takes no more, where that is certain.

    Args:
        pair: A class then and now.

    Returns:
        Each key -> the new argument it was probably renamed to, or None.
    """
    new = pair.new
    if not new.accepted_known or not new.from_config_known:
        return {}
    added = [name for name in new.promise.arguments if name not in pair.old.arguments]
    keys = [key for key in pair.old.config if key not in new.accepted and key not in new.handled]
    if len(keys) == len(added) == 1:
        return {keys[0]: added[0]}
    return {key: nearest(key, added) for key in keys}
