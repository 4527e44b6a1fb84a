"""The fresh process sees what a new process would see: nothing but the layer's own module."""

from __future__ import annotations

import importlib
import itertools
import os
import sys
import textwrap
from pathlib import Path

import keras
import pytest

from scaffold import check_roundtrip
from scaffold.roundtrip import process
from scaffold.roundtrip.report import Status

_numbers = itertools.count()

HEAD = """
import os, sys
import keras

@keras.saving.register_keras_serializable(package="{package}")
class {cls}(keras.layers.Layer):
    def __init__(self, scale=2.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs * self.scale

    def get_config(self):
        return {{**super().get_config(), "scale": self.scale}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A place that both processes import from: the worker knows the search path of its start."""
    path = tmp_path_factory.mktemp("fresh")
    sys.path.insert(0, str(path))
    process.stop_worker()
    yield path
    sys.path.remove(str(path))
    process.stop_worker()


@pytest.fixture
def module(folder):
    """Write a module with a sound layer and more lines, and import it."""

    def written(more="", cls="Fresh", importable=True, head=HEAD):
        name = f"fresh_module_{next(_numbers)}"
        path = folder / f"{name}.py"
        path.write_text(head.format(package=name, cls=cls) + textwrap.dedent(more), encoding="utf-8")
        importlib.invalidate_caches()
        found = importlib.import_module(name)
        if not importable:
            path.unlink()
        return found

    return written


def fresh(report):
    """The result of loading in the fresh process."""
    return next(f for f in report.results if f.route == "fresh_process" and f.code in ("KR501", "KR502"))


def check(layer, **options):
    return check_roundtrip(layer, on_fail="return", **options)


def test_a_sound_layer_is_loaded(module):
    report = check(module().Fresh(3.0))
    assert report.ok, str(report)
    assert fresh(report).status is Status.PASSED


def test_a_registration_that_only_this_process_made_is_missing_there(module):
    """Another module registers the class here; a new process that imports the layer's module does not."""
    head = HEAD.replace('@keras.saving.register_keras_serializable(package="{package}")\n', "")
    there = module(head=head)
    keras.saving.register_keras_serializable("elsewhere")(there.Fresh)
    report = check(there.Fresh)
    found = fresh(report)
    assert found.status is Status.FAILED, str(report)
    assert "Could not locate class 'Fresh'" in found.reason


def test_what_another_layers_module_registered_is_gone(module):
    """Between layers the worker goes back to what it was: B does not pass because A imported it."""
    head = HEAD.replace('@keras.saving.register_keras_serializable(package="{package}")\n', "")
    second = module(head=head, cls="Second")
    keras.saving.register_keras_serializable("helped")(second.Second)
    first = module(
        f"import {second.__name__} as other\nkeras.saving.register_keras_serializable('helped')(other.Second)\n"
    )
    assert fresh(check(first.Fresh)).status is Status.PASSED
    assert fresh(check(second.Second)).status is Status.FAILED


def test_one_worker_serves_many_layers(module):
    """Twenty layers pay for one start."""
    layers = [
        keras.layers.Dense(2),
        keras.layers.ReLU(),
        keras.layers.LayerNormalization(),
        module().Fresh(),
        keras.layers.Dropout(0.5),
    ]
    pids = set()
    for layer in layers:
        report = check(layer, checks=["KR5"])
        assert fresh(report).status is Status.PASSED, str(report)
        pids.add(process.worker().pid)
    assert len(pids) == 1


def test_a_module_that_cannot_be_imported_is_not_run_with_the_reason(module):
    report = check(module(importable=False).Fresh)
    assert report.ok
    assert fresh(report).status is Status.NOT_RUN
    assert "cannot import" in fresh(report).reason


def test_a_module_that_raises_when_imported_again_is_told(module):
    """What works only in this process is a fault of the layer's module."""
    more = "if os.environ.get('PYTHONHASHSEED') == '424242':\n    raise RuntimeError('only once')\n"
    found = fresh(check(module(more).Fresh))
    assert found.status is Status.FAILED
    assert "only once" in found.reason


