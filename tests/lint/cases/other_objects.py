"""Losses, metrics, initializers, regularizers, constraints, optimizers and schedules have configs as well."""

import keras

register = keras.saving.register_keras_serializable("cases")


@register
class LosesWeight(keras.losses.Loss):
    def __init__(self, weight=1.0, name="loses_weight", **kwargs):  # error: KS101
        super().__init__(name=name, **kwargs)
        self.weight = weight

    def call(self, y_true, y_pred):
        return self.weight * keras.ops.mean(y_pred - y_true)

    def get_config(self):
        return super().get_config()


@register
class InheritsConfig(keras.losses.Loss):
    """The root's get_config knows nothing of it: losses have no automatic config."""

    def __init__(self, weight=1.0, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.weight = weight

    def call(self, y_true, y_pred):
        return self.weight * keras.ops.mean(y_pred - y_true)


@register
class KeepsWeight(keras.losses.Loss):
    def __init__(self, weight=1.0, name="keeps_weight", reduction="mean", **kwargs):
        super().__init__(name=name, reduction=reduction, **kwargs)
        self.weight = weight

    def call(self, y_true, y_pred):
        return self.weight * keras.ops.mean(y_pred - y_true)

    def get_config(self):
        return {**super().get_config(), "weight": self.weight}


@register
class SwappedLoss(keras.losses.Loss):
    def __init__(self, alpha=1.0, beta=2.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha, self.beta = alpha, beta

    def call(self, y_true, y_pred):
        return self.alpha * keras.ops.mean(y_pred - y_true) + self.beta

    def get_config(self):
        return {**super().get_config(), "alpha": self.beta, "beta": self.alpha}  # error: KS109


@register
class LosesThreshold(keras.metrics.Metric):
    def __init__(self, threshold=0.5, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.threshold = threshold
        self.total = self.add_variable((), "zeros", name="total")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.total.assign_add(keras.ops.sum(keras.ops.cast(y_pred > self.threshold, "float32")))

    def result(self):
        return self.total


@register
class KeepsThreshold(keras.metrics.Mean):
    def __init__(self, threshold=0.5, **kwargs):
        super().__init__(**kwargs)
        self.threshold = threshold

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}


@register
class LosesStart(keras.initializers.Initializer):
    def __init__(self, start=0.0):  # error: KS101
        self.start = start

    def __call__(self, shape, dtype=None):
        return keras.ops.full(shape, self.start, dtype)


@register
class KeepsStart(keras.initializers.Initializer):
    def __init__(self, start=0.0):
        self.start = start

    def __call__(self, shape, dtype=None):
        return keras.ops.full(shape, self.start, dtype)

    def get_config(self):
        return {"start": self.start}


@register
class GrowingPenalty(keras.regularizers.Regularizer):
    def __init__(self, rate=0.1):
        self.rate = rate * 2

    def __call__(self, x):
        return self.rate * keras.ops.sum(x)

    def get_config(self):
        return {"rate": self.rate}  # error: KS108


@register
class Penalty(keras.regularizers.Regularizer):
    def __init__(self, rate=0.1):
        self.rate = float(rate)

    def __call__(self, x):
        return self.rate * keras.ops.sum(x)

    def get_config(self):
        return {"rate": self.rate}


@register
class FixedLimit(keras.constraints.Constraint):
    def __init__(self, limit=1.0):
        self.limit = limit

    def __call__(self, w):
        return keras.ops.clip(w, -self.limit, self.limit)

    def get_config(self):
        return {"limit": 1.0}  # error: KS110


@register
class LosesLimit(keras.constraints.Constraint):
    def __init__(self, limit=1.0):  # error: KS101
        self.limit = limit

    def __call__(self, w):
        return keras.ops.clip(w, -self.limit, self.limit)


@register
class Limit(keras.constraints.Constraint):
    def __init__(self, limit=1.0):
        self.limit = limit

    def __call__(self, w):
        return keras.ops.clip(w, -self.limit, self.limit)

    def get_config(self):
        return {"limit": self.limit}


@register
class LosesSteps(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, start, steps=10):  # error: KS101
        self.start = start
        self.steps = steps

    def __call__(self, step):
        return self.start / (1 + step / self.steps)

    def get_config(self):
        return {"start": self.start}


@register
class Steps(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, start, steps=10):
        self.start = start
        self.steps = steps

    def __call__(self, step):
        return self.start / (1 + step / self.steps)

    def get_config(self):
        return {"start": self.start, "steps": self.steps}


@register
class LosesMomentum(keras.optimizers.SGD):
    def __init__(self, learning_rate=0.1, decay_power=2.0, **kwargs):  # error: KS101
        super().__init__(learning_rate, **kwargs)
        self.decay_power = decay_power


@register
class KeepsPower(keras.optimizers.SGD):
    def __init__(self, learning_rate=0.1, decay_power=2.0, **kwargs):
        super().__init__(learning_rate, **kwargs)
        self.decay_power = decay_power

    def get_config(self):
        return {**super().get_config(), "decay_power": self.decay_power}


@register
class LosesCellSize(keras.layers.SimpleRNNCell):
    def __init__(self, units, leak=0.1, **kwargs):  # error: KS101
        super().__init__(units, **kwargs)
        self.leak = leak


@register
class Cell(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = units

    def call(self, x, states):
        return x, states

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@register
class LosesScale(keras.layers.Wrapper):
    def __init__(self, layer, scale=1.0, **kwargs):  # error: KS101
        super().__init__(layer, **kwargs)
        self.scale = scale

    def call(self, x):
        return self.layer(x) * self.scale


@register
class Scaled(keras.layers.Wrapper):
    def __init__(self, layer, scale=1.0, **kwargs):
        super().__init__(layer, **kwargs)
        self.scale = scale

    def call(self, x):
        return self.layer(x) * self.scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@register
class LosesUnits(keras.Model):
    def __init__(self, units=3, depth=1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.parts = [keras.layers.Dense(units) for _ in range(depth)]

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class Watch(keras.callbacks.Callback):
    """Callbacks have no config."""

    def __init__(self, every=1):
        super().__init__()
        self.every = every


@keras.saving.register_keras_serializable("cases")
class BackupOfAnotherKeras(keras.callbacks.BackupAndRestore):
    def __init__(self, backup_dir, save_freq="epoch", delete_checkpoint=True, save_before_preemption=False):
        super().__init__(backup_dir, save_freq, delete_checkpoint, save_before_preemption)

    def get_config(self):
        return {"backup_dir": self.backup_dir, "save_before_preemption": self.save_before_preemption}
