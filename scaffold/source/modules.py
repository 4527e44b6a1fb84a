"""Modules by name and by path: those of the surveyed files, and those they import from elsewhere on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable

from scaffold.source.collect import ListedFile, module_of
from scaffold.source.located import Problem
from scaffold.source.parse import ParsedModule, parse, parse_in_pieces
from scaffold.source.survey import Survey
from scaffold.source.syntax import check_syntax

# Characters of source of which the trees are kept from one project to the next: bases, and what exports them.
_KEPT = 1_500_000


class Modules:
    """Files by absolute path, read and parsed when they are first asked for.

    Args:
        survey: The files to analyse.
        judged: Those of which most definitions will be asked for: they are not parsed in pieces.
    """

    def __init__(self, survey: Survey, judged: Iterable[str]) -> None:
        self._survey = survey
        self._judged = frozenset(judged)
        self._listed = dict(survey.listed)
        self._catalogue = survey.catalogue
        self._parsed: dict[str, ParsedModule | None] = {}
        self._installed = survey.installed
        # Directory of the importer, level and name -> the file: what stands side by side imports the same.
        self._found: dict[tuple[object, ...], str | None] = {}
        self.problems: dict[str, Problem] = {}
        # Whether there is a file at a path that is none of the surveyed ones.
        self.looked_up: dict[str, bool] = {}

    @property
    def asked(self) -> list[str]:
        """Every file that was parsed."""
        return list(self._parsed)

    def parsed(self, absolute: str, *, whole: bool = False) -> ParsedModule | None:
        """Return the parsed module, or None where the file cannot be read or parsed (then there is a problem).

        Args:
            absolute: The file.
            whole: Whether most of its definitions will be asked for.
        """
        if absolute not in self._parsed:
            kept = self._survey.kept_modules.get(absolute)
            if kept is not None:
                self._parsed[absolute] = kept
                return kept
            self._parsed[absolute] = None  # while it is parsed, it cannot be asked for
            result = self._parse(absolute)
            if isinstance(result, Problem):
                self.problems[absolute] = result
            else:
                self._parsed[absolute] = result
        return self._parsed[absolute]

    def _parse(self, absolute: str) -> ParsedModule | Problem:
        source = self._survey.read(absolute, self._listed[absolute])
        if isinstance(source, Problem):
            return source
        valid = self._survey.valid
        if absolute in self._judged and absolute not in valid:
            result = parse(source, absolute)
        else:
            problem = check_syntax(source) if absolute not in valid else None
            result = problem if problem is not None else parse_in_pieces(source, absolute)
        if isinstance(result, ParsedModule):
            valid.add(absolute)
        return result

    def forget(self, used_up: Iterable[str]) -> None:
        """Give up all modules: what was made of them must not be used any more.

        Args:
            used_up: Those that nobody is likely to ask for again; of the others some are kept for the next project.
        """
        finished = set(used_up)
        kept = self._survey.kept_modules
        for absolute, module in self._parsed.items():
            if module is not None:
                kept.pop(absolute, None)
                if absolute in finished:
                    module.forget()
                else:
                    kept[absolute] = module
        self._parsed.clear()
        size = sum(module.size for module in kept.values())
        while size > _KEPT:
            oldest = kept.pop(next(iter(kept)))
            size -= oldest.size
            oldest.forget()

    def named(self, name: str) -> ParsedModule | None:
        """Return the analysed module of exactly that dotted name."""
        absolute = self._catalogue.by_name.get(name)
        return self.parsed(absolute) if absolute is not None else None

    def imported(self, importer: ParsedModule, level: int, parts: list[str]) -> ParsedModule | None:
        """Return the module that an import names, if it is among the files or its source can be found.

        Args:
            importer: Where the import stands.
            level: Number of leading dots.
            parts: The dotted name, split.
        """
        absolute = self._find(importer.absolute, level, parts)
        return self.parsed(absolute) if absolute is not None else None

    def _find(self, importer: str, level: int, parts: list[str]) -> str | None:
        key = (os.path.dirname(importer), level, *parts)
        if key not in self._found:
            self._found[key] = self._search(importer, level, parts)
        return self._found[key]

    def _search(self, importer: str, level: int, parts: list[str]) -> str | None:
        if level:
            directory = os.path.dirname(importer)
            for _ in range(level - 1):
                directory = os.path.dirname(directory)
            return self._file(os.path.join(directory, *parts), load=True)
        file = self._listed[importer]
        own_package = file.module.partition(".")[0]
        is_script = file.root == os.path.dirname(importer)
        found = self._file(os.path.join(file.root, *parts), load=is_script or parts[0] == own_package)
        if found is None:
            found = self._catalogue.by_name.get(".".join(parts))
        if found is None:
            found = self._by_tail(parts)
        if found is None and (root := self._installed.root_of(parts[0], importer)) is not None:
            found = self._file(os.path.join(root, *parts), load=True)
        return found

    def _by_tail(self, parts: list[str]) -> str | None:
        """Find ``pkg.base`` as ``.../pkg/base.py`` where directories have no ``__init__.py``; only if there is one."""
        if len(parts) < 2:
            return None
        candidates = self._catalogue.by_stem.get(parts[-1])
        if not candidates:
            return None
        tails = tuple(os.sep + os.path.join(*parts) + end for end in (".py", f"{os.sep}__init__.py"))
        found = [path for path in candidates if path.endswith(tails)]
        return found[0] if len(found) == 1 else None

    def _file(self, base: str, *, load: bool) -> str | None:
        for path in (f"{base}{os.sep}__init__.py", f"{base}.py"):
            if path in self._listed:
                return path
            if not load:
                continue
            if path not in self.looked_up:
                self.looked_up[path] = os.path.isfile(path)
            if self.looked_up[path]:
                self._listed[path] = ListedFile(os.path.relpath(path), path, "", *module_of(path))
                return path
        return None
