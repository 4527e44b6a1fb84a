"""What Keras says of changed classes: they survive their config, and load what was saved before the change."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scaffold.evolve.add_argument import add_arguments
from scaffold.evolve.rename_argument import rename_argument
from scaffold.generate.arguments import parse_argument
from tests.evolve.shapes import SHAPES

keras = pytest.importorskip("keras")

# Called with its own defaults, or with these.
CALLS = {"units": 2}
# The others cannot be imported, or take no **kwargs and so never came back from their config.
IMPORTABLE = [shape for shape in SHAPES if shape not in ("inside_a_function", "comment_behind_the_last")]


def loaded(text: str, folder: Path, name: str) -> ModuleType:
    """Write a module and import it."""
    path = folder / f"{name}.py"
    path.write_bytes(text.encode())
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def arguments_of(shape: str, *, but: str = "") -> dict[str, object]:
    needed = ("update_with_dict", "union_of_dicts", "item_assignment", "keywords", "dict_of_base", "spread_dict",
              "no_get_config", "tabs_and_carriage_returns", "nothing_of_its_own")  # fmt: skip
    return {key: value for key, value in CALLS.items() if shape in needed and key != but}


@pytest.mark.parametrize("shape", IMPORTABLE)
def test_new_arguments_survive_every_quick_route(shape: str, tmp_path: Path) -> None:
    """check_roundtrip varies the new arguments too, and finds no loss of any."""
    from scaffold import check_roundtrip

    path = tmp_path / "before.py"
    path.write_bytes(SHAPES[shape][0].encode())
    wanted = ["rate:float[0..1]=0.25", "gate:activation=relu", "head:layer?", "size:shape=3,3"]
    text = add_arguments(str(path), "Thing", [parse_argument(argument) for argument in wanted]).text
    module = loaded(text, tmp_path, f"added_{shape}")
    layer = module.Thing(**arguments_of(shape))
    assert (layer.rate, layer.gate, layer.head, layer.size) == (0.25, keras.activations.relu, None, (3, 3))
    report = check_roundtrip(
        lambda: module.Thing(**arguments_of(shape)),
        inputs=(2, 3),
        checks="quick",
        max_examples=5,
        on_fail="return",
    )
    failed = [result for result in report.results if result.status == "failed" and result.severity == "error"]
    assert failed == [], report.to_markdown()
    assert {"rate", "gate", "size"} <= set(report.exercised)


RENAMED = {shape: old for shape, (_, old) in SHAPES.items() if old and shape in IMPORTABLE}


@pytest.mark.parametrize("shape", RENAMED)
def test_file_saved_before_the_renaming_loads_after_it(shape: str, tmp_path: Path) -> None:
    """A .keras file with the old key is loaded by the renamed class, with the old value; so is a plain config."""
    text, old = SHAPES[shape]
    before = loaded(text, tmp_path, f"saved_{shape}")
    values = {"units": 5, "scale": 0.5, "activation": "tanh", "width": 7, "inner": keras.layers.Dense(2)}
    given = {**arguments_of(shape, but=old), old: values[old]}
    inputs = keras.Input((3,))
    model = keras.Model(inputs, before.Thing(**given)(inputs))
    model.save(tmp_path / "old.keras")
    config = json.loads(json.dumps(before.Thing(**given).get_config()))

    path = tmp_path / f"saved_{shape}.py"
    renamed = rename_argument(str(path), "Thing", old, "renamed").text
    after = loaded(renamed, tmp_path, f"renamed_{shape}")
    scope = {"Thing": after.Thing, "demo>Thing": after.Thing}
    new = keras.models.load_model(tmp_path / "old.keras", custom_objects=scope).layers[-1]
    for layer in (new, after.Thing.from_config(config)):
        assert isinstance(layer, after.Thing)
        kept = layer.get_config()
        assert kept["renamed"] == config[old]
        assert old not in kept
    assert old in config  # from_config has left its argument alone
    assert after.Thing.from_config(new.get_config()).get_config() == new.get_config()
