"""What former runs found out, as this run needs it: outcomes, outlines and verdicts that still hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scaffold.lint.cache import Cache, digest
from scaffold.lint.outcome import Outcome
from scaffold.lint.plain import as_plain, from_plain

if TYPE_CHECKING:
    from scaffold.lint.judge import Part, Verdict
    from scaffold.source.collect import ListedFile
    from scaffold.source.survey import Seen, Survey


class Memory:
    """What a cache holds, and what is put into it.

    Args:
        cache: The cache.
        listed: The files of this run.
    """

    def __init__(self, cache: Cache, listed: Mapping[str, ListedFile]) -> None:
        self._cache = cache
        self._listed = listed
        self._unchanged = cache.unchanged(listed)
        self._details: dict[str, Any] | None = None
        self._shape = ""

    def outcome(self) -> Outcome | None:
        """Return what came out of the last run, where nothing has changed since."""
        if not self._unchanged:
            return None
        try:
            return Outcome(*map(from_plain, self._cache.outcome))
        except (ValueError, TypeError):
            return None

    def seen(self) -> dict[str, Seen]:
        """Return what is known of the files that have not changed."""
        from scaffold.source.survey import Seen

        kept = self._kept("seen")
        known = [a for a in self._listed if a in kept and self._cache.is_known(a)]
        try:
            return {absolute: Seen(*map(from_plain, kept[absolute])) for absolute in known}
        except (ValueError, TypeError):
            return {}

    def learn(self, absolute: str, content: str | None) -> None:
        """Take note of the digest of a file's content."""
        self._cache.learn(absolute, content)

    def verdict(self, surveyed: Survey, part: Part) -> Verdict | None:
        """Return the verdict about a part, where neither it nor what it depends on has changed."""
        from scaffold.lint.judge import Verdict

        kept = self._kept("verdicts").get(self._key(surveyed, part))
        if kept is None:
            return None
        try:
            depends, plain = kept
            if any(self._cache.digest_of(absolute) != known for absolute, known in depends.items()):
                return None
            return Verdict(*map(from_plain, plain))
        except (ValueError, TypeError, AttributeError):
            return None

    def keep(
        self, surveyed: Survey, parts: Sequence[Part], verdicts: Sequence[Verdict], outcome: Outcome
    ) -> None:
        """Put everything into the cache."""
        plain = [as_plain(outcome.findings), as_plain(outcome.unreadable), outcome.classes]
        looked_up = {absolute for verdict in verdicts for absolute, _ in verdict.looked_up}
        looked_up |= {absolute for verdict in verdicts for absolute in verdict.parsed} - set(surveyed.listed)
        seen = {
            absolute: [as_plain(surveyed.outlines.get(absolute) or surveyed.problems[absolute]), size]
            for absolute, size in surveyed.sizes.items()
        }
        kept = {
            self._key(surveyed, part): [self._depends(part, verdict), [as_plain(field) for field in verdict]]
            for part, verdict in zip(parts, verdicts, strict=True)
        }
        self._cache.keep(self._listed, looked_up, plain, {"seen": seen, "verdicts": kept})

    def _depends(self, part: Part, verdict: Verdict) -> dict[str, str | None]:
        files = {*part.judged, *part.verified, *verdict.parsed, *(path for path, _ in verdict.looked_up)}
        return {absolute: self._cache.digest_of(absolute) for absolute in sorted(files)}

    def _kept(self, name: str) -> dict[str, Any]:
        if self._details is None:
            self._details = self._cache.details()
        found = self._details.get(name)
        return found if isinstance(found, dict) else {}

    def _key(self, surveyed: Survey, part: Part) -> str:
        """Name a part: what is judged depends on which classes and names there are in all files."""
        if part.judged and not self._shape:
            outlines = [
                (a, found.classes, found.renamed, found.offered, found.trusting)
                for a, found in surveyed.outlines.items()
            ]
            self._shape = digest(repr(outlines).encode("utf-8", "surrogatepass"))
        key = repr((part, self._shape if part.judged else ""))
        return digest(key.encode("utf-8", "surrogatepass"))
