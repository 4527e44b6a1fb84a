"""A plan carried out: all of its files or none, each replaced in one piece."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from scaffold.errors import ScaffoldError
from scaffold.generate.plan import Plan, PlannedFile, refuse_conflicts


def import_path_of(directory: Path, module: str) -> tuple[str, str]:
    """Return how a module of this directory is imported, and the name of the package it belongs to.

    Args:
        directory: Where the module is.
        module: Its name.

    Returns:
        The dotted path from the outermost directory that is a Python package, and the name of that
        package; the module's own name and an empty text where the directory is no package.

    Example:
        >>> import_path_of(Path("."), "gated_dense")
        ('gated_dense', '')
    """
    parts = [module]
    directory = directory.resolve()
    while (directory / "__init__.py").is_file() and _can_be_imported(directory.name):
        parts.insert(0, directory.name)
        directory = directory.parent
    return ".".join(parts), parts[0] if len(parts) > 1 else ""


def _can_be_imported(name: str) -> bool:
    import keyword

    return name.isidentifier() and not keyword.iskeyword(name)


def carry_out(plan: Plan) -> None:
    """Write the files of a plan, all or none; a reader sees the old file or the new one, also after a kill.

    A file that is identical, or is to be skipped, is not touched. A link is followed: what it leads to is replaced,
    not the link.

    Args:
        plan: The plan.

    Raises:
        ScaffoldError: The plan has conflicts, a file has changed since the plan was made, or the disk refuses; every
            file is then as it was.
    """
    refuse_conflicts(plan.conflicts)
    changed = [file for file in plan.files if file.action.writes]
    for file in changed:
        _check_unchanged(file)
    try:
        for file in changed:
            file.path.parent.mkdir(parents=True, exist_ok=True)
        _replace_all([(file.path.resolve(), file.content) for file in changed])
    except OSError as error:
        where = changed[0].path.parent
        raise ScaffoldError(
            f"cannot write into '{where}': {error.strerror or error}; nothing was changed",
            remedy="Check the permissions and the free space, or choose another directory.",
        ) from None


def _check_unchanged(file: PlannedFile) -> None:
    """Refuse to overwrite what somebody else has written since the plan was made."""
    try:
        now = file.path.read_bytes()
    except OSError:
        now = None
    if now != file.before:
        raise ScaffoldError(
            f"'{file.path}' has changed while it was being looked at; nothing was written",
            remedy="Run the command again.",
        )


def _replace_all(files: list[tuple[Path, bytes]]) -> None:
    """Put every file in place, or leave every place as it was."""
    staged: list[tuple[Path, Path]] = []
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in files:
            staged.append((_stage(path, content), path))
        for temporary, path in staged:
            before = path.read_bytes() if path.exists() else None
            temporary.replace(path)
            done.append((path, before))
    except OSError:
        for path, before in done:
            if before is None:
                path.unlink()
            else:
                _stage(path, before).replace(path)
        raise
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def _stage(path: Path, content: bytes) -> Path:
    """Write the content beside its place, with the permissions that the file has or a new one gets."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    exists = path.exists()
    mode = path.stat().st_mode & 0o7777 if exists else 0o666
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()  # of a process that was killed, and had the same number
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if exists:
            temporary.chmod(mode)  # the mask of the process holds for new files only
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
