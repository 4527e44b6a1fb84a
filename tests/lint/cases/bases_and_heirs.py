"""Classes that do no work themselves: sketches for others, and whole layers whose work is written elsewhere."""

import abc

import keras


@keras.saving.register_keras_serializable("cases")
class CallComesInALaterCell(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class WritesItsOwnConfigWithoutTheBase(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):  # error: KS103
        return {"units": self.units}


@keras.saving.register_keras_serializable("cases")
class KeepsASet(keras.layers.Layer):
    def __init__(self, axes=(1,), **kwargs):
        super().__init__(**kwargs)
        self.axes = set(axes)

    def get_config(self):
        return {**super().get_config(), "axes": self.axes}  # error: KS207


@keras.saving.register_keras_serializable("cases")
class CompleteWithoutCall(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class NoConfigOfItsOwn(keras.layers.Layer):
    """Nobody saves it: it does nothing, and says nothing of its config."""

    def __init__(self, units, kernel: keras.layers.Layer, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.kernel = kernel


class ForgetsForItsHeir(keras.layers.Layer):
    """The heir is made by this constructor and described by this config: it loses the rate."""

    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class MadeByItsParent(ForgetsForItsHeir):
    def call(self, x):
        return x * self.rate


class RaisesAndForgets(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        raise NotImplementedError

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class DoesWhatItsParentRefuses(RaisesAndForgets):
    def call(self, x):
        return x * self.rate


class LeavesTheRateToItsHeirs(keras.layers.Layer):
    """Every heir has a constructor of its own, which says what the rate is."""

    def __init__(self, units, rate, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class ComputesTheRate(LeavesTheRateToItsHeirs):
    def __init__(self, units, **kwargs):
        super().__init__(units, 1 / units, **kwargs)

    def call(self, x):
        return x * self.rate


class LeavesTheConfigToItsHeirs(keras.layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@keras.saving.register_keras_serializable("cases")
class CompletesTheConfig(LeavesTheConfigToItsHeirs):
    def call(self, x):
        return x * self.rate

    def get_config(self):
        return {**super().get_config(), "rate": self.rate}


class Attention(keras.layers.Layer):
    """The class between inherits constructor and config, but is no layer that anybody makes."""

    def __init__(self, units, score, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.score = score

    @abc.abstractmethod
    def weigh(self, x):
        raise NotImplementedError

    def call(self, x):
        return self.weigh(x)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class MonotonicAttention(Attention):
    def state_size(self):
        return self.units


@keras.saving.register_keras_serializable("cases")
class BilinearAttention(MonotonicAttention):
    def __init__(self, units, **kwargs):
        super().__init__(units, self.weigh, **kwargs)

    def weigh(self, x):
        return x


class KeepsTotals:
    """A mixin takes no arguments of its own, and knows no other config than that of the class it is mixed into."""

    def get_config(self):
        return {**super().get_config(), "total": self.total}


@keras.saving.register_keras_serializable("cases")
class WithTotals(KeepsTotals, keras.layers.Layer):
    def __init__(self, total=0, **kwargs):
        super().__init__(**kwargs)
        self.total = total

    def call(self, x):
        return x
