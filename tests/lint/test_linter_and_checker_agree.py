"""What the checker sees of a layer of Keras, the linter sees in its source, and the reverse."""

from __future__ import annotations

import importlib
import inspect
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from scaffold.lint.run import lint

pytestmark = pytest.mark.slow

_ARGUMENT = re.compile(r"argument '(\w+)' of '(\w+)'|does not return '(\w+)'")


class Package(NamedTuple):
    """A package to compare the two on.

    Args:
        name: What it is imported by.
        folder: Where its sources are, below its own folder.
        layers: Module whose public layers are compared, with those that the linter speaks of below `spoken_in`.
        spoken_in: Beginning of the names of modules in which every class that the linter speaks of is compared.
        sampled: How many layers are compared that the linter says nothing about.
        fewest: How many arguments must have been tried out in all.
        only_checker: (class, argument) -> why the linter is silent.
        only_linter: (class, argument) -> why the checker is silent.
    """

    name: str
    folder: str
    layers: str
    spoken_in: str
    sampled: int
    fewest: int
    only_checker: dict[tuple[str, str], str]
    only_linter: dict[tuple[str, str], str]


PACKAGES = (
    Package(
        name="keras",
        folder="src/layers",
        layers="keras.layers",
        spoken_in="",
        sampled=30,
        fewest=100,
        only_checker={
            (
                "Attention",
                "score_mode",
            ): "AdditiveAttention takes the key out on purpose, and its call does not use it",
        },
        only_linter={
            ("GroupedQueryAttention", "flash_attention"): "no value that works here differs from the default",
            ("MultiHeadAttention", "flash_attention"): "no value that works here differs from the default",
        },
    ),
    Package(
        name="keras_hub",
        folder="src",
        layers="keras_hub.layers",
        spoken_in="keras_hub.src.models.d",
        sampled=8,
        fewest=60,
        only_checker={
            ("ImageConverter", "data_format"): "what another key holds is computed from what cannot be told",
        },
        only_linter={},
    ),
)


def public_layers(package: Package) -> Iterator[type]:
    import keras

    module = importlib.import_module(package.layers)
    for name in sorted(dir(module)):
        found = getattr(module, name)
        if (
            inspect.isclass(found)
            and issubclass(found, keras.layers.Layer)
            and found is not keras.layers.Layer
        ):
            yield found


def spoken_layers(package: Package, spoken_of: set[str]) -> Iterator[type]:
    """Yield the layers below a module, models left out: they take long, and their layers are compared."""
    import keras

    for name, module in sorted(sys.modules.items()):
        if package.spoken_in and name.startswith(package.spoken_in):
            for found in vars(module).values():
                if (
                    inspect.isclass(found)
                    and found.__module__ == name
                    and found.__name__ in spoken_of
                    and issubclass(found, keras.layers.Layer)
                    and not issubclass(found, keras.Model)
                ):
                    yield found


def chosen(package: Package, spoken_of: set[str]) -> list[type]:
    """Return the layers that the linter speaks of, and a seeded choice of the others."""
    classes = list(dict.fromkeys(public_layers(package)))
    silent = [cls for cls in classes if cls.__name__ not in spoken_of]
    others = random.Random(0).sample(silent, package.sampled)
    public = [cls for cls in classes if cls.__name__ in spoken_of or cls in others]
    return list(dict.fromkeys([*public, *spoken_layers(package, spoken_of)]))


def owner_of(cls: type, argument: str) -> str:
    """Return the name of the class whose constructor takes an argument: that is where the linter speaks of it."""
    for owner in cls.__mro__:
        made_by = vars(owner).get("__init__")
        if made_by is not None and argument in inspect.signature(made_by).parameters:
            return owner.__name__
    return cls.__name__


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_lost_arguments_are_lost_for_both(package: Package) -> None:
    """Of dozens of layers the same arguments are lost for linter and checker, as far as both can tell."""
    from scaffold import check_roundtrip

    root = pytest.importorskip(package.name).__file__
    source = Path(root).parent / package.folder
    seen_by_linter = set()
    for finding in lint([str(source)]).findings:
        match = _ARGUMENT.search(finding.message) if finding.code == "KS101" else None
        if match is not None:
            seen_by_linter.add((finding.class_name, match.group(1)))
    seen_by_checker, exercised = set(), set()
    for cls in chosen(package, {name for name, _ in seen_by_linter}):
        report = check_roundtrip(cls, checks=["KR201"], max_examples=5, on_fail="return")
        exercised |= {(owner_of(cls, name), name) for name in report.exercised}
        for result in report.results:
            match = _ARGUMENT.search(result.reason or "") if result.status == "failed" else None
            if match is not None and result.severity == "error":
                seen_by_checker.add((owner_of(cls, match.group(3)), match.group(3)))
    assert len(exercised) > package.fewest
    assert seen_by_checker - seen_by_linter <= set(package.only_checker)
    assert seen_by_checker & seen_by_linter
    assert (seen_by_linter & exercised) - seen_by_checker <= set(package.only_linter)
