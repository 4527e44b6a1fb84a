"""Arguments and layers that go astray in less usual ways of writing, each beside a twin that is sound."""

# ruff: noqa: C408, RUF005

import functools
from typing import Any, cast

import keras
import numpy as np
from keras import layers


@keras.saving.register_keras_serializable("cases")
class KeptInADict(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.hparams = {"units": units, "rate": rate}

    def call(self, x):
        return x * self.hparams["rate"]

    def get_config(self):
        config = super().get_config()
        config["units"] = self.hparams["units"]
        return config


@keras.saving.register_keras_serializable("cases")
class AllKeptInADict(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.hparams = {"units": units, "rate": rate}

    def call(self, x):
        return x * self.hparams["rate"]

    def get_config(self):
        config = super().get_config()
        config["units"] = self.hparams["units"]
        config["rate"] = self.hparams["rate"]
        return config


@keras.saving.register_keras_serializable("cases")
class ChangedInTheDict(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.hparams = {"units": units}
        self.hparams["units"] = [units, rate]

    def call(self, x):
        return x * self.hparams["units"][1]

    def get_config(self):
        return {**super().get_config(), "units": self.hparams["units"]}


@keras.saving.register_keras_serializable("cases")
class SpreadDict(layers.Layer):
    def __init__(self, units, hidden=4, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self._cfg = dict(units=units, hidden=hidden)
        self.rate = rate

    def call(self, x):
        return x * self.rate

    def get_config(self):
        return {**super().get_config(), **self._cfg}


@keras.saving.register_keras_serializable("cases")
class SpreadWholeDict(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self._cfg = dict(units=units, rate=rate)

    def call(self, x):
        return x * self._cfg["rate"]

    def get_config(self):
        config = super().get_config()
        config.update(self._cfg)
        return config


@keras.saving.register_keras_serializable("cases")
class SpreadFilledDict(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self._cfg = {"units": units}
        self.rate = rate
        self.fill("rate", rate)

    def fill(self, key, value):
        self._cfg[key] = value

    def call(self, x):
        return x * self.rate

    def get_config(self):
        return {**super().get_config(), **self._cfg}


class SpreadBase(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self._cfg = {"units": units}

    def get_config(self):
        return {**super().get_config(), **self._cfg}


@keras.saving.register_keras_serializable("cases")
class FilledByHeir(SpreadBase):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(units, **kwargs)
        self._cfg.update(rate=rate)

    def call(self, x):
        return x * self._cfg["rate"]


@keras.saving.register_keras_serializable("cases")
class FilledByItem(SpreadBase):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(units, **kwargs)
        self._cfg["rate"] = rate

    def call(self, x):
        return x * self._cfg["rate"]


@keras.saving.register_keras_serializable("cases")
class Matched(layers.Layer):
    def __init__(self, kind="relu", slope=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.kind = kind
        self.slope = slope

    def call(self, x):
        return x * self.slope

    def get_config(self):
        config = super().get_config()
        match self.kind:
            case "relu":
                config["kind"] = "relu"
            case other:
                config["kind"] = other
        return config


@keras.saving.register_keras_serializable("cases")
class MatchedPart(layers.Layer):
    def __init__(self, kind="relu", slope=0.1, **kwargs):
        super().__init__(**kwargs)
        self.pair = (kind, slope)

    def call(self, x):
        return x * self.pair[1]

    def get_config(self):
        config = super().get_config()
        match self.pair:
            case (kind, slope):
                config.update(kind=kind, slope=slope)
        return config


@keras.saving.register_keras_serializable("cases")
class Copied(layers.Layer):
    def __init__(self, alpha=0.0, beta=0.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha = alpha
        self.beta = beta

    def call(self, x):
        return x * self.beta

    def get_config(self):
        config = {"alpha": self.alpha, "beta": self.alpha}  # error: KS109
        config.update(super().get_config())
        return config


@keras.saving.register_keras_serializable("cases")
class MatchedFirst(layers.Layer):
    """What the first of them is made of cannot be told."""

    def __init__(self, kinds=("relu",), slope=0.1, **kwargs):
        super().__init__(**kwargs)
        self.kinds = kinds
        self.slope = slope

    def call(self, x):
        return x * self.slope

    def get_config(self):
        config = super().get_config()
        match self.kinds:
            case [first, *_]:
                config["kinds"] = first
            case _:
                config["kinds"] = self.kinds
        return config


@keras.saving.register_keras_serializable("cases")
class MergedUnder(layers.Dense):
    def __init__(self, units, scale=1.0, **kwargs):
        super().__init__(units, **kwargs)
        self.given = units
        self.scale = scale

    def get_config(self):
        config = {"units": 7, "scale": self.scale}  # error: KS107
        config.update(super().get_config())
        return config


@keras.saving.register_keras_serializable("cases")
class Crossed(layers.Layer):
    def __init__(self, low, high, **kwargs):
        super().__init__(**kwargs)
        self.high, self.low = low, high

    def call(self, x):
        return x * self.low

    def get_config(self):
        return {
            **super().get_config(),
            "low": self.low,  # error: KS109
            "high": self.high,  # error: KS109
        }


@keras.saving.register_keras_serializable("cases")
class Counted(layers.Layer):
    def __init__(self, n=1, **kwargs):
        super().__init__(**kwargs)
        self.n = n
        self.n += 1

    def call(self, x):
        return x * self.n

    def get_config(self):
        config = super().get_config()
        config["n"] = self.n  # error: KS108
        return config


@keras.saving.register_keras_serializable("cases")
class CountedWhereNeeded(layers.Layer):
    def __init__(self, n=1, **kwargs):
        super().__init__(**kwargs)
        self.n = n
        if n % 2 == 0:
            self.n += 1

    def call(self, x):
        return x * self.n

    def get_config(self):
        return {**super().get_config(), "n": self.n}


@keras.saving.register_keras_serializable("cases")
class Inverted(layers.Layer):
    def __init__(self, tau=1.0, **kwargs):
        super().__init__(**kwargs)
        self.tau = 1.0 / tau

    def call(self, x):
        return x * self.tau

    def get_config(self):
        return {**super().get_config(), "tau": self.tau}  # error: KS108


@keras.saving.register_keras_serializable("cases")
class DividedByOne(layers.Layer):
    def __init__(self, tau=1.0, **kwargs):
        super().__init__(**kwargs)
        self.tau = tau / 1.0

    def call(self, x):
        return x * self.tau

    def get_config(self):
        return {**super().get_config(), "tau": self.tau}


@keras.saving.register_keras_serializable("cases")
class WrittenAsText(layers.Layer):
    def __init__(self, rate=0.1, steps=3, size=2, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.steps = steps
        self.size = size

    def call(self, x):
        return x * self.rate * self.steps * self.size

    def get_config(self):
        return {
            **super().get_config(),
            "rate": f"{self.rate:.2f}",  # error: KS211
            "steps": "%d" % self.steps,  # error: KS211  # noqa: UP031
            "size": "{}".format(self.size),  # error: KS211  # noqa: UP032
        }


@keras.saving.register_keras_serializable("cases")
class TextAsText(layers.Layer):
    def __init__(self, tag="a", kind="b", **kwargs):
        super().__init__(**kwargs)
        self.tag = tag
        self.kind = kind

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "tag": f"{self.tag}", "kind": "%s" % self.kind}  # noqa: UP031


@keras.saving.register_keras_serializable("cases")
class CalledByName(layers.Layer):
    def __init__(self, transform, **kwargs):
        super().__init__(**kwargs)
        self.transform = transform

    def call(self, x):
        return self.transform(x)

    def get_config(self):
        return {**super().get_config(), "transform": self.transform.__name__}  # error: KS211


@keras.saving.register_keras_serializable("cases")
class FoundByName(layers.Layer):
    def __init__(self, transform, **kwargs):
        super().__init__(**kwargs)
        self.transform = getattr(keras.ops, transform) if isinstance(transform, str) else transform

    def call(self, x):
        return self.transform(x)

    def get_config(self):
        return {**super().get_config(), "transform": self.transform.__name__}


@keras.saving.register_keras_serializable("cases")
class OnlyHowMany(layers.Layer):
    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = list(sizes)

    def call(self, x):
        return x * sum(self.sizes)

    def get_config(self):
        return {**super().get_config(), "sizes": len(self.sizes)}  # error: KS211


@keras.saving.register_keras_serializable("cases")
class CountOfThem(layers.Layer):
    def __init__(self, count, **kwargs):
        super().__init__(**kwargs)
        self.sizes = list(range(count))

    def call(self, x):
        return x * sum(self.sizes)

    def get_config(self):
        return {**super().get_config(), "count": len(self.sizes)}


@keras.saving.register_keras_serializable("cases")
class MadePlain(layers.Layer):
    def __init__(self, anchors, options, **kwargs):
        super().__init__(**kwargs)
        self.anchors = anchors
        self.options = options

    def call(self, x):
        return x * self.anchors[0]

    def get_config(self):
        config = super().get_config()
        config["anchors"] = self.anchors.tolist()  # error: KS211
        config["options"] = self.options.to_dict()  # error: KS211
        return config


@keras.saving.register_keras_serializable("cases")
class MadePlainAndBack(layers.Layer):
    def __init__(self, anchors, **kwargs):
        super().__init__(**kwargs)
        self.anchors = np.asarray(anchors)

    def call(self, x):
        return x * self.anchors[0]

    def get_config(self):
        return {**super().get_config(), "anchors": self.anchors.tolist()}


@keras.saving.register_keras_serializable("cases")
class PlainWhereItCan(layers.Layer):
    def __init__(self, anchors, **kwargs):
        super().__init__(**kwargs)
        self.anchors = anchors

    def call(self, x):
        return x * self.anchors[0]

    def get_config(self):
        anchors = self.anchors
        return {
            **super().get_config(),
            "anchors": anchors.tolist() if hasattr(anchors, "tolist") else anchors,
        }


@keras.saving.register_keras_serializable("cases")
class ConfigOfTheLayer(layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        return {**super().get_config(), "inner": self.inner.get_config()}  # error: KS206


@keras.saving.register_keras_serializable("cases")
class ConfigOfTheDense(layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        return {**super().get_config(), "inner": self.inner.get_config()}

    @classmethod
    def from_config(cls, config):
        inner = layers.Dense.from_config(config["inner"])
        return cls(**{**config, "inner": inner})


@keras.saving.register_keras_serializable("cases")
class CellForAnRNN(layers.Layer):
    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        self.cell = cell
        self.rnn = layers.RNN(cell)

    def call(self, x):
        return self.rnn(x)

    def get_config(self):
        return {**super().get_config(), "cell": keras.layers.serialize(self.cell)}  # error: KS206


@keras.saving.register_keras_serializable("cases")
class CellForAnybody(layers.Layer):
    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        self.cell = cell
        self.rnn = make_rnn(cell)

    def call(self, x):
        return self.rnn(x)

    def get_config(self):
        return {**super().get_config(), "cell": keras.layers.serialize(self.cell)}


def make_rnn(cell):
    return layers.RNN(keras.layers.deserialize(cell) if isinstance(cell, dict) else cell)


@keras.saving.register_keras_serializable("cases")
class FixedName(layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        config = super().get_config()
        config.update({"factor": self.factor, "name": "fixed"})  # error: KS110
        return config


@keras.saving.register_keras_serializable("cases")
class AlwaysOfThatName(layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**{**kwargs, "name": "fixed"})
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor, "name": "fixed"}


@keras.saving.register_keras_serializable("cases")
class NameUnderTheParents(layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {"factor": self.factor, "name": "fixed"} | super().get_config()  # error: KS107


@keras.saving.register_keras_serializable("cases")
class OfSomeClass(layers.Layer):
    def __init__(self, norm=layers.LayerNormalization, **kwargs):
        super().__init__(**kwargs)
        self.norm = norm
        self.first = functools.partial(norm, epsilon=1e-5)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "norm": self.norm}  # error: KS209


@keras.saving.register_keras_serializable("cases")
class OfSomeClassByName(layers.Layer):
    def __init__(self, norm="LayerNormalization", **kwargs):
        super().__init__(**kwargs)
        self.norm = norm

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "norm": self.norm}


@keras.saving.register_keras_serializable("cases")
class MadeByAHelper(layers.Layer):
    def project(self, x):
        return layers.Dense(3)(x)  # error: KS601

    def call(self, x):
        return self.project(x)


@keras.saving.register_keras_serializable("cases")
class MadeByAFunction(layers.Layer):
    def call(self, x):
        return dense_block(x, 3)  # error: KS601


def dense_block(x, units):
    x = layers.Dense(units)(x)
    return layers.ReLU()(x)


@keras.saving.register_keras_serializable("cases")
class HelperOfBuild(layers.Layer):
    def build(self, input_shape):
        self.dense = self.make()
        self.dense.build(input_shape)
        self.warm_up(input_shape)

    def make(self):
        return layers.Dense(3)

    def warm_up(self, shape):
        layers.Dense(3)(keras.ops.zeros(shape))

    def call(self, x):
        return self.dense(x)


@keras.saving.register_keras_serializable("cases")
class StatelessHelpers(layers.Layer):
    def flat(self, x):
        return layers.Flatten()(x)

    def made_of(self, units):
        return layers.Dense(units)

    def call(self, x):
        return relu_block(self.flat(x))


def relu_block(x):
    return layers.ReLU()(x)


@keras.saving.register_keras_serializable("cases")
class KeptFromAHelper(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = None

    def make(self):
        return layers.Dense(3)

    def call(self, x):
        if self.dense is None:
            self.dense = self.make()
        return self.dense(x)


@keras.saving.register_keras_serializable("cases")
class NotBuiltBySuper(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):  # error: KS602
        self.dense = layers.Dense(self.units)
        super().build(input_shape)

    def call(self, x):
        return self.dense(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class BuiltBeforeSuper(keras.Model):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.dense = layers.Dense(self.units)
        self.dense.build(input_shape)
        super().build(input_shape)

    def call(self, x):
        return self.dense(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class BuiltInARow(keras.Sequential):
    def build(self, input_shape):
        self.dense = layers.Dense(3)
        self.add(self.dense)
        super().build(input_shape)

    def call(self, x):
        return self.dense(x)


@keras.saving.register_keras_serializable("cases")
class DrawnInBuild(layers.Layer):
    def build(self, input_shape):
        self.matrix = np.random.normal(size=(input_shape[-1], 3)).astype("float32")  # error: KS608

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@keras.saving.register_keras_serializable("cases")
class DrawnAlikeInBuild(layers.Layer):
    def build(self, input_shape):
        self.matrix = np.random.RandomState(7).normal(size=(input_shape[-1], 3)).astype("float32")

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@keras.saving.register_keras_serializable("cases")
class SetByName(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        setattr(self, "units", units)  # noqa: B010
        setattr(self, "rate", rate)  # noqa: B010

    def call(self, x):
        return x * self.rate

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class SetByComputedName(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        setattr(self, "".join(["un", "its"]), (units, rate))

    def call(self, x):
        return x * self.units[1]

    def get_config(self):
        return {**super().get_config(), "units": self.units[0], "rate": self.units[1]}


@keras.saving.register_keras_serializable("cases")
class CastForTheChecker(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x * self.rate

    def get_config(self):
        config: dict[str, Any] = {**super().get_config(), "units": self.units}
        return cast("dict[str, Any]", config)


@keras.saving.register_keras_serializable("cases")
class LambdaUnlessGiven(layers.Layer):
    def __init__(self, transform=None, **kwargs):
        super().__init__(**kwargs)
        self.transform = transform or (lambda x: x)

    def call(self, x):
        return self.transform(x)

    def get_config(self):
        return {**super().get_config(), "transform": self.transform}  # error: KS213


@keras.saving.register_keras_serializable("cases")
class LambdaOnlyForNone(layers.Layer):
    def __init__(self, mode="relu", **kwargs):
        super().__init__(**kwargs)
        self.mode = mode
        self.transform = keras.activations.get(mode) if mode else (lambda x: x)

    def call(self, x):
        return self.transform(x)

    def get_config(self):
        return {**super().get_config(), "mode": self.mode}


@keras.saving.register_keras_serializable("cases")
class AlwaysTrainable(layers.Layer):
    def __init__(self, factor, trainable=True, **kwargs):  # error: KS303
        super().__init__(trainable=True, **kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@keras.saving.register_keras_serializable("cases")
class AlwaysOfThatType(layers.Layer):
    def __init__(self, factor, dtype="float32", **kwargs):
        super().__init__(dtype="float32", **kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@keras.saving.register_keras_serializable("cases")
class MadeByAStaticHelper(layers.Layer):
    @staticmethod
    def project(x):
        return layers.Dense(3)(x)  # error: KS601

    def call(self, x):
        return self.project(x)


@keras.saving.register_keras_serializable("cases")
class MadeByADecoratedHelper(layers.Layer):
    @functools.lru_cache  # noqa: B019
    def project(self, x):
        return layers.Dense(3)(x)

    def call(self, x):
        return self.project(x)


@keras.saving.register_keras_serializable("cases")
class MadeInAHelperOfTheConstructor(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.make_layers()

    def make_layers(self):
        self.query = layers.Dense(self.units)

    def build(self, input_shape):  # warning: KS602
        self.built = True

    def call(self, x):
        return self.query(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class AppendedInALoop(layers.Layer):
    def __init__(self, depth, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        self.blocks = []
        for _ in range(depth):
            self.blocks.append(layers.Dense(4))

    def build(self, input_shape):  # warning: KS602
        super().build(input_shape)

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def get_config(self):
        return {**super().get_config(), "depth": self.depth}


@keras.saving.register_keras_serializable("cases")
class AppendedAndBuilt(layers.Layer):
    def __init__(self, depth, **kwargs):
        super().__init__(**kwargs)
        self.depth = depth
        self.blocks = []
        for _ in range(depth):
            self.blocks.append(layers.Dense(4))

    def build(self, input_shape):
        for block in self.blocks:
            block.build(input_shape)
            input_shape = block.compute_output_shape(input_shape)

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def get_config(self):
        return {**super().get_config(), "depth": self.depth}


@keras.saving.register_keras_serializable("cases")
class RowNotBuilt(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.row = keras.Sequential([layers.Dense(units), layers.Dense(2)])

    def build(self, input_shape):  # warning: KS602
        self.built = True

    def call(self, x):
        return self.row(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class RowOfAShape(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.row = keras.Sequential([keras.Input((4,)), layers.Dense(units)])
        self.flat = keras.Sequential([layers.Flatten(), layers.ReLU()])

    def build(self, input_shape):
        self.built = True

    def call(self, x):
        return self.row(self.flat(x))

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class DrawnByKeras(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.matrix = keras.random.uniform((4, 4))  # error: KS608

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@keras.saving.register_keras_serializable("cases")
class DrawnByKerasWithASeed(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.matrix = keras.random.uniform((4, 4), seed=1)

    def call(self, x):
        return keras.ops.matmul(x, self.matrix)


@keras.saving.register_keras_serializable("cases")
class AddsTheArgumentOfAModel(keras.Model):
    """What no config carries does not come back as a list."""

    def __init__(self, size=(2, 2), **kwargs):  # error: KS116
        super().__init__(**kwargs)
        self.window = (1,) + size

    def call(self, x):
        return x * self.window[1]


@keras.saving.register_keras_serializable("cases")
class AddsTheArgument(layers.Layer):
    def __init__(self, size=(2, 2), **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.window = (1,) + size  # error: KS604

    def call(self, x):
        return x * self.window[1]

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@keras.saving.register_keras_serializable("cases")
class AddsTheArgumentAsATuple(layers.Layer):
    def __init__(self, size=(2, 2), **kwargs):
        super().__init__(**kwargs)
        size = tuple(size)
        self.size = size
        self.window = (1,) + size

    def call(self, x):
        return x * self.window[1]

    def get_config(self):
        return {**super().get_config(), "size": self.size}


@keras.saving.register_keras_serializable("cases")
class CallsEach(layers.Layer):
    def __init__(self, parts, **kwargs):
        super().__init__(**kwargs)
        self.parts = parts

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def get_config(self):
        return {**super().get_config(), "parts": self.parts}  # error: KS210


@keras.saving.register_keras_serializable("cases")
class CountsEach(layers.Layer):
    def __init__(self, parts, **kwargs):
        super().__init__(**kwargs)
        self.parts = parts

    def call(self, x):
        for part in self.parts:
            x = x * part
        return x

    def get_config(self):
        return {**super().get_config(), "parts": self.parts}


@keras.saving.register_keras_serializable("cases")
class AsksEach(layers.Layer):
    def __init__(self, parts, **kwargs):
        super().__init__(**kwargs)
        self.parts = parts

    def call(self, x):
        for part in self.parts:
            x = part(x) if callable(part) else x * part
        return x

    def get_config(self):
        return {**super().get_config(), "parts": self.parts}