def test_prints_of_a_module_are_not_taken_for_answers(module):
    """On import and in call, to both streams and to the file descriptor."""
    more = """
    print("seen")
    print("seen", file=sys.stderr)
    os.write(1, b"seen\\n")

    class Loud(Fresh):
        def call(self, inputs):
            print("called")
            return super().call(inputs)

    Loud = keras.saving.register_keras_serializable(package=__name__)(Loud)
    """
    assert fresh(check(module(more).Loud)).status is Status.PASSED


def test_a_module_that_reads_standard_input_does_not_take_the_requests(module):
    more = "if 'scaffold.roundtrip.worker' in ' '.join(sys.orig_argv):\n    rest = sys.stdin.read()\n"
    assert fresh(check(module(more).Fresh)).status is Status.PASSED


def test_a_process_that_dies_is_told_and_replaced(module):
    """The next layer gets a new one."""
    dying = module("if os.environ.get('PYTHONHASHSEED') == '424242':\n    os._exit(3)\n")
    found = fresh(check(dying.Fresh))
    assert found.status is Status.FAILED
    assert "ended" in found.reason
    assert fresh(check(module().Fresh)).status is Status.PASSED


@pytest.fixture
def beside(folder):
    """Write a file beside the layers, where a new process looks first, and let the next one start anew."""
    written = []

    def write(name, text):
        written.append(folder / name)
        written[-1].write_text(text, encoding="utf-8")
        process.stop_worker()

    yield write
    for path in written:
        path.unlink()
    process.stop_worker()


def test_a_file_named_as_a_standard_module_hides_nothing_there(module, beside):
    """This process had the standard library's own ``fractions``; so has the new one."""
    layers = module()
    beside("fractions.py", "raise RuntimeError('the wrong one')\n")
    assert fresh(check(layers.Fresh)).status is Status.PASSED


def test_a_process_that_does_not_start_is_no_fault_of_the_layer(module, beside):
    """What it stands on is broken there, before any layer is in play."""
    layers = module()
    beside("numpy.py", "raise RuntimeError('the wrong one')\n")
    found = fresh(check(layers.Fresh))
    assert found.status is Status.NOT_RUN
    assert "did not start" in found.reason
    assert "the wrong one" in found.reason


def test_a_process_that_hangs_is_stopped_and_replaced(module, monkeypatch):
    slow = "if os.environ.get('PYTHONHASHSEED') == '424242':\n    import time\n    time.sleep(60)\n"
    assert fresh(check(module().Fresh)).status is Status.PASSED
    monkeypatch.setattr(process, "_SECONDS_FOR_A_LAYER", 3)
    found = fresh(check(module(slow).Fresh))
    assert found.status is Status.NOT_RUN
    assert "no answer within 3 seconds" in found.reason
    monkeypatch.setattr(process, "_SECONDS_FOR_A_LAYER", 120)
    assert fresh(check(module().Fresh)).status is Status.PASSED


def test_directory_and_hash_seed_are_others(module):
    """A layer that rests on a file beside it, or on the order of a set, is found out."""
    more = """
    import pathlib

    @keras.saving.register_keras_serializable(package=__name__)
    class Rests(Fresh):
        def call(self, inputs):
            same = os.getcwd() == HERE
            return inputs * (self.scale if same else 0.0)

    HERE = {here!r}
    """.replace("{here!r}", repr(str(Path.cwd())))
    report = check(module(more).Rests)
    assert [(f.code, f.route) for f in report.failures] == [("KR308", "fresh_process")], str(report)


def test_a_class_of_a_script_is_not_run(monkeypatch, module):
    """A script is never run a second time."""
    layers = module()
    monkeypatch.setattr(layers.Fresh, "__module__", "__main__")
    report = check(keras.saving.register_keras_serializable("main_again")(layers.Fresh))
    assert fresh(report).status is Status.NOT_RUN
    assert "never run a second time" in fresh(report).reason


def test_the_worker_ends_with_its_parent(tmp_path):
    """No process is left behind."""
    import subprocess

    script = (
        "import keras\nfrom scaffold import check_roundtrip\nfrom scaffold.roundtrip import process\n"
        "check_roundtrip(keras.layers.Dense(2))\nprint(process.worker().pid)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    pid = int(run.stdout.split()[-1])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
