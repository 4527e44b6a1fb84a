"""The other end of the fresh process: import the layer's module, load the file, say what is seen."""

from __future__ import annotations

import importlib
import os
import pickle
import sys
from pathlib import Path
from typing import Any

from scaffold.roundtrip.diagnosis import told
from scaffold.roundtrip.memory import let_kernels_go

# The first line of the process, once all it stands on is imported.
READY = "ready"


def main() -> None:
    """Answer requests from standard input until it closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    # What the author's module prints must not be taken for an answer, nor may it read the requests.
    os.dup2(2, 1)
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    home = _Home()
    answers.write(f"{READY}\n")
    answers.flush()
    for line in requests:
        request_file = Path(line.strip())
        answer = _answer(pickle.loads(request_file.read_bytes()), home)
        let_kernels_go()
        answer_file = request_file.with_name("answer.pickle")
        answer_file.write_bytes(pickle.dumps(answer))
        answers.write(f"{answer_file}\n")
        answers.flush()


class _Home:
    """What was imported and registered before the first layer, to go back to between layers."""

    def __init__(self) -> None:
        import keras

        import scaffold.roundtrip.functional  # noqa: F401  # imported here so that it stays between layers

        self._registry = keras.saving.get_custom_objects()
        self._first_objects = frozenset(self._registry)
        self._checked: set[str] = set()
        self._last: list[str] | None = None

    def enter(self, modules: list[str]) -> None:
        """Import these modules as a new process would, with nothing left of other layers' packages."""
        if modules != self._last:
            self._forget()
        self._last = None
        self._checked.update(module.partition(".")[0] for module in modules)
        for module in modules:
            importlib.import_module(module)
        self._last = modules

    def _forget(self) -> None:
        """Take back what was registered, and let the modules that did so be imported anew."""
        registered = {key: _package_of(item) for key, item in self._registry.items()}
        added = {package for key, package in registered.items() if key not in self._first_objects}
        gone = (self._checked | added) - _KEPT
        for key, package in registered.items():
            if package in gone:
                del self._registry[key]
        for name in list(sys.modules):
            if name.partition(".")[0] in gone:
                del sys.modules[name]


def _package_of(item: Any) -> str:
    return str(getattr(item, "__module__", "")).partition(".")[0]


# Packages that cannot be imported twice, or that this process itself stands on.
_KEPT = frozenset({"keras", "tensorflow", "jax", "torch", "numpy", "scaffold", "keras_hub"})


def _answer(request: dict[str, Any], home: _Home) -> tuple[str, Any]:
    sys.path[:] = request["search_path"]
    importlib.invalidate_caches()
    try:
        home.enter(request["modules"])
    except ImportError as error:
        return "not_there", f"the new process cannot import the layer's module: {error}"
    except Exception as error:
        return "raised", (f"importing the layer's module raised {told(error)}", str(error))
    try:
        return "seen", _look(request)
    except Exception as error:
        refusal = _refusal(request)
        return ("not_there", refusal) if refusal else ("raised", (told(error), str(error)))


def _refusal(request: dict[str, Any]) -> str:
    """Return why the layer does not work here at all, not even made by its own call; empty where it does."""
    import keras

    from scaffold.roundtrip.functional import in_functional_model

    if request["call"] is None or keras.backend.backend() == request["backend"]:
        return ""
    try:
        with _scope(request):
            in_functional_model(pickle.loads(request["call"]).make(), request["inputs"])
    except Exception as error:
        return f"the layer does not work with {keras.backend.backend()}: {told(error)}"
    return ""


def _look(request: dict[str, Any]) -> dict[str, Any]:
    import keras

    from scaffold.roundtrip.functional import layer_in
    from scaffold.roundtrip.observation import observe
    from scaffold.roundtrip.scope import set_settings

    set_settings(request["settings"])
    with _scope(request):
        model = keras.models.load_model(request["file"], compile=False)
        seen = observe(layer_in(model), request["inputs"], request["variables"])
    return {"values": seen.values, "failure": seen.failure}


def _scope(request: dict[str, Any]) -> Any:
    """Return the scope in which Keras finds the classes that no saved name finds."""
    import keras

    scope = {}
    for module, qualified_name in request["unregistered"]:
        found: Any = sys.modules[module]
        for part in qualified_name.split("."):
            found = getattr(found, part)
        scope[found.__name__] = found
    return keras.saving.custom_object_scope(scope)


if __name__ == "__main__":
    main()
