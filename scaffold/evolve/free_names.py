"""Whether a class has a name to spare: no argument, attribute, method, key or variable of it means something else."""

from __future__ import annotations

import ast
import builtins
import re

from scaffold.errors import ScaffoldError
from scaffold.evolve.target import Target
from scaffold.generate.names import check_argument_name
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.inheritance import effective_config, effective_parameters

# Names of these are known to the generator; what they assign on some occasion only, anyone may have too.
ROOTS = ("keras.layers.Layer", "keras.Operation")


def check_free(target: Target, name: str) -> None:
    """Say what a name means already in a class, if it means something.

    Args:
        target: The class.
        name: The name that a new argument is to have.

    Raises:
        ScaffoldError: The name cannot be used.
    """
    check_argument_name(name)
    cls = target.cls
    own = cls.constructor.parameter(name) if cls.constructor is not None else None
    if own is not None:
        raise ScaffoldError(
            f"{target.path}:{own.span.line}: {cls.name} has an argument '{name}' already; nothing was changed",
            remedy=f"Choose another name, or rename that one: scaffold rename-arg {target.path}:{cls.name} {name} NEW.",
        )
    inherited = effective_parameters(cls).parameters.get(name)
    if inherited is not None:
        raise target.refusal(
            f"{cls.name} takes '{name}' already, through {inherited.origin.name}", "Choose another name."
        )
    check_free_attribute(target, name)
    if name in effective_config(cls).entries:
        raise target.refusal(f"the config of {cls.name} has a key '{name}' already", "Choose another name.")
    _check_constructor(target, name)
    check_children(target, name)


def check_free_name(target: Target, name: str) -> None:
    """Say what a name of the module is already, if it is something.

    Raises:
        ScaffoldError: The module or Python has something of that name.
    """
    if name in target.module.scope.names or hasattr(builtins, name):
        raise target.refusal(
            f"the argument needs a class {name}, and {target.path} has something of that name",
            "Choose another name for the argument, or the kind choice, which needs no class.",
        )


def check_free_attribute(target: Target, name: str) -> None:
    """Say what an attribute of the class is already, if it is something.

    Raises:
        ScaffoldError: The class or a parent has an attribute or a method of that name.
    """
    cls = target.cls
    for owner in (cls, *cls.ancestors):
        if isinstance(owner, KerasClass):
            if owner.name not in ROOTS and name in owner.attributes:
                raise target.refusal(
                    f"{owner.name} has an attribute '{name}' already", "Choose another name."
                )
            continue
        what = "a method" if name in owner.methods else "an attribute" if name in owner.attributes else ""
        if what:
            raise target.refusal(
                f"{owner.name} has {what} '{name}' already{_line(owner, name)}", "Choose another name."
            )
    for node in ast.walk(target.node):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == name
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            raise target.refusal(f"{cls.name} uses self.{name} already", "Choose another name.", node)


def check_children(target: Target, name: str) -> None:
    """Refuse a name that a class which derives from this one mentions: it may mean its own thing by it.

    Raises:
        ScaffoldError: There is such a class among the files that are known.
    """
    for child in target.project.classes:
        text = child.source.text[child.span.start : child.span.end]
        if target.cls in child.ancestors and re.search(rf"\b{re.escape(name)}\b", text):
            raise target.refusal(
                f"{child.name} (line {child.span.line}) derives from {target.cls.name} and mentions '{name}'",
                "Choose another name, or make the change by hand in both classes.",
            )


def _line(owner: ClassInfo, name: str) -> str:
    span = owner.methods[name].name_span if name in owner.methods else owner.attributes[name][0].span
    return f" (line {span.line})"


def _check_constructor(target: Target, name: str) -> None:
    function = target.method("__init__")
    for node in ast.walk(function) if function is not None else ():
        named = (isinstance(node, ast.Name) and node.id == name) or (
            isinstance(node, ast.arg) and node.arg == name
        )
        if named or (isinstance(node, ast.keyword) and node.arg == name and _to_parent(function, node)):
            raise target.refusal(
                f"__init__ of {target.cls.name} uses the name '{name}' for something else",
                "Choose another name.",
                node if not isinstance(node, ast.keyword) else node.value,
            )


def _to_parent(function: ast.AST | None, keyword: ast.keyword) -> bool:
    """Tell whether a keyword is passed to the parent's constructor."""
    for node in ast.walk(function) if function is not None else ():
        match node:
            case ast.Call(func=ast.Attribute(attr="__init__"), keywords=keywords) if keyword in keywords:
                return True
    return False
