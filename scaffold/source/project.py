"""Paths -> Project: every class derived from a Keras object, across files, and the files that cannot be read."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike

from scaffold.settings import UNTOLD, Analysis
from scaffold.source.collect import FoundFile, Keep, collect_files
from scaffold.source.describe import Describer
from scaffold.source.facts import ClassInfo, KerasClass
from scaffold.source.index import candidates
from scaffold.source.keras_names import short_names
from scaffold.source.located import Problem, SourceFile
from scaffold.source.modules import Modules
from scaffold.source.mro import Ancestry
from scaffold.source.parse import ClassNode, check_syntax
from scaffold.source.record import Entity
from scaffold.source.resolve import Resolver


class Project(Entity):
    """What is known about a set of source files.

    Args:
        files: Every file that was asked for and could be read, sorted by path.
        classes: Every class of these files that derives from a Keras object, by file and line.
        problems: Files that could not be read or parsed, sorted by path.
        settings: What the project says about itself.
    """

    files: tuple[SourceFile, ...]
    classes: tuple[ClassInfo, ...]
    problems: tuple[Problem, ...]
    settings: Analysis = UNTOLD


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
    found = collect_files(paths, keep=keep, texts=texts or ())
    with _no_garbage_collection():
        modules = Modules(found, dict(texts or {}))
        relevant = _relevant(found, modules, settings)
        for absolute, source in list(modules.sources.items()):
            if absolute not in relevant and (problem := check_syntax(source)) is not None:
                modules.problems[absolute] = problem
        classes = _classes(relevant, modules, settings)
    requested = modules.requested | {file.absolute for file in found}
    return Project(
        files=tuple(
            sorted((modules.sources[path] for path in modules.requested), key=lambda file: file.path)
        ),
        classes=tuple(classes),
        problems=tuple(
            sorted(
                (p for path, p in modules.problems.items() if path in requested),
                key=lambda p: (p.path, p.line),
            )
        ),
        settings=settings,
    )


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
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


def _relevant(found: list[FoundFile], modules: Modules, settings: Analysis) -> list[str]:
    """Return the files that must be parsed, in order.

    A file that was named is parsed in any case. So is one with classes whose package was not asked for as a whole:
    a base may be in a file that is not among the texts.
    """
    texts = {absolute: source.text for absolute, source in modules.sources.items()}
    names = short_names() | {name.rpartition(".")[2] for name in settings.extra_base_classes}
    possible = candidates(texts, names) if len(texts) > 1 else set(texts)
    explicit = {file.absolute for file in found if file.explicit}
    return [
        absolute
        for absolute in texts
        if absolute in possible
        or absolute in explicit
        or ("class" in texts[absolute] and not modules.is_whole(absolute))
    ]


def _classes(relevant: list[str], modules: Modules, settings: Analysis) -> list[ClassInfo]:
    resolver = Resolver(modules)
    ancestry = Ancestry(resolver, settings.extra_base_classes)
    describer = Describer(resolver, ancestry)
    classes: list[ClassInfo] = []
    for absolute in relevant:
        module = modules.parsed(absolute)
        if module is None:
            continue
        try:
            nodes = [node for node in module.classes if _is_of_keras(node, ancestry)]
            classes += sorted(map(describer.describe, nodes), key=lambda cls: cls.span.start)
        except RecursionError:
            message = "is nested too deeply to be analysed. Leave it out of the paths."
            modules.problems[absolute] = Problem(module.source.path, message, "syntax", 1, 1)
    return classes


def _is_of_keras(node: ClassNode, ancestry: Ancestry) -> bool:
    lineage = ancestry.of(node)
    return any(isinstance(ancestor, KerasClass) for ancestor in (*lineage.order, *lineage.possible))
