"""What each rule says about its examples is what the installed Keras does with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffold.lint.rule_set import lint_rules

Namespace = dict[str, Any]


def rebuilt(layer: Any) -> Any:
    return type(layer).from_config(layer.get_config())


def fails(error: type[Exception], action: Callable[[], object]) -> bool:
    try:
        action()
    except error:
        return True
    return False


def is_not_json(layer: Any) -> bool:
    return fails(TypeError, lambda: json.dumps(layer.get_config()))


def inner_layer() -> Any:
    import keras

    return keras.layers.Dense(3)


def loses_base(module: Namespace) -> bool:
    copy = rebuilt(module["Scale"](3.0, name="mine", trainable=False))
    return (copy.name, copy.trainable) != ("mine", False)


def calls_a_dict(module: Namespace) -> bool:
    import keras

    return fails(TypeError, lambda: rebuilt(module["Residual"](inner_layer()))(keras.ops.ones((2, 3))))


def changes_config(module: Namespace) -> bool:
    config = module["Residual"](inner_layer()).get_config()
    before = json.dumps(config)
    module["Residual"].from_config(config)
    return json.dumps(config) != before


def cannot_be_loaded(module: Namespace, folder: Path) -> bool:
    import keras

    keras.Sequential([keras.Input((3,)), module["Scale"]()]).save(folder / "model.keras")
    return fails(TypeError, lambda: keras.models.load_model(folder / "model.keras"))


def registered_name(module: Namespace) -> str:
    import keras

    return str(keras.saving.get_registered_name(module["Scale"]))


# Whether the fault that a rule speaks about is there, by code; the second argument is an empty folder.
FAULT: dict[str, Callable[[Namespace, Path], bool]] = {
    "KS101": lambda m, _: rebuilt(m["Scale"](3, rate=0.5)).rate != 0.5,
    "KS102": lambda m, _: fails(TypeError, lambda: rebuilt(m["Scale"]())),
    "KS103": lambda m, _: loses_base(m),
    "KS104": lambda m, _: m["Scale"]().get_config() is None,
    "KS105": lambda m, _: fails(AttributeError, m["Scale"]().get_config),
    "KS106": lambda m, _: rebuilt(m["ShiftedScale"](factor=5.0)).factor != 5.0,
    "KS201": lambda m, _: is_not_json(m["Activate"]()),
    "KS202": lambda m, _: is_not_json(m["Scale"]()),
    "KS203": lambda m, _: is_not_json(m["Scale"]()),
    "KS204": lambda m, _: is_not_json(m["Scale"]()),
    "KS205": lambda m, _: is_not_json(m["Residual"](inner_layer())),
    "KS206": lambda m, _: calls_a_dict(m),
    "KS301": lambda m, _: fails(TypeError, lambda: rebuilt(m["Scale"]())),
    "KS302": lambda m, _: loses_base(m),
    "KS401": lambda m, _: changes_config(m),
    "KS402": lambda m, _: type(rebuilt(m["NegativeScale"]())) is m["Scale"],
    "KS403": lambda m, _: fails(TypeError, lambda: rebuilt(m["Scale"]())),
    "KS501": lambda m, folder: cannot_be_loaded(m, folder),
    "KS502": lambda m, _: not isinstance(m["Scale"], type),
    "KS503": lambda m, _: registered_name(m) == "Custom>Scale",
}


def test_every_rule_about_classes_is_proven() -> None:
    """No rule is believed without having been seen on Keras itself."""
    assert set(FAULT) == {rule.rule.code for rule in lint_rules() if rule.check is not None}


@pytest.mark.parametrize("code", sorted(FAULT))
def test_fault_is_in_the_bad_example_and_not_in_the_good_one(code: str, tmp_path: Path) -> None:
    """Keras shows the fault on the bad example, and does not on the good one."""
    rule = next(rule.rule for rule in lint_rules() if rule.rule.code == code)
    for number, (example, expected) in enumerate(((rule.bad, True), (rule.good, False))):
        module: Namespace = {"__name__": f"example_{code.lower()}_{number}"}
        exec(compile(example, module["__name__"], "exec"), module)
        folder = tmp_path / str(number)
        folder.mkdir()
        assert FAULT[code](module, folder) is expected
