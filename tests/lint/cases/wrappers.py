"""What Keras itself writes down and makes anew: the layer of a wrapper, the cell of an RNN."""

import keras
from somewhere import Base, make


@keras.saving.register_keras_serializable(package="demo")
class Residual(keras.layers.Wrapper):
    """Wrapper.from_config deserializes what the key holds, and refuses a layer: clone_model fails."""

    def __init__(self, layer, rate=0.1, **kwargs):
        super().__init__(layer, **kwargs)
        self.rate = rate

    def call(self, x):
        return x + self.rate * self.layer(x)

    def get_config(self):
        config = super().get_config()
        config.update({"layer": self.layer, "rate": self.rate})  # error: KS205
        return config


@keras.saving.register_keras_serializable(package="demo")
class KeptTwice(keras.layers.TimeDistributed):
    """That the class keeps the same layer once more makes no difference."""

    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.layer = layer

    def get_config(self):
        config = super().get_config()
        config["layer"] = self.layer  # error: KS205
        return config


@keras.saving.register_keras_serializable(package="demo")
class Recurrent(keras.layers.RNN):
    def get_config(self):
        return {**super().get_config(), "cell": self.cell}  # error: KS205


@keras.saving.register_keras_serializable(package="demo")
class Handwritten(keras.layers.Wrapper):
    def call(self, x):
        return self.layer(x)

    def get_config(self):
        return {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": keras.dtype_policies.serialize(self.dtype_policy),
            "layer": self.layer,  # error: KS205
        }


@keras.saving.register_keras_serializable(package="demo")
class Serialized(keras.layers.Wrapper):
    def call(self, x):
        return self.layer(x)

    def get_config(self):
        return {**super().get_config(), "layer": keras.saving.serialize_keras_object(self.layer)}


@keras.saving.register_keras_serializable(package="demo")
class LeftToKeras(keras.layers.Wrapper):
    def __init__(self, layer, rate=0.1, **kwargs):
        super().__init__(layer, **kwargs)
        self.rate = rate

    def call(self, x):
        return x + self.rate * self.layer(x)

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


@keras.saving.register_keras_serializable(package="demo")
class OfItsOwn(keras.layers.Wrapper):
    """What the attribute holds in the end is not what was passed."""

    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.layer = make(layer)

    def call(self, x):
        return self.layer(x)

    def get_config(self):
        return {**super().get_config(), "layer": self.layer}


@keras.saving.register_keras_serializable(package="demo")
class AsProperty(keras.layers.Wrapper):
    """The property gives what can be written down, for all that is known."""

    @property
    def layer(self):
        return make(self)

    def call(self, x):
        return make(x)

    def get_config(self):
        return {**super().get_config(), "layer": self.layer}


@keras.saving.register_keras_serializable(package="demo")
class NotConstructed(keras.layers.Wrapper):
    """Nothing of Keras has set the attribute."""

    def __init__(self, layer, **kwargs):
        make(self, layer, kwargs)

    def call(self, x):
        return x

    def get_config(self):
        return {**super().get_config(), "layer": self.layer}


@keras.saving.register_keras_serializable(package="demo")
class OfSomeBase(Base, keras.layers.Wrapper):
    """The other base is not known."""

    def call(self, x):
        return self.layer(x)

    def get_config(self):
        return {**super().get_config(), "layer": self.layer}


@keras.saving.register_keras_serializable(package="demo")
class NoWrapper(keras.layers.Layer):
    """A layer of the same words that Keras does nothing for; what it holds is not known."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def call(self, x):
        return make(x, self.layer)

    def get_config(self):
        return {**super().get_config(), "layer": self.layer}


@keras.saving.register_keras_serializable("cases")
class BuildsAgain(keras.layers.Wrapper):
    def build(self, input_shape):  # error: KS611
        self.layer.build(input_shape)
        self.built = True

    def call(self, x):
        return self.layer(x)


@keras.saving.register_keras_serializable("cases")
class AsksWhetherBuilt(keras.layers.Wrapper):
    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True

    def call(self, x):
        return self.layer(x)


@keras.saving.register_keras_serializable("cases")
class WrapsRecurrent(keras.layers.Wrapper):
    """Recurrent layers of Keras ask themselves whether their cells are built."""

    def build(self, input_shape):
        self.layer.return_sequences = True
        self.layer.build(input_shape)

    def call(self, x):
        return self.layer(x)


@keras.saving.register_keras_serializable("cases")
class WrapsPooling(keras.layers.Wrapper):
    """Without weights nothing can be made twice."""

    def build(self, input_shape):
        self.layer.build(input_shape)

    def call(self, x):
        return self.layer(x) * self.layer.pool_size[0]


@keras.saving.register_keras_serializable("cases")
class LeavesItToWrapper(keras.layers.Wrapper):
    def build(self, input_shape):
        super().build(input_shape)

    def call(self, x):
        return self.layer(x)


@keras.saving.register_keras_serializable("cases")
class BuildsItsOwn(keras.layers.Wrapper):
    """What the constructor makes is not built when it is loaded."""

    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.after = keras.layers.Dense(3)

    def build(self, input_shape):
        super().build(input_shape)
        self.after.build(input_shape)

    def call(self, x):
        return self.after(self.layer(x))


@keras.saving.register_keras_serializable("cases")
class BuildsGiven(keras.layers.Layer):
    def __init__(self, gate_layer, **kwargs):
        super().__init__(**kwargs)
        self.gate_layer = gate_layer

    def build(self, input_shape):  # error: KS611
        self.gate_layer.build(input_shape)

    def call(self, x):
        return x * self.gate_layer(x)

    def get_config(self):
        return {**super().get_config(), "gate_layer": keras.saving.serialize_keras_object(self.gate_layer)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["gate_layer"] = keras.saving.deserialize_keras_object(config["gate_layer"])
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class BuildsFromConfig(keras.layers.Layer):
    """What is made from a bare config is not built."""

    def __init__(self, gate_layer, **kwargs):
        super().__init__(**kwargs)
        self.gate_layer = gate_layer

    def build(self, input_shape):
        self.gate_layer.build(input_shape)

    def call(self, x):
        return x * self.gate_layer(x)

    def get_config(self):
        return {**super().get_config(), "gate_layer": self.gate_layer.get_config()}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["gate_layer"] = keras.layers.Dense.from_config(config["gate_layer"])
        return cls(**config)


@keras.saving.register_keras_serializable("cases")
class BuildsRecurrent(keras.layers.Layer):
    """Recurrent layers and models do not mind."""

    def __init__(self, rnn, **kwargs):
        super().__init__(**kwargs)
        self.rnn = rnn

    def build(self, input_shape):
        self.rnn.build(input_shape)

    def call(self, x):
        return self.rnn(x)

    def get_config(self):
        return {**super().get_config(), "rnn": keras.saving.serialize_keras_object(self.rnn)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["rnn"] = keras.saving.deserialize_keras_object(config["rnn"])
        return cls(**config)
