"""All rules and checks of the kit in one place: listing, choosing by code, and finding the one that was meant."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from functools import cache

from scaffold.errors import ScaffoldError, nearest
from scaffold.rule import Rule

# The wings besides lint. One that has rules lists them in a module `rule_list` with a function `rules()`;
# importing it, and calling that, must load neither Keras nor anything else that is slow.
_WINGS = ("scaffold.roundtrip", "scaffold.archive", "scaffold.contract")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules of every wing, ordered by code.

    Example:
        >>> [rule.code for rule in all_rules()][:1]
        ['KA101']
    """
    from scaffold.lint.rule_set import lint_rules

    rules = [found.rule for found in lint_rules()]
    for wing in _WINGS:
        rules += importlib.import_module(f"{wing}.rule_list").rules()
    return tuple(sorted(rules, key=lambda rule: rule.code))


def chosen_codes(known: Sequence[Rule], select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """Return the codes that are selected and not ignored.

    Args:
        known: The rules there are to choose from.
        select: Codes, beginnings of codes (``KS1``) or names; nothing means all.
        ignore: The same, taken away from the selection.

    Returns:
        Complete codes.

    Raises:
        ScaffoldError: A code or name that fits no rule; the nearest one is named.

    Example:
        >>> sorted(chosen_codes(all_rules(), ["KS1"], ["KS102"]))[:2]
        ['KS101', 'KS103']
    """
    selected = {code for text in select for code in _matching(known, text)}
    ignored = {code for text in ignore for code in _matching(known, text)}
    return frozenset((selected or {rule.code for rule in known}) - ignored)


def _matching(known: Sequence[Rule], text: str) -> list[str]:
    wanted = text.strip()
    codes = [
        rule.code
        for rule in known
        if (wanted and rule.code.startswith(wanted.upper())) or rule.name == wanted.lower()
    ]
    if not codes:
        raise _unknown("code", wanted, known)
    return codes


def find_rule(known: Sequence[Rule], text: str) -> Rule:
    """Return the rule with this code or name.

    Raises:
        ScaffoldError: There is none; the nearest code or name is named.

    Example:
        >>> find_rule(all_rules(), "ks101").name
        'argument-not-in-config'
    """
    wanted = text.strip()
    for rule in known:
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    raise _unknown("rule", wanted, known)


def _unknown(what: str, text: str, known: Sequence[Rule]) -> ScaffoldError:
    guess = nearest(text, [name for rule in known for name in (rule.code, rule.name)])
    hint = f"Did you mean '{guess}'? " if guess else ""
    return ScaffoldError(f"unknown {what} '{text}'", remedy=f"{hint}`scaffold rules` lists them all.")
