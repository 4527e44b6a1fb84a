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


def fails(error: type[Exception] | tuple[type[Exception], ...], action: Callable[[], object]) -> bool:
    try:
        action()
    except error:
        return True
    return False


def is_not_json(layer: Any) -> bool:
    return fails(TypeError, lambda: json.dumps(layer.get_config()))


def inner_layer(units: int = 3) -> Any:
    import keras

    return keras.layers.Dense(units)


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


def of_file(layer: Any, folder: Path) -> Any:
    """Return the layer as a model of it comes back from a file, before it was called again."""
    import keras

    model = keras.Sequential([layer])
    model(keras.ops.ones((2, 4)))
    model.save(folder / "model.keras")
    return keras.models.load_model(folder / "model.keras", safe_mode=False).layers[0]


def of_model(model: Any, folder: Path) -> Any:
    """Return a model as it comes back from a file, with nothing allowed."""
    import keras

    model.save(folder / "model.keras")
    return keras.models.load_model(folder / "model.keras")


def of_json(layer: Any) -> Any:
    import keras

    written = json.dumps(keras.saving.serialize_keras_object(layer))
    return keras.saving.deserialize_keras_object(json.loads(written))


def computes_otherwise(function: Any, loaded: Any) -> bool:
    """Whether a function that was loaded, without a word, gives something else than the one that was saved."""
    import keras

    inputs = keras.ops.convert_to_tensor([-1.0, 0.5, 2.0])
    return bool(abs(function(inputs) - loaded(inputs)).numpy().max() > 0.001)


def loses_weights(net: Any, folder: Path) -> bool:
    """Whether a model (or a layer in a model) gives something else after it was loaded."""
    import keras

    model = net if isinstance(net, keras.Model) else keras.Sequential([net])
    inputs = keras.ops.ones((2, 4))
    before = model(inputs)
    model.save(folder / "model.keras")
    after = keras.models.load_model(folder / "model.keras")(inputs)
    return not bool(keras.ops.all(keras.ops.isclose(before, after)))


def builds_only_tuples(layer: Any, shape: tuple[int, ...]) -> bool:
    fresh = rebuilt(layer)
    layer.build(shape)
    return fails(TypeError, lambda: fresh.build_from_config(json.loads(json.dumps(layer.get_build_config()))))


def differs_between_calls(layer: Any) -> bool:
    import keras

    inputs = keras.ops.ones((2, 4))
    return not bool(keras.ops.all(keras.ops.isclose(layer(inputs), layer(inputs))))


def breaks_or_hides(make: Callable[[], Any], folder: Path) -> bool:
    """Whether a layer cannot be saved and loaded with its weights."""
    try:
        return loses_weights(make(), folder)
    except (AttributeError, ValueError, TypeError):
        return True


def loads_the_built_in(module: Namespace, folder: Path) -> bool:
    import keras

    model = keras.Sequential([keras.Input((3,)), module["ReLU"]()])
    model.save(folder / "model.h5")
    loaded = keras.models.load_model(folder / "model.h5", custom_objects={})
    return type(loaded.layers[-1]) is keras.layers.ReLU


def counts_anew(layer: Any, folder: Path) -> bool:
    import keras

    for _ in range(5):
        layer(keras.ops.ones((2, 4)))
    return int(keras.ops.convert_to_numpy(of_file(layer, folder).calls)) < 5


def learns_anew(layer: Any, folder: Path) -> bool:
    import keras

    layer.adapt(keras.ops.ones((2, 4)))
    layer(keras.ops.ones((2, 4)))
    return float(keras.ops.convert_to_numpy(of_file(layer, folder).mean)) != 1.0


def draws_others(make: Callable[[], Any], folder: Path) -> bool:
    return loses_weights(make(), folder)


def grows(layer: Any) -> bool:
    return rebuilt(layer).factor != layer.factor


def keeps_policy(module: Namespace) -> bool:
    return str(rebuilt(module["Scale"](dtype="mixed_float16")).dtype_policy.name) == "mixed_float16"


