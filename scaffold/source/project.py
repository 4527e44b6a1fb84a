"""Survey -> Project: every class derived from a Keras object, across files, and the files that cannot be read."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from os import PathLike
from typing import TYPE_CHECKING

from scaffold.settings import UNTOLD, Analysis
from scaffold.source.collect import Keep, ListedFile
from scaffold.source.describe import Describer
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.located import Problem, SourceFile
from scaffold.source.modules import Modules
from scaffold.source.mro import Ancestry
from scaffold.source.parse import ClassNode, ParsedModule
from scaffold.source.plain_classes import Plain, class_called, plain_kind
from scaffold.source.resolve import Resolver, is_foundation
from scaffold.source.summary import ClassSummary, summary_of
from scaffold.source.survey import Survey, survey
from scaffold.source.syntax import check_syntax

if TYPE_CHECKING:
    from scaffold.source.models import Models


class Project:
    """What is known about a set of source files; facts are found when they are first asked for.

    Args:
        surveyed: The files.
        judged: Those of which all classes will be asked for; else it is every file that may have some.
        problems: What is known already of files that cannot be read or parsed; else it is found out.
        summaries: What is known already of the classes; else it is found out.
    """

    def __init__(
        self,
        surveyed: Survey,
        judged: Iterable[str] | None = None,
        *,
        problems: tuple[Problem, ...] | None = None,
        summaries: tuple[ClassSummary, ...] | None = None,
    ) -> None:
        self._survey = surveyed
        self._problems = problems
        self._summaries = summaries
        self.settings = surveyed.settings
        self.modules = Modules(surveyed, surveyed.relevant if judged is None else judged)
        self._resolver = Resolver(self.modules)
        self._ancestry = Ancestry(self._resolver, self.settings.extra_base_classes)
        self._describer = Describer(self._resolver, self._ancestry)
        self._heirs: dict[ClassInfo, tuple[ClassInfo, ...]] = {}
        self._around: dict[str, Project | None] = {}

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file that was asked for and could be read, sorted by path."""
        read = (self._survey.read(absolute) for absolute in self._survey.outlines)
        return tuple(
            sorted((file for file in read if isinstance(file, SourceFile)), key=lambda file: file.path)
        )

    @cached_property
    def classes(self) -> tuple[ClassInfo, ...]:
        """Every class of these files that derives from a Keras object, by file and line.

        This makes the facts of all of them. A rule that judges one class asks `heirs`, `namesakes` or `class_named`.
        """
        with no_garbage_collection():
            return tuple(cls for absolute in self._survey.relevant for cls in self._complete(absolute))

    def _complete(self, absolute: str) -> list[ClassInfo]:
        """Return the classes of a file once all facts are found out: whoever reads them then meets no trouble."""
        classes = self.classes_in(absolute)
        try:
            for cls in classes:
                for known in (cls, *cls.ancestors):
                    for fact in known._fields:
                        getattr(known, fact)
        except RecursionError:
            self.too_deep(absolute)
            return []
        return classes

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Files that could not be read or parsed, sorted by path."""
        if self._problems is not None:
            return self._problems
        _ = self.classes
        found = {**self._survey.problems, **self.modules.problems}
        for absolute in self._survey.unverified:
            problem = self.syntax_problem(absolute)
            if problem is not None:
                found[absolute] = problem
        asked = [problem for absolute, problem in found.items() if absolute in self._survey.listed]
        asked += (problem for absolute in self._survey.outlines for problem in self.cell_problems(absolute))
        return tuple(sorted(asked, key=lambda problem: (problem.path, problem.line)))

    @cached_property
    def summaries(self) -> tuple[ClassSummary, ...]:
        """What is kept of every class, by file and line."""
        return self._summaries if self._summaries is not None else tuple(map(summary_of, self.classes))

    def syntax_problem(self, absolute: str) -> Problem | None:
        """Return why a file that need not be parsed could not be."""
        if absolute in self._survey.valid:
            return None
        source = self._survey.read(absolute)
        return source if isinstance(source, Problem) else check_syntax(source)

    def cell_problems(self, absolute: str) -> list[Problem]:
        """Return why cells of a notebook could not be parsed; nothing where the file is no notebook."""
        source = self._survey.read(absolute) if absolute.endswith(".ipynb") else None
        if not isinstance(source, SourceFile):
            return []
        from scaffold.source.broken_cells import broken_cells  # few runs see a notebook

        return broken_cells(source)

    @cached_property
    def models(self) -> Models:
        """The models that scripts, functions and plain classes of the files build."""
        from scaffold.source.models import Models  # most runs meet none

        return Models(self._survey, self.modules, self._resolver)

    def heirs(self, cls: ClassInfo) -> tuple[ClassInfo, ...]:
        """Return the classes that derive from a class, by file and line; those in the rest of its package too."""
        if cls not in self._heirs:
            found = list(self._heirs_here(cls))
            known = {heir.qualified_name for heir in found}
            found += [heir for heir in self._heirs_around(cls) if heir.qualified_name not in known]
            self._heirs[cls] = tuple(sorted(found, key=lambda heir: (heir.source.path, heir.first_line)))
        return self._heirs[cls]

    def has_heirs(self, cls: ClassInfo) -> bool:
        """Tell whether there is a class that derives from a class; the first one that is found will do."""
        if cls in self._heirs:
            return bool(self._heirs[cls])
        return any(True for _ in self._heirs_here(cls)) or bool(self._heirs_around(cls))

    def _heirs_here(self, cls: ClassInfo) -> Iterator[ClassInfo]:
        found = set()
        pending = [] if is_foundation(cls.qualified_name) else [cls]
        while pending:
            names = self._survey.names_of(pending.pop().name)
            for absolute in self._survey.naming_base(names):
                for other in self.classes_in(absolute, names):
                    if cls in other.ancestors and other not in found:
                        found.add(other)
                        pending.append(other)
                        yield other

    def _heirs_around(self, cls: ClassInfo) -> tuple[ClassInfo, ...]:
        around = self._project_around(cls)
        same = around.class_named(cls.qualified_name) if around is not None else None
        return around.heirs(same) if around is not None and same is not None else ()

    def _listed(self, cls: ClassInfo | ClassSummary) -> ListedFile | None:
        return self._survey.listed.get(os.path.abspath(cls.source.path))

    def is_of_tests(self, cls: ClassInfo | ClassSummary) -> bool:
        """Tell whether a class stands in a file of tests, which are never imported together."""
        file = self._listed(cls)
        return file is not None and file.is_test

    def is_offered(self, cls: ClassInfo) -> bool:
        """Tell whether the package of a class may give it to Keras by its name in ``custom_objects``."""
        file = self._listed(cls)
        if file is not None and self._survey.offers(cls.name, file):
            return True
        around = self._project_around(cls)
        return around is not None and around.is_offered(cls)

    @property
    def read_around(self) -> list[str]:
        """The files, and their directories, that were looked at though nobody asked for them."""
        files = {
            absolute
            for project in self._around.values()
            if project is not None
            for absolute in project._survey.listed
        }
        models: Models | None = self.__dict__.get("models")
        files |= set(map(os.path.dirname, files)) | (models.read if models is not None else set())
        return sorted(files | self._survey.consulted)

    def forget(self, used_up: Iterable[str]) -> None:
        """Give up all facts; those of the named files are not likely to be asked for again."""
        self._describer.forget()
        self._heirs.clear()
        self.modules.forget(used_up)
        for project in self._around.values():
            if project is not None:
                project.forget(project._survey.listed)

    def _project_around(self, cls: ClassInfo) -> Project | None:
        """Return the package of a class, where it was not asked for as a whole."""
        file = self._listed(cls)
        if file is None:
            return None
        if file.package not in self._around:
            found = self._survey.around(file)
            self._around[file.package] = Project(found, ()) if found is not None else None
        return self._around[file.package]

    def namesakes(self, name: str, package: str = "") -> tuple[ClassInfo, ...]:
        """Return the classes of that name in a top-level package, or in all files, by file and line."""
        return tuple(
            cls
            for absolute in self._survey.defining(name, package)
            for cls in self.classes_in(absolute, only=name)
        )

    def class_named(self, qualified_name: str) -> ClassInfo | None:
        """Return the class of that name, module and enclosing classes included."""
        name = qualified_name.rpartition(".")[2]
        return next((cls for cls in self.namesakes(name) if cls.qualified_name == qualified_name), None)

    def plain_kind(self, name: str, cls: ClassInfo, *, written: bool = False) -> Plain | None:
        """Return what the objects of a class certainly are that is none of Keras.

        Args:
            name: Module and name of the class, as abstract values have it.
            cls: The class in whose file it is used.
            written: Whether the name is as it stands in that file, in an annotation.
        """
        module = self.modules.parsed(os.path.abspath(cls.source.path))
        if module is None:
            return None
        found: object = class_called(name, module, self._resolver) if not written else None
        if written:
            found = self._resolver.target(module, (), name.split("."))
        return plain_kind(found, self._resolver) if isinstance(found, ClassNode) else None

    def unsure_lines(self, absolute: str) -> tuple[range, ...]:
        """Return the lines of the classes of a file whose parents cannot all be told, decorators included."""
        module = self.modules.parsed(absolute)
        if module is None:
            return ()
        return tuple(
            range(found.first_line, (found.node.end_lineno or 0) + 1)
            for found in module.classes
            if not self._ancestry.of(found).known
        )

    def classes_in(
        self, absolute: str, bases: frozenset[str] | None = None, *, only: str | None = None
    ) -> list[ClassInfo]:
        """Return the facts of the classes of one file that derive from a Keras object, by line.

        Args:
            absolute: The file.
            bases: Words of which a class must have one among its bases.
            only: The name that a class must have.
        """
        module = self.modules.parsed(absolute, whole=bases is None and only is None)
        if module is None:
            return []
        try:
            nodes = [
                node
                for node in module.classes
                if (only is None or node.name == only)
                and self._can_be_of_keras(node, bases)
                and self._is_of_keras(node)
            ]
            return list(map(self._describer.describe, sorted(nodes, key=attrgetter("first_line"))))
        except RecursionError:
            self.too_deep(absolute)
            return []

    def too_deep(self, absolute: str) -> None:
        """Take note of a file whose expressions are nested too deeply to be followed."""
        module = self.modules.parsed(absolute)
        if module is not None:
            message = "is nested too deeply to be analysed. Leave it out of the paths."
            self.modules.problems[absolute] = Problem(module.source.path, message, "syntax", 1, 1)

    def _can_be_of_keras(self, node: ClassNode, bases: frozenset[str] | None) -> bool:
        """Tell whether the words in the bases allow it; where a base may be outside of the survey, all do."""
        if bases is None:
            if self._is_open(node.module):
                return True
            bases = self._survey.derived
        return not bases.isdisjoint(node.base_words)

    def _is_open(self, module: ParsedModule) -> bool:
        file = self._survey.listed.get(module.absolute)
        return file is None or not file.directory or not self._survey.whole(file)

    def _is_of_keras(self, node: ClassNode) -> bool:
        lineage = self._ancestry.of(node)
        return any(isinstance(ancestor, KerasClass) for ancestor in (*lineage.order, *lineage.possible))


def analyze(
    paths: Iterable[str | PathLike[str]],
    *,
    texts: Mapping[str, str] | None = None,
    keep: Keep | None = None,
    settings: Analysis = UNTOLD,
) -> Project:
    """Read the sources under the paths and return the facts of their Keras classes.

    Bases in other files of the same package are found too, whether or not those files were asked for.

    Args:
        paths: Files or directories. Directories are searched for ``.py`` files; hidden directories, virtual
            environments, ``__pycache__`` and build outputs are left out.
        texts: Texts to analyse in place of what is on disk, by path as it is named in `SourceFile.path`.
        keep: Chooses among what directories hold.
        settings: What the project says about itself.

    Returns:
        The project; broken files are in its ``problems``, never raised.

    Raises:
        ScaffoldError: If a path does not exist.

    Example:
        >>> project = analyze(["src"])
        >>> [cls.qualified_name for cls in project.classes]
        ['layers.gated_dense.GatedDense']
    """
    return Project(survey(paths, texts=texts, keep=keep, settings=settings))


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Keep the collector from walking over millions of live nodes; it frees nothing while they are made.

    Freezing and unfreezing makes them old at once, so that it does not walk over them right afterwards either.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
