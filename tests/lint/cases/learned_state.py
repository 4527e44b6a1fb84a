"""What adapt learns: in weights, in the config, in files of its own, or nowhere."""

from pathlib import Path

import keras
import numpy as np
from keras.layers import Layer

register = keras.saving.register_keras_serializable("cases")


@register
class LearnsAMean(Layer):
    def __init__(self, axis=0, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.mean = None

    def adapt(self, data):
        self.mean = float(np.mean(data, self.axis))  # error: KS610

    def call(self, x):
        return x - self.mean

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}


@register
class LearnsAVocabulary(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.words: list = None

    def adapt(self, texts):
        words = sorted({word for text in texts for word in text.split()})
        self.words = words  # error: KS610

    def call(self, x):
        return x + len(self.words)


@register
class LearnsIntoTheConfig(Layer):
    def __init__(self, mean=None, **kwargs):
        super().__init__(**kwargs)
        self.mean = mean

    def adapt(self, data):
        self.mean = float(np.mean(data))

    def call(self, x):
        return x - self.mean

    def get_config(self):
        return {**super().get_config(), "mean": self.mean}


@register
class LearnsIntoAWeight(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = None

    def adapt(self, data):
        if self.mean is None:
            self.mean = self.add_weight(shape=(), name="mean")
        self.mean.assign(np.mean(data))

    def call(self, x):
        return x - self.mean


@register
class LearnsIntoAFile(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.words = None

    def adapt(self, texts):
        self.words = sorted(texts)

    def save_assets(self, folder):
        Path(folder, "words.txt").write_text("\n".join(self.words), encoding="utf-8")

    def load_assets(self, folder):
        self.words = Path(folder, "words.txt").read_text(encoding="utf-8").split("\n")

    def call(self, x):
        return x + len(self.words)


@register
class LearnsInALayerInside(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norm = keras.layers.Normalization()

    def adapt(self, data):
        self.norm.adapt(data)
        self.adapted = True

    def call(self, x):
        return self.norm(x)


@register
class LearnsByNames(Layer):
    """What the config holds cannot be told."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.mean = 0.0

    def adapt(self, data):
        self.mean = float(np.mean(data))

    def state(self):
        return vars(self)

    def call(self, x):
        return x - self.mean

    def get_config(self):
        return {**super().get_config(), **self.state()}


@register
class LearnsIntoAnArgument(Layer):
    """The argument stands for what is learned."""

    def __init__(self, mean=None, **kwargs):
        super().__init__(**kwargs)
        self.mean = mean
        self.scaled = None

    def adapt(self, data):
        self.mean = float(np.mean(data))

    def call(self, x):
        return x - self.mean
