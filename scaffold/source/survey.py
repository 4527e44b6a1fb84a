"""Paths -> Survey: the files, what each says at a glance, and which of them must be parsed; nothing is parsed yet."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from os import PathLike
from typing import Any, NamedTuple

from scaffold.settings import UNTOLD, Analysis
from scaffold.source.collect import Keep, ListedFile, collect_files, list_files
from scaffold.source.index import Outline, descending_from, names_any, other_names_in, outline, subclasses_in
from scaffold.source.installed import Installed
from scaffold.source.keras_names import rebuilt_names, short_names
from scaffold.source.located import Problem, SourceFile
from scaffold.source.parse import ParsedModule
from scaffold.source.read import read_listed

# Texts are kept up to this many characters in all; what does not fit is read again when it is parsed.
_KEPT = 4_000_000


class Seen(NamedTuple):
    """What a file says at a glance.

    Args:
        known: Its outline, or why it cannot be read.
        size: How many characters it has.
    """

    known: Outline | Problem
    size: int


# File -> what is remembered of its present content; None where nothing is.
Remembered = Callable[[ListedFile], Seen | None]


def look(source: SourceFile | Problem) -> Seen:
    """Return what a file says at a glance."""
    if isinstance(source, Problem):
        return Seen(source, 0)
    return Seen(outline(source.text), len(source.text))


class Survey:
    """What is known of a set of files before any of them is parsed.

    Args:
        listed: The files by absolute path, in the order in which they were named.
        texts: Texts that stand for what is on disk, by path as it is named in findings.
        settings: What the project says about itself.
        remembered: Spares the reading of files whose content is known.
    """

    def __init__(
        self,
        listed: Mapping[str, ListedFile],
        texts: Mapping[str, str],
        settings: Analysis,
        remembered: Remembered | None = None,
    ) -> None:
        self.listed = dict(listed)
        self.texts = dict(texts)
        self.settings = settings
        self.outlines: dict[str, Outline] = {}
        self.problems: dict[str, Problem] = {}
        self.sizes: dict[str, int] = {}
        self.installed = Installed()
        self._kept: dict[str, SourceFile] = {}
        self._around: dict[str, Survey] = {}
        # Parsed modules that the next project is likely to ask for, those last used at the end.
        self.kept_modules: dict[str, ParsedModule] = {}
        # Files, these and others, of which it is known that they are valid Python.
        self.valid: set[str] = set()
        # Files of which more was asked than what they say at a glance.
        self.consulted: set[str] = set()
        # (File, package) -> whether it imports the package.
        self._importing: dict[tuple[str, str], bool] = {}
        left = _KEPT
        for absolute, file in self.listed.items():
            seen = remembered(file) if remembered is not None else None
            if seen is None:
                source = self.read(absolute, file)
                seen = look(source)
                if isinstance(source, SourceFile) and seen.size < left:
                    left -= seen.size
                    self._kept[absolute] = source
            self.sizes[absolute] = seen.size
            if isinstance(seen.known, Problem):
                self.problems[absolute] = seen.known
            else:
                self.outlines[absolute] = seen.known

    def __getstate__(self) -> dict[str, Any]:
        # For another process: what was found out, without what it was found out from.
        _ = self.derived, self._other_names
        outlines = {absolute: found._replace(renamed=()) for absolute, found in self.outlines.items()}
        return {
            **self.__dict__,
            "outlines": outlines,
            "_kept": {},
            "kept_modules": {},
            "valid": set(),
            "_around": {},
        }

    def read(self, absolute: str, file: ListedFile | None = None) -> SourceFile | Problem:
        """Return one of the files, or another one that is described."""
        kept = self._kept.get(absolute)
        return kept if kept is not None else read_listed(file or self.listed[absolute], self.texts)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The files by the names of their modules."""
        return Catalogue(self.listed)

    @cached_property
    def derived(self) -> frozenset[str]:
        """Names that a class derived from a Keras object may have among its bases."""
        return self._descending_from(short_names())

    @cached_property
    def _rebuilt(self) -> frozenset[str]:
        """Those of them that a class may have which Keras makes again from its config."""
        return self._descending_from(rebuilt_names())

    def _descending_from(self, names: frozenset[str]) -> frozenset[str]:
        extra = {name.rpartition(".")[2] for name in self.settings.extra_base_classes}
        return descending_from(names | extra, self._subclasses, self._other_names)

    def offers(self, name: str, file: ListedFile) -> bool:
        """Tell whether the project of a file may put that name into ``custom_objects``."""
        return any(
            offering.package == file.package or self._is_of_project(offering, file)
            for offering in self._offering.get(name, ())
        )

    @cached_property
    def _offering(self) -> Mapping[str, list[ListedFile]]:
        offering: dict[str, list[ListedFile]] = {}
        for absolute, found in self.outlines.items():
            for name in found.offered:
                offering.setdefault(name, []).append(self.listed[absolute])
        return offering

    def _is_of_project(self, other: ListedFile, file: ListedFile) -> bool:
        """Tell whether a file of no package or of another one is of a file's project: below it, or importing it."""
        project = os.path.dirname(file.root) if os.path.basename(file.root) == "src" else file.root
        if other.is_alone and other.absolute.startswith(project + os.sep):
            return True
        # Tests are often a package of their own.
        beside = not other.is_alone and other.root in (project, file.root)
        if not beside and not (other.is_alone and file.is_alone):
            return False
        return self._imports(other.absolute, os.path.basename(file.package))

    def _imports(self, absolute: str, package: str) -> bool:
        """Tell whether a file imports a package; it is asked for each class that the file may offer, and read once."""
        key = absolute, package
        if key not in self._importing:
            self.consulted.add(absolute)
            source = self.read(absolute)
            imported = rf"(?m)^[ \t]*(?:from|import)\b[^\n]*\b{re.escape(package)}\b"
            self._importing[key] = (
                isinstance(source, SourceFile) and re.search(imported, source.text) is not None
            )
        return self._importing[key]

    @cached_property
    def builders(self) -> frozenset[str]:
        """The files that may build a model that somebody saves: nobody saves those of tests."""
        return frozenset(
            absolute
            for absolute, found in self.outlines.items()
            if found.builds and not self.listed[absolute].is_test
        )

    @cached_property
    def trusting(self) -> frozenset[str]:
        """Paths of the top-level packages that may tell Keras to load what is unsafe."""
        return frozenset(self.listed[a].package for a, found in self.outlines.items() if found.trusting)

    def around(self, file: ListedFile) -> Survey | None:
        """Return all of the package that a file is in, where it was not asked for as a whole; else None.

        Who derives from a class, and who registers it, may stand in files that were not named.
        """
        package = file.package
        if (file.directory and self.whole(file)) or not os.path.isdir(package):
            return None
        if package not in self._around:
            self._around[package] = survey([package], settings=self.settings)
        return self._around[package]

    @cached_property
    def whole(self) -> Whole:
        """Tells of the files whether all of their package was asked for."""
        return Whole(self.listed.values())

    @cached_property
    def _subclasses(self) -> Mapping[str, set[str]]:
        return subclasses_in(self.outlines.values())

    @cached_property
    def _other_names(self) -> Mapping[str, set[str]]:
        return other_names_in(self.outlines.values(), self._subclasses)

    def names_of(self, name: str) -> frozenset[str]:
        """Return a name and the other names that it may have got."""
        return descending_from({name}, self._other_names)

    @cached_property
    def relevant(self) -> tuple[str, ...]:
        """The files that must be parsed, in order.

        A file that was named is parsed in any case. So is one with classes whose package was not asked for as a
        whole: a base may be in a file that is not among the texts.
        """
        return tuple(
            absolute
            for absolute, found in self.outlines.items()
            if names_any(found, self.derived) or self._is_looked_into(absolute)
        )

    def _is_looked_into(self, absolute: str) -> bool:
        """Tell whether a file must be parsed whatever the bases of its classes are called."""
        file = self.listed[absolute]
        return (
            absolute in self.builders
            or not file.directory
            or bool(self.outlines[absolute].classes and not self.whole(file))
        )

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The relevant files with classes that a rule can speak about.

        Of what Keras never makes again from a config, an operation or a callback, these are only the ones that write a
        config or are registered.
        """
        return tuple(
            absolute
            for absolute in self.relevant
            if (found := self.outlines[absolute]).configures
            or names_any(found, self._rebuilt)
            or self._is_looked_into(absolute)
        )

    @cached_property
    def unverified(self) -> tuple[str, ...]:
        """The files of which nothing but their syntax matters to the rules.

        A file of another framework that does not name Keras is none of them: whether it is valid is not ours to say.
        """
        judged = set(self.judged)
        return tuple(a for a, found in self.outlines.items() if a not in judged and not found.foreign)

    def naming_base(self, names: frozenset[str]) -> list[str]:
        """Return the files with classes that have one of the names among their bases, in order."""
        found = {absolute for name in names for absolute in self._by_base.get(name, ())}
        return sorted(found, key=self._position.__getitem__)

    def defining(self, name: str, package: str = "") -> list[str]:
        """Return the files with a class of that name which may derive from a Keras object, in order.

        Args:
            name: The name.
            package: The top-level package that they must be in; empty for any.
        """
        found = self._by_class.get(name, [])
        return [a for a in found if not package or self.listed[a].module.partition(".")[0] == package]

    @cached_property
    def _position(self) -> dict[str, int]:
        return {absolute: position for position, absolute in enumerate(self.outlines)}

    @cached_property
    def _by_base(self) -> dict[str, list[str]]:
        by_base: dict[str, list[str]] = {}
        for absolute, found in self.outlines.items():
            for word in {word for _, words in found.classes for word in words}:
                by_base.setdefault(word, []).append(absolute)
        return by_base

    @cached_property
    def _by_class(self) -> dict[str, list[str]]:
        by_class: dict[str, list[str]] = {}
        for absolute, found in self.outlines.items():
            for name in {name for name, words in found.classes if not self.derived.isdisjoint(words)}:
                by_class.setdefault(name, []).append(absolute)
        return by_class


class Catalogue:
    """Files by the names of their modules.

    Args:
        listed: The files by absolute path.
    """

    def __init__(self, listed: Mapping[str, ListedFile]) -> None:
        self.by_name: dict[str, str] = {}
        self.by_stem: dict[str, list[str]] = {}
        for absolute, file in listed.items():
            self.by_name.setdefault(file.module, absolute)
            self.by_stem.setdefault(file.module.rpartition(".")[2], []).append(absolute)


class Whole:
    """Tells of files whether everything that they can import from their own package was asked for.

    Args:
        listed: The files that were asked for.
    """

    def __init__(self, listed: Iterable[ListedFile]) -> None:
        self._directories = {file.directory for file in listed if file.directory}
        self._known: dict[str, bool] = {}

    def __call__(self, file: ListedFile) -> bool:
        package = file.package
        if package not in self._known:
            self._known[package] = any(
                (package + os.sep).startswith(directory + os.sep) for directory in self._directories
            )
        return self._known[package]


def survey(
    paths: Iterable[str | PathLike[str]],
    *,
    texts: Mapping[str, str] | None = None,
    keep: Keep | None = None,
    settings: Analysis = UNTOLD,
    remembered: Remembered | None = None,
) -> Survey:
    """Look at the files under the paths.

    Args:
        paths: Files or directories.
        texts: Texts to look at in place of what is on disk, by path as it is named in findings.
        keep: Chooses among what directories hold.
        settings: What the project says about itself.
        remembered: Spares the reading of files whose content is known.

    Raises:
        ScaffoldError: If a path does not exist.
    """
    found = collect_files(paths, keep=keep, texts=texts or ())
    return Survey(list_files(found), texts or {}, settings, remembered)
