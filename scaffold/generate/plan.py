"""What is to become of each file, decided before anything is written: create, identical, conflict, overwrite, skip."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath

from scaffold.errors import ScaffoldError
from scaffold.record import Record

# Names that stand for devices on Windows, with any ending.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)),
    )
)


class Action(StrEnum):
    """What is to become of a file."""

    CREATE = "create"
    IDENTICAL = "identical"
    CONFLICT = "conflict"
    OVERWRITE = "overwrite"
    SKIP = "skip"
    CHANGE = "change"

    @property
    def writes(self) -> bool:
        """Whether the file is written."""
        return self in (Action.CREATE, Action.OVERWRITE, Action.CHANGE)


class PlannedFile(Record):
    """One file of a plan.

    Args:
        path: Where it is or will be, as the user would write it.
        action: What is to become of it.
        content: What it is to hold.
        before: What it holds; None where there is none, or where it cannot be read.
        encoding: How both are to be shown as text.
    """

    path: Path
    action: Action
    content: bytes
    before: bytes | None
    encoding: str = "utf-8"

    @property
    def text(self) -> str:
        """What it is to hold, as text."""
        return self.content.decode(self.encoding)

    def difference(self) -> str:
        """Return the unified diff from what it holds to what it is to hold."""
        from scaffold.report.diff import unified

        old = (self.before or b"").decode(self.encoding, "replace")
        return unified(self.path.as_posix(), old, self.text)


class Plan(Record):
    """What is to become of every file.

    Args:
        files: The files, in the order they were asked for.
    """

    files: tuple[PlannedFile, ...]

    @property
    def conflicts(self) -> tuple[PlannedFile, ...]:
        """The files that are in the way."""
        return tuple(file for file in self.files if file.action is Action.CONFLICT)


def plan_files(directory: Path, files: Mapping[str, str], *, force: bool = False, skip: bool = False) -> Plan:
    """Decide what is to become of generated files.

    Args:
        directory: Where they go; it is made when the plan is carried out.
        files: Name of each file, relative to the directory -> its text.
        force: Whether files that are there, and differ, are overwritten.
        skip: Whether they are left as they are, and the others written.

    Returns:
        The plan; a file that is there and differs is a conflict in it, unless ``force`` or ``skip`` decides.

    Raises:
        ScaffoldError: A file is in the place of the directory, or a name leads out of it or cannot be a file's.
    """
    if force and skip:
        raise ScaffoldError("--force and --skip contradict each other", remedy="Give one of them.")
    for place in (directory, *directory.parents):
        if os.path.lexists(place) and not place.is_dir():
            raise ScaffoldError(
                f"'{place}' is a file, not a directory",
                remedy="Give the directory that is to hold the files, for example --out src/layers.",
            )
    return Plan(tuple(_planned(directory, name, text, force, skip) for name, text in files.items()))


def _planned(directory: Path, name: str, text: str, force: bool, skip: bool) -> PlannedFile:
    path, content = place_in(directory, name), text.encode("utf-8")
    if not os.path.lexists(path):
        return PlannedFile(path, Action.CREATE, content, None)
    if path.is_dir():
        raise ScaffoldError(
            f"'{path}' is a directory, not a file", remedy="Choose another name for the layer."
        )
    try:
        before = path.read_bytes()
    except OSError:
        # A link to nowhere, or a file that may not be read: it is there, and it is not what would be written.
        before = None
    if before == content:
        return PlannedFile(path, Action.IDENTICAL, content, before)
    action = Action.OVERWRITE if force else Action.SKIP if skip else Action.CONFLICT
    return PlannedFile(path, action, content, before)


def place_in(directory: Path, name: str) -> Path:
    """Return where a file goes, or say why it cannot go there.

    Args:
        directory: The directory that nothing may lead out of.
        name: The file, relative to it, with ``/`` between parts.

    Raises:
        ScaffoldError: The name is absolute, climbs out, is reserved on Windows, or follows a link that leads out.

    Example:
        >>> place_in(Path("layers"), "gated_dense.py").as_posix()
        'layers/gated_dense.py'
    """
    check_file_name(name)
    path = directory / name
    inside = directory.resolve()
    if not path.resolve().is_relative_to(inside):
        raise ScaffoldError(
            f"'{path}' is a link that leads out of '{directory}', to '{path.resolve()}'; nothing was written",
            remedy="Remove the link, or choose the directory that it leads to.",
        )
    return path


def check_file_name(name: str) -> None:
    """Say why a file cannot have this name on every system, if it cannot.

    Example:
        >>> check_file_name("gated_dense.py")
    """
    path = PurePosixPath(name)
    wrong = next(
        (character for character in name if not character.isprintable() or character in '\\:*?"<>|'), ""
    )
    reserved = next((part for part in path.parts if part.partition(".")[0].strip().lower() in _RESERVED), "")
    if not path.parts or path.is_absolute() or ".." in path.parts:
        why = "it leads out of the directory"
    elif wrong:
        why = f"no file may have {wrong!r} in its name on Windows"
    elif reserved:
        why = f"{reserved!r} stands for a device on Windows"
    elif any(part.endswith((" ", ".")) for part in path.parts):
        why = "Windows drops what it ends with"
    else:
        return
    raise ScaffoldError(
        f"a file cannot be named {name[:100]!r}: {why}", remedy="Choose another name for the layer."
    )


def planned_change(path: str, before: str, after: str, encoding: str) -> PlannedFile:
    """Return the plan for a file that exists and is edited.

    Args:
        path: The file.
        before: Its text.
        after: Its new text.
        encoding: How the file is encoded.

    Raises:
        ScaffoldError: The encoding cannot express the new text.
    """
    try:
        content = after.encode(encoding)
    except UnicodeEncodeError as error:
        raise ScaffoldError(
            f"cannot write {path}: its encoding {encoding} has no {after[error.start]!r}",
            remedy="Save the file as UTF-8 first.",
        ) from error
    action = Action.IDENTICAL if before == after else Action.CHANGE
    return PlannedFile(Path(path), action, content, before.encode(encoding), encoding)


def refuse_conflicts(files: Iterable[PlannedFile]) -> None:
    """Refuse a plan that would overwrite what differs.

    Raises:
        ScaffoldError: There are conflicts; the message shows the difference.
    """
    conflicts = list(files)
    if not conflicts:
        return
    names = " and ".join(f"'{file.path}'" for file in conflicts)
    shown = "".join(file.difference() for file in conflicts)
    raise ScaffoldError(
        f"there already is a different {names}; nothing was written. The difference:\n{_shortened(shown)}",
        remedy="Add --force to overwrite, --skip to keep what is there, or choose another name or --out directory.",
    )


def _shortened(difference: str, most: int = 40) -> str:
    lines = difference.splitlines()
    if len(lines) <= most:
        return "\n".join(lines)
    return "\n".join([*lines[:most], f"... and {len(lines) - most} lines more: --diff shows them all"])
