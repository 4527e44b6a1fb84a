"""The range that an argument is kept in: ``[0..1]``, ``[1..]``, ``[0..<1]``."""

from __future__ import annotations

import re
from typing import Any

from scaffold.generate.literals import literal
from scaffold.kinds import Kind
from scaffold.record import Record

_RANGE = re.compile(r"(?P<low>.*?)\s*(?P<above><?)\.\.(?P<below><?)\s*(?P<high>.*)", re.DOTALL)
# How many whole numbers are tried where nothing ends the range.
_SPAN = 7


class Bounds(Record):
    """A range of numbers.

    Args:
        low: Its lower end; None where it has none.
        high: Its upper end; None where it has none.
        above: Whether the lower end itself is left out.
        below: Whether the upper end itself is left out.
    """

    low: Any = None
    high: Any = None
    above: bool = False
    below: bool = False

    def holds(self, value: Any) -> bool:
        """Return whether a number is within."""
        reaches = self.low is None or (value > self.low if self.above else value >= self.low)
        return bool(
            reaches and (self.high is None or (value < self.high if self.below else value <= self.high))
        )

    def broken(self, name: str) -> str:
        """Write the condition under which an argument is outside, as an expression."""
        low, high = literal(self.low), literal(self.high)
        if self.high is None:
            return f"{name} {'<=' if self.above else '<'} {low}"
        if self.low is None:
            return f"{name} {'>=' if self.below else '>'} {high}"
        return f"not {low} {'<' if self.above else '<='} {name} {'<' if self.below else '<='} {high}"

    def __str__(self) -> str:
        if self.high is None:
            return f"{'greater than' if self.above else 'at least'} {literal(self.low)}"
        if self.low is None:
            return f"{'less than' if self.below else 'at most'} {literal(self.high)}"
        if not self.above and not self.below:
            return f"between {literal(self.low)} and {literal(self.high)}"
        low = f"{'greater than' if self.above else 'at least'} {literal(self.low)}"
        return f"{low} and {'less than' if self.below else 'at most'} {literal(self.high)}"

    @property
    def typed(self) -> str:
        """The range as it is typed between brackets."""
        low, high = ("" if end is None else literal(end) for end in (self.low, self.high))
        return f"{low}{'<' if self.above else ''}..{'<' if self.below else ''}{high}"

    def sample(self, usual: Any) -> Any:
        """Return a number within, the usual one where it is."""
        if self.holds(usual):
            return usual
        if isinstance(usual, int):
            return self.high - self.below if self.low is None else self.low + self.above
        if self.low is None or self.high is None:
            return self.high - 1.0 if self.low is None else self.low + 1.0
        return (self.low + self.high) / 2

    def strategy(self, whole: bool, least: int | None = None) -> str:
        """Write a Hypothesis strategy over ``st`` that draws from the range.

        Args:
            whole: Whether whole numbers are wanted.
            least: The least number that is of use, whatever the range says.
        """
        low, high = self.low, self.high
        if not whole:
            low = (high or 0) - 1 if low is None else low
            high = low + 1 if high is None else high
            open_low = ", exclude_min=True" if self.above else ""
            open_high = ", exclude_max=True" if self.below else ""
            return f"st.floats({literal(low)}, {literal(high)}{open_low}{open_high})"
        low = low if low is None else low + self.above
        high = high if high is None else high - self.below
        if low is None:
            low = (high or 0) - _SPAN
        if least is not None:
            low = max(low, least)
        high = low + _SPAN if high is None else min(high, low + _SPAN)
        return f"st.integers({low}, {high})"


def read_bounds(text: str, kind: Kind) -> Bounds:
    """Read what stands in the brackets after a kind of numbers.

    Args:
        text: Such as ``0..1``; one end may be left out, and ``<`` beside the dots leaves an end itself out.
        kind: The kind, which reads the ends.

    Returns:
        The range.

    Raises:
        ValueError: It is no range, or an empty one; the message says what was expected.

    Example:
        >>> from scaffold.kinds import KINDS
        >>> str(read_bounds("0..1", KINDS["int"]))
        'between 0 and 1'
    """
    match = _RANGE.fullmatch(text.strip())
    example = "1.." if kind.name == "int" else "0..1"
    if match is None or not (match["low"] or match["high"]):
        raise ValueError(f"expected a range such as {kind.name}[{example}], got {kind.name}[{text[:60]}]")
    low, high = (_end(match[end], kind) if match[end] else None for end in ("low", "high"))
    bounds = Bounds(low, high, bool(match["above"]), bool(match["below"]))
    if low is not None and high is not None and not _has_values(bounds, kind):
        raise ValueError(f"expected a range that holds a value, got {kind.name}[{text[:60]}]")
    return bounds


def _end(text: str, kind: Kind) -> Any:
    """Read one end; a float that was typed as a whole number stays one, as a person would write it."""
    value = kind.parse(text)
    return int(value) if kind.name == "float" and text.strip().lstrip("+-").isdigit() else value


def _has_values(bounds: Bounds, kind: Kind) -> bool:
    if kind.name == "int":
        return bool(bounds.low + bounds.above <= bounds.high - bounds.below)
    return bool(
        bounds.low < bounds.high or (bounds.low == bounds.high and not bounds.above and not bounds.below)
    )
