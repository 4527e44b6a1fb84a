"""Modules by name and by path: those of the analysed files, and those they import from their own package."""

from __future__ import annotations

import os
from collections.abc import Iterable

from scaffold.source.collect import FoundFile, module_of
from scaffold.source.located import Problem, SourceFile
from scaffold.source.parse import ParsedModule, parse
from scaffold.source.read import decode_source, read_source


class Modules:
    """Files by absolute path, parsed when they are first asked for.

    Args:
        found: The files to analyse.
        texts: Texts that stand for what is on disk, by path as the user wrote it.
    """

    def __init__(self, found: Iterable[FoundFile], texts: dict[str, str]) -> None:
        self.sources: dict[str, SourceFile] = {}
        self.problems: dict[str, Problem] = {}
        self.roots: dict[str, str] = {}
        self._parsed: dict[str, ParsedModule | None] = {}
        self._by_name: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._is_file: dict[str, bool] = {}
        found = list(found)
        for file in found:
            self._add(file.absolute, file.path, texts.get(file.path))
        self.requested = frozenset(self.sources)
        self._directories = {file.directory for file in found if file.directory}

    def _add(self, absolute: str, path: str, text: str | None = None) -> None:
        module, root = module_of(absolute)
        if text is None:
            source = read_source(path, module, real_path=absolute)
        elif path.endswith(".ipynb"):
            source = SourceFile(path, module, text)  # the code of its cells, as `code_of` gave it
        else:
            source = decode_source(text.encode("utf-8", "surrogatepass"), path, module)
        if isinstance(source, Problem):
            self.problems[absolute] = source
            return
        self.sources[absolute] = source
        self.roots[absolute] = root
        self._by_name.setdefault(module, absolute)
        self._by_stem.setdefault(module.rpartition(".")[2], []).append(absolute)

    def is_whole(self, absolute: str) -> bool:
        """Tell whether everything that a file can import from its own package was asked for."""
        package = os.path.join(self.roots[absolute], self.sources[absolute].module.partition(".")[0])
        return any((package + os.sep).startswith(directory + os.sep) for directory in self._directories)

    def parsed(self, absolute: str) -> ParsedModule | None:
        """Return the parsed module, or None where the file cannot be read or parsed (then there is a problem)."""
        if absolute not in self._parsed:
            self._parsed[absolute] = None  # while it is parsed, it cannot be asked for
            source = self.sources.get(absolute)
            if source is not None:
                result = parse(source, absolute)
                if isinstance(result, Problem):
                    self.problems[absolute] = result
                else:
                    self._parsed[absolute] = result
        return self._parsed[absolute]

    def named(self, name: str) -> ParsedModule | None:
        """Return the analysed module of exactly that dotted name."""
        absolute = self._by_name.get(name)
        return self.parsed(absolute) if absolute is not None else None

    def imported(self, importer: ParsedModule, level: int, parts: list[str]) -> ParsedModule | None:
        """Return the module that an import names, if it is among the sources or belongs to the importer's package.

        Args:
            importer: Where the import stands.
            level: Number of leading dots.
            parts: The dotted name, split.
        """
        absolute = self._find(importer.absolute, level, parts)
        return self.parsed(absolute) if absolute is not None else None

    def _find(self, importer: str, level: int, parts: list[str]) -> str | None:
        if level:
            directory = os.path.dirname(importer)
            for _ in range(level - 1):
                directory = os.path.dirname(directory)
            return self._file(os.path.join(directory, *parts), load=True)
        root = self.roots[importer]
        own_package = self.sources[importer].module.partition(".")[0]
        is_script = root == os.path.dirname(importer)
        found = self._file(os.path.join(root, *parts), load=is_script or parts[0] == own_package)
        if found is None:
            found = self._by_name.get(".".join(parts))
        return found if found is not None else self._by_tail(parts)

    def _by_tail(self, parts: list[str]) -> str | None:
        """Find ``pkg.base`` as ``.../pkg/base.py`` where directories have no ``__init__.py``; only if there is one."""
        if len(parts) < 2:
            return None
        tails = tuple(os.sep + os.path.join(*parts) + end for end in (".py", f"{os.sep}__init__.py"))
        found = [path for path in self._by_stem.get(parts[-1], ()) if path.endswith(tails)]
        return found[0] if len(found) == 1 else None

    def _file(self, base: str, *, load: bool) -> str | None:
        for path in (os.path.join(base, "__init__.py"), f"{base}.py"):
            if path in self.sources or path in self.problems:
                return path
            if not load:
                continue
            if path not in self._is_file:
                self._is_file[path] = os.path.isfile(path)
            if self._is_file[path]:
                self._add(path, os.path.relpath(path))
                return path
        return None
