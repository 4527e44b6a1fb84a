"""The committed table of Keras's classes is that of the installed Keras."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.source import keras_names
from scaffold.source.keras_names import keras_ancestors, keras_class, keras_version
from scaffold.source.values import Constant

COMPARE = """
import json, keras
from scaffold.roundtrip.keras_table import TABLE, table
made, committed = table(), json.loads(TABLE.read_text(encoding="utf-8"))
changed = [f"{part}: {key}" for part in ("aliases", "classes") for key in {**made[part], **committed[part]}
           if made[part].get(key) != committed[part].get(key)]
print(json.dumps([made["keras_version"], committed["keras_version"], changed]))
"""


def test_the_table_is_that_of_the_installed_keras() -> None:
    """A change of Keras shows here; `python -m scaffold.roundtrip.keras_table` writes the table anew."""
    pytest.importorskip("tensorflow", reason="the table is made on the TensorFlow backend")
    done = subprocess.run([sys.executable, "-c", COMPARE], capture_output=True, text=True, check=True)
    installed, committed, changed = json.loads(done.stdout.splitlines()[-1])
    assert installed == committed == keras_version()
    assert changed == []


def test_table_is_read_by_lines_as_the_json_that_it_is() -> None:
    """Of the classes only those that are met are parsed: each stands on one line, and none is missed."""
    held = json.loads(Path(keras_names._TABLE).read_text(encoding="utf-8"))
    table = keras_names._table()
    assert (table.version, table.aliases) == (held["keras_version"], held["aliases"])
    assert {name: json.loads(f"{{{row.rstrip(',')}}}")[name] for name, row in table.rows.items()} == held[
        "classes"
    ]


def test_facts_of_dense() -> None:
    """A class that is known by heart: arguments, keys, what from_config adds."""
    dense = keras_class("keras.layers.Dense")
    assert dense is not None
    by_name = {parameter.name: parameter for parameter in dense.parameters}
    assert not by_name["units"].has_default
    assert by_name["use_bias"].default == Constant(True)
    assert {"name", "dtype", "trainable"} <= set(by_name)
    assert {"units", "activation", "name", "dtype", "trainable"} <= set(
        dense.config_keys
    ) - dense.optional_keys
    assert dense.injected_keys == ("quantization_config",)
    assert (dense.overrides_get_config, dense.parameters_known, dense.config_known) == (True, True, True)
    assert keras_ancestors(dense)[0].name == "keras.layers.Layer"


def test_facts_of_the_roots() -> None:
    """Layer gives the automatic config; its keys are name, trainable, dtype, and sometimes the regularizer."""
    layer = keras_class("keras.layers.Layer")
    assert layer is not None
    assert not layer.overrides_get_config
    assert set(layer.config_keys) == {"name", "trainable", "dtype", "activity_regularizer"}
    assert layer.optional_keys == {"activity_regularizer"}
    assert {"built", "trainable", "losses", "_layers", "add_weight"} <= layer.attributes
    wrapper = keras_class("keras.layers.TimeDistributed")
    assert wrapper is not None
    assert wrapper.deserialized_keys == ("layer",)
