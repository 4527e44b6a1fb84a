"""Survey -> Models: the layers of models that files build, and what the rest of the package does with those."""

from __future__ import annotations

import os
from collections.abc import Iterator

from scaffold.source.callers import KnownText, may_be_called_by_class
from scaffold.source.collect import ListedFile
from scaffold.source.functions import may_register_more
from scaffold.source.located import SourceFile
from scaffold.source.model_code import model_layers
from scaffold.source.model_facts import ModelLayer
from scaffold.source.modules import Modules
from scaffold.source.resolve import Resolver
from scaffold.source.survey import Survey


class Models:
    """What the surveyed files say of models that scripts, functions and plain classes build.

    Args:
        survey: The files.
        modules: Their modules.
        resolver: What names stand for.
    """

    def __init__(self, survey: Survey, modules: Modules, resolver: Resolver) -> None:
        self._survey = survey
        self._modules = modules
        self._resolver = resolver
        self._texts: dict[tuple[Survey, str], dict[str, KnownText]] = {}
        self._serving: dict[tuple[str, str], bool] = {}
        # Files that were looked at though nobody asked for their modules, and directories that were searched.
        self.read: set[str] = set()

    def layers_in(self, absolute: str) -> tuple[ModelLayer, ...]:
        """Return the layers that a file certainly puts into models, by line."""
        module = self._modules.parsed(absolute, whole=True)
        found = model_layers(module, self._resolver) if module is not None else ()
        return tuple(sorted(found, key=lambda layer: layer.span.start))

    def may_offer(self, name: str, source: SourceFile) -> bool:
        """Tell whether the package of a file may give Keras something of that name in ``custom_objects``."""
        return any(survey.offers(name, file) for survey, file in self._around(source))

    def may_register(self, name: str, source: SourceFile) -> bool:
        """Tell whether the package of a file may register a function of that name otherwise than by a decorator."""
        return any(
            name in text and may_register_more(text)
            for survey, file in self._around(source)
            for text, _ in self._texts_of(survey, file).values()
        )

    def may_trust(self, source: SourceFile) -> bool:
        """Tell whether the package of a file may tell Keras to load what is unsafe."""
        return any(file.package in survey.trusting for survey, file in self._around(source))

    def may_serve_class(self, builder: str, source: SourceFile) -> bool:
        """Tell whether a class derived from a Keras object may call a function or class of a file, in its package."""
        key = (builder, source.path)
        if key not in self._serving:
            self._serving[key] = any(
                may_be_called_by_class(builder, file.absolute, self._texts_of(survey, file), survey.derived)
                for survey, file in self._around(source)
            )
        return self._serving[key]

    def _around(self, source: SourceFile) -> Iterator[tuple[Survey, ListedFile]]:
        """Yield this survey, and one of all of the package of a file where this is not, with the file."""
        file = self._survey.listed.get(os.path.abspath(source.path))
        if file is None:
            return
        yield self._survey, file
        around = self._survey.around(file)
        if around is not None:
            self.read |= around.listed.keys() | set(map(os.path.dirname, around.listed))
            yield around, file

    def _texts_of(self, survey: Survey, file: ListedFile) -> dict[str, KnownText]:
        """Return the texts of the package."""
        key = (survey, file.package)
        if key not in self._texts:
            outlines = {
                absolute: outline
                for absolute, outline in survey.outlines.items()
                if survey.listed[absolute].package == file.package and not outline.foreign
            }
            self._texts[key] = {
                absolute: KnownText(source.text, outline)
                for absolute, outline in outlines.items()
                if isinstance(source := survey.read(absolute), SourceFile)
            }
            self.read.update(outlines)
        return self._texts[key]
