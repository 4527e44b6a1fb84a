"""The proof that a change is the one that was asked for: facts of the class and the linter, before and after."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable

from scaffold.errors import ScaffoldError
from scaffold.evolve.target import Target, find_target, path_of
from scaffold.lint.run import LintResult, lint
from scaffold.source.inheritance import effective_config
from scaffold.source.values import Mapping, SelfAttribute, Value, parameters_in, walk


class Unproven(Exception):
    """The changed text is not what it was meant to be; the text says why."""


def changed_target(target: Target, text: str) -> Target:
    """Return the class as it is in the changed text."""
    try:
        return find_target(target.path, path_of(target.cls), text)
    except ScaffoldError as error:
        raise Unproven(f"the change would give a file that cannot be read: {error.problem}") from error


def prove_added(before: Target, after: Target, name: str, deserialized: bool) -> None:
    """Prove that an argument reaches attribute and config, and that nothing else has changed.

    Args:
        before: The class as it was.
        after: The class as it would be.
        name: The new argument.
        deserialized: Whether ``from_config`` has to make an object of it.

    Raises:
        Unproven: Something else would happen.
    """
    constructor = after.cls.constructor
    parameter = constructor.parameter(name) if constructor is not None else None
    if constructor is None or parameter is None or not parameter.has_default:
        raise Unproven(f"__init__ would not take '{name}'")
    kept = after.cls.attributes.get(name, ())
    code = after.text[kept[0].span.start : kept[0].span.end] if kept else ""
    if len(kept) != 1 or kept[0].method != "__init__" or not _is_made_from(kept[0].value, code, name):
        raise Unproven(f"self.{name} would not certainly hold the argument")
    if kept[0].conditional:
        raise Unproven(f"there are ways through __init__ that would not set self.{name}")
    _prove_config(after, name)
    own = after.cls.from_config
    if deserialized and (own is None or name not in own.deserialized) and not _restores_items(after, name):
        raise Unproven(f"from_config would not make an object of '{name}'")
    old = [known.name for known in before.cls.constructor.parameters] if before.cls.constructor else []
    new = [known.name for known in constructor.parameters if known.name != name]
    if old != new:
        raise Unproven("the other arguments of __init__ would change")


def _is_made_from(value: Value, code: str, name: str) -> bool:
    return name in parameters_in(value) or _copies(value, code, name)


def _copies(value: Value, code: str, name: str) -> bool:
    """Tell whether a dict is made from what a name holds: the facts of a copy do not say of what, its code does."""
    return any(isinstance(part, Mapping) and part.open for part in walk(value)) and any(
        name in (getattr(node, "id", ""), getattr(node, "attr", "")) for node in ast.walk(ast.parse(code))
    )


def _restores_items(target: Target, name: str) -> bool:
    """Tell whether ``from_config`` makes objects of what a dict in the config holds, which the facts do not say."""
    function = target.method("from_config")
    return function is not None and any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.DictComp)
        and isinstance(node.targets[0], ast.Subscript)
        and ast.unparse(node.targets[0].slice) == repr(name)
        and "deserialize_keras_object(" in ast.unparse(node.value)
        for node in ast.walk(function)
    )


def _prove_config(after: Target, name: str) -> None:
    own = after.cls.get_config
    entry = own.entry(name) if own is not None else None
    if entry is None or entry.conditional:
        raise Unproven(f"get_config would not certainly give '{name}'")
    code = f"({after.text[entry.value_span.start : entry.value_span.end]})"
    if SelfAttribute(name) not in walk(entry.value) and not _copies(entry.value, code, name):
        raise Unproven(f"get_config would not give '{name}' from self.{name}")
    given = effective_config(after.cls).entries.get(name)
    if given is None or given.conditional or given.origin is not after.cls:
        raise Unproven(f"the config would not certainly hold '{name}'")


def prove_renamed(before: Target, after: Target, old: str, new: str) -> None:
    """Prove that the class is what it was under another name, and takes configs with the old one.

    Raises:
        Unproven: Something else would happen.
    """

    def renamed(names: Iterable[str]) -> list[str]:
        return [new if name == old else name for name in names]

    was, now = before.cls.constructor, after.cls.constructor
    assert was is not None
    if now is None or renamed(p.name for p in was.parameters) != [p.name for p in now.parameters]:
        raise Unproven("the other arguments of __init__ would change")
    old_keys, new_keys = (effective_config(target.cls).entries.keys() for target in (before, after))
    if set(renamed(old_keys)) != set(new_keys) and before.cls.get_config is not None:
        raise Unproven("the other keys of the config would change")
    if before.cls.get_config is not None and new not in new_keys:
        raise Unproven(f"get_config would not give '{new}'")
    own = after.cls.from_config
    if own is None or not own.complete or old not in own.removed or new not in own.supplied:
        raise Unproven(f"from_config would not take '{old}' for '{new}'")
    if any(change.how != "nested" for change in own.mutations):
        raise Unproven("from_config would change the config of its caller")
    kept, keeps = ({*target.cls.attributes} for target in (before, after))
    if set(renamed(kept)) != keeps and kept != keeps:
        raise Unproven("the other attributes would change")


def prove_nothing_else_changed(
    before: Target,
    after: Target,
    imports: Iterable[str] = (),
    calls_of: str = "",
    classes: Collection[str] = (),
) -> None:
    """Prove that outside of the class nothing but imports has changed, and calls of the class where it is named.

    Args:
        before: The class as it was.
        after: The class as it would be.
        imports: The imports that are new.
        calls_of: The class whose calls may have other keywords.
        classes: The classes that are new.

    Raises:
        Unproven: Something else would change.
    """
    if calls_of and _without_calls(before, calls_of) == _without_calls(after, calls_of):
        return
    added = {ast.unparse(ast.parse(statement).body[0]) for statement in imports}
    old, new = _others(before), _others(after, classes)
    missing, extra = old - new, new - old
    if not missing and not (set(extra) - added):
        return
    # A name merged into an import that was there changes that statement.
    if all(text.startswith(("from ", "import ")) for text in (*missing, *extra)) and added:
        return
    raise Unproven("something outside of the class would change")


def _others(target: Target, without: Collection[str] = ()) -> Counter[str]:
    node = target.node
    tree = target.module.tree
    if node in tree.body:
        return Counter(
            ast.dump(other) if not isinstance(other, ast.Import | ast.ImportFrom) else ast.unparse(other)
            for other in tree.body
            if other is not node and not (isinstance(other, ast.ClassDef) and other.name in without)
        )
    return Counter()


def _without_calls(target: Target, name: str) -> list[str]:
    """Return everything outside of the class, with the keywords of its calls left out."""
    tree = ast.parse(target.text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            node.keywords = []
        if isinstance(node, ast.ClassDef) and node.name == name:
            node.body, node.decorator_list = [], []
    return [ast.dump(node) for node in tree.body]


def new_findings(before: LintResult, after: LintResult) -> list[str]:
    """Return the findings that were not there before, by code and class."""
    old, new = (
        Counter((finding.code, finding.class_name, finding.path) for finding in look.findings)
        for look in (before, after)
    )
    extra = new - old
    return [
        f"{finding.code} {finding.message}"
        for finding in after.findings
        if extra[finding.code, finding.class_name, finding.path]
    ]


def prove_by_lint(path: str, text: str) -> None:
    """Prove that no rule finds more in the changed text than in the file.

    Raises:
        Unproven: A rule does.
    """
    found = new_findings(lint([path]), lint([path], {path: text}))
    if found:
        raise Unproven(f"the linter would find what it did not find before: {found[0]}")
