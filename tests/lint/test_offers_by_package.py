"""What is put into custom_objects counts for the package that does so, and for what scripts beside it load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.lint.run import lint

LAYERS = """\
import keras


class Scale(keras.layers.Layer):
    def call(self, inputs):
        return inputs * 2
"""
OFFER = 'import keras\nfrom {module} import Scale\n\nkeras.models.load_model("a", custom_objects={{"Scale": Scale}})\n'

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes files, their paths with slashes, and names their common directory."""

    def written(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return written


def spoken_of(*paths: Path, cache: str = "") -> list[str]:
    """Return the files with an unregistered class, each by its last two parts."""
    found = lint(map(str, paths), cache=cache).findings
    return ["/".join(Path(one.path).parts[-2:]) for one in found if one.code == "KS501"]


def test_packages_together_are_judged_as_each_alone(write: Write) -> None:
    """What one package offers says nothing of the class of that name in another."""
    package = {"__init__.py": "", "layers.py": LAYERS}
    files = {f"{name}/{name}/{file}": text for name in ("first", "second") for file, text in package.items()}
    folder = write({**files, "second/second/load.py": OFFER.format(module="second.layers")})
    assert spoken_of(folder / "first") == ["first/layers.py"]
    assert spoken_of(folder / "second") == []
    assert spoken_of(folder) == spoken_of(folder / "first", folder / "second") == ["first/layers.py"]


@pytest.mark.parametrize(
    "files",
    [
        {"pkg/__init__.py": "", "pkg/layers.py": LAYERS, "pkg/load.py": OFFER.format(module="pkg.layers")},
        {"pkg/__init__.py": "", "pkg/layers.py": LAYERS, "train.py": OFFER.format(module="pkg.layers")},
        {"pkg/__init__.py": "", "pkg/layers.py": LAYERS, "examples/a.py": OFFER.format(module="pkg.layers")},
        {
            "src/pkg/__init__.py": "",
            "src/pkg/layers.py": LAYERS,
            "tests/a.py": OFFER.format(module="pkg.layers"),
        },
        {
            "pkg/__init__.py": "",
            "pkg/layers.py": LAYERS,
            "tests/__init__.py": "",
            "tests/a.py": OFFER.format(module="pkg.layers"),
        },
        {"layers.py": LAYERS, "train.py": OFFER.format(module="layers")},
        {"models/layers.py": LAYERS, "train.py": OFFER.format(module="models.layers")},
        {"models/layers.py": LAYERS, "scripts/train.py": OFFER.format(module="models.layers")},
        {"layers.py": LAYERS, "nets/train.py": OFFER.format(module="layers")},
    ],
    ids=lambda files: " ".join(files),
)
def test_offer_of_the_same_project_counts(write: Write, files: dict[str, str]) -> None:
    """A package, a script or tests beside it, and scripts that import each other are one project."""
    assert spoken_of(write(files)) == []


@pytest.mark.parametrize(
    "files",
    [
        {"pkg/__init__.py": "", "pkg/layers.py": LAYERS, "more/__init__.py": "", "more/a.py": "{offer}"},
        {"a/pkg/__init__.py": "", "a/pkg/layers.py": LAYERS, "b/train.py": "{offer}"},
        {"models/layers.py": LAYERS, "scripts/train.py": "{offer}"},
        {"models/layers.py": LAYERS, "scripts/train.py": "{offer}# import layers_of_others\n"},
    ],
    ids=lambda files: " ".join(files),
)
def test_offer_of_another_project_does_not(write: Write, files: dict[str, str]) -> None:
    """Another package, a script elsewhere, and scripts that do not know each other mean other classes."""
    offer = OFFER.format(module="somewhere")
    folder = write({name: text.replace("{offer}", offer) for name, text in files.items()})
    assert len(spoken_of(folder)) == 1


def test_the_cache_knows_what_a_script_imports(write: Write, tmp_path: Path) -> None:
    """A script that was asked what it imports is looked at again when it has changed."""
    plain = {f"plain{number}.py": "x = 1\n" for number in range(25)}
    files = {"models/layers.py": LAYERS, "scripts/train.py": OFFER.format(module="somewhere"), **plain}
    folder, cache = (
        write({f"work/{name}": text for name, text in files.items()}) / "work",
        str(tmp_path / "kept"),
    )
    assert spoken_of(folder, cache=cache) == spoken_of(folder, cache=cache) == ["models/layers.py"]
    (folder / "scripts" / "train.py").write_text(OFFER.format(module="models.layers"), encoding="utf-8")
    assert spoken_of(folder, cache=cache) == spoken_of(folder, cache=cache) == []
