"""Small models, one for each way in which a layer can hold layers; saved once for all tests of this folder."""

from __future__ import annotations

import keras
from keras import layers


@keras.saving.register_keras_serializable(package="archive_tests")
class Block(layers.Layer):
    """Holds layers that its config names: alone, in a list, in a dict; and one its config does not name."""

    def __init__(self, inner, many, table, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner
        self.many = list(many)
        self.table = dict(table)
        self.extra = layers.Dense(2)

    def build(self, input_shape):
        for layer in (self.inner, *self.many, *self.table.values(), self.extra):
            # A layer that comes out of a config is built already; Keras refuses to build it twice.
            if not layer.built:
                layer.build(input_shape)

    def call(self, inputs):
        for layer in (self.inner, *self.many, *self.table.values()):
            inputs = layer(inputs)
        return self.extra(inputs)

    def get_config(self):
        serialize = keras.saving.serialize_keras_object
        return {
            **super().get_config(),
            "inner": serialize(self.inner),
            "many": [serialize(layer) for layer in self.many],
            "table": {key: serialize(layer) for key, layer in self.table.items()},
        }

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        make = keras.saving.deserialize_keras_object
        config["inner"] = make(config["inner"])
        config["many"] = [make(layer) for layer in config["many"]]
        config["table"] = {key: make(layer) for key, layer in config["table"].items()}
        return cls(**config)


class Unregistered(layers.Layer):
    """A custom layer as most are: no registration."""

    def __init__(self, units=3, anchors=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.anchors = anchors
        self.dense = layers.Dense(units)

    def build(self, input_shape):
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "anchors": self.anchors}


class Marked(layers.Layer):
    """A custom layer without weights and without registration."""

    def call(self, inputs):
        return inputs

    def compute_output_shape(self, input_shape):
        return input_shape


class Silent(layers.Layer):
    """Cannot say its config."""

    def __init__(self, hook, **kwargs):
        super().__init__(**kwargs)
        self.hook = hook

    def call(self, inputs):
        return inputs


@keras.saving.register_keras_serializable(package="archive_tests")
class Holder(layers.Layer):
    """Puts the layer it holds into its config as it is, which lets Keras keep it shared."""

    def __init__(self, held, **kwargs):
        super().__init__(**kwargs)
        self.held = held

    def build(self, input_shape):
        if not self.held.built:
            self.held.build(input_shape)

    def call(self, inputs):
        return self.held(inputs)

    def get_config(self):
        return {**super().get_config(), "held": self.held}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "held": keras.saving.deserialize_keras_object(config["held"])})


@keras.saving.register_keras_serializable(package="archive_tests")
class SetHolder(Holder):
    """Keeps its layer in a set, which Keras does not save."""

    def __init__(self, held, **kwargs):
        layers.Layer.__init__(self, **kwargs)
        self.box = {held}

    @property
    def held(self):
        raise AttributeError("in the box")

    def build(self, input_shape):
        (held,) = self.box
        if not held.built:
            held.build(input_shape)

    def call(self, inputs):
        (held,) = self.box
        return held(inputs)

    def get_config(self):
        (held,) = self.box
        return {**layers.Layer.get_config(self), "held": keras.saving.serialize_keras_object(held)}


