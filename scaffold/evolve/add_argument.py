"""A new argument for a class that exists: constructor, attribute, config, docstring; text in, text out."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scaffold.errors import ScaffoldError
from scaffold.evolve.config import (
    class_edit,
    constant_edit,
    entry_edits,
    from_config_edit,
    methods_edit,
    new_from_config,
    new_get_config,
)
from scaffold.evolve.constructor import attribute_edit, new_constructor, parameter_edits
from scaffold.evolve.docstring import new_entry
from scaffold.evolve.free_names import check_free, check_free_attribute, check_free_name
from scaffold.evolve.imports import with_imports
from scaffold.evolve.layout import in_quotes
from scaffold.evolve.proof import (
    Unproven,
    changed_target,
    prove_added,
    prove_by_lint,
    prove_nothing_else_changed,
)
from scaffold.evolve.spelling import Words
from scaffold.evolve.target import Target, find_target, is_decorated, own_type
from scaffold.evolve.wrapping import wrapped
from scaffold.evolve.written import WrittenArgument, written_argument
from scaffold.finding import Edit
from scaffold.generate.arguments import Argument
from scaffold.generate.methods import choices_constant
from scaffold.lint.apply import apply_edits
from scaffold.lint.repair.style import style_of
from scaffold.lint.stored import config_expression
from scaffold.lint.subjects import nearest_from_config
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config
from scaffold.source.located import Answer
from scaffold.source.record import Record


class Added(Record):
    """What adding arguments gives.

    Args:
        target: The class as it was.
        text: The new text of its file.
        arguments: What was added.
        undocumented: Whether no docstring of the class lists its arguments, so that the new ones are in none.
    """

    target: Target
    text: str
    arguments: tuple[Argument, ...]
    undocumented: bool


def add_arguments(path: str, name: str, arguments: Iterable[Argument]) -> Added:
    """Put arguments into a class.

    Args:
        path: The file.
        name: The class.
        arguments: What to add, in this order.

    Returns:
        The new text; nothing has been written.

    Raises:
        ScaffoldError: The class has such an argument, or cannot be understood well enough to be sure of every edit.
    """
    first = find_target(path, name)
    arguments = tuple(arguments)
    text = first.text
    for argument in arguments:
        text = _with_argument(find_target(path, name, text), argument)
    try:
        prove_by_lint(path, text)
    except Unproven as error:
        raise _left_alone(first, str(error)) from error
    undocumented = all(
        argument.name not in _docstring_text(find_target(path, name, text)) for argument in arguments
    )
    return Added(first, text, arguments, undocumented)


def _docstring_text(target: Target) -> str:
    nodes = [target.node, target.method("__init__")]
    return " ".join(ast.get_docstring(node) or "" for node in nodes if node is not None)


def _left_alone(target: Target, why: str) -> ScaffoldError:
    return target.refusal(
        f"{target.cls.name} was not understood well enough: {why}",
        "Make the change by hand; `scaffold lint` checks it.",
    )


def _with_argument(target: Target, argument: Argument) -> str:
    """Return the text of the file with one argument more, proven by the facts of the class."""
    if argument.required:
        raise _without_default(argument)
    check_free(target, argument.name)
    _check_methods(target)
    if argument.enum_class:
        check_free_name(target, argument.enum_class)
    elif argument.choices:
        check_free_attribute(target, choices_constant(argument))
    own = target.cls.from_config
    written = written_argument(argument, (own.argument if own is not None else None) or "config")
    edits, imports = _edits(target, argument, written)
    text = apply_edits(target.text, edits)
    try:
        after = wrapped(target, changed_target(target, text), argument.name)
        text = with_imports(
            after.text, imports, newline=target.newline, own=target.source.module.partition(".")[0]
        )
        after = changed_target(target, text)
        prove_added(target, after, argument.name, bool(written.restore))
        prove_nothing_else_changed(target, after, imports, classes=(argument.enum_class,))
    except Unproven as error:
        raise _left_alone(target, str(error)) from error
    return text


def _without_default(argument: Argument) -> ScaffoldError:
    """Say why an argument that is required cannot be added, and show two that can."""
    typed = f"{argument.name}:{argument.kind.name}"
    if argument.choices:
        typed += f"[{','.join(argument.choices)}]"
    elif argument.bounds is not None:
        typed += f"[{argument.bounds.typed}]"
    default = argument.choices[0] if argument.choices else argument.kind.example
    if argument.bounds is not None:
        default = argument.sample
    with_default = f"With a default, they get it: --arg '{typed}={default}'. " if default else ""
    return ScaffoldError(
        f"expected a default for {argument.name!r}: models saved before and calls written before do not pass it, "
        "and would fail",
        remedy=f"{with_default}Without a value, they get None: --arg '{typed}?'.",
    )


def _check_methods(target: Target) -> None:
    """Refuse a class whose methods may be others than they seem."""
    cls = target.cls
    for name in ("__init__", "get_config", "from_config"):
        known = cls.methods.get(name)
        node = target.method(name)
        if known is not None and node is None:
            raise target.refusal(
                f"{name} of {cls.name} is defined under a condition", "Add the argument by hand."
            )
        if name in cls.attributes:
            raise target.refusal(
                f"{cls.name} assigns {name} instead of defining it", "Add the argument by hand."
            )
    if cls.generated_constructor:
        raise target.refusal(
            f"a decorator writes the constructor of {cls.name}", "Add a field to the class by hand."
        )
    for facts, name in ((cls.constructor, "__init__"), (cls.get_config, "get_config")):
        if facts is not None and facts.decorated and is_decorated(target, name):
            raise target.refusal(
                f"{name} of {cls.name} is decorated, so it cannot be told what it does",
                "Add the argument by hand.",
                target.method(name),
            )
    own = cls.from_config
    if own is not None and (not own.is_classmethod or own.argument is None or not own.complete):
        raise target.refusal(
            f"it cannot be told whether from_config of {cls.name} hands the whole config to the constructor",
            "Add the argument by hand, and see that from_config passes it on.",
            target.method("from_config"),
        )
    inherited = nearest_from_config(cls)
    if inherited is not None and inherited[1] is not None and not inherited[1].complete:
        raise target.refusal(
            f"it cannot be told whether from_config of {inherited[0].name} hands the whole config to the constructor",
            "Add the argument by hand, and see that from_config passes it on.",
        )


def _edits(target: Target, argument: Argument, written: WrittenArgument) -> tuple[list[Edit], list[str]]:
    words = Words(target.module, _locals(target))
    imports: list[str] = []

    def spelled(code: str, mode: str = "exec") -> str:
        found = words.written(code, mode)
        imports.extend(found.imports)
        return found.code

    typed = _is_typed(target)
    annotation = spelled(written.annotation, "eval") if typed else ""
    parameter = (
        f"{argument.name}: {annotation} = {written.default}"
        if typed
        else f"{argument.name}={written.default}"
    )
    keep = spelled("\n".join(written.keep)).split("\n")
    entry = spelled(written.entry, "eval")
    restore = spelled("\n".join(written.restore)).split("\n") if written.restore else []
    config_type = (
        spelled("dict[str, Any]", "eval") if _annotates(target) and _lacks_method(target, restore) else ""
    )
    edits = _config_edits(target, argument.name, entry, restore)
    methods = _new_methods(target, argument.name, entry, restore, config_type)
    function = target.method("__init__")
    if function is None:
        made = new_constructor(parameter, keep, target, " -> None" if config_type else "")
        first = any(isinstance(node, ast.FunctionDef) for node in target.node.body)
        if first:
            edits.append(methods_edit(target, [made], first=True))
        else:
            methods.insert(0, made)
    else:
        own = function.args.args[0].arg if function.args.args else "self"
        keep = [line.replace(f"self.{argument.name}", f"{own}.{argument.name}") for line in keep]
        edits += [*parameter_edits(target, function, parameter), attribute_edit(target, function, keep)]
    if methods:
        edits.append(methods_edit(target, methods))
    if written.constant:
        edits.append(constant_edit(target, f"{written.constant} = {written.allowed}"))
    if written.enum:
        edits.append(class_edit(target, spelled("\n".join(written.enum)).split("\n")))
    documented = new_entry(target, argument.name, annotation or written.annotation, written.words)
    quote = style_of(target.cls).quote
    return [*(in_quotes(edit, quote) for edit in edits), *([documented] if documented else [])], imports


def _lacks_method(target: Target, restore: list[str]) -> bool:
    return target.method("get_config") is None or bool(restore and target.method("from_config") is None)


def _config_edits(target: Target, name: str, entry: str, restore: list[str]) -> list[Edit]:
    """Return the edits of those of ``get_config`` and ``from_config`` that the class has."""
    edits: list[Edit] = []
    get_config, from_config = target.method("get_config"), target.method("from_config")
    if get_config is not None:
        own = get_config.args.args[0].arg if get_config.args.args else "self"
        edits += entry_edits(target, get_config, name, entry.replace("self.", f"{own}."))
    if restore and from_config is not None:
        facts = target.cls.from_config
        assert facts is not None
        assert facts.argument is not None
        edits.append(from_config_edit(target, from_config, restore, facts.argument))
    return edits


def _new_methods(
    target: Target, name: str, entry: str, restore: list[str], config_type: str
) -> list[list[str]]:
    """Return the lines of those of ``get_config`` and ``from_config`` that the class needs and has not."""
    methods = []
    if target.method("get_config") is None:
        entries = {**_automatic_entries(target), name: entry}
        methods.append(new_get_config(target, entries, f" -> {config_type}" if config_type else ""))
    if restore and target.method("from_config") is None:
        annotations = (f": {config_type}", f" -> {own_type(target)}") if config_type else ("", "")
        methods.append(new_from_config(target, restore, annotations))
    return methods


def _automatic_entries(target: Target) -> dict[str, str]:
    """Return the entries of the config that Keras makes until now, and stops to make for a class with get_config.

    Raises:
        ScaffoldError: One of them cannot be told.
    """
    config = effective_config(target.cls)
    if config.automatic is Answer.NO:
        return {}
    if config.automatic is Answer.UNKNOWN:
        raise target.refusal(
            "it cannot be told what makes the config of the class",
            "Write a get_config first, then add the argument.",
        )
    entries: dict[str, str] = {}
    for owner in (target.cls, *target.cls.ancestors):
        if isinstance(owner, KerasClass) or owner.constructor is None:
            continue
        for parameter in owner.constructor.parameters:
            if parameter.name in entries or parameter.name in (
                "name",
                "dtype",
                "trainable",
                "activity_regularizer",
            ):
                continue
            expression = _kept_expression(target.cls, owner, parameter.name)
            if expression is None:
                raise target.refusal(
                    f"the class has no get_config, and it cannot be told which attribute holds '{parameter.name}'",
                    "Write a get_config first, then add the argument.",
                    target.method("__init__"),
                )
            entries[parameter.name] = expression
    return entries


def _kept_expression(cls: ClassInfo, owner: ClassInfo, name: str) -> str | None:
    parameter = owner.constructor.parameter(name) if owner.constructor is not None else None
    return config_expression(cls, owner, parameter) if parameter is not None else None


def _locals(target: Target) -> set[str]:
    """Return the names that mean something of their own in the methods that are edited."""
    names: set[str] = set()
    for name in ("__init__", "get_config", "from_config"):
        function = target.method(name)
        for node in ast.walk(function) if function is not None else ():
            if isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
    return names


def _is_typed(target: Target) -> bool:
    """Tell whether the author of the class writes annotations."""
    functions = [node for node in target.node.body if isinstance(node, ast.FunctionDef)]
    constructor = target.method("__init__")
    if constructor is not None:
        arguments = [*constructor.args.posonlyargs, *constructor.args.args, *constructor.args.kwonlyargs]
        if len(arguments) > 1:
            return any(argument.annotation for argument in arguments[1:])
    return any(node.returns is not None for node in functions)


def _annotates(target: Target) -> bool:
    """Tell whether the author of the class says what its methods return."""
    return any(isinstance(node, ast.FunctionDef) and node.returns is not None for node in target.node.body)
