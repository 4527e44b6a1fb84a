"""What a ``.gitignore`` file leaves out: its patterns, matched as git matches them."""

from __future__ import annotations

import re
from functools import cached_property

# https://git-scm.com/docs/gitignore#_pattern_format
_BRACKETS = r"(?s)\[(?P<negated>[!^])?(?P<members>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]"
_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "digit": "0-9", "lower": "a-z", "upper": "A-Z", "space": r"\s",
    "xdigit": "0-9A-Fa-f", "punct": r"!-/:-@\[-`{-~", "blank": r" \t",
}  # fmt: skip

# No path is longer.
_LONGEST = 4096


class IgnoreFile:
    """The patterns of one file.

    Args:
        directory: Absolute path of the directory its patterns count from, with slashes.
        text: What the file holds.
    """

    def __init__(self, directory: str, text: str) -> None:
        self._prefix = directory.rstrip("/") + "/"
        self._text = text

    def decides(self, path: str, name: str, is_directory: bool) -> bool | None:
        """Tell whether the file leaves a path out (True), takes it in again (False), or does not name it.

        Args:
            path: Absolute path, with slashes.
            name: Its last part.
            is_directory: Whether it is a directory.

        Example:
            >>> IgnoreFile("/src", "build/\\n*_pb2.py").decides("/src/a/model_pb2.py", "model_pb2.py", False)
            True
        """
        if not path.startswith(self._prefix):
            return None
        relative = path[len(self._prefix) :]
        for negated, names, paths in self._runs[is_directory]:
            if (names is not None and names.match(name)) or (paths is not None and paths.match(relative)):
                return not negated
        return None

    @cached_property
    def _runs(self) -> dict[bool, list[tuple[bool, re.Pattern[str] | None, re.Pattern[str] | None]]]:
        """For files and for directories: neighbouring patterns of one sign as one expression, the last first."""
        patterns = [known for line in self._text.splitlines() if (known := _parsed(line)) is not None]
        runs: dict[bool, list[tuple[bool, re.Pattern[str] | None, re.Pattern[str] | None]]] = {}
        for is_directory in (False, True):
            runs[is_directory] = []
            own = [known for known in reversed(patterns) if is_directory or not known[3]]
            while own:
                sign = own[0][0]
                size = next((n for n, known in enumerate(own) if known[0] != sign), len(own))
                run, own = own[:size], own[size:]
                names = "|".join(expression for _, expression, anchored, _ in run if not anchored)
                paths = "|".join(expression for _, expression, anchored, _ in run if anchored)
                runs[is_directory].append((sign, _compiled(names), _compiled(paths)))
        return runs


def _compiled(alternatives: str) -> re.Pattern[str] | None:
    return re.compile(f"(?:{alternatives})\\Z", re.DOTALL) if alternatives else None


def _parsed(line: str) -> tuple[bool, str, bool, bool] | None:
    """Return sign, expression, whether it matches the whole way down, and whether only directories are meant."""
    if len(line) > _LONGEST:
        return None
    line = re.sub(r"(?<!\\)((?:\\\\)*)[ \t]+\Z", r"\1", line.rstrip("\r"))
    negated = line.startswith("!")
    pattern = line[negated:]
    if not pattern or line.startswith("#"):
        return None
    only_directories = pattern.endswith("/")
    pattern = pattern.rstrip("/") if only_directories else pattern
    anchored = "/" in pattern
    try:
        expression = _expression(pattern.removeprefix("/"))
        re.compile(expression)
    except re.error:
        return None  # a broken pattern matches nothing
    return (negated, expression, anchored, only_directories) if pattern else None


def _expression(pattern: str) -> str:
    done: list[str] = []
    pieces = [""]  # of the part of the path at hand, with a star between each two
    position = 0
    while position < len(pattern):
        character, rest = pattern[position], pattern[position:]
        at_start = position == 0 or pattern[position - 1] == "/"
        if at_start and rest.startswith("**/"):
            done.append("(?:.*/)?")
            position += 3
        elif at_start and rest == "**":
            pieces[-1] = ".+"
            position += 2
        elif character == "*":
            pieces.append("")
            position += len(rest) - len(rest.lstrip("*"))
        elif character == "/":
            done += (_starred(pieces), "/")
            pieces = [""]
            position += 1
        else:
            expression, size = _one(rest)
            pieces[-1] += expression
            position += size
    return "".join([*done, _starred(pieces)])


def _starred(pieces: list[str]) -> str:
    """Join with stars; what stands between two of them is taken where it first fits, so that nothing is tried twice."""
    first, *between = pieces
    if not between:
        return first
    return first + "".join(f"(?>[^/]*?{piece})" for piece in between[:-1]) + f"[^/]*{between[-1]}"


def _one(rest: str) -> tuple[str, int]:
    """Return the expression for the first character that a pattern names, and how much of the pattern that is."""
    if rest[0] == "?":
        return "[^/]", 1
    if rest[0] == "[":
        brackets = re.match(_BRACKETS, rest)
        if brackets is None:
            raise re.error("a bracket that nothing closes")
        return _members(brackets), brackets.end()
    if rest[0] == "\\" and len(rest) > 1:
        return re.escape(rest[1]), 2
    return re.escape(rest[0]), 1


def _members(brackets: re.Match[str]) -> str:
    members = brackets.group("members")
    members = re.sub(r"\[:(\w+):\]", lambda named: _CLASSES.get(named.group(1), ""), members)
    members = re.sub(r"(?<!\\)([\[\]&~|^])", r"\\\1", members)
    # No list of characters matches the slash.
    return f"(?!/)[{'^' if brackets.group('negated') else ''}{members}]"
