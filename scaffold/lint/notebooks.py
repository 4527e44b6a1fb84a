"""Findings and repairs of notebooks: told by cell and line, and put back into the cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from scaffold.finding import Finding
from scaffold.source.located import SourceFile

SUFFIX = ".ipynb"


def in_cells(findings: Iterable[Finding], files: Mapping[str, SourceFile]) -> list[Finding]:
    """Return the findings with those in notebooks placed by cell and line.

    Args:
        findings: Their lines count through the code of all cells.
        files: The files by path.
    """
    placed = []
    begins: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        path = finding.path
        source = files.get(path) if path.endswith(SUFFIX) and finding.line else None
        if source is not None:
            from scaffold.source.notebook import cell_lines

            if path not in begins:
                begins[path] = cell_lines(source.text)
            finding = _in_cell(finding, begins[path])
        placed.append(finding)
    return placed


def _in_cell(finding: Finding, begins: list[tuple[int, int]]) -> Finding:
    number = bisect_right(begins, (finding.line - 1, 10**9)) - 1
    if number < 0:
        return finding
    before, cell = begins[number]
    return finding.but(line=finding.line - before, end_line=max(finding.end_line - before, 0), cell=cell)


def cell_texts(path: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the place of each cell, as findings name it, and its code."""
    from scaffold.source.broken_cells import as_written
    from scaffold.source.notebook import cell_lines

    lines = as_written(text).split("\n")
    begins = cell_lines(text)
    ends = [line - 1 for line, _ in begins[1:]] + [len(lines) - 1]
    for (line, cell), end in zip(begins, ends, strict=True):
        yield f"{path}:cell {cell}", "\n".join(lines[line:end]) + "\n"


def sources(document: str) -> list[tuple[int, str]]:
    """Return number and code of the cells, as their author wrote them."""
    from scaffold.source.notebook import cells_of

    return [(cell.number, cell.source) for cell in cells_of(document)]


def repaired_document(document: str, path: str, code: str) -> str:
    """Return a notebook with repaired code, and everything else as it was.

    Raises:
        ScaffoldError: The repair would change more than the code of cells.
    """
    from scaffold.errors import ScaffoldError
    from scaffold.source.notebook import NotebookError, with_code

    try:
        return with_code(document, code)
    except (NotebookError, ValueError) as error:
        raise ScaffoldError(
            f"cannot write {path}: {error}", remedy="Repair it by hand; --diff shows what was meant."
        ) from error
