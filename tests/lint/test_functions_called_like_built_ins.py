"""What the installed Keras knows by the names of functions, and what is known of that without it."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.lint.by_name import is_activation, loaded_in_its_place
from scaffold.lint.run import lint
from scaffold.settings import Analysis
from scaffold.source.arithmetic import _PLACES, ACTIVATIONS

ANY = "keras.saving.deserialize_keras_object"

ASKED = """\
import json, sys, keras
from keras.src.api_export import get_symbol_from_name
from keras.src.saving.serialization_lib import BUILTIN_MODULES
places = json.loads(sys.argv[1])
names = {
    name
    for module in BUILTIN_MODULES
    for name in dir(getattr(keras, module))
    if not name.startswith("_") and get_symbol_from_name(f"keras.{module}.{name}") is not None
}
def values(function):
    try:
        return [float(function(keras.ops.convert_to_tensor(x))) for x in places]
    except Exception:
        return None
own = {name: values(function) for name, function in vars(keras.activations).items() if callable(function)}
def saved(name):
    exec(f"def {name}(x): return x", globals())
    return keras.activations.serialize(globals()[name]) == name
print(json.dumps({
    "names": sorted(names),
    "values": own,
    "words": sorted(name for name in names if name.islower() and saved(name)),
}))
"""


@pytest.fixture(scope="module")
def keras_knows() -> dict[str, object]:
    """What the installed Keras finds by the names of functions, and what its activation functions compute."""
    command = [sys.executable, "-W", "ignore", "-c", ASKED, json.dumps(_PLACES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_the_names_that_keras_finds_are_known(keras_knows: dict[str, object]) -> None:
    """Exactly the names that Keras looks up for a function without a module are known as replaced."""
    names = set(keras_knows["names"]) - {"get", "serialize", "deserialize"}  # type: ignore[call-overload]
    assert len(names) > 150
    assert {name for name in names if not loaded_in_its_place(name, ANY)} == set()
    others = {
        "swish",
        "hard_swish",
        "mse",
        "mae",
        "ones",
        "l2",
        "max_norm",
        "adam",
        "accuracy",
        "types",
        "triple",
    }
    assert others & names == set()
    assert [name for name in others if loaded_in_its_place(name, ANY)] == []


def test_what_is_saved_as_a_word_is_known(keras_knows: dict[str, object]) -> None:
    """An activation is written as its bare name for exactly these names; `get` and the like fail when loading."""
    words = set(keras_knows["words"]) - {"get", "serialize", "deserialize"}  # type: ignore[call-overload]
    names = set(keras_knows["names"])  # type: ignore[call-overload]
    found = {name: loaded_in_its_place(name, "keras.activations.get") for name in names}
    assert {name for name, canonical in found.items() if canonical and is_activation(canonical)} == words


def test_what_activations_compute_is_known(keras_knows: dict[str, object]) -> None:
    """The activation functions of Keras compute, with their defaults, what is compared with; vectors are left out."""
    values: dict[str, list[float] | None] = keras_knows["values"]  # type: ignore[assignment]
    told = {name for name, found in values.items() if found is not None and not any(map(math.isnan, found))}
    assert set(ACTIVATIONS) <= told
    wrong = {
        name: (x, computed(x), value)
        for name, computed in ACTIVATIONS.items()
        for x, value in zip(_PLACES, values[name] or (), strict=True)
        if not math.isclose(computed(x), value, rel_tol=1e-5, abs_tol=1e-6)
    }
    assert wrong == {}


FUNCTIONS = "def gelu(x):\n    return x * 2\n"
MODEL = """\
import keras
from pkg.functions import gelu

model = keras.Sequential([keras.Input((4,)), keras.layers.{layer}])
"""
OFFER = 'from pkg.functions import gelu\n\nCUSTOM_OBJECTS = {"gelu": gelu}\n'


def said(folder: Path, *, layer: str, keras_version: tuple[int, ...] = (), **files: str) -> list[str]:
    """Return the codes of what is said about a model with the layer in a package with some files."""
    package = folder / "pkg"
    package.mkdir()
    written = {"__init__": "", "functions": FUNCTIONS, "model": MODEL.format(layer=layer), **files}
    for name, text in written.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    found = lint([str(package)], settings=Analysis(keras_version=keras_version)).findings
    return [f"{finding.code} {finding.severity.value}" for finding in found]


def test_function_of_another_file_is_judged_where_it_is_defined(tmp_path: Path) -> None:
    """What it computes and whether it is registered is told by the file that defines it."""
    assert said(tmp_path, layer="Dense(3, activation=gelu)") == ["KS509 error"]


def test_function_that_does_what_keras_does_is_left_alone(tmp_path: Path) -> None:
    """A copy, in another file as well, is replaced without harm."""
    copy = "import tensorflow as tf\n\n\ndef gelu(x):\n    return 0.5 * x * (1 + tf.math.erf(x / tf.sqrt(2.0)))\n"
    assert said(tmp_path, layer="Dense(3, activation=gelu)", functions=copy) == []


@pytest.mark.parametrize(
    "functions",
    [
        "from keras.activations import gelu\n",
        "import keras\n\ngelu = keras.activations.gelu\n",
        "from .more import gelu\n",
    ],
)
def test_function_of_keras_under_another_roof_is_left_alone(tmp_path: Path, functions: str) -> None:
    """What is imported from Keras, or given another home, is Keras's own."""
    more = "from tensorflow.keras.activations import gelu\n"
    assert said(tmp_path, layer="Dense(3, activation=gelu)", functions=functions, more=more) == []


