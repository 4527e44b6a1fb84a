"""What every rule and check says about itself, once: tables, ``explain`` and messages are made from it."""

from __future__ import annotations

from scaffold.finding import Severity
from scaffold.record import Record


class Rule(Record):
    """The self-description that lint rules, round-trip checks, archive checks and contract checks share.

    Args:
        code: Stable code. The letters name the wing (KS lint, KR round trip, KA archive, KC contract),
            the first digit the group within it.
        name: Readable name in lower case with hyphens, for example ``"argument-not-in-config"``.
        severity: How bad a finding of this rule is.
        summary: One line: what is wrong when the rule speaks.
        why: Why it matters, what Keras does, and the link that proves it.
        remedy: What to do about it.
        bad: Python source that the rule must speak about; executed by the tests.
        good: The same source put right, about which it must be silent; executed by the tests.
        lint_rules: For what shows only when a layer runs: codes of the lint rules that may see the same fault in
            the source. Plain text, since the wings do not know each other.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    remedy: str
    bad: str = ""
    good: str = ""
    lint_rules: tuple[str, ...] = ()
