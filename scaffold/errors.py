"""What the kit raises when the person who called it has to do something."""

from __future__ import annotations

from collections.abc import Iterable


class ScaffoldError(Exception):
    """A fault in what was asked for, with its remedy; the command line shows it and exits with 2.

    Args:
        problem: What was expected and what was found, in one sentence.
        remedy: What to do about it, in one sentence; empty where the problem says it.

    Example:
        >>> str(ScaffoldError("no file 'model.kears'", remedy="Did you mean 'model.keras'?"))
        "no file 'model.kears'\\nDid you mean 'model.keras'?"
    """

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem if not remedy else f"{problem}\n{remedy}")
        self.problem = problem
        self.remedy = remedy


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like ``name``, or None where none is alike.

    Example:
        >>> nearest("activaton", ["activation", "regularizer"])
        'activation'
    """
    import difflib  # only a mistake needs it, and start-up is counted in milliseconds

    candidates = {candidate.lower(): candidate for candidate in known}
    matches = difflib.get_close_matches(name.lower(), candidates, n=1, cutoff=0.6)
    return candidates[matches[0]] if matches else None


def unknown_name(what: str, name: str, known: Iterable[str]) -> ScaffoldError:
    """Build the error for a name that is not among the known ones, with the nearest one as remedy.

    Example:
        >>> str(unknown_name("kind", "integer", ["int", "float"]))
        "unknown kind 'integer'\\nDid you mean 'int'? Known: float, int."
    """
    names = sorted(known)
    guess = nearest(name, names)
    hint = f"Did you mean {guess!r}? " if guess else ""
    return ScaffoldError(f"unknown {what} {name!r}", remedy=f"{hint}Known: {', '.join(names)}.")
