"""Another name for an argument of a class that exists; configs saved under the old name keep loading."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffold.errors import ScaffoldError, nearest
from scaffold.evolve.config import from_config_edit, methods_edit, new_from_config
from scaffold.evolve.docstring import renamed_entries
from scaffold.evolve.free_names import ROOTS, check_children, check_free
from scaffold.evolve.layout import in_quotes
from scaffold.evolve.proof import (
    Unproven,
    changed_target,
    prove_by_lint,
    prove_nothing_else_changed,
    prove_renamed,
)
from scaffold.evolve.spelling import Words
from scaffold.evolve.target import Function, Target, find_target, is_decorated, own_type
from scaffold.evolve.uses import attribute_uses, is_key, keyword_uses, parameter_uses
from scaffold.evolve.wrapping import wrapped
from scaffold.finding import Edit
from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.style import style_of
from scaffold.lint.subjects import nearest_from_config
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config, effective_parameters
from scaffold.source.record import Record
from scaffold.source.values import parameters_in


class Renamed(Record):
    """What renaming an argument gives.

    Args:
        target: The class as it was.
        text: The new text of its file.
        attribute: Whether the attribute of that name was renamed too.
    """

    target: Target
    text: str
    attribute: bool


def rename_argument(path: str, name: str, old: str, new: str) -> Renamed:
    """Rename a constructor argument, the attribute of its name and its key, and keep old configs loading.

    Args:
        path: The file.
        name: The class.
        old: The argument.
        new: What it is to be called.

    Returns:
        The new text; nothing has been written.

    Raises:
        ScaffoldError: There is no such argument, the new name is taken, or the class cannot be understood well enough
            to be sure of every edit.
    """
    target = find_target(path, name)
    _check(target, old, new)
    attribute = _keeps_under_its_name(target, old)
    edits, imports = _edits(target, old, new, attribute=attribute)
    text = apply_edits(target.text, edits)
    try:
        after = wrapped(target, changed_target(target, text), new)
        text = after.text
        prove_renamed(target, after, old, new)
        prove_nothing_else_changed(target, after, imports, calls_of=target.cls.name)
        prove_by_lint(path, text)
    except Unproven as error:
        raise target.refusal(
            f"{target.cls.name} was not understood well enough: {error}",
            "Make the change by hand; `scaffold lint` checks it.",
        ) from error
    return Renamed(target, text, attribute)


def _check(target: Target, old: str, new: str) -> None:
    cls = target.cls
    constructor = cls.constructor
    parameter = constructor.parameter(old) if constructor is not None else None
    if constructor is None or parameter is None:
        raise _no_such_argument(target, old, new)
    function = target.method("__init__")
    if parameter.kind in ("popped", "peeked"):
        raise target.refusal(
            f"'{old}' is taken out of **{constructor.var_keyword}, not named in the signature",
            "Name it in the signature first.",
            function,
        )
    if (
        function is None
        or "__init__" in cls.attributes
        or (constructor.decorated and is_decorated(target, "__init__"))
    ):
        raise target.refusal(
            f"it cannot be told what __init__ of {cls.name} does", "Rename by hand.", function
        )
    check_free(target, new)
    _check_parents(target, old)
    own = cls.from_config
    inherited = nearest_from_config(cls)
    if own is not None and (not own.is_classmethod or own.argument is None or not own.complete):
        raise target.refusal(
            f"from_config of {cls.name} cannot be followed",
            "Let it pass on the whole config, **config; `scaffold lint` says what it finds.",
            target.method("from_config"),
        )
    if own is None and inherited is not None and inherited[1] is not None and not inherited[1].complete:
        raise target.refusal(f"from_config of {inherited[0].name} cannot be followed", "Rename by hand.")
    check_children(target, old)


def _no_such_argument(target: Target, old: str, new: str) -> ScaffoldError:
    cls = target.cls
    known = (
        [parameter.name for parameter in cls.constructor.parameters] if cls.constructor is not None else []
    )
    inherited = effective_parameters(cls).parameters.get(old)
    if inherited is not None and inherited.origin is not cls:
        return target.refusal(
            f"'{old}' is an argument of {inherited.origin.name}, which {cls.name} passes on",
            "Rename it there.",
        )
    if new in known and cls.from_config is not None and old in cls.from_config.read_keys:
        return target.refusal(
            f"{cls.name} has renamed '{old}' to '{new}' already", "There is nothing left to do."
        )
    guess = nearest(old, known)
    listed = f"It has {', '.join(known)}." if known else "Its constructor names none."
    return target.refusal(
        f"{cls.name} has no argument '{old}'", f"Did you mean '{guess}'? {listed}" if guess else listed
    )


def _check_parents(target: Target, old: str) -> None:
    """Refuse where a parent knows the argument, attribute or key by its old name too."""
    for parent in target.cls.ancestors:
        if isinstance(parent, KerasClass):
            knows = old in parent.config_keys or (old in parent.attributes and parent.name not in ROOTS)
        else:
            knows = old in parent.attributes or old in parent.methods or _reads(parent, old)
            knows = knows or old in effective_config(parent).entries
        if knows:
            raise target.refusal(
                f"{parent.name}, a parent of {target.cls.name}, knows '{old}' by that name too",
                "Rename by hand.",
            )


def _reads(cls: ClassInfo, name: str) -> bool:
    text = cls.source.text[cls.span.start : cls.span.end]
    return f"self.{name}" in text or f'"{name}"' in text or f"'{name}'" in text


def _keeps_under_its_name(target: Target, old: str) -> bool:
    """Tell whether ``self.<old>`` is the argument's: it is set in the class, from the argument."""
    places = target.cls.attributes.get(old, ())
    if not places:
        return False
    if any(place.how in ("setattr", "annotation", "del") or not place.method for place in places):
        raise target.refusal(f"self.{old} is not only set by plain assignments in methods", "Rename by hand.")
    return any(place.method == "__init__" and old in parameters_in(place.value) for place in places)


