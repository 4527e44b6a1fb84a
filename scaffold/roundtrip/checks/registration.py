"""The class is registered, under a name that finds this very class."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaffold.finding import Severity
from scaffold.package_name import package_name, told_by_project
from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.check_unit import Check, Run
from scaffold.roundtrip.diagnosis import source_line
from scaffold.roundtrip.report import Difference, Result, Status, result
from scaffold.roundtrip.reproduce import script
from scaffold.roundtrip.scope import is_built_in, is_registered
from scaffold.roundtrip.sublayers import sublayers
from scaffold.rule import Rule

UNREGISTERED = Rule(
    code="KR401",
    name="class-not-registered",
    severity=Severity.WARNING,
    summary="A saved model finds the class only through custom_objects.",
    why='load_model fails with "Could not locate class", in the same process too; that the module can be '
    "imported does not help: https://github.com/keras-team/keras/issues/21046.",
    remedy="Decorate the class with @keras.saving.register_keras_serializable(package=...).",
    lint_rules=("KS501",),
)

TAKEN = Rule(
    code="KR402",
    name="registered-name-taken",
    severity=Severity.ERROR,
    summary="The registered name of the class finds another class.",
    why="The last class registered under a name wins, without a warning, and is what a saved file loads: "
    "https://github.com/keras-team/keras-cv/pull/2001.",
    remedy="Give each class a package and name of its own; in a notebook, restart after changing a class.",
)


def _run(run: Run) -> Iterator[Result]:
    import keras

    layer = run.trial.call.make()
    inside = [
        cls for cls in dict.fromkeys(type(inner) for _, inner in sublayers(layer)) if not is_built_in(cls)
    ]
    named = _named_in_config(layer) if inside else set()
    classes = [type(layer), *(cls for cls in inside if (cls.__module__, cls.__name__) in named)]
    own = [cls for cls in dict.fromkeys(classes) if not is_built_in(cls)]
    taken = [cls for cls in own if _taken_by(cls) is not None]
    for cls in taken:
        other = _taken_by(cls)
        yield result(
            TAKEN,
            Status.FAILED,
            reason=f"'{keras.saving.get_registered_name(cls)}' finds another class of that name",
            differences=(
                Difference(
                    keras.saving.get_registered_name(cls),
                    f"{cls.__module__}.{cls.__qualname__}",
                    f"{getattr(other, '__module__', '')}.{getattr(other, '__qualname__', other)}",
                ),
            ),
            counterexample=run.trial.call.shown(),
            reproduction=_script(run.trial.call, cls),
            source=source_line(cls),
        )
    if not taken:
        yield result(TAKEN, Status.PASSED)
    missing = [cls for cls in own if not is_registered(cls) and cls not in taken]
    if not missing:
        yield result(UNREGISTERED, Status.PASSED)
        return
    names = ", ".join(cls.__name__ for cls in missing)
    scope = ", ".join(f"'{cls.__name__}': {cls.__name__}" for cls in missing)
    package = _package_for(missing[0])
    yield result(
        UNREGISTERED,
        Status.FAILED,
        reason=f"{names} is not registered, so load_model needs custom_objects={{{scope}}}",
        fix=f'Put @keras.saving.register_keras_serializable(package="{package}") above the class. '
        "Files saved before that still need custom_objects.",
        counterexample=run.trial.call.shown(),
        reproduction=script(run.trial.call, _LOADED),
        source=source_line(missing[0]),
    )


def _package_for(cls: type) -> str:
    """Return the package that the linter advises for the class as well."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None) or ""
    configured, distribution = told_by_project(str(Path(file).parent)) if file else ("", "")
    top, _, below = cls.__module__.partition(".")
    is_lone = not below and Path(file).name != "__init__.py"
    return package_name(configured, "" if is_lone else top, distribution, top.strip("_") or "my_package")


def _named_in_config(layer: Any) -> set[tuple[str, str]]:
    """Return module and class name of what the config describes; a layer that the constructor makes needs no name."""
    import keras

    try:
        forms = [keras.saving.serialize_keras_object(layer)]
    except Exception:
        # Why there is no config is told by its own check.
        return set()
    found = set()
    while forms:
        form = forms.pop()
        if isinstance(form, dict):
            found.add((str(form.get("module")), str(form.get("class_name"))))
            forms += form.values()
        elif isinstance(form, (list, tuple)):
            forms += form
    return found


# What load_model does with every layer in a file.
_LOADED = "rebuilt = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(layer))"


def _script(call: ConstructorCall, cls: type) -> str:
    """Write a script for a class whose registered name another one has; in its module it may have another name."""
    module = sys.modules.get(cls.__module__)
    names = [name for name, value in vars(module).items() if value is cls] if module else []
    found = f"{_LOADED}\nassert type(rebuilt) is type(layer), (type(layer), type(rebuilt))"
    if call.cls is not cls or not names or cls.__name__ in names:
        return script(call, found)
    made = f"{names[0]}{str(call).removeprefix(cls.__name__)}"
    return f"import keras\nfrom {cls.__module__} import {names[0]}\n\nlayer = {made}\n{found}\n"


def _taken_by(cls: type) -> object | None:
    """Return what the class's own registered name finds, where that is something else."""
    import keras

    name = keras.saving.get_registered_name(cls)
    if name == cls.__name__:
        return None
    found: object = keras.saving.get_registered_object(name)
    return None if found is cls else found


CHECK = Check(rules=(TAKEN, UNREGISTERED), run=_run)
