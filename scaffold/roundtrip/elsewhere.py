"""A .keras file sent to another process: which layers can be, and the script that shows the same."""

from __future__ import annotations

import sys

from scaffold.roundtrip.calls import ConstructorCall
from scaffold.roundtrip.functional import IN_FUNCTIONAL_MODEL
from scaffold.roundtrip.journey import Journey, RouteNotRunError
from scaffold.roundtrip.observation import Observed
from scaffold.roundtrip.process import OTHER_HASH_SEED, worker
from scaffold.roundtrip.scope import is_built_in, is_registered


def sent(journey: Journey, backend: str = "") -> Observed:
    """Let a worker load the file of the functional model.

    Args:
        journey: The layer on its way.
        backend: The backend of Keras there; that of this process where left out.

    Raises:
        RouteNotRunError: Where no other process could find the layer's classes.
    """
    original = journey.original
    for cls in original.classes:
        if not is_built_in(cls):
            _require_importable(cls)
    unregistered = [cls for cls in original.classes if not is_registered(cls)]
    for cls in unregistered:
        # A module that was loaded by its path is not among the imported ones, and may be importable there.
        module = sys.modules.get(cls.__module__)
        if module is not None and not hasattr(module, cls.__qualname__.partition(".")[0]):
            raise RouteNotRunError(
                f"{cls.__module__} has no {cls.__qualname__}: no other process can import it"
            )
    with original.scope():
        file = journey.keras_file
    return worker(backend).load(file, original, unregistered)


def _require_importable(cls: type) -> None:
    """Refuse a class that a new process could only get by running the author's script again."""
    where = f"{cls.__module__}.{cls.__qualname__}"
    if cls.__module__ == "__main__":
        raise RouteNotRunError(
            f"{where} is defined in a script or notebook, which is never run a second time"
        )
    if "<locals>" in cls.__qualname__:
        raise RouteNotRunError(f"{where} is defined inside a function, where no other process can import it")


_SCRIPT = """\
import os
import pickle
import subprocess
import sys
import tempfile

FUNCTIONAL
directory = tempfile.mkdtemp()
model.save(f'{directory}/model.keras')
expected = [np.array(each) for each in (*layer.weights, *keras.tree.flatten(called(layer)))]
with open(f'{directory}/expected.pickle', 'wb') as file:
    pickle.dump((data, len(layer.weights), expected), file)
with open(f'{directory}/load.py', 'w') as file:
    file.write('''
import importlib
import pickle
import keras
import numpy as np

module = importlib.import_module('MODULE')
rebuilt = keras.models.load_model('model.keras', custom_objects={SCOPE})
with open('expected.pickle', 'rb') as file:
    data, count, expected = pickle.load(file)
found = [np.array(weight) for weight in rebuilt.weights]
assert len(found) == count, (len(found), count)
for left, right in zip(expected, found):
    np.testing.assert_array_equal(left, right)
OUTPUTS
''')
environment = {**os.environ, 'PYTHONPATH': os.pathsep.join(sys.path), ENVIRONMENT}
subprocess.run([sys.executable, 'load.py'], cwd=directory, env=environment, check=True)"""

_OUTPUTS = """\
for left, right in zip(expected[count:], keras.tree.flatten(rebuilt(data))):
    np.testing.assert_allclose(left, np.array(right), rtol=1e-3, atol=1e-4)"""


def script_of(call: ConstructorCall, backend: str = "") -> str:
    """Return lines that save the layer and let another process load it; they fail where that does.

    Args:
        call: The call of the layer.
        backend: The backend of Keras there; that of this process where left out.
    """
    cls = call.cls
    name = cls.__qualname__
    setting = f"'KERAS_BACKEND': '{backend}'" if backend else f"'PYTHONHASHSEED': '{OTHER_HASH_SEED}'"
    parts = {
        "FUNCTIONAL": IN_FUNCTIONAL_MODEL,
        "MODULE": cls.__module__,
        "SCOPE": "" if is_registered(cls) else f'"{cls.__name__}": module.{name}',
        # Between backends arithmetic differs; that a layer loads with its weights is what is promised.
        "OUTPUTS": "" if backend else _OUTPUTS,
        "ENVIRONMENT": setting,
    }
    text = _SCRIPT
    for placeholder, value in parts.items():
        text = text.replace(placeholder, value)
    return text
