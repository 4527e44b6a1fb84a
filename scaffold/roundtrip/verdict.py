"""What was seen of a rebuilt layer, judged: a cause is told once, and what follows from it is blocked by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scaffold.finding import Severity
from scaffold.roundtrip.diagnosis import lint_rule_of, method_line, remedy_of
from scaffold.roundtrip.observation import Observation, Observed, compare
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.route import Route
from scaffold.roundtrip.route_rules import CONTAINER, NOT_BUILT, NOT_COPIED, REBUILT_FAILS
from scaffold.roundtrip.signature import Signature
from scaffold.roundtrip.trial import Trial
from scaffold.roundtrip.unbuilt import unbuilt_sublayers
from scaffold.rule import Rule

_ATTRIBUTE = "KR304"
_VALUES = "KR307"
# Where one of these differs, outputs and losses differ in consequence.
CAUSES = ("KR312", "KR301", "KR302", "KR303", "KR305", "KR306", "KR307", NOT_BUILT.code)
# Where the class or the config is another one, everything else may be.
_FIRST_CAUSES = ("KR312", "KR301", "KR302")
_CONSEQUENCES = ("KR308", "KR309", "KR310", "KR311", "KR314", "KR315")
# A differing attribute is told where nothing of more weight differs with it.
_MORE_THAN_AN_ATTRIBUTE = ("KR301", "KR302", "KR305", "KR306")
_CAUSES_OF = {
    **dict.fromkeys(_CONSEQUENCES, CAUSES),
    # A frozen sublayer has frozen weights.
    "KR306": (*_FIRST_CAUSES, "KR305", "KR312"),
    # A config that is no JSON is not what the constructor was given.
    _ATTRIBUTE: ("KR102", *_MORE_THAN_AN_ATTRIBUTE),
    _VALUES: (*_FIRST_CAUSES, "KR305", NOT_BUILT.code, NOT_COPIED.code),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One route with what it has to be judged by.

    Args:
        signature: The constructor's.
        trial: The layer that was sent.
        route: The way it took.
        failed: Code -> route of what has failed already, on other routes and in other checks.
        blamed: Codes of those that were told as the cause of another behaviour.
    """

    signature: Signature
    trial: Trial
    route: Route
    failed: Mapping[str, str]
    blamed: frozenset[str] = frozenset()

    def results(self, observed: Observed) -> Iterator[Result]:
        """Yield one result for each observation, and one for whether the layer can be called."""
        pairs = [(o, places) for o, places in compare(self.trial.observed, observed, self.route.moments)]
        blamed, explained = self._blamed(pairs), self._explained(pairs)
        here: list[str] = []
        for observation, places in pairs:
            found = self._judged(
                observation,
                self._told(places),
                blamed,
                explained if observation.rule.code == _ATTRIBUTE else here,
            )
            if found.status is Status.FAILED and found.severity is Severity.ERROR:
                here.append(found.code)
            yield found
        containers = tuple(p for _, places in pairs for p in places if p.container_only and _in_config(p))
        # Where the rebuilt layer fails, that is told, with what to do about the list.
        if containers and CONTAINER.code not in self.failed and not observed.failure:
            yield self.failure(CONTAINER, containers, _container_lines(containers[0]), blamed)
        yield from self._still_works(observed, here)

    def _told(self, places: list[Difference]) -> tuple[Difference, ...]:
        return tuple(p for p in places if not p.container_only and p.path not in self.trial.unstable_places)

    def _explained(self, pairs: list[tuple[Observation, list[Difference]]]) -> list[str]:
        """Return the codes that make a differing attribute no news, though they come after it."""
        return [
            o.rule.code
            for o, places in pairs
            if o.rule.code in _MORE_THAN_AN_ATTRIBUTE and self._told(places)
        ]

    def _blamed(self, pairs: list[tuple[Observation, list[Difference]]]) -> str:
        """Return the code of what explains that the layer behaves otherwise, where no plain cause does."""
        codes = {
            o.rule.code
            for o, places in pairs
            if o.rule.code not in self.trial.unsteady and self._told(places)
        }
        behaves_otherwise = codes & set(_CONSEQUENCES)
        if not behaves_otherwise or codes & set(CAUSES) or any(code in self.failed for code in CAUSES):
            return ""
        if _ATTRIBUTE in codes:
            return _ATTRIBUTE
        containers = any(p.container_only and _in_config(p) for _, places in pairs for p in places)
        return CONTAINER.code if containers else ""

    def _judged(
        self, observation: Observation, found: tuple[Difference, ...], blamed: str, here: list[str]
    ) -> Result:
        rule, route = observation.rule, self.route.name
        if rule.code in self.trial.unsteady:
            reason = "the layer differs from itself when it is called twice from the same state, or gives NaN"
            return result(rule, Status.NOT_RUN, route=route, reason=reason)
        if not found:
            return result(rule, Status.PASSED, route=route)
        rule = self._rule_of(rule)
        causes = [rule.code, *_CAUSES_OF.get(rule.code, _FIRST_CAUSES)]
        if rule.code in _CONSEQUENCES:
            causes += [code for code in _CONSEQUENCES if code < rule.code]
        blocking = next((code for code in causes if code in here or code in self.failed), None)
        if blamed and rule.code in _CONSEQUENCES:
            blocking = blamed
        if blocking is not None:
            reason = f"blocked by {blocking}"
            return result(rule, Status.NOT_RUN, route=route, reason=reason, differences=found)
        lines = observation.script_of(found[0]) if observation.script_of else observation.script
        return self.failure(rule, found, lines, blamed)

    def _rule_of(self, rule: Rule) -> Rule:
        """Return the rule that names the cause: values are lost where there was nothing to load them into."""
        if rule.code == _VALUES and not self.route.called and unbuilt_sublayers(self.trial.original):
            return NOT_COPIED if has_no_build(self.trial) else NOT_BUILT
        return rule

    def _still_works(self, observed: Observed, here: list[str]) -> Iterator[Result]:
        """Yield whether the rebuilt layer can be called."""
        if self.trial.observed.failure:
            return
        route = self.route.name
        cause = next((code for code in (*here, *CAUSES) if code in here or code in self.failed), "")
        if not observed.failure:
            yield result(REBUILT_FAILS, Status.PASSED, route=route)
        elif cause:
            reason = f"blocked by {cause} on route {self.failed.get(cause, route)}"
            yield result(REBUILT_FAILS, Status.NOT_RUN, route=route, reason=reason)
        else:
            yield result(
                REBUILT_FAILS,
                Status.FAILED,
                route=route,
                reason=observed.failure,
                fix=remedy_of(observed.failure) or REBUILT_FAILS.remedy,
                lint_rule=lint_rule_of(observed.failure),
                counterexample=self.trial.call.shown(),
                reproduction=self.script("called(rebuilt)\ncalled(rebuilt, training=True)\nrebuilt.losses"),
                source=method_line(self.trial.call.cls, "from_config"),
            )

    def failure(self, rule: Rule, found: tuple[Difference, ...], lines: str, blamed: str = "") -> Result:
        """Return the failed result for these differences."""
        names = {f"layer[{prefix + name!r}]" for name in self.signature.names for prefix in ("", "_")}
        is_error = rule.code == blamed or (rule.code == _ATTRIBUTE and found[0].path in names)
        reason = f"{found[0].path} of the rebuilt layer is not what the original has"
        if rule.code == blamed:
            reason += ", and it behaves otherwise"
        method = "get_config"
        if rule in (NOT_BUILT, NOT_COPIED):
            reason, method = self.unbuilt_reason(), "build"
        return result(
            rule,
            Status.FAILED,
            route=self.route.name,
            severity=Severity.ERROR if is_error else rule.severity,
            reason=reason,
            differences=found,
            fix=_TEXT_KEYS if _has_text_keys(found) else rule.remedy,
            counterexample=self.trial.call.shown(),
            reproduction=self.script(lines) if lines else "",
            source=method_line(self.trial.call.cls, method),
        )

    def unbuilt_reason(self) -> str:
        """Say which sublayers have no weights when the values come."""
        paths = ", ".join(f"'{path}'" for path in unbuilt_sublayers(self.trial.original))
        cls = self.trial.call.cls.__name__
        how = f"{cls} has no build()" if has_no_build(self.trial) else f"build() of {cls} does not build them"
        return (
            f"without a call {paths} has no weights to load into: {how}. copy.deepcopy and pickle cannot restore it, "
            "and a subclassed model with a build() of its own loads new random weights in silence"
        )

    def script(self, lines: str) -> str:
        """Return a script that takes the route and then runs ``lines``; empty for a route without a script."""
        route, trial = self.route, self.trial
        way = route.script_of(trial.call) if route.script_of else route.script
        if not way:
            return ""
        steps = f"{way}\n{lines}".rstrip() if "rebuilt = " in way and "load.py" not in way else way
        if trial.inputs is not None:
            steps = f"called(layer)\n{_FILL if trial.original.layer.weights else ''}{steps}"
        return script(trial.call, steps, trial.inputs)


def has_no_build(trial: Trial) -> bool:
    """Return whether the class has no ``build`` of its own, nor a model's."""
    import keras

    return getattr(trial.call.cls, "build", None) is keras.layers.Layer.build


# A weight that is lost must not come back by its initializer.
_FILL = """\
random = np.random.default_rng(1)
for weight in layer.weights:
    if 'float' in str(weight.dtype):
        weight.assign(random.uniform(0.1, 0.9, size=weight.shape))
"""
_TEXT_KEYS = "JSON has no keys but texts: turn them back in the constructor, {int(key): value ...}."
_NUMBER_AS_KEY = re.compile(r"\[-?\d[\d.]*\]$")


def _has_text_keys(found: tuple[Difference, ...]) -> bool:
    """Return whether keys of a dict were numbers, and are not found again."""
    return any(place.found == "nothing" and _NUMBER_AS_KEY.search(place.path) for place in found)


def _in_config(place: Difference) -> bool:
    return place.path.startswith("config")


def _container_lines(place: Difference) -> str:
    entry = place.path.removeprefix("config")
    return (
        f"before, after = layer.get_config(){entry}, rebuilt.get_config(){entry}\n"
        "assert type(after) is type(before), (before, after)"
    )