def test_offer_in_another_file_helps_no_activation(tmp_path: Path) -> None:
    """What is passed in custom_objects is found by its name, which is asked for everything but activations."""
    assert said(tmp_path, layer="Dense(3, activation=gelu)", offers=OFFER) == ["KS509 error"]


def test_offer_in_another_file_helps_a_lambda_layer(tmp_path: Path) -> None:
    """A Lambda layer looks its function up as any other object."""
    assert said(tmp_path, layer="Lambda(gelu)", offers=OFFER) == []


def test_offer_helps_every_layer_of_an_old_keras(tmp_path: Path) -> None:
    """Keras 2 looked for every name in custom_objects first."""
    assert said(tmp_path, layer="Dense(3, activation=gelu)", keras_version=(2, 15), offers=OFFER) == []


@pytest.mark.parametrize(
    "registers",
    [
        'keras.saving.register_keras_serializable("pkg")(gelu)\n',
        'for function in [gelu]:\n    keras.saving.register_keras_serializable("pkg")(function)\n',
        'register = keras.saving.register_keras_serializable("pkg")\nregister(gelu)\n',
    ],
)
def test_function_that_another_file_registers_is_left_alone(tmp_path: Path, registers: str) -> None:
    """A registration need be no decorator, and may stand in another file of the package."""
    text = f"import keras\nfrom pkg.functions import gelu\n\n{registers}"
    assert said(tmp_path, layer="Dense(3, activation=gelu)", registers=text) == []


LAYER = """\
import keras


def gelu(x):
    return x * 2


@keras.saving.register_keras_serializable(package="pkg")
class Activate(keras.layers.Layer):
    def __init__(self, activation=gelu, **kwargs):
        super().__init__(**kwargs)
        self.activation = {normalized}

    def call(self, inputs):
        return self.activation(inputs)

    def get_config(self):
        return {{**super().get_config(), "activation": keras.{serialize}(self.activation)}}
"""
FROM_CONFIG = """\

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = keras.{deserialize}(config["activation"])
        return cls(**config)
"""
GET, RAW = "keras.activations.get(activation)", "activation"
# How the layer is written -> whether custom_objects help.
WRITTEN = {
    "word": (LAYER.format(normalized=GET, serialize="activations.serialize"), False),
    "object": (LAYER.format(normalized=GET, serialize="saving.serialize_keras_object"), True),
    "word_by_module": (
        LAYER.format(normalized=RAW, serialize="activations.serialize")
        + FROM_CONFIG.format(deserialize="activations.deserialize"),
        True,
    ),
    "word_by_get": (
        LAYER.format(normalized=RAW, serialize="activations.serialize")
        + FROM_CONFIG.format(deserialize="activations.get"),
        False,
    ),
    "object_by_any": (
        LAYER.format(normalized=RAW, serialize="saving.serialize_keras_object")
        + FROM_CONFIG.format(deserialize="saving.deserialize_keras_object"),
        True,
    ),
}
SAVE = """\
import importlib, sys, keras
for name in sys.argv[1:]:
    layer = importlib.import_module(name).Activate()
    keras.Sequential([keras.Input((2,)), layer]).save(f"{name}.keras")
"""
LOAD = """\
import importlib, json, sys, keras
def home(name, **given):
    return keras.models.load_model(f"{name}.keras", **given).layers[-1].activation.__module__
modules = {name: importlib.import_module(name) for name in sys.argv[1:]}
print(json.dumps({
    name: (home(name), home(name, custom_objects={"gelu": module.gelu})) for name, module in modules.items()
}))
"""


def test_layers_are_given_the_function_of_keras(tmp_path: Path) -> None:
    """Whatever Keras loads for a default of a layer in a fresh process is what is said about the layer."""
    for name, (text, _) in WRITTEN.items():
        (tmp_path / f"{name}.py").write_text(text.replace('"pkg"', f'"{name}"'), encoding="utf-8")

    def run(code: str) -> str:
        command = [sys.executable, "-W", "ignore", "-c", code, *WRITTEN]
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    run(SAVE)
    loaded = json.loads(run(LOAD).splitlines()[-1])
    for name, (_, helps) in WRITTEN.items():
        plain, offered = loaded[name]
        assert plain.startswith("keras.src.activations"), name
        assert (offered == name) is helps, name
        (finding,) = lint([str(tmp_path / f"{name}.py")]).findings
        assert (finding.code, finding.severity.value) == ("KS508", "error"), name
        assert ("custom_objects does not help" in finding.remedy) is not helps, name
