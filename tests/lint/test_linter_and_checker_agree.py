"""What the checker sees of a layer of Keras, the linter sees in its source, and the reverse."""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold.lint.run import lint

pytestmark = pytest.mark.slow

# (class, argument) -> why only one of the two speaks.
ONLY_CHECKER = {
    (
        "AdditiveAttention",
        "score_mode",
    ): "its get_config takes the key out on purpose, and its call does not use it",
}
ONLY_LINTER = {
    ("GroupedQueryAttention", "flash_attention"): "no value that works here differs from the default",
    ("MultiHeadAttention", "flash_attention"): "no value that works here differs from the default",
}
_ARGUMENT = re.compile(r"argument '(\w+)' of '(\w+)'|does not return '(\w+)'")


def layer_classes() -> Iterator[type]:
    import keras

    for name in sorted(dir(keras.layers)):
        found = getattr(keras.layers, name)
        if (
            inspect.isclass(found)
            and issubclass(found, keras.layers.Layer)
            and found is not keras.layers.Layer
        ):
            yield found


def chosen(spoken_of: set[str]) -> list[type]:
    """Return the layers that the linter speaks of, and a seeded choice of the others."""
    classes = list(dict.fromkeys(layer_classes()))
    silent = [cls for cls in classes if cls.__name__ not in spoken_of]
    others = random.Random(0).sample(silent, 30)
    return [cls for cls in classes if cls.__name__ in spoken_of or cls in others]


def test_lost_arguments_are_lost_for_both() -> None:
    """Of forty layers of Keras the same arguments are lost for linter and checker, as far as both can tell."""
    import keras

    from scaffold import check_roundtrip

    source = Path(keras.__file__).parent / "src" / "layers"
    seen_by_linter = set()
    for finding in lint([str(source)]).findings:
        match = _ARGUMENT.search(finding.message) if finding.code == "KS101" else None
        if match is not None:
            seen_by_linter.add((finding.class_name, match.group(1)))
    seen_by_checker, exercised = set(), set()
    for cls in chosen({name for name, _ in seen_by_linter}):
        report = check_roundtrip(cls, checks=["KR201"], max_examples=5, on_fail="return")
        exercised |= {(cls.__name__, name) for name in report.exercised}
        for result in report.results:
            match = _ARGUMENT.search(result.reason or "") if result.status == "failed" else None
            if match is not None and result.severity == "error":
                seen_by_checker.add((cls.__name__, match.group(3)))
    assert len(exercised) > 100
    assert seen_by_checker - seen_by_linter <= set(ONLY_CHECKER)
    assert seen_by_checker & seen_by_linter
    assert (seen_by_linter & exercised) - seen_by_checker <= set(ONLY_LINTER)