def _edits(target: Target, old: str, new: str, *, attribute: bool) -> tuple[list[Edit], list[str]]:
    function = target.method("__init__")
    assert function is not None
    edits = [
        *_renames(target, parameter_uses(target, function, old), old, new),
        *_key_edits(target, old, new),
        *_from_config_edits(target, old, new),
        *renamed_entries(target, old, new, attribute=attribute),
        *_renames(target, keyword_uses(target, old), old, new),
    ]
    if attribute:
        edits += _renames(target, attribute_uses(target, old), old, new)
    unique = {(edit.start, edit.end): edit for edit in edits if edit.replacement == new}
    return [*unique.values(), *(edit for edit in edits if edit.replacement != new)], []


def _renames(target: Target, offsets: Iterator[int], old: str, new: str) -> list[Edit]:
    edits = []
    for at in offsets:
        assert target.text[at : at + len(old)] == old, target.text[at : at + 40]
        edits.append(Edit(at, at + len(old), new))
    return edits


def _key_edits(target: Target, old: str, new: str) -> list[Edit]:
    """Rename the key that ``get_config`` writes; an automatic config follows the signature by itself."""
    own = target.cls.get_config
    function = target.method("get_config")
    if own is None:
        return []
    if function is None or own.decorated or old in {removed.key for removed in own.removed}:
        raise target.refusal(
            f"it cannot be told what get_config of {target.cls.name} does", "Rename by hand.", function
        )
    edits = []
    entries = [entry for entry in own.entries if entry.key == old]
    if not entries:
        raise target.refusal(
            f"get_config of {target.cls.name} writes no key '{old}'",
            f"Put the argument into the config first: scaffold lint {target.path} says how.",
            function,
        )
    for entry in entries:
        found = _key_offset(target, entry.span.start, entry.span.end, function, old)
        if found is None:
            raise target.refusal(
                f"the key '{old}' is not written in plain words in get_config", "Rename by hand.", function
            )
        edits.append(Edit(found, found + len(old), new))
    written = {edit.start for edit in edits}
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Constant)
            and node.value == old
            and target.places.of(node).start + 1 not in written
        ):
            if any(
                entry.value_span.start <= target.places.of(node).start < entry.value_span.end
                for entry in own.entries
            ):
                continue  # a value, such as the default of getattr: attribute_uses knows those that name the attribute
            raise target.refusal(f"get_config uses '{old}' in another way too", "Rename by hand.", node)
    return edits


def _key_offset(target: Target, start: int, end: int, function: Function, old: str) -> int | None:
    """Return where the letters of a key are in the entry ``text[start:end]``."""
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg == old:
            at = target.places.of(node).start
            if start <= at < end:
                return at
        if isinstance(node, ast.Constant) and node.value == old and is_key(node, function):
            span = target.places.of(node)
            if start <= span.start and span.end <= end and target.text[span.start + 1 : span.end - 1] == old:
                return span.start + 1
    return None


def _from_config_edits(target: Target, old: str, new: str) -> list[Edit]:
    """Let ``from_config`` take the old key for the new one, and read the new one wherever it read the old."""
    function = target.method("from_config")
    config = (target.cls.from_config.argument if target.cls.from_config is not None else None) or "config"
    lines = [
        f"# Configs saved before `{old}` was renamed to `{new}` have the old key.",
        f'if "{old}" in {config}:',
        f'    {config}["{new}"] = {config}.pop("{old}")',
    ]
    if function is None:
        annotated = any(
            isinstance(node, ast.FunctionDef) and node.returns is not None for node in target.node.body
        )
        annotations = ("", "")
        if annotated:
            has_any = not Words(target.module).written("Any", "eval").imports
            annotations = (": dict[str, Any]" if has_any else ": dict", f" -> {own_type(target)}")
        made = methods_edit(target, [new_from_config(target, lines, annotations)])
        return [in_quotes(made, style_of(target.cls).quote)]
    edits = []
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value == old:
            span = target.places.of(node)
            if not is_key(node, function) or target.text[span.start + 1 : span.end - 1] != old:
                raise target.refusal(
                    f"from_config uses '{old}' in a way that cannot be followed", "Rename by hand.", node
                )
            edits.append(Edit(span.start + 1, span.end - 1, new))
        elif isinstance(node, ast.keyword) and node.arg == old:
            at = target.places.of(node).start
            edits.append(Edit(at, at + len(old), new))
    edit = from_config_edit(target, function, lines, config)
    return [*edits, in_quotes(edit, style_of(target.cls).quote)]
