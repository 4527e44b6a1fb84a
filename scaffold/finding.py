"""What a wing found: one value for lint, doctor and lock, so that one set of reporters serves them all."""

from __future__ import annotations

from enum import StrEnum

from scaffold.record import Record


class Severity(StrEnum):
    """How bad it is: an error loses something or fails, a warning is worth knowing."""

    ERROR = "error"
    WARNING = "warning"


class Safety(StrEnum):
    """Whether a fix may be applied without asking: an unsafe one changes what saved models must look like."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(Record):
    """Replace the characters ``start:end`` of a source text; offsets count characters, not bytes."""

    start: int
    end: int
    replacement: str


class Fix(Record):
    """The one right repair of a finding, as edits of the file the finding is in."""

    message: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE


class Finding(Record):
    """One fault at one place.

    Args:
        code: Stable code of the rule, for example ``"KS101"``.
        name: Readable name of the rule, for example ``"argument-not-in-config"``.
        severity: How bad it is.
        message: What was expected and what was found, naming argument and class.
        remedy: What to do about it.
        path: The file, as the user wrote it.
        line: First line, counted from 1; 0 where the file has no lines (a saved model).
        column: First column, counted in characters from 1; 0 where there is none.
        end_line: Last line, counted from 1.
        end_column: Column after the last character, counted from 1.
        class_name: The class that has the fault; empty where there is none.
        fix: The repair, where there is one right repair.
        cell: Number of the notebook's cell that line and column count in, from 1; 0 outside of notebooks.
        argument: The argument, key or attribute it is about; empty where there is none. By this, path, class and code
            it is known when its line has moved and its message says the same in other words.
    """

    code: str
    name: str
    severity: Severity
    message: str
    remedy: str
    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    class_name: str = ""
    fix: Fix | None = None
    cell: int = 0
    argument: str = ""

    @property
    def place(self) -> str:
        """The text that line and column count in: the file, or the cell of a notebook.

        Example:
            >>> Finding("KS101", "x", Severity.ERROR, "", "", "train.ipynb", line=3, cell=2).place
            'train.ipynb:cell 2'
        """
        return f"{self.path}:cell {self.cell}" if self.cell else self.path

    @property
    def fixable(self) -> bool:
        """Whether ``--fix`` or ``--unsafe-fixes`` can repair it."""
        return self.fix is not None
