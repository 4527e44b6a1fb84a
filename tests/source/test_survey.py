"""Which files are parsed, and of which classes rules can speak, told without parsing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.lint.subjects import CONFIGURED
from scaffold.source.describe import role_of
from scaffold.source.index import outline
from scaffold.source.keras_names import keras_ancestors, keras_class, known_names, rebuilt_names
from scaffold.source.survey import survey


@pytest.mark.parametrize(
    "text",
    [
        "\nimport torch.nn as nn\nclass A(nn.Embedding): ...",
        "\nfrom torch import Tensor, nn\nclass A(nn.Embedding): ...",
        "\nfrom torch.autograd import (\n    Variable,  # one, two\n    Function,\n)\nclass A(Function): ...",
        "\nimport torch\nclass A(torch.nn.modules . Embedding): ...",
        "\nimport torch\nif flag:\n    import flax.linen as nn\nclass A(nn.Dense): ...",
        "\nimport torch\nclass Base(torch.nn.Module): ...\nclass A(Base): ...",
        "\nimport torch\nclass A(torch.nn.Embedding, torch.nn.Module): ...",
    ],
)
def test_bases_of_another_framework_are_none_of_ours(text: str) -> None:
    """Where a name can come from nowhere but another framework, a class of it is no class of Keras."""
    assert outline(text).classes[-1] == ("A", ())


@pytest.mark.parametrize(
    "text",
    [
        "\nimport torch\nfrom .layers import Embedding\nclass A(Embedding): ...",
        "\nimport torch\nfrom . import nn\nclass A(nn.Embedding): ...",
        "\nimport torch.nn as nn\nif flag:\n    from . import nn\nclass A(nn.Embedding): ...",
        "\nimport torch.nn as nn\nnn = ours.layers\nclass A(nn.Embedding): ...",
        "\nfrom torch.nn import Embedding as Theirs\nfrom .layers import Embedding\nclass A(Embedding): ...",
        "\nimport torch\nfrom . import nn\nclass Base(nn.Embedding): ...\nclass A(Base): Embedding: int",
        "\nimport torch\nclass Base(torch.nn.Module): ...\nfrom .layers import Base\nclass A(Base): ...",
        "\nimport torch\nclass A(torch.nn.Module): ...\nclass A(Embedding): ...",
        "\nimport torch\nimport keras\nfrom torch import nn\nclass A(nn.Embedding): ...",
        "\nimport torch\nclass A(make(torch.nn.Module)): ...",
    ],
)
def test_bases_that_may_be_of_keras_are_kept(text: str) -> None:
    """One way in which the name may come from elsewhere will do; so will the word Keras."""
    assert outline(text).classes[-1][1]


BASE = "import keras\n\n\nclass {name}({base}):\n    def call(self, x):\n        return x\n"


@pytest.mark.parametrize(
    ("text", "is_judged"),
    [
        (BASE.format(name="A", base="keras.layers.Layer"), True),
        (BASE.format(name="A", base="keras.losses.Loss"), True),
        (BASE.format(name="A", base="keras.optimizers.schedules.ExponentialDecay"), True),
        (BASE.format(name="A", base="keras.callbacks.Callback"), False),
        (BASE.format(name="A", base="keras.Operation"), False),
        (BASE.format(name="A", base="keras.utils.PyDataset"), False),
        (BASE.format(name="A", base="keras.Operation") + "\n    def get_config(self): return {}\n", True),
        (
            "@keras.saving.register_keras_serializable()\n" + BASE.format(name="A", base="keras.Operation"),
            True,
        ),
    ],
)
def test_judged_is_what_a_rule_can_speak_about(text: str, is_judged: bool, tmp_path: Path) -> None:
    """A callback has no config; if it writes one or is registered all the same, rules look at it."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("", encoding="utf-8")
    file = tmp_path / "pkg" / "a.py"
    file.write_text(text, encoding="utf-8")
    known = survey([tmp_path])
    assert known.relevant == (str(file),)
    assert known.judged == ((str(file),) if is_judged else ())
    assert (str(file) in known.unverified) is not is_judged
    # A file that is named is judged whatever is in it.
    assert survey([file]).judged == (str(file),)


def test_what_keras_makes_again_has_a_role() -> None:
    """The names tell all that the roles tell."""
    classes = [found for name in known_names() if (found := keras_class(name)) is not None]
    for found in classes:
        if role_of((found, *keras_ancestors(found))) in CONFIGURED:
            assert found.name.rpartition(".")[2] in rebuilt_names()
    assert not {"Callback", "Operation", "Config", "PyDataset"} & rebuilt_names()
    assert {"Layer", "Dense", "Model", "LSTMCell", "MeanSquaredError"} <= rebuilt_names()
