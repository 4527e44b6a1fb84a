"""What a check advises, in the words of the command line: an option where the message names an argument of Python."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scaffold.roundtrip.report import Report

_FUNCTION = "a function that returns a layer, FILE.py:make_layer"
# What check_roundtrip says -> what to write after `scaffold check`.
_OPTIONS = (
    (
        re.compile(r"Pass a layer, check_roundtrip\(\w+\([^)]*\)\), or a function that returns a new one\."),
        f"Name {_FUNCTION}, in place of the class.",
    ),
    (
        re.compile(r"Pass what the layer is called with: check_roundtrip\(layer, inputs=.*?arrays\."),
        "Say what the layer is called with: --inputs 8, once for each input. For inputs by keyword or of whole numbers "
        "call check_roundtrip(layer, inputs=...) in a test.",
    ),
    (re.compile(r"[Pp]ass args=\{[^}]*\}( for what the constructor needs)?"), f"name {_FUNCTION}"),
    (re.compile(r"\b([Pp])ass (a layer or )?(a|the) (class|layer|function)\b"), r"name \3 \4"),
    (re.compile(r"Take '(\w+)' out of expected_failures\."), r"Take --expect ...:\1=... out of the command."),
    (re.compile(r"code in expected_failures\b"), "code in --expect"),
    (re.compile(r"\bexpected_failures\['(\w+)'\]"), r"--expect ...:\1"),
    (re.compile(r"set, route or prefix in checks\b"), "set, route or prefix in --checks"),
    (re.compile(r"\bchecks: expected"), "--checks: expected"),
    (re.compile(r"pass checks=\['KR1', 'KR201'\]"), "write --checks KR1,KR201"),
    (re.compile(r"\bchecks='quick'"), "--checks quick"),
    (re.compile(r"(?<![(\w])inputs: (?=expected)"), "--inputs: "),
)


def as_options(text: str) -> str:
    """Return advice with the options of the command in place of the arguments of ``check_roundtrip``.

    Example:
        >>> as_options("Take 'KR201' out of expected_failures.")
        'Take --expect ...:KR201=... out of the command.'
    """
    for pattern, words in _OPTIONS:
        text = pattern.sub(words, text)
    return text


def in_options(report: Report) -> Report:
    """Return the report with its reasons and remedies in the words of the command line."""
    results = tuple(
        replace(found, reason=as_options(found.reason), fix=as_options(found.fix)) for found in report.results
    )
    untried = {name: as_options(why) for name, why in report.not_exercised.items()}
    return replace(report, results=results, not_exercised=untried)
