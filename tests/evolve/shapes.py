"""Classes as people write them: each in another idiom, with an argument to rename; None where it must be refused."""

from __future__ import annotations

_HEAD = "import keras\n\n\n"

# Name -> (text of the module, argument to rename to `renamed`). Each class is called `Thing`.
SHAPES: dict[str, tuple[str, str]] = {
    "update_with_dict": (
        _HEAD
        + '''\
@keras.saving.register_keras_serializable(package="demo")
class Thing(keras.layers.Layer):
    """A thing.

    Args:
        units: how many.
        **kwargs: of every layer.
    """

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units  # kept

    def call(self, inputs):
        return inputs * self.units

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config


class Other:  # nothing of this is touched
    units = 3
''',
        "units",
    ),
    "spread_dict": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable(package="demo")
class Thing(keras.layers.Layer):
    def __init__(
        self,
        units: int,
        name: str | None = None,  # a comment
        **kwargs,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.units = int(units)

    def call(self, inputs):
        return inputs + self.units

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,  # the last one
        }
""",
        "units",
    ),
    "union_of_dicts": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable('demo')
class Thing(keras.layers.Layer):
    def __init__(self, units, *, scale=1., **kwargs):
        super().__init__(**kwargs)
        self.units, self.scale = units, scale

    def call(self, inputs):
        return inputs * self.scale

    def get_config(self):
        return super().get_config() | {'units': self.units, 'scale': self.scale}
""",
        "scale",
    ),
    "item_assignment": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
  def __init__(self, units, activation=None, **kwargs):
    super(Thing, self).__init__(**kwargs)
    self.units = units
    self.activation = keras.activations.get(activation)

  def call(self, inputs):
    return self.activation(inputs)

  def get_config(self):
    config = super(Thing, self).get_config()
    config["units"] = self.units
    config["activation"] = keras.activations.serialize(self.activation)
    return config
""",
        "activation",
    ),
    "keywords": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self._units = units

    def call(self, inputs):
        return inputs + self._units

    def get_config(self):
        config = super().get_config()
        config.update(units=self._units)
        return config
""",
        "units",
    ),
    "dict_of_base": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return inputs + self.units

    def get_config(self):
        base = super().get_config()
        return dict(base, units=self.units)
""",
        "units",
    ),
    "sum_of_lists": (
        "from tensorflow import keras\nfrom tensorflow.keras import layers\n\n\n"
        + """\
@keras.utils.register_keras_serializable("demo")
class Thing(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return inputs * self.units

    def get_config(self):
        config = {"units": self.units}
        base_config = super().get_config()
        return dict(list(base_config.items()) + list(config.items()))
""",
        "units",
    ),
    "no_get_config": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    def __init__(self, units, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(inputs)
""",
        "units",
    ),
    "tf_keras": (
        "import tensorflow as tf\n\n\n"
        + """\
@tf.keras.utils.register_keras_serializable(package="demo")
class Thing(tf.keras.layers.Layer):
    def __init__(self, units=32, activation=None, **kwargs):
        super(Thing, self).__init__(**kwargs)
        self.units = units
        self.activation = tf.keras.activations.get(activation)
        self.dense = tf.keras.layers.Dense(units)

    def build(self, input_shape):
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.activation(self.dense(inputs))

    def get_config(self):
        config = super(Thing, self).get_config()
        config.update({
            "units": self.units,
            "activation": tf.keras.activations.serialize(self.activation)
        })
        return config
""",
        "units",
    ),
    "own_from_config": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    def __init__(self, inner=None, units=2, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner
        self.units = units

    def call(self, inputs):
        return inputs + self.units

    def get_config(self):
        config = super().get_config()
        config["inner"] = keras.saving.serialize_keras_object(self.inner)
        config["units"] = self.units
        return config

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**config)
""",
        "inner",
    ),
    "tabs_and_carriage_returns": (
        (
            "# -*- coding: utf-8 -*-\n"
            + _HEAD
            + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
	'''Ein Ding mit Größe.

	Args:
		units: wie viele.'''

	def __init__(self, units, **kwargs):
		super().__init__(**kwargs)
		self.units = units

	def call(self, inputs):
		return inputs * self.units

	def get_config(self):
		config = super().get_config()
		config.update({
			'units': self.units,
		})
		return config
"""
        ).replace("\n", "\r\n"),
        "units",
    ),
    "numpy_docstring": (
        _HEAD
        + '''\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    """Things.

    Parameters
    ----------
    units : int
        How many.

    Notes
    -----
    None.
    """

    def __init__(this, units: int = 3, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this.units = units

    def call(this, inputs):
        return inputs * this.units

    def get_config(this):
        config = super().get_config()
        config["units"] = this.units
        return config
''',
        "units",
    ),
    "markdown_docstring": (
        _HEAD
        + '''\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    r"""
    Things, of `units`.

    **Arguments**

    - `units`: how many;
    - `kwargs`: of every layer.
    """

    LIMITS = (1, 2)

    def __init__(self, units=1, **kwargs):
        super().__init__(**kwargs)
        assert units
        self.units = units

    def call(self, inputs): return inputs * self.units

    def get_config(self): return {**super().get_config(), 'units': self.units}
''',
        "units",
    ),
    "field_docstring": (
        _HEAD
        + '''\
class Base(keras.layers.Layer):
    def __init__(self, units=1, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return inputs * self.units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("demo")
class Thing(Base):
    def __init__(self, width=1, **kwargs):
        """Things.

        :param width: how wide
            they are
        :return: nothing
        """
        super().__init__(**kwargs)
        self.width = width

    def get_config(self):
        return {**super().get_config(), "width": self.width}


def make():
    return Thing(width=2, units=3)
''',
        "width",
    ),
    "comment_behind_the_last": (
        _HEAD
        + '''\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Layer):
    """Things.

    Args:
        width: (int) their
            width.

            And more.
        units: (int) how many.
    """

    def __init__(
        self, width=2,
        units=1  # the units
    ):
        super().__init__()
        self.width = width; self.units = units  # both

    def call(self, inputs):
        return inputs * self.units

    def get_config(self):
        config = {'width': self.width,
                  'units': self.units  # the last
                  }
        config.update(super().get_config())
        return config
''',
        "units",
    ),
    "nothing_of_its_own": (
        _HEAD
        + """\
@keras.saving.register_keras_serializable("demo")
class Thing(keras.layers.Dense):
    pass
""",
        "",
    ),
    "only_call": (
        "from keras import layers\n\n\n"
        + '''\
class Thing(layers.Layer):
    """Does nothing."""

    def call(self, inputs):
        return inputs
''',
        "",
    ),
    "inside_a_function": (
        _HEAD
        + """\
def make():
    class Thing(keras.layers.Layer):
        def __init__(self, units=1):
            super().__init__()
            self.units = units

        def call(self, inputs):
            return inputs * self.units

        def get_config(self):
            config = super().get_config()
            config.update({"units": self.units})
            return config

    return Thing(units=3)
""",
        "units",
    ),
}

# Arguments of every sort, each with a default.
ARGUMENTS = {
    "float": "rate:float[0..1]=0.25",
    "activation": "gate:activation=relu",
    "choice": "mode:choice[sum,mean]=sum",
    "enum": "mode:enum[sum,mean]=sum",
    "layer": "head:layer?",
    "shape": "size:shape=3,3",
    "text": 'note:str=it\'s "so" é',
}
