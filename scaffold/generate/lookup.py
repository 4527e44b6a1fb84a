"""Which templates there are: those of the kit, and those of a directory of one's own, which come first by name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scaffold.errors import ScaffoldError, nearest, unknown_name
from scaffold.generate.shapes import SUFFIX, Template, known_templates, read_template, templates_directory
from scaffold.record import Record

if TYPE_CHECKING:
    import jinja2

# Under this folder a template of one's own finds the one that it comes before: {% extends "kit/_layer.py.j2" %}.
KIT = "kit"
_PART = "_"
Read = TypeVar("Read")
_WRONG_ENDINGS = (".j2", ".jinja", ".jinja2", ".py")


class TemplateFile(Record):
    """One template, or a part of others.

    Args:
        name: Name of its file.
        path: The file that is used.
        own: Whether it is from a directory of one's own.
        overrides: Whether it comes before one of the kit.
        summary: What it says it is for; empty for a part.
    """

    name: str
    path: Path
    own: bool
    overrides: bool
    summary: str

    @property
    def is_part(self) -> bool:
        """Whether it is a part of others, and not a template of a layer."""
        return self.name.startswith(_PART)


def checked_directory(directory: Path) -> Path:
    """Return a directory of templates, or say what is wrong with it.

    Raises:
        ScaffoldError: It is missing, or holds no template.
    """
    if not directory.is_dir():
        what = "is a file" if directory.exists() else "does not exist"
        raise ScaffoldError(
            f"the directory of templates '{directory}' {what}",
            remedy=f"Make it with the kit's own: scaffold templates eject --out {directory}",
        )
    names = sorted(path.name for path in directory.iterdir() if path.is_file())
    for name in names:
        if not name.endswith(SUFFIX) and name.endswith(_WRONG_ENDINGS):
            guess = name.partition(".")[0] + SUFFIX
            raise ScaffoldError(
                f"'{directory / name}' is no template: its name does not end in {SUFFIX}",
                remedy=f"Did you mean '{guess}'?",
            )
    if not any(name.endswith(SUFFIX) for name in names):
        raise ScaffoldError(
            f"the directory of templates '{directory}' holds no file that ends in {SUFFIX}",
            remedy=f"Put the kit's own there and change them: scaffold templates eject --out {directory}",
        )
    return directory


def available_templates(own: Path | None) -> tuple[Template, ...]:
    """Return the templates of layers there are, one's own before those of the kit of the same name.

    Raises:
        ScaffoldError: One of them does not describe itself.
    """
    found = {template.name: template for template in known_templates()}
    if own is not None:
        for path in sorted(own.glob(f"*{SUFFIX}")):
            if path.name.startswith(_PART):
                _read(path, lambda part: part.read_text(encoding="utf-8"))
            else:
                found[path.name.removesuffix(SUFFIX)] = _read(path, read_template)
    return tuple(found[name] for name in sorted(found))


def _read(path: Path, read: Callable[[Path], Read]) -> Read:
    """Read a template; jinja2 would lay it at the door of the one that extends it where it cannot be."""
    try:
        return read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ScaffoldError(
            f"the template {path} cannot be read: {error}", remedy="Save it as UTF-8."
        ) from None


def template_files(own: Path | None) -> tuple[TemplateFile, ...]:
    """Return every template and every part, by name."""
    kit = {path.name: path for path in templates_directory().glob(f"*{SUFFIX}")}
    mine = {path.name: path for path in own.glob(f"*{SUFFIX}")} if own is not None else {}
    files = []
    for name in sorted(kit | mine):
        path = mine.get(name) or kit[name]
        summary = "" if name.startswith(_PART) else _read(path, read_template).summary
        files.append(TemplateFile(name, path, name in mine, name in mine and name in kit, summary))
    return tuple(files)


def kit_file(name: str) -> Path:
    """Return a template of the kit by its name, with or without its ending.

    Raises:
        ScaffoldError: There is none; the nearest is named.
    """
    known = {path.name.removesuffix(SUFFIX): path for path in templates_directory().glob(f"*{SUFFIX}")}
    bare = name.removesuffix(SUFFIX)
    if bare not in known:
        raise unknown_name("template", bare, known)
    return known[bare]


@functools.cache
def environment(own: Path | None) -> jinja2.Environment:
    """Return where templates are compiled, each once.

    A name that the context lacks is an error, and a template reaches nothing but what it is given.

    Args:
        own: A directory whose templates come before those of the kit.
    """
    import jinja2
    import jinja2.sandbox

    kit = jinja2.FileSystemLoader(templates_directory(), encoding="utf-8")
    loaders: list[jinja2.BaseLoader] = [kit]
    if own is not None:
        loaders = [
            jinja2.FileSystemLoader(own, encoding="utf-8"),
            kit,
            jinja2.PrefixLoader({KIT: kit}),
        ]
    return jinja2.sandbox.ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(loaders),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def template_fault(error: Exception, own: Path, values: dict[str, object], fallback: str) -> ScaffoldError:
    """Say in which template, in which line and about what an error was.

    Args:
        error: What jinja2 raised, or what a template of one's own made Python raise.
        own: The directory of one's own templates.
        values: What a template may mention.
        fallback: The template that was asked for, where the error does not say which it is about.
    """
    import re

    import jinja2
    from jinja2.exceptions import SecurityError

    path, line = _place(error, own / fallback)
    where = f"{path}:{line}" if line else str(path)
    text = str(error)
    missing = re.search(r"'(\w+)' is undefined", text)
    attribute = re.search(r"has no attribute '(\w+)'", text)
    if isinstance(error, jinja2.TemplateNotFound):
        names = [file.name for file in template_files(own)]
        guess = nearest(text, names)
        hint = f"Did you mean '{guess}'? " if guess else ""
        return ScaffoldError(
            f"{where}: there is no template '{text}'", remedy=f"{hint}There are: {', '.join(names)}."
        )
    if isinstance(error, jinja2.UndefinedError) and missing:
        guess = nearest(missing[1], values)
        hint = f"Did you mean '{guess}'? " if guess else ""
        known = ", ".join(sorted(values))
        return ScaffoldError(
            f"{where}: the variable '{missing[1]}' is not defined",
            remedy=f"{hint}A template may mention: {known}.",
        )
    if isinstance(error, jinja2.UndefinedError) and attribute:
        return ScaffoldError(f"{where}: {text}", remedy=f"Correct '{attribute[1]}' there.")
    if isinstance(error, SecurityError):
        return ScaffoldError(
            f"{where}: {text}", remedy="A template may use what it is given, and nothing behind it."
        )
    kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
    return ScaffoldError(
        f"{where}: {kind}{text}", remedy="Correct the template; `scaffold templates list` shows all."
    )


def _place(error: Exception, fallback: Path) -> tuple[Path, int]:
    """Return template and line of an error: jinja2 writes its own frames into the traceback."""
    name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if name and line:
        return Path(name), int(line)
    found: tuple[Path, int] = (fallback, 0)
    frame = error.__traceback__
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        if file.endswith(SUFFIX):
            found = (Path(file), frame.tb_lineno)
        frame = frame.tb_next
    return found
