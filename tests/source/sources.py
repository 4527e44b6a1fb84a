"""Tiny sources as text -> facts, for the tests of this folder."""

from __future__ import annotations

import textwrap
from pathlib import Path

from scaffold.source.facts import ClassInfo
from scaffold.source.method_facts import GetConfig
from scaffold.source.project import Project, analyze

HEADER = "import keras\nfrom keras import layers\nfrom keras.layers import Layer\nimport copy\n"


def project_of(folder: Path, files: dict[str, str]) -> Project:
    """Write the files (relative path -> source) below the folder and analyse it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return analyze([folder])


def classes_of(folder: Path, text: str) -> dict[str, ClassInfo]:
    """Return the classes of one source, by name; Keras is imported for it."""
    return {
        cls.name: cls for cls in project_of(folder, {"module.py": HEADER + textwrap.dedent(text)}).classes
    }


def config_of(folder: Path, body: str) -> GetConfig:
    """Return the facts of a get_config with that body, in a layer with the arguments units and rate."""
    method = textwrap.indent(textwrap.dedent(body).strip("\n"), " " * 8)
    text = (
        "KEYS = ('units', 'rate')\nNAME = 'units'\n"
        "class A(Layer):\n"
        "    ALL = ('units', 'rate')\n"
        "    SOME = ['units']\n"
        "    def __init__(self, units, rate=0.1, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.units = units\n"
        "        self.rate = rate\n"
        "    def get_config(self):\n" + method + "\n"
        "    def own(self):\n        return {'units': self.units}\n"
        "    def more(self):\n        self.SOME.append('rate')\n"
        "    def fill(self, config):\n        config['units'] = self.units\n"
    )
    found = classes_of(folder, text)["A"].get_config
    assert found is not None
    return found
