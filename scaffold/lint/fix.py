"""Repair what can be repaired: apply fixes and look again, until nothing is left to apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from scaffold.finding import Finding, Fix, Safety
from scaffold.lint.apply import apply_edits, compatible
from scaffold.lint.rules.stale_suppression import CODE as STALE
from scaffold.lint.run import LintResult, lint
from scaffold.source.record import Record

# Every round takes findings away, refuses a fix or tries fewer at once, so this only ends what a fault of ours would
# make endless.
_MOST_ROUNDS = 1000

# Repairs that uncover other faults are followed so far.
_MOST_STEPS = 3

_Key = tuple[str, str, str, str]

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

    A fix is only kept if its finding is gone afterwards, and no rule finds more than before, in its file or in any
    other: a repair never trades one fault for another.

    Args:
        paths: Files and directories.
        wanted: Codes whose findings are to be repaired, or what chooses among findings.
        unsafe: Whether to apply the fixes that change what saved models must look like, too.
        look: Finds what is to be repaired.
        texts: Texts that stand for files from the beginning.

    Returns:
        Both looks and the new texts.
    """
    choose = _of_codes(wanted) if isinstance(wanted, frozenset) else wanted
    return _Repairing(list(paths), choose, unsafe, look, dict(texts or {})).done()


class _Repairing:
    """A repair under way: what is found by now, the new texts, and what need not be tried again."""

    def __init__(
        self, paths: list[str], choose: Choose, unsafe: bool, look: Look, given: dict[str, str]
    ) -> None:
        self._paths = paths
        self._choose = choose
        self._unsafe = unsafe
        self._look = look
        self._given = given
        self._before = self._result = look(paths, given)
        self._new: dict[str, str] = {}
        self._refused: set[_Key] = set()
        self._careful: set[str] = set()
        self._most: int | None = None

    def done(self) -> Repair:
        """Repair in rounds, as much as can be in each, until nothing is left to apply."""
        for _ in range(_MOST_ROUNDS):
            plan = dict(islice(self._plan().items(), self._most))
            if not plan:
                break
            self._try(plan)
        return Repair(self._before, self._result, self._new)

    def _try(self, plan: dict[str, list[Finding]]) -> None:
        """Keep the repairs that make their file better; try the others in smaller parts, and refuse the last one."""
        tried = {path: _apply(self._result, path, findings) for path, findings in plan.items()}
        looked = self._looked(tried)
        kept = {p: text for p, text in tried.items() if not _fails(plan[p], self._result, looked, p)}
        if kept and len(kept) < len(plan):
            looked = self._looked(kept)
        elsewhere = _more_elsewhere(self._result, looked, kept or tried)
        if elsewhere and len(plan) > 1:
            self._most = len(plan) // 2  # which of the repairs it is, is found by trying fewer
            return
        if kept and not elsewhere:
            self._keep(kept, looked)
        for path in plan if elsewhere else plan.keys() - kept.keys():
            if len(_fixes(plan[path])) > 1:
                self._careful.add(path)
            elif elsewhere or not self._goes_on(path, plan[path], tried[path]):
                self._refused.update(map(_key, plan[path]))

    def _goes_on(self, path: str, findings: list[Finding], text: str) -> bool:
        """Whether a repair that uncovers other faults of its file can be kept together with the repairs of those."""
        for _ in range(_MOST_STEPS):
            looked = self._looked({path: text})
            known = set(map(_key, self._result.findings))
            follow = [f for f in self._wanted(looked) if f.path == path and _key(f) not in known]
            if not follow:
                return False
            text = _apply(looked, path, follow)
            looked = self._looked({path: text})
            if not _fails(findings, self._result, looked, path):
                better = not _more_elsewhere(self._result, looked, (path,))
                if better:
                    self._keep({path: text}, looked)
                return better
        return False

    def _looked(self, texts: Mapping[str, str]) -> LintResult:
        return self._look(self._paths, {**self._given, **self._new, **texts})

    def _keep(self, texts: Mapping[str, str], looked: LintResult) -> None:
        self._new.update(texts)
        self._result, self._most = looked, None

    def _wanted(self, result: LintResult) -> Iterator[Finding]:
        """Yield the findings that may be repaired."""
        for finding in self._choose(result.findings):
            allowed = finding.fix is not None and (self._unsafe or finding.fix.safety is Safety.SAFE)
            # A file may have gone since.
            if allowed and result.files.get(finding.path) is not None and _key(finding) not in self._refused:
                yield finding

    def _plan(self) -> dict[str, list[Finding]]:
        """Return the findings to repair in this round, by path."""
        wanted: dict[str, list[Finding]] = {}
        for finding in self._wanted(self._result):
            wanted.setdefault(finding.path, []).append(finding)
        return {
            path: findings[:1] if path in self._careful else findings for path, findings in wanted.items()
        }


def _of_codes(codes: frozenset[str]) -> Choose:
    return lambda findings: [finding for finding in findings if finding.code in codes]


def _key(finding: Finding) -> _Key:
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


def _fails(applied: Iterable[Finding], before: LintResult, after: LintResult, path: str) -> bool:
    """Whether the repairs of a file bring more findings than they take, or leave one that they are about."""
    return _worse(before, after, path) or _in_vain(applied, before, after)


def _more_elsewhere(before: LintResult, after: LintResult, changed: Collection[str]) -> bool:
    """Whether files that are as they were have new findings, by what other files now say of their parents."""
    old, new = (
        Counter((finding.path, finding.code) for finding in look.findings if finding.path not in changed)
        for look in (before, after)
    )
    return any(code != STALE for _, code in new - old)


def _in_vain(applied: Iterable[Finding], before: LintResult, after: LintResult) -> bool:
    """Whether a finding is still there after its fix was applied."""
    applied = list(applied)
    fixes = set(_fixes(applied))
    old, new = (Counter(map(_key, look.findings)) for look in (before, after))
    repaired = Counter(_key(finding) for finding in applied if finding.fix in fixes)
    return any(new[key] > old[key] - number for key, number in repaired.items())
