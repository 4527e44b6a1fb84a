"""How generated code is spelled: what was asked for, else what the project around it does."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

from scaffold.errors import ScaffoldError, nearest
from scaffold.package_name import package_name
from scaffold.record import Record

_WIDTH = 88
_DEFAULT_PACKAGE = "my_layers"
# Enough to see what a package does.
_MOST_FILES = 200
_MOST_BYTES = 1_000_000
# Comments and texts may name `tf.keras` too: a module that spells it so imports TensorFlow.
_TENSORFLOW = re.compile(rb"^\s*(?:import|from) tensorflow\b", re.M)
_TF_KERAS = re.compile(rb"\b(?:tf|tensorflow)\.keras\b|^\s*from tensorflow import keras\b", re.M)
_KERAS = re.compile(rb"^\s*(?:import keras\b|from keras\b)", re.M)
_SECTION = "tool.scaffold"


class Style(Record):
    """How the code is spelled.

    Args:
        keras: ``keras``, or ``tf.keras`` in projects that spell it so.
        typed: Whether parameters and results are annotated.
        docstrings: ``google`` or ``numpy``.
        tests: ``pytest`` or ``unittest``.
        width: The longest line.
    """

    keras: str = "keras"
    typed: bool = True
    docstrings: str = "google"
    tests: str = "pytest"
    width: int = _WIDTH


_TYPES = {"typed": (bool, "true or false"), "package": (str, "a text"), "templates": (str, "a text")}
CHOICES = {"keras": ("keras", "tf.keras"), "docstrings": ("google", "numpy"), "tests": ("pytest", "unittest")}


class Project(Record):
    """What the project says about itself.

    Args:
        style: How its code is spelled.
        name: What its distribution is called; empty where it has no name.
        package: Package to register layers under, as its configuration says; empty where it says nothing.
        templates: Directory of templates of its own; None where it names none.
    """

    style: Style
    name: str
    package: str
    templates: Path | None = None


def project_of(directory: Path) -> Project:
    """Read the style of the project that a directory belongs to.

    Args:
        directory: Where code is going to be written; what is asked is the nearest ``pyproject.toml`` and the
            nearest configuration of ruff upwards, and the modules beside it.

    Returns:
        Its style and package.

    Raises:
        ScaffoldError: ``[tool.scaffold]`` holds what cannot be.
    """
    pyproject = _nearest(directory, ("pyproject.toml",))
    content = _read(pyproject) if pyproject else {}
    own = _table(content, "tool", "scaffold")
    _check_own(own, f"{pyproject}: [{_SECTION}]")
    style = Style(keras=_spelling(directory), width=line_length(directory))
    for key, known in CHOICES.items():
        if key in own:
            if own[key] not in known:
                raise ScaffoldError(
                    f"{pyproject}: [{_SECTION}] {key} is {own[key]!r}",
                    remedy=f"Expected {' or '.join(known)}.",
                )
            style = style.but(**{key: own[key]})
    if "typed" in own:
        style = style.but(typed=own["typed"])
    package = own.get("package") or _table(own, "lint").get("registration-package") or ""
    name = _table(content, "project").get("name") or ""
    templates = pyproject.parent / str(own["templates"]) if pyproject and own.get("templates") else None
    return Project(style, str(name), str(package), templates)


def _check_own(own: dict[str, Any], where: str) -> None:
    """Refuse what the table says in vain; entries that are like none of ours may be somebody else's.

    Raises:
        ScaffoldError: A name is misspelled, or a value has the wrong type.
    """
    known = (*CHOICES, *_TYPES, "lint")
    for key, value in own.items():
        guess = nearest(key, known)
        if key not in known and guess is not None:
            raise ScaffoldError(f"{where} has no key {key[:60]!r}", remedy=f"Did you mean {guess!r}?")
        kind, expected = _TYPES.get(key, (object, ""))
        if not isinstance(value, kind):
            raise ScaffoldError(f"{where} {key} is {value!r}", remedy=f"Expected {expected}.")


def _nearest(directory: Path, names: tuple[str, ...]) -> Path | None:
    start = directory.resolve()
    for place in (start, *start.parents):
        for name in names:
            if (place / name).is_file():
                return place / name
    return None


def _read(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds; nothing where it cannot be read: it is not ours to complain about."""
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _table(content: dict[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        content = content.get(key) if isinstance(content.get(key), dict) else {}  # type: ignore[assignment]
    return content


def line_length(directory: Path) -> int:
    """Return the line length: of ruff's own file, else of ruff or black in pyproject.toml, else ruff's default."""
    configuration = _nearest(directory, (".ruff.toml", "ruff.toml", "pyproject.toml"))
    if configuration is None:
        return _WIDTH
    content = _read(configuration)
    if configuration.name != "pyproject.toml":
        lengths = [content.get("line-length")]
    else:
        lengths = [_table(content, "tool", tool).get("line-length") for tool in ("ruff", "black")]
    # Narrower than this, names and annotations do not fit any more.
    return next((length for length in lengths if isinstance(length, int) and 60 <= length <= 320), _WIDTH)


def _spelling(directory: Path) -> str:
    """Return how the modules around spell Keras: the most of them decide."""
    counts = {"keras": 0, "tf.keras": 0}
    for path in itertools.islice(directory.glob("*.py"), _MOST_FILES):
        try:
            with path.open("rb") as file:
                text = file.read(_MOST_BYTES)
        except OSError:
            continue
        if _KERAS.search(text):
            counts["keras"] += 1
        elif _TENSORFLOW.search(text) and _TF_KERAS.search(text):
            counts["tf.keras"] += 1
    return "tf.keras" if counts["tf.keras"] > counts["keras"] else "keras"


def package_of(parent: str, project: Project) -> str:
    """Return the package that a layer is registered under, where none was given.

    Args:
        parent: The Python package that the directory belongs to; empty where it is none.
        project: The project.

    Example:
        >>> package_of("", Project(Style(), "keras-shop", ""))
        'keras_shop'
    """
    return package_name(project.package, parent, project.name, _DEFAULT_PACKAGE)
