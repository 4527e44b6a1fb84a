"""The shapes of layers: which templates there are, what each needs, and which one fits the arguments."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.generate.arguments import Argument, parse_argument
from scaffold.generate.keras_names import MODEL_ATTRIBUTES
from scaffold.generate.roles import find_role
from scaffold.record import Record

SUFFIX = ".py.j2"
_OPEN, _CLOSE = "{#", "#}"


class Template(Record):
    """What a template says about itself, in the comment that it begins with.

    Args:
        name: Its name: that of its file without the suffix.
        path: Its file.
        summary: What it is for, in a line.
        needs: Role -> the argument that is added where none has it.
        takes: Role -> the kind that an argument of that name has: these are used where they are given.
        samples: Role -> the value that examples and tests pass, as an expression: their inputs go with it.
        chosen_by: Sets of roles: arguments that have all roles of one of them choose the template.
        priority: Which of several that could be chosen is: the greatest.
        names: Attributes that its code has, so that no argument may have the name.
        only_with: Role -> the role without which it is none.
        fixed: Roles of arguments that its test does not vary, because what is passed in depends on them.
        docs: Role -> what the documentation says the argument is for.
        usual_steps: Whether arguments with a usual meaning become steps of the computation by themselves.
        is_model: Whether the class is a model.
    """

    name: str
    path: Path
    summary: str
    needs: Mapping[str, str] = MappingProxyType({})
    takes: Mapping[str, str] = MappingProxyType({})
    samples: Mapping[str, str] = MappingProxyType({})
    chosen_by: tuple[tuple[str, ...], ...] = ()
    priority: int = 0
    names: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    only_with: Mapping[str, str] = MappingProxyType({})
    docs: Mapping[str, str] = MappingProxyType({})
    usual_steps: bool = False
    is_model: bool = False


class Shape(Record):
    """A template, and what the arguments are to it.

    Args:
        template: The template.
        roles: Role -> name of the argument that has it.
        added: Arguments that the template needs and that were not given.
        chosen: Whether the arguments chose it, and not a person.
    """

    template: Template
    roles: Mapping[str, str]
    added: tuple[Argument, ...]
    chosen: bool


def templates_directory() -> Path:
    """Return where the templates are: packaged beside the code, or in the checkout an editable install uses."""
    package = Path(__file__).resolve().parents[1]
    for directory in (package / "templates", package.parent / "templates"):
        if (directory / f"_layer{SUFFIX}").is_file():
            return directory
    raise ScaffoldError(
        f"the templates are missing from {package / 'templates'}",
        remedy="Install the package again: pip install --force-reinstall layer-scaffold.",
    )


@functools.cache
def known_templates() -> tuple[Template, ...]:
    """Return the templates of the kit, by name."""
    return templates_in(templates_directory())


def templates_in(directory: Path) -> tuple[Template, ...]:
    """Read what the templates of a directory say about themselves; files that begin with ``_`` are parts of others.

    Raises:
        ScaffoldError: A template does not begin with a comment in TOML that describes it.
    """
    paths = sorted(path for path in directory.glob(f"*{SUFFIX}") if not path.name.startswith("_"))
    return tuple(read_template(path) for path in paths)


def read_template(path: Path) -> Template:
    """Read what a template says about itself.

    Raises:
        ScaffoldError: It does not begin with a comment in TOML that describes it.
    """
    import tomllib

    text = path.read_text(encoding="utf-8")
    front, closed, _ = text.removeprefix(_OPEN).partition(_CLOSE)
    if not text.startswith(_OPEN) or not closed:
        raise ScaffoldError(
            f"the template {path} does not begin with a comment that describes it",
            remedy='Begin it with {# and #}, and between them at least: summary = "..."',
        )
    try:
        said: dict[str, Any] = tomllib.loads(front)
        said["chosen_by"] = tuple(tuple(roles) for roles in said.get("chosen_by", []))
        said.update({key: tuple(said.get(key, ())) for key in ("names", "fixed")})
        return Template(path.name.removesuffix(SUFFIX), path, **said)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        known = ", ".join(name for name in Template.__match_args__ if name not in ("name", "path"))
        raise ScaffoldError(
            f"what the template {path} says about itself is wrong: {error}",
            remedy=f"It may say, in TOML: {known}.",
        ) from None


def shape_of(arguments: Sequence[Argument], templates: Sequence[Template], name: str | None) -> Shape:
    """Choose a template, and find what the arguments are to it.

    Args:
        arguments: The constructor arguments.
        templates: The templates there are.
        name: The one that was asked for; None where the arguments choose.

    Returns:
        The shape.

    Raises:
        ScaffoldError: There is no such template, or an argument does not fit it.
    """
    if name is not None:
        return _fitted(arguments, _named(name, templates), chosen=False)
    fitting = [template for template in templates if _is_chosen(template, arguments)]
    for template in sorted(fitting, key=lambda template: -template.priority):
        try:
            return _fitted(arguments, template, chosen=True)
        except ScaffoldError:
            # An argument has a name or a kind that the template cannot have: the next one takes it.
            continue
    raise ScaffoldError(
        "no template fits these arguments",
        remedy="Choose one with --template: " + ", ".join(template.name for template in templates) + ".",
    )


def _named(name: str, templates: Sequence[Template]) -> Template:
    for template in templates:
        if template.name == name:
            return template
    names = [template.name for template in templates]
    guess = nearest(name, names)
    hint = f"Did you mean {guess!r}? " if guess else ""
    raise ScaffoldError(f"unknown template {name[:60]!r}", remedy=f"{hint}Templates: {', '.join(names)}.")


def _is_chosen(template: Template, arguments: Sequence[Argument]) -> bool:
    return any(
        all(
            find_role(role, _like(template, role), arguments, needed=role in template.needs) for role in roles
        )
        for roles in template.chosen_by
    )


def _like(template: Template, role: str) -> Argument | None:
    """Return what an argument that has a role looks like, as far as the template says it."""
    if role in template.needs:
        return parse_argument(template.needs[role])
    return parse_argument(f"{role}:{template.takes[role]}") if role in template.takes else None


def _fitted(arguments: Sequence[Argument], template: Template, *, chosen: bool) -> Shape:
    reserved: Any = MODEL_ATTRIBUTES.union(template.names) if template.is_model else template.names
    for argument in arguments:
        if argument.name in reserved:
            raise ScaffoldError(
                f"an argument cannot be named {argument.name!r}: the template {template.name!r} uses that name",
                remedy=f"Choose another name, for example {argument.name + '_value'!r}.",
            )
    roles: dict[str, str] = {}
    added = []
    for role in (*template.needs, *template.takes):
        free = [argument for argument in arguments if argument.name not in roles.values()]
        found = find_role(role, _like(template, role), free, needed=role in template.needs)
        if found is None and role in template.needs:
            found = parse_argument(template.needs[role])
            given = next((argument for argument in arguments if argument.name == found.name), None)
            if given is not None:
                raise ScaffoldError(
                    f"the template {template.name!r} needs {template.needs[role]}, "
                    f"but {given.name!r} is given as something else",
                    remedy=f"Give it as --arg {template.needs[role]}, or under another name.",
                )
            added.append(found)
        if found is not None:
            roles[role] = found.name
    present = {role: name for role, name in roles.items() if template.only_with.get(role, role) in roles}
    return Shape(template, present, tuple(added), chosen)