@keras.saving.register_keras_serializable(package="archive_tests")
class Subclassed(keras.Model):
    """A subclassed model: its layers are attributes, its config does not name them."""

    def __init__(self, units=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.first = layers.Dense(units)
        self.blocks = [layers.Dense(units) for _ in range(12)]
        self.zone = layers.BatchNormalization()

    def build(self, input_shape):
        for layer in (self.first, *self.blocks, self.zone):
            layer.build((None, self.units))

    def call(self, inputs):
        for layer in (self.first, *self.blocks, self.zone):
            inputs = layer(inputs)
        return inputs

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def nested() -> keras.Model:
    """A functional model with every kind of nesting, compiled."""
    inputs = layers.Input((5, 4), name="series")
    values = layers.TimeDistributed(layers.Dense(4), name="each")(inputs)
    values = layers.Bidirectional(layers.LSTM(3), name="both")(values)
    values = layers.RepeatVector(2, name="twice")(values)
    values = layers.RNN([layers.LSTMCell(3), layers.GRUCell(4)], name="stack")(values)
    chain = [layers.Input((4,)), layers.Dense(4, activation="relu", name="link")]
    values = keras.Sequential(chain, name="chain")(values)
    again = layers.Dense(4, name="again")
    values = again(again(values))
    side = layers.Input((4,), name="side")
    values = keras.Model(side, layers.Dense(4, name="deep")(side), name="graph")(values)
    block = Block(
        layers.Dense(4), [layers.Dense(4), layers.Dense(4)], {"query": layers.Dense(4)}, name="block"
    )
    values = block(values)
    values = values + 1.0
    model = keras.Model(inputs, values, name="nested")
    model.compile("sgd", "mse")
    return model


@keras.saving.register_keras_serializable(package="archive_tests")
class Classifier(keras.Model):
    """A functional model with a constructor of its own, as model libraries write them: its config lists no layers."""

    def __init__(self, body, units=2, **kwargs):
        inputs = layers.Input(body.input_shape[1:], name="inputs")
        super().__init__(inputs, layers.Dense(units, name="head")(body(inputs)), **kwargs)
        self.body = body
        self.units = units

    def get_config(self):
        return {
            "name": self.name,
            "body": keras.saving.serialize_keras_object(self.body),
            "units": self.units,
        }

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "body": keras.saving.deserialize_keras_object(config["body"])})


def classifier() -> keras.Model:
    inputs = layers.Input((3,), name="inputs")
    body = keras.Model(inputs, layers.Dense(4, name="features")(inputs), name="trunk")
    return Classifier(body, name="classifier")


def subclassed() -> keras.Model:
    model = Subclassed(name="subclassed")
    model.build((None, 2))
    return model


def shared() -> keras.Model:
    """One Dense inside two layers that keep it shared."""
    dense = layers.Dense(3, name="core")
    inputs = layers.Input((3,), name="inputs")
    values = Holder(dense, name="two")(Holder(dense, name="one")(inputs))
    return keras.Model(inputs, values, name="shared")


def shared_lost() -> keras.Model:
    """One Dense inside two wrappers of Keras, which lose in the config that it is shared."""
    dense = layers.Dense(3, name="core")
    inputs = layers.Input((4, 3), name="series")
    values = layers.TimeDistributed(dense, name="one")(inputs)
    values = layers.TimeDistributed(dense, name="two")(values)
    return keras.Model(inputs, values, name="shared_lost")


def custom(units: int = 3) -> keras.Model:
    """A model with a layer that is not registered and a config that holds an array."""
    import numpy

    inputs = layers.Input((3,), name="inputs")
    values = Unregistered(units, anchors=numpy.array([1.0, 2.0]), name="mine")(inputs)
    values = layers.Lambda(lambda tensor: tensor * 2, output_shape=(units,), name="twice")(values)
    return keras.Model(inputs, values, name="custom")


def plain(units: int = 4, activation: str = "relu") -> keras.Model:
    return keras.Sequential(
        [
            layers.Input((3,), name="inputs"),
            layers.Dense(units, activation=activation, name="hidden"),
            layers.Dense(1, name="output"),
        ],
        name="plain",
    )


def silent() -> keras.Model:
    inputs = layers.Input((3,), name="inputs")
    values = layers.Dense(2, name="fine")(inputs)
    side = layers.Input((2,))
    inner = keras.Model(side, Silent(object(), name="quiet")(side), name="inner")
    return keras.Model(inputs, inner(values), name="silent")


def layer() -> layers.Layer:
    return layers.Dense(7, name="seven")


class NoArguments(layers.Layer):
    pass


def needs(units):
    return layers.Dense(units)


def raises():
    raise RuntimeError("no data here")


def leaves():
    raise SystemExit(3)


def nothing():
    return None


def number():
    return 42


value = 42
model_instance = plain()
