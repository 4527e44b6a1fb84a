"""Keep the directory of the cache small: what no run has used for long goes, and the oldest where there is too much."""

from __future__ import annotations

import os
import time

from scaffold.pattern import pattern

# Nobody comes back to what was not used for a month: the files, the settings or the version have changed.
MOST_DAYS = 30
# What is kept of the sources of nine packages with 5,400 files takes a sixth of this.
MOST_BYTES = 64_000_000
_DAY = 86_400

# What `Cache` writes, and what a process that was killed has left of it.
_KEPT = pattern(r"(?P<set>lint-[0-9a-f]{32})(?:-parts)?\.json")
_LEFT = pattern(r"\.lint-[0-9a-f]{32}(?:-parts)?\.json\.\d+\.tmp")


def prune(directory: str, own: str) -> None:
    """Remove what was not used for long, then sets of files from the oldest on until the rest is small enough.

    Another run may do the same, or be using what goes: a file that is missing counts for nothing and is made again,
    and one that is open is read to its end.

    Args:
        directory: The directory of the cache; nothing in it but files of the cache is touched.
        own: Name of the set that was just written, which stays.
    """
    now = time.time()
    sets: dict[str, list[os.DirEntry[str]]] = {}
    used: dict[str, float] = {}
    sizes: dict[str, int] = {}
    for entry, status in _files_in(directory):
        kept = _KEPT.fullmatch(entry.name)
        if kept is not None:
            name = kept.group("set")
            sets.setdefault(name, []).append(entry)
            used[name] = max(used.get(name, 0.0), status.st_mtime)
            sizes[name] = sizes.get(name, 0) + status.st_size
        elif _LEFT.fullmatch(entry.name) and now - status.st_mtime > _DAY:
            _remove(entry.path)
    size = sizes.pop(own, 0)
    for name in sorted(sizes, key=used.__getitem__, reverse=True):
        size += sizes[name]
        if size > MOST_BYTES or now - used[name] > MOST_DAYS * _DAY:
            size -= sizes[name]
            for entry in sets[name]:
                _remove(entry.path)


def _files_in(directory: str) -> list[tuple[os.DirEntry[str], os.stat_result]]:
    found = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    found.append((entry, entry.stat(follow_symlinks=False)))
    except OSError:
        return found  # another run has just removed one
    return found


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # another run was faster, or has it open on a system that forbids this
