"""Repair what can be repaired: apply fixes and look again, until nothing is left to apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from scaffold.finding import Finding, Fix, Safety
from scaffold.lint.apply import apply_edits, compatible
from scaffold.lint.rules.stale_suppression import CODE as STALE
from scaffold.lint.run import LintResult, lint
from scaffold.source.record import Record

# Every round takes findings away or refuses a fix, so this only ends what a fault of ours would make endless.
_MOST_ROUNDS = 100

_Refused = set[tuple[str, str, str, str]]

# Paths and the texts that stand for files -> what is found in them.
Look = Callable[[Sequence[str], Mapping[str, str]], LintResult]
# Findings -> those that are wanted.
Choose = Callable[[Iterable[Finding]], Iterable[Finding]]


class Repair(Record):
    """What fixing led to; nothing has been written yet.

    Args:
        before: The first look.
        after: The last look, at the repaired texts.
        texts: The repaired texts by path; files that stay as they are, are not among them.
    """

    before: LintResult
    after: LintResult
    texts: Mapping[str, str]

    def fixed(self, choose: Choose) -> int:
        """Count the chosen findings that are gone."""
        before, after = (Counter(map(_key, choose(look.findings))) for look in (self.before, self.after))
        return (before - after).total()

    @property
    def gone(self) -> list[Finding]:
        """The findings of the repaired files that are no longer there."""
        left = {_key(finding) for finding in self.after.findings}
        return [f for f in self.before.findings if f.path in self.texts and _key(f) not in left]

    @property
    def unsafe(self) -> list[str]:
        """What the applied fixes change beyond the source, in their own words."""
        fixes = [finding.fix for finding in self.gone if finding.fix is not None]
        return [fix.message for fix in fixes if fix.safety is Safety.UNSAFE]


def repaired(
    paths: Iterable[str],
    wanted: frozenset[str] | Choose,
    *,
    unsafe: bool = False,
    look: Look = lint,
    texts: Mapping[str, str] | None = None,
) -> Repair:
    """Apply the fixes of the chosen findings, in memory.

    A fix is only kept if its finding is gone afterwards, and no rule finds more in its file than before: a repair
    never trades one fault for another.

    Args:
        paths: Files and directories.
        wanted: Codes whose findings are to be repaired, or what chooses among findings.
        unsafe: Whether to apply the fixes that change what saved models must look like, too.
        look: Finds what is to be repaired.
        texts: Texts that stand for files from the beginning.

    Returns:
        Both looks and the new texts.
    """
    paths = list(paths)
    given = dict(texts or {})
    choose = _of_codes(wanted) if isinstance(wanted, frozenset) else wanted
    before = result = look(paths, given)
    new: dict[str, str] = {}
    refused: _Refused = set()
    careful: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        plan = _plan(result, choose, unsafe=unsafe, refused=refused, careful=careful)
        if not plan:
            break
        tried = {path: _apply(result, path, findings) for path, findings in plan.items()}
        looked = look(paths, {**given, **new, **tried})
        kept = {
            path: text
            for path, text in tried.items()
            if not _worse(result, looked, path) and not _in_vain(plan[path], result, looked)
        }
        for path in plan.keys() - kept.keys():
            if len(_fixes(plan[path])) > 1:
                careful.add(path)
            else:
                refused.update(_key(finding) for finding in plan[path])
        if kept:
            new.update(kept)
            result = looked if len(kept) == len(plan) else look(paths, {**given, **new})
    return Repair(before, result, new)


def _of_codes(codes: frozenset[str]) -> Choose:
    return lambda findings: [finding for finding in findings if finding.code in codes]


def _plan(
    result: LintResult, choose: Choose, *, unsafe: bool, refused: _Refused, careful: set[str]
) -> dict[str, list[Finding]]:
    """Return the findings to repair in this round, by path."""
    wanted: dict[str, list[Finding]] = {}
    for finding in choose(result.findings):
        allowed = finding.fix is not None and (unsafe or finding.fix.safety is Safety.SAFE)
        # A file may have gone since.
        if allowed and result.files.get(finding.path) is not None and _key(finding) not in refused:
            wanted.setdefault(finding.path, []).append(finding)
    return {path: findings[:1] if path in careful else findings for path, findings in wanted.items()}


def _key(finding: Finding) -> tuple[str, str, str, str]:
    # What else a message says changes with repairs of other findings: the keys that get_config gives by then.
    return finding.path, finding.code, finding.class_name, finding.argument


def _fixes(findings: Iterable[Finding]) -> list[Fix]:
    return compatible([finding.fix for finding in findings if finding.fix is not None])


def _apply(result: LintResult, path: str, findings: Iterable[Finding]) -> str:
    return apply_edits(result.files[path].text, [edit for fix in _fixes(findings) for edit in fix.edits])


def _worse(before: LintResult, after: LintResult, path: str) -> bool:
    """Whether a file has more findings of any rule than before, or as many as before of all."""
    old, new = (
        Counter(finding.code for finding in look.findings if finding.path == path) for look in (before, after)
    )
    # A repair may well make a comment superfluous that silenced another finding of the same fault.
    return any(code != STALE for code in new - old) or new == old


def _in_vain(applied: Iterable[Finding], before: LintResult, after: LintResult) -> bool:
    """Whether a finding is still there after its fix was applied."""
    applied = list(applied)
    fixes = set(_fixes(applied))
    old, new = (Counter(map(_key, look.findings)) for look in (before, after))
    repaired = Counter(_key(finding) for finding in applied if finding.fix in fixes)
    return any(new[key] > old[key] - number for key, number in repaired.items())
