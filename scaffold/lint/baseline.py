"""Findings that old code is known to have: kept in a file, and not told again."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from scaffold.errors import ScaffoldError
from scaffold.finding import Finding
from scaffold.replace_file import replace_file
from scaffold.source.record import Record

_VERSION = 1
# What a finding is known by: its lines may move, so they are not part of it.
_PARTS = ("path", "class", "code", "argument")

Entry = tuple[str, str, str, str]


class Baseline(Record):
    """The findings that are known.

    Args:
        path: The file they are kept in; the paths in it count from its directory.
        entries: How often each is known.
    """

    path: str
    entries: dict[Entry, int]

    def unknown(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not known; of several alike, those beyond the known number."""
        return self._divided(findings)[1]

    def stale(self, findings: Iterable[Finding], looked_at: Collection[str]) -> list[Entry]:
        """Return the entries that nothing answers to any more, as far as their files were looked at or are gone."""
        left = Counter(self.entries)
        for finding in findings:
            left[self._known_as(finding, left)] -= 1
        seen = {self._relative(path) for path in looked_at}
        return sorted(entry for entry, count in left.items() if count > 0 and self._is_judged(entry, seen))

    def renewed(
        self, findings: Iterable[Finding], looked_at: Collection[str], untold: Iterable[Finding] = ()
    ) -> Baseline:
        """Return the baseline that knows these findings; what is known of other files stays.

        Args:
            findings: Those to know.
            looked_at: The files that were judged.
            untold: What else was found in them, and not chosen: of these, those that are known stay known.
        """
        seen = {self._relative(path) for path in looked_at}
        entries = {entry: count for entry, count in self.entries.items() if not self._is_judged(entry, seen)}
        for finding in (*findings, *self._divided(untold)[0]):
            entry = self.entry(finding)
            entries[entry] = entries.get(entry, 0) + 1
        return Baseline(self.path, entries)

    def _divided(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Return those of the findings that are known, and those that are not."""
        left = Counter(self.entries)
        known: list[Finding] = []
        new: list[Finding] = []
        for finding in findings:
            entry = self._known_as(finding, left)
            (known if left[entry] > 0 else new).append(finding)
            left[entry] -= 1
        return known, new

    def entry(self, finding: Finding) -> Entry:
        """Return what a finding is known by."""
        return self._relative(finding.path), finding.class_name, finding.code, finding.argument

    def _known_as(self, finding: Finding, left: Counter[Entry]) -> Entry:
        """Return the entry that a finding answers to: its own, or the one that it had in baselines written before.

        Those took for the argument what the message named first in quotes, besides the class.
        """
        entry = self.entry(finding)
        if left[entry] <= 0:
            quoted = finding.message.split("'")[1::2]
            before = (*entry[:3], next((name for name in quoted if name != finding.class_name), ""))
            if left[before] > 0:
                return before
        return entry

    def _relative(self, path: str) -> str:
        directory = os.path.dirname(os.path.abspath(self.path))
        try:
            return os.path.relpath(os.path.abspath(path), directory).replace(os.sep, "/")
        except ValueError:  # on another drive
            return path.replace(os.sep, "/")

    def _is_judged(self, entry: Entry, seen: Collection[str]) -> bool:
        directory = os.path.dirname(os.path.abspath(self.path))
        return entry[0] in seen or not os.path.exists(os.path.join(directory, entry[0]))

    def write(self) -> None:
        """Write the file, sorted, so that a change of it can be read.

        Raises:
            ScaffoldError: It cannot be written.
        """
        found = [
            dict(zip(_PARTS, entry, strict=True)) | ({"count": count} if count > 1 else {})
            for entry, count in sorted(self.entries.items())
        ]
        text = json.dumps({"version": _VERSION, "findings": found}, indent=1, ensure_ascii=False) + "\n"
        try:
            replace_file(Path(self.path).resolve(), text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ScaffoldError(
                f"cannot write {self.path}: {error.strerror or error}",
                remedy="Name a file in a directory that exists and that you may write to.",
            ) from error


def read_baseline(path: str, *, may_be_new: bool = False) -> Baseline:
    """Read a baseline.

    Args:
        path: The file.
        may_be_new: Whether it is about to be written, so that there need be none yet.

    Raises:
        ScaffoldError: There is no such file, or it holds something else.
    """
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        if may_be_new:
            return Baseline(path, {})
        raise ScaffoldError(f"no baseline {path!r}", remedy="Write it with --write-baseline.") from error
    except OSError as error:
        raise ScaffoldError(
            f"cannot read {path}: {error.strerror or error}", remedy="Name another file."
        ) from error
    try:
        known: Counter[Entry] = Counter()
        for entry, count in _entries(json.loads(data)):
            known[entry] += count  # a merge of two branches leaves an entry twice
        return Baseline(path, dict(known))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        place = f": line {error.lineno} is no JSON" if isinstance(error, json.JSONDecodeError) else ""
        raise ScaffoldError(
            f"{path} is no baseline of scaffold lint{place}",
            remedy="Name another file, or remove this one and write it anew with --write-baseline.",
        ) from error


def _entries(document: Any) -> Sequence[tuple[Entry, int]]:
    if document["version"] != _VERSION:
        raise ValueError("another version")
    entries: list[tuple[Entry, int]] = []
    for found in document["findings"]:
        path, of, code, argument = (found[part] for part in _PARTS)
        count = found.get("count", 1)
        are_texts = all(isinstance(part, str) for part in (path, of, code, argument))
        if not are_texts or type(count) is not int or count < 1:
            raise TypeError("not what was written")
        entries.append(((path, of, code, argument), count))
    return entries