# Whether the fault that a rule speaks about is there, by code; the second argument is an empty folder.
FAULT: dict[str, Callable[[Namespace, Path], bool]] = {
    "KS101": lambda m, _: rebuilt(m["Scale"](3, rate=0.5)).rate != 0.5,
    "KS102": lambda m, _: fails(TypeError, lambda: rebuilt(m["Scale"]())),
    "KS103": lambda m, _: loses_base(m),
    "KS104": lambda m, _: m["Scale"]().get_config() is None,
    "KS105": lambda m, _: fails(AttributeError, m["Scale"]().get_config),
    "KS106": lambda m, _: rebuilt(m["ShiftedScale"](factor=5.0)).factor != 5.0,
    "KS107": lambda m, _: m["Double"](7).get_config()["units"] != 6,
    "KS108": lambda m, _: grows(m["Scale"](3.0)),
    "KS109": lambda m, _: rebuilt(m["Scale"](3.0, 1.0)).factor != 3.0,
    "KS110": lambda m, _: rebuilt(m["Scale"](3.0)).factor != 3.0,
    "KS111": lambda m, _: is_not_json(m["Scale"]()),
    "KS112": lambda m, _: fails(NotImplementedError, m["Residual"](inner_layer()).get_config),
    "KS113": lambda m, _: fails((TypeError, RecursionError), lambda: m["Scale"]().get_config()),
    "KS114": lambda m, _: (layer := m["Scale"](2.0)).get_config() and layer.factor != 2.0,
    "KS115": lambda m, _: rebuilt(m["Net"](units=5)).units != 5,
    "KS116": lambda m, _: rebuilt(m["Net"](scale=5.0)).scale != 5.0,
    "KS201": lambda m, _: is_not_json(m["Activate"]()),
    "KS202": lambda m, _: is_not_json(m["Scale"]()),
    "KS203": lambda m, _: is_not_json(m["Scale"]()),
    "KS204": lambda m, _: is_not_json(m["Scale"]()),
    "KS205": lambda m, _: is_not_json(m["Residual"](inner_layer())),
    "KS206": lambda m, _: calls_a_dict(m),
    "KS207": lambda m, _: is_not_json(m["Scale"]()),
    "KS208": lambda m, _: is_not_json(m["Scale"]()),
    "KS209": lambda m, _: is_not_json(m["Scale"]()),
    "KS210": lambda m, folder: fails((TypeError, ValueError), lambda: of_file(m["Scale"](), folder)),
    "KS211": lambda m, _: rebuilt(m["Scale"]()).rate != 0.125,
    "KS212": lambda m, _: not keeps_policy(m),
    "KS213": lambda m, _: fails((ValueError, OSError), lambda: of_json(m["Shifted"](3))),
    "KS214": lambda m, _: is_not_json(m["Scale"]()),
    "KS215": lambda m, _: is_not_json(m["Pool"](m["Window"]())),
    "KS216": lambda m, _: of_json(m["Rename"]({1: "a"})).names.keys() != {1},
    "KS217": lambda m, folder: fails((TypeError, ValueError), lambda: of_model(m["model"], folder)),
    "KS301": lambda m, _: fails(TypeError, lambda: rebuilt(m["Scale"]())),
    "KS302": lambda m, _: loses_base(m),
    "KS303": lambda m, _: m["Scale"](name="mine").name != "mine",
    "KS304": lambda m, _: rebuilt(m["Scale"](name="mine")).name != "mine",
    "KS401": lambda m, _: changes_config(m),
    "KS402": lambda m, _: type(rebuilt(m["NegativeScale"]())) is m["Scale"],
    "KS403": lambda m, _: fails(TypeError, lambda: rebuilt(m["Scale"]())),
    "KS404": lambda m, _: rebuilt(m["Scale"]()) is None,
    "KS501": lambda m, folder: cannot_be_loaded(m, folder),
    "KS502": lambda m, _: not isinstance(m["Scale"], type),
    "KS503": lambda m, _: registered_name(m) == "Custom>Scale",
    "KS505": lambda m, folder: loads_the_built_in(m, folder),
    "KS506": lambda m, _: fails((TypeError, ValueError), lambda: of_json(m["Activate"]())),
    "KS507": lambda m, folder: fails((TypeError, ValueError), lambda: of_model(m["model"], folder)),
    "KS508": lambda m, _: computes_otherwise(m["Activate"]().activation, of_json(m["Activate"]()).activation),
    "KS509": lambda m, folder: computes_otherwise(
        m["model"].layers[-1].activation, of_model(m["model"], folder).layers[-1].activation
    ),
    "KS601": lambda m, _: differs_between_calls(m["Block"]()),
    "KS602": lambda m, folder: loses_weights(m["Net"](), folder),
    "KS603": lambda m, _: builds_only_tuples(m["Scale"](), (2, 4)),
    "KS604": lambda m, _: fails(TypeError, lambda: m["Filters"]([3, 3]).build((2, 9, 9, 1))),
    "KS605": lambda m, folder: breaks_or_hides(m["Block"], folder),
    "KS606": lambda m, folder: breaks_or_hides(m["Block"], folder),
    "KS607": lambda m, _: len(m["Scale"]().weights) == 0,
    "KS608": lambda m, folder: draws_others(m["Project"], folder),
    "KS609": lambda m, folder: counts_anew(m["Count"](), folder),
    "KS610": lambda m, folder: learns_anew(m["Center"](), folder),
    "KS611": lambda m, folder: fails(ValueError, lambda: of_file(m["Residual"](inner_layer(4)), folder)),
}


def test_every_rule_about_classes_is_proven() -> None:
    """No rule is believed without having been seen on Keras itself."""
    about_code = [
        rule for rule in lint_rules() if rule.check is not None or rule.check_model_layer is not None
    ]
    assert set(FAULT) == {rule.rule.code for rule in about_code}


@pytest.mark.parametrize("code", sorted(FAULT))
def test_fault_is_in_the_bad_example_and_not_in_the_good_one(code: str, tmp_path: Path) -> None:
    """Keras shows the fault on the bad example, and does not on the good one."""
    rule = next(rule.rule for rule in lint_rules() if rule.rule.code == code)
    for number, (example, expected) in enumerate(((rule.bad, True), (rule.good, False))):
        module: Namespace = {"__name__": f"example_{code.lower()}_{number}"}
        exec(compile(example, module["__name__"], "exec", dont_inherit=True), module)
        folder = tmp_path / str(number)
        folder.mkdir()
        assert FAULT[code](module, folder) is expected
