"""All rules and checks of the kit in one place: listing, choosing by code, and finding the one that was meant."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from scaffold.errors import ScaffoldError, nearest
from scaffold.finding import Safety
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
    return tuple(sorted(_rules_by_wing(), key=lambda rule: rule.code))


def _rules_by_wing() -> Iterator[Rule]:
    """Yield all rules; a wing is not loaded before the first of its own is asked for."""
    from scaffold.lint.rule_set import lint_rules

    yield from (found.rule for found in lint_rules())
    for wing in _WINGS:
        yield from importlib.import_module(f"{wing}.rule_list").rules()


def chosen_codes(
    known: Sequence[Rule],
    select: Iterable[str],
    ignore: Iterable[str],
    *,
    start: frozenset[str] | None = None,
) -> frozenset[str]:
    """Return the codes that are selected and not ignored; the longer of two texts that name a code decides.

    Args:
        known: The rules there are to choose from.
        select: Codes, beginnings of codes (``KS1``), names, or ``ALL``; nothing means what ``start`` holds.
        ignore: The same, taken away from the selection.
        start: What is chosen before; all where it is left out.

    Returns:
        Complete codes.

    Raises:
        ScaffoldError: A code or name that fits no rule; the nearest one is named.

    Example:
        >>> sorted(chosen_codes(all_rules(), ["KS1"], ["KS102"]))[:2]
        ['KS101', 'KS103']
    """
    selected, ignored = _weights(known, select), _weights(known, ignore)
    before = {rule.code for rule in known} if start is None else start
    basis = before if not selected or start is not None else frozenset()
    return frozenset(
        rule.code
        for rule in known
        if selected.get(rule.code, 0 if rule.code in basis else -1) > ignored.get(rule.code, -1)
    )


def _weights(known: Sequence[Rule], texts: Iterable[str]) -> dict[str, int]:
    """Return for every code that the texts name, how exactly it is named."""
    weights: dict[str, int] = {}
    for text in texts:
        for code in codes_named(known, text):
            exact = text.strip().upper() == "ALL" and 1
            size = exact or (len(code) if not code.startswith(text.strip().upper()) else len(text.strip()))
            weights[code] = max(weights.get(code, 0), size + 1)
    return weights


def codes_named(known: Sequence[Rule], text: str) -> list[str]:
    """Return the codes that a code, a beginning of codes, a name or ``ALL`` stands for.

    Raises:
        ScaffoldError: There is none; the nearest code or name is named.
    """
    wanted = text.strip()
    codes = [
        rule.code
        for rule in known
        if (wanted and rule.code.startswith(wanted.upper()))
        or rule.name == wanted.lower()
        or wanted.upper() == "ALL"
    ]
    if not codes:
        raise _unknown("code", wanted, known)
    return codes


def find_rule(text: str) -> Rule:
    """Return the rule of any wing with this code or name.

    Raises:
        ScaffoldError: There is none; the nearest code or name is named.

    Example:
        >>> find_rule("ks101").name
        'argument-not-in-config'
    """
    wanted = text.strip()
    for rule in _rules_by_wing():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    group = [rule.code for rule in all_rules() if wanted and rule.code.startswith(wanted.upper())]
    if group:
        named = ", ".join(group[:12]) + (", ..." if len(group) > 12 else "")
        raise ScaffoldError(
            f"'{text}' stands for {len(group)} rules; name one of them: {named}",
            remedy=f"`scaffold rules --select {wanted.upper()}` says what each is about.",
        )
    raise _unknown("rule", wanted, all_rules())


def fix_safety(rule: Rule) -> Safety | None:
    """Return what kind of repair a rule has for its bad example: found out by looking, not declared.

    Returns:
        None where there is no repair, and for the rules of the wings that do not repair.

    Example:
        >>> fix_safety(find_rule("KS501")).value
        'unsafe'
    """
    from scaffold.lint.rule_set import lint_rules
    from scaffold.lint.run import lint

    if not rule.bad or rule.code not in {known.rule.code for known in lint_rules()}:
        return None
    found = lint(["bad.py"], {"bad.py": rule.bad}).findings
    fixes = [finding.fix for finding in found if finding.code == rule.code and finding.fix is not None]
    return fixes[0].safety if fixes else None


_COMMANDS = {"KS": "lint", "KR": "check", "KA": "doctor", "KC": "lock"}


def _unknown(what: str, text: str, known: Sequence[Rule]) -> ScaffoldError:
    for rule in all_rules():
        if rule not in known and (text.upper() == rule.code or text.lower() == rule.name):
            command = _COMMANDS[rule.code[:2]]
            return ScaffoldError(
                f"'{text}' is a rule of `scaffold {command}`, not of this command",
                remedy=f"`scaffold explain {rule.code}` says what it is about.",
            )
    guess = _nearest_code(text.upper(), known) or nearest(
        text, [name for rule in known for name in (rule.code, rule.name)]
    )
    hint = f"Did you mean '{guess}'? " if guess else ""
    return ScaffoldError(f"unknown {what} '{text}'", remedy=f"{hint}`scaffold rules` lists them all.")


def _nearest_code(text: str, known: Sequence[Rule]) -> str | None:
    """Return the code that differs in one character of the same place, if there is one."""
    alike = (rule.code for rule in known if len(rule.code) == len(text))
    return next((code for code in alike if sum(a != b for a, b in zip(code, text, strict=True)) == 1), None)
