"""SourceFile -> its syntax tree, or the problem of a text that is no Python."""

from __future__ import annotations

import ast
import sys
import warnings

from scaffold.source.located import Problem, SourceFile

# What the parser raises for a text that is no Python, or too deep.
NO_PYTHON = (SyntaxError, RecursionError, MemoryError, ValueError)

# Python asks for the features right after parsing: what it does not know keeps it from making anything of the text.
# https://docs.python.org/3/reference/simple_stmts.html#future
_STOP = "from __future__ import nothing_more\n"
_STOPPED = "future feature nothing_more"


def tree_of(text: str) -> ast.Module:
    """Parse a text; an invalid escape in somebody's docstring is not for our standard error.

    Raises:
        SyntaxError, RecursionError, MemoryError, ValueError: It is no Python; all of them are `NO_PYTHON`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def check_syntax(source: SourceFile) -> Problem | None:
    """Return the problem of a text that is no Python, for little more than half of what its tree would cost."""
    # A cell of a notebook may await outside of a function, and import from __future__ late.
    if not source.path.endswith(".ipynb") and _parses(source.text):
        return None
    try:
        tree_of(source.text)
    except NO_PYTHON as error:
        return problem_of(source, error)
    return None


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(_STOP + text, "", "exec", dont_inherit=True)
    except NO_PYTHON as error:
        return str(error).startswith(_STOPPED)
    return False


def problem_of(source: SourceFile, error: BaseException) -> Problem:
    """Return what the parser raised as a problem of the file."""
    remedy = " Leave it out of the paths."
    if isinstance(error, SyntaxError):
        remedy = (
            " Correct it, leave it out of the paths, or, where it is written for a newer Python, run this with "
            "that one."
        )
    elif isinstance(error, ValueError):
        remedy = ""
    return Problem(source.path, f"{said_of(error)}.{remedy}", "syntax", *place_of(error))


def said_of(error: BaseException) -> str:
    """Return what the parser raised in words."""
    if isinstance(error, SyntaxError):
        return f"is no valid Python {sys.version_info.major}.{sys.version_info.minor}: {error.msg}"
    return (
        f"is no valid Python: {error}"
        if isinstance(error, ValueError)
        else "is nested too deeply to be parsed"
    )


def place_of(error: BaseException) -> tuple[int, int]:
    """Return line and column of what the parser raised; the beginning where it tells none."""
    if not isinstance(error, SyntaxError):
        return 1, 1
    # For a text (not bytes) the column of a SyntaxError counts characters.
    return error.lineno or 1, max(error.offset or 1, 1)
