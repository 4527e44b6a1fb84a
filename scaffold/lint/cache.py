"""What former runs found out, kept on disk by content, settings and version; a file that is broken counts for nothing.

Two files are kept for one set of paths and settings: what came out at the end, which a run over unchanged files needs
alone, and what is known of each file and part, which a run after a change needs. What was not used for long goes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import Any

from scaffold import __version__
from scaffold.settings import Analysis

# A file that was changed this shortly before it was looked at may be changed once more with the same time stamp.
_RACY = 2_000_000_000
# That something was used is noted once a day, so that it is not removed: most runs should write nothing.
_DAY = 86_400
_PACKAGE = os.path.dirname(os.path.dirname(__file__))


class Cache:
    """What is kept for one set of paths and settings.

    Args:
        directory: Where it is kept.
        paths: The paths that are linted.
        settings: What the project says about itself.
    """

    def __init__(self, directory: str, paths: Iterable[str], settings: Analysis) -> None:
        self._directory = directory
        key = repr((os.getcwd(), sorted(paths), settings, _version_of_everything()))
        self._stem = os.path.join(directory, f"lint-{digest(key.encode('utf-8', 'surrogatepass'))}")
        kept = _load(f"{self._stem}.json")
        self._stamps: dict[str, list[Any]] = kept.get("files", {})
        self._looked_up: dict[str, str | None] = kept.get("looked_up", {})
        self._listed: list[str] = kept.get("listed", [])
        self.outcome: Any = kept.get("outcome")
        self._digests: dict[str, str | None] = {}
        self._times: dict[str, list[int]] = {}

    def stamp(self, listed: Iterable[str]) -> None:
        """Note size and time of the files; what is read of them later is then never older than that."""
        now = time.time_ns()
        for absolute in listed:
            self._stamp(absolute, now)

    def _stamp(self, absolute: str, now: int) -> bool:
        """Tell whether there is something of that name."""
        try:
            status = os.stat(absolute)
        except (OSError, ValueError):
            return False
        if status.st_mtime_ns < now - _RACY:
            self._times[absolute] = [status.st_mtime_ns, status.st_size]
        return True

    def learn(self, absolute: str, known: str | None) -> None:
        """Take note of the digest of a file's content."""
        self._digests[absolute] = known

    def digest_of(self, absolute: str) -> str | None:
        """Return the digest of the present content of a file; None where there is none to read.

        A file with the size and time that it had is taken for the one it was.
        """
        if absolute not in self._digests:
            if absolute not in self._times and not self._stamp(absolute, time.time_ns()):
                self._digests[absolute] = None  # most of what was looked for elsewhere is not there
                return None
            kept = self._stamps.get(absolute)
            same = kept is not None and kept[:2] == self._times.get(absolute)
            self._digests[absolute] = str(kept[2]) if same and kept is not None else content_digest(absolute)
        return self._digests[absolute]

    def is_known(self, absolute: str) -> bool:
        """Tell whether the content of a file is certainly the one that is kept."""
        kept = self._stamps.get(absolute)
        return kept is not None and self.digest_of(absolute) == kept[2]

    def unchanged(self, listed: Iterable[str]) -> bool:
        """Tell whether the outcome that is kept is that of these files, and what they depend on."""
        listed = list(listed)
        self.stamp(listed)
        return (
            self.outcome is not None
            and self._listed == listed
            and all(map(self.is_known, listed))
            and all(self.digest_of(absolute) == kept for absolute, kept in self._looked_up.items())
        )

    def details(self) -> dict[str, Any]:
        """Return what is known of each file and part."""
        return _load(f"{self._stem}-parts.json")

    def keep(self, listed: Iterable[str], looked_up: Iterable[str], outcome: Any, details: Any) -> None:
        """Keep what came out, in place of what is kept; where nothing can be written, nothing is kept."""
        other = {absolute: self.digest_of(absolute) for absolute in looked_up}
        files = {
            absolute: [*self._times.get(absolute, [0, -1]), known]
            for absolute, known in self._digests.items()
            if known is not None
        }
        kept = {"listed": list(listed), "files": files, "looked_up": other, "outcome": outcome}
        try:
            _make_directory(self._directory)
            _save(f"{self._stem}-parts.json", details)
            _save(f"{self._stem}.json", kept)
        except OSError:
            return  # a directory that cannot be written to makes the next run slow, not wrong
        from scaffold.lint.prune import prune  # a run that finds all it needs removes nothing

        prune(self._directory, os.path.basename(self._stem))


def digest(content: bytes) -> str:
    """Return what stands for a content."""
    import hashlib

    return hashlib.blake2b(content, digest_size=16).hexdigest()


def content_digest(absolute: str) -> str | None:
    """Return the digest of a file's content, or of the names in a directory; None where nothing can be read."""
    if os.path.isdir(absolute):
        return _names_digest(absolute)
    if not os.path.isfile(absolute):
        return None
    try:
        with open(absolute, "rb") as file:
            return digest(file.read())
    except OSError:
        return None


def _names_digest(directory: str) -> str | None:
    try:
        return digest(repr(sorted(os.listdir(directory))).encode("utf-8", "surrogatepass"))
    except OSError:
        return None


def _version_of_everything() -> object:
    """Return what changes whenever another version of the kit, of its table or of Python judges."""
    import sys

    rooms = ("", "source", "lint", "lint/rules", "lint/repair", "kinds")
    stamps: list[tuple[str, int, int]] = []
    for room in rooms:
        with os.scandir(os.path.join(_PACKAGE, room)) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".json")):
                    status = entry.stat()
                    stamps.append((f"{room}/{entry.name}", status.st_mtime_ns, status.st_size))
    return __version__, sys.version, sorted(stamps)


def _load(path: str) -> dict[str, Any]:
    """Return what was saved; nothing where the file is not, to the byte, the one that was written."""
    import json

    try:
        with open(path, "rb") as file:
            told, _, content = file.read().partition(b"\n")
            age = time.time() - os.fstat(file.fileno()).st_mtime
    except OSError:
        return {}
    if age > _DAY:
        _note_use(path)
    return dict(json.loads(content)) if told == digest(content).encode("ascii") else {}


def _note_use(path: str) -> None:
    try:
        os.utime(path)
    except OSError:
        return  # it belongs to somebody else, or is gone


def _save(path: str, content: Any) -> None:
    import json
    from pathlib import Path

    from scaffold.replace_file import replace_file

    text = json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode("ascii")
    replace_file(Path(path), digest(text).encode("ascii") + b"\n" + text)


def _make_directory(directory: str) -> None:
    os.makedirs(directory, exist_ok=True)
    ignored = os.path.join(directory, ".gitignore")
    if not os.path.exists(ignored):
        with open(ignored, "w", encoding="utf-8") as file:
            file.write("# Made by scaffold lint; may be deleted at any time.\n*\n")
