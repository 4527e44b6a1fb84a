"""An inherited get_config that asks the child: names in the class body, methods, properties."""

import keras

register = keras.saving.register_keras_serializable("cases")


class ByNames:
    """A mixin that writes down what each class lists."""

    config_names: tuple[str, ...] = ()

    def get_config(self):
        config = super().get_config()
        config.update({name: getattr(self, name) for name in self.config_names})
        return config


@register
class ListsAll(ByNames, keras.layers.Layer):
    config_names = ("units", "rate")

    def __init__(self, units=3, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x * self.rate + self.units


@register
class ListsOneOfTwo(ByNames, keras.layers.Layer):
    config_names = ("units",)

    def __init__(self, units=3, rate=0.1, **kwargs):  # error: KS101
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate

    def call(self, x):
        return x * self.rate + self.units


@register
class ListsNothingOfItsOwn(ListsAll):
    def __init__(self, units=3, rate=0.1, extra=2.0, **kwargs):  # error: KS101
        super().__init__(units, rate, **kwargs)
        self.extra = extra

    def call(self, x):
        return super().call(x) * self.extra


@register
class ListsMoreThanItsParent(ListsAll):
    """The names are joined, which is not followed."""

    config_names = (*ListsAll.config_names, "extra")

    def __init__(self, units=3, rate=0.1, extra=2.0, **kwargs):
        super().__init__(units, rate, **kwargs)
        self.extra = extra

    def call(self, x):
        return super().call(x) * self.extra


class ByFields:
    fields = ()

    def get_config(self):
        return {**super().get_config(), **{name: getattr(self, name) for name in self.fields}}


@register
class ListsInItsConstructor(ByFields, keras.layers.Layer):
    fields = ("units",)

    def __init__(self, units=3, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.rate = rate
        self.fields = ("units", "rate")

    def call(self, x):
        return x * self.rate + self.units


class Asks(keras.layers.Layer):
    """A base that asks its children for what they add."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, x):
        return x * self.factor()

    def factor(self):
        raise NotImplementedError

    def own_config(self):
        return {}

    def get_config(self):
        return {**super().get_config(), "units": self.units, **self.own_config()}


@register
class AnswersWithAll(Asks):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(units, **kwargs)
        self.rate = rate

    def factor(self):
        return self.rate * self.units

    def own_config(self):
        return {"rate": self.rate}


@register
class AnswersWithNothingNew(Asks):
    def __init__(self, units, rate=0.1, **kwargs):  # error: KS101
        super().__init__(units, **kwargs)
        self.rate = rate

    def factor(self):
        return self.rate * self.units

    def own_config(self):
        return {"units": self.units}


@register
class AnswersWithWhatItsParentSays(AnswersWithAll):
    """What the parent's method gives is not followed."""

    def __init__(self, units, rate=0.1, extra=2.0, **kwargs):
        super().__init__(units, rate, **kwargs)
        self.extra = extra

    def own_config(self):
        return {**super().own_config(), "extra": self.extra}


@register
class AnswersByAWay(Asks):
    """Its method calls another one of its own, and of its parent."""

    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(units, **kwargs)
        self.rate = rate

    def factor(self):
        return self.rate * self.units

    def own_config(self):
        return self._rates()

    def _rates(self):
        return {"rate": self.rate}


def remembered(function):
    return function


@register
class AnswersThroughADecorator(Asks):
    def __init__(self, units, rate=0.1, **kwargs):
        super().__init__(units, **kwargs)
        self.rate = rate

    def factor(self):
        return self.rate * self.units

    @remembered
    def own_config(self):
        return {"units": self.units}
