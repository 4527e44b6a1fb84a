"""Broken layers once more, each with what its remedy says."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
from keras import ops

from . import broken_layers as broken
from .broken_layers import repaired


def config_of(layer, /, **own):
    """Return the base config and the layer's own entries, whatever its broken parent has written."""
    return {**keras.layers.Layer.get_config(layer), **own}


def serialized(value):
    return keras.saving.serialize_keras_object(value)


def deserialized(value):
    return keras.saving.deserialize_keras_object(value)


# -- configs -----------------------------------------------------------------------------------------------------


@repaired("ForgetsToReturn")
class ForgetsToReturnFixed(broken.ForgetsToReturn):
    def get_config(self):
        return config_of(self)


@repaired("NoConfigForALayer", make=lambda cls: cls(keras.layers.Dense(2)))
class NoConfigForALayerFixed(broken.NoConfigForALayer):
    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def get_config(self):
        return config_of(self, layer=serialized(self.layer))

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "layer": deserialized(config["layer"])})


@repaired("RawLayer", make=lambda cls: cls(keras.layers.Dense(2)))
class RawLayerFixed(NoConfigForALayerFixed):
    pass


@repaired("ReadsUnsetAttribute")
class ReadsUnsetAttributeFixed(broken.ReadsUnsetAttribute):
    def __init__(self, rate=0.5, **kwargs):
        super().__init__(rate, **kwargs)
        self.rate = rate


@repaired("RawInitializer", make=lambda cls: cls(3))
class RawInitializerFixed(broken.RawInitializer):
    def get_config(self):
        initializer = keras.initializers.serialize(self.kernel_initializer)
        return config_of(self, units=self.units, kernel_initializer=initializer)


@repaired("SetInConfig")
class SetInConfigFixed(broken.SetInConfig):
    def get_config(self):
        return config_of(self, names=sorted(self.names))


@repaired("PathInConfig", make=lambda cls: cls("some/where"))
class PathInConfigFixed(broken.PathInConfig):
    def get_config(self):
        return config_of(self, directory=Path(self.directory).as_posix())


@repaired("NumPyNumberInConfig")
class NumPyNumberInConfigFixed(broken.NumPyNumberInConfig):
    def get_config(self):
        return config_of(self, rate=float(self.rate))


@repaired("RequiredArgumentMissing", make=lambda cls: cls(3))
class RequiredArgumentMissingFixed(broken.RequiredArgumentMissing):
    def get_config(self):
        return config_of(self, units=self.units)


@repaired("DenseWithoutKwargs", make=lambda cls: cls(3))
class DenseWithoutKwargsFixed(broken.DenseWithoutKwargs):
    def __init__(self, units, **kwargs):
        keras.layers.Dense.__init__(self, units, **kwargs)

    def get_config(self):
        return keras.layers.Dense.get_config(self)


@repaired("CountsInGetConfig")
class CountsInGetConfigFixed(broken.CountsInGetConfig):
    def get_config(self):
        return config_of(self, steps=self.steps)


@repaired("PopsFromItself")
class PopsFromItselfFixed(broken.PopsFromItself):
    def get_config(self):
        return config_of(self, options=dict(self.options))


@repaired("WritesIntoConfig", make=lambda cls: cls(2))
class WritesIntoConfigFixed(broken.WritesIntoConfig):
    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "units": int(config["units"])})


@repaired("BuildOverwritesArgument")
class BuildOverwritesArgumentFixed(broken.BuildOverwritesArgument):
    def build(self, input_shape):
        self.place = self.axis % len(input_shape)

    def call(self, inputs):
        return ops.mean(inputs, axis=self.place)


@repaired("SharedDefault")
class SharedDefaultFixed(broken.SharedDefault):
    def __init__(self, layer=None, **kwargs):
        super().__init__(keras.layers.Dense(2) if layer is None else layer, **kwargs)

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)

    def get_config(self):
        return config_of(self, layer=serialized(self.layer))

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "layer": deserialized(config["layer"])})


@repaired("AliasesItself")
class AliasesItselfFixed(broken.AliasesItself):
    def get_config(self):
        return config_of(self, sizes=list(self.sizes))


# -- arguments ---------------------------------------------------------------------------------------------------


@repaired("DenseWithScale", make=lambda cls: cls(3))
class DenseWithScaleFixed(broken.DenseWithScale):
    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


@repaired("SwitchesAutomaticConfigOff")
class SwitchesAutomaticConfigOffFixed(broken.SwitchesAutomaticConfigOff):
    def get_config(self):
        return config_of(self, offset=self.offset, scale=self.scale)


@repaired("DerivedValueCompounds")
class DerivedValueCompoundsFixed(broken.DerivedValueCompounds):
    def get_config(self):
        return config_of(self, units=self.units // 2)


@repaired("ParentDerives", make=lambda cls: cls(3))
class ParentDerivesFixed(broken.ParentDerives):
    def get_config(self):
        return {**super().get_config(), "units": self.units // 2}


@repaired("ParentsConfigWins", make=lambda cls: cls(3))
class ParentsConfigWinsFixed(broken.ParentsConfigWins):
    def get_config(self):
        return {**keras.layers.Dense.get_config(self), "units": self.half_units}


@repaired("MisspeltAndSwallowed")
class MisspeltAndSwallowedFixed(broken.MisspeltAndSwallowed):
    def __init__(self, drop_prob=0.5, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.drop_prob = drop_prob

    def get_config(self):
        return config_of(self, drop_prob=self.drop_prob)


@repaired("ForgetsWhatShapesWeights")
class ForgetsWhatShapesWeightsFixed(broken.ForgetsWhatShapesWeights):
    def get_config(self):
        return config_of(self, units=self.units, use_bias=self.project.use_bias)


@repaired("ForgetsTrainingArgument")
class ForgetsTrainingArgumentFixed(broken.ForgetsTrainingArgument):
    def get_config(self):
        return config_of(self, rate=self.dropout.rate)


@repaired("ForgetsSeed")
class ForgetsSeedFixed(broken.ForgetsSeed):
    def get_config(self):
        return config_of(self, seed=self.seed)


@repaired("ForgetsRegularizer")
class ForgetsRegularizerFixed(broken.ForgetsRegularizer):
    def get_config(self):
        regularizer = keras.regularizers.serialize(self.kernel_regularizer)
        return config_of(self, units=self.units, kernel_regularizer=regularizer)


@repaired("ForgetsText", make=lambda cls: cls(wide="yes"))
class ForgetsTextFixed(broken.ForgetsText):
    def get_config(self):
        return config_of(self, wide="yes" if self.project.units == 8 else "no")


@repaired("KeepsOnlyTheSizeOfALayer", make=lambda cls: cls(keras.layers.Dense(2, activation="relu")))
class KeepsOnlyTheSizeOfALayerFixed(broken.KeepsOnlyTheSizeOfALayer):
    def get_config(self):
        return config_of(self, layer=serialized(self.layer))

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "layer": deserialized(config["layer"])})


@repaired("SavedOnlyWhenSwitchedOn")
class SavedOnlyWhenSwitchedOnFixed(broken.SavedOnlyWhenSwitchedOn):
    def get_config(self):
        return config_of(self, sharpen=self.sharpen, sharpness=self.sharpness)


@repaired("OneKeyForTwo")
class OneKeyForTwoFixed(broken.OneKeyForTwo):
    def get_config(self):
        return config_of(self, low=self.low, high=self.high)


@repaired("ForgetsWhatMasks")
class ForgetsWhatMasksFixed(broken.ForgetsWhatMasks):
    def get_config(self):
        return config_of(self, mask_it=self.emits)


@repaired("ZeroIsNoValue")
class ZeroIsNoValueFixed(broken.ZeroIsNoValue):
    def get_config(self):
        return config_of(self, axis=self.axis)


@repaired("TensorInConfig")
class TensorInConfigFixed(broken.TensorInConfig):
    def get_config(self):
        return config_of(self, scale=float(ops.convert_to_numpy(self.scale)))


@repaired("MakesALayerInCall")
class MakesALayerInCallFixed(broken.MakesALayerInCall):
    def build(self, input_shape):
        self.project = keras.layers.Dense(self.units)
        self.project.build(input_shape)


@repaired("RoundsADefaultThatIsWhole")
class RoundsADefaultThatIsWholeFixed(broken.RoundsADefaultThatIsWhole):
    def get_config(self):
        return config_of(self, sharpness=self.sharpness)


@repaired("ForgetsAChoiceOfItsSource")
class ForgetsAChoiceOfItsSourceFixed(broken.ForgetsAChoiceOfItsSource):
    def get_config(self):
        return config_of(self, merge=self.merge)


@repaired("ForgetsAnActivationOfItsSource")
class ForgetsAnActivationOfItsSourceFixed(broken.ForgetsAnActivationOfItsSource):
    def get_config(self):
        return config_of(self, act=keras.activations.serialize(self.act))


@repaired("WritesTheNameOfAMember")
class WritesTheNameOfAMemberFixed(broken.WritesTheNameOfAMember):
    def __init__(self, mode: broken.Reduce = broken.Reduce.SUM, **kwargs):
        super().__init__(mode=broken.Reduce[mode] if isinstance(mode, str) else mode, **kwargs)


# -- after the trip ----------------------------------------------------------------------------------------------


@repaired("NamesAnotherClass")
class NamesAnotherClassFixed(broken.NamesAnotherClass):
    @classmethod
    def from_config(cls, config):
        return cls(**config)


@repaired("DerivesUnderAnotherName")
class DerivesUnderAnotherNameFixed(broken.DerivesUnderAnotherName):
    def get_config(self):
        return config_of(self, units=self.width // 2)


@repaired("KwargsSwallowed")
class KwargsSwallowedFixed(broken.KwargsSwallowed):
    def __init__(self, scale=2.0, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.scale = scale

    def get_config(self):
        return config_of(self, scale=self.scale)


@repaired("NameIsDefault")
class NameIsDefaultFixed(broken.NameIsDefault):
    def __init__(self, scale=2.0, name="always_this", **kwargs):
        keras.layers.Layer.__init__(self, name=name, **kwargs)
        self.scale = scale

    def get_config(self):
        return config_of(self, scale=self.scale)


@repaired("CallsOnlySuperBuild")
class CallsOnlySuperBuildFixed(broken.CallsOnlySuperBuild):
    def build(self, input_shape):
        self.project.build(input_shape)


@repaired("ForgetsTheClassInside", make=lambda cls: cls(broken.LoudDense(3)))
class ForgetsTheClassInsideFixed(broken.ForgetsTheClassInside):
    def build(self, input_shape):
        if not self.inner.built:
            self.inner.build(input_shape)

    def get_config(self):
        return config_of(self, inner=serialized(self.inner))

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "inner": deserialized(config["inner"])})


@repaired("RawCell", make=lambda cls: cls(keras.layers.GRUCell(3)), inputs=(2, 4, 5))
class RawCellFixed(broken.RawCell):
    def build(self, input_shape):
        if not self.rnn.built:
            self.rnn.build(input_shape)

    def get_config(self):
        return config_of(self, cell=serialized(self.cell))

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "cell": deserialized(config["cell"])})


@repaired("OrderChangesFromLayerToLayer")
class OrderChangesFromLayerToLayerFixed(broken.OrderChangesFromLayerToLayer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.reverse = False


@repaired("BytesInConfig", make=lambda cls: cls(b"salt"))
class BytesInConfigFixed(broken.BytesInConfig):
    def __init__(self, key, **kwargs):
        super().__init__(key if isinstance(key, bytes) else key.encode("latin-1"), **kwargs)

    def get_config(self):
        return config_of(self, key=self.key.decode("latin-1"))


@repaired("NumbersAsKeys", make=lambda cls: cls({0: 0.5, 1: 2.0}))
class NumbersAsKeysFixed(broken.NumbersAsKeys):
    def __init__(self, scales, **kwargs):
        super().__init__({int(key): value for key, value in scales.items()}, **kwargs)

    def get_config(self):
        return config_of(self, scales={str(key): value for key, value in self.scales.items()})


@repaired("RawConstraint", make=lambda cls: cls("non_neg"))
class RawConstraintFixed(broken.RawConstraint):
    def get_config(self):
        return config_of(self, kernel_constraint=keras.constraints.serialize(self.kernel_constraint))


@repaired("OnlyTheNumberOfARegularizer", make=lambda cls: cls(keras.regularizers.L1(0.5)))
class OnlyTheNumberOfARegularizerFixed(broken.OnlyTheNumberOfARegularizer):
    def get_config(self):
        return config_of(self, regularizer=keras.regularizers.serialize(self.regularizer))


@repaired("HashesItsTuple", make=lambda cls: cls((2, 3)))
class HashesItsTupleFixed(broken.HashesItsTuple):
    def __init__(self, sizes, **kwargs):
        super().__init__(tuple(sizes), **kwargs)


@repaired("AddsTuples", make=lambda cls: cls((1, 5)))
class AddsTuplesFixed(broken.AddsTuples):
    def __init__(self, shape, **kwargs):
        super().__init__(tuple(shape), **kwargs)


@repaired("AsksWhetherItIsATuple", make=lambda cls: cls((2.0, 3.0)))
class AsksWhetherItIsATupleFixed(broken.AsksWhetherItIsATuple):
    def __init__(self, scale, **kwargs):
        super().__init__(tuple(scale), **kwargs)


@repaired("KeepsTupleAsGiven")
class KeepsTupleAsGivenFixed(broken.KeepsTupleAsGiven):
    def __init__(self, sizes=(1, 2), **kwargs):
        super().__init__(tuple(sizes), **kwargs)


@repaired("AddsToItsPadding")
class AddsToItsPaddingFixed(broken.AddsToItsPadding):
    def __init__(self, padding=(1, 1), **kwargs):
        super().__init__(tuple(padding), **kwargs)


@repaired("MethodInConfig")
class MethodInConfigFixed(broken.MethodInConfig):
    def get_config(self):
        return config_of(self, scores=self.return_scores)


@repaired("UpdatesADictInside")
class UpdatesADictInsideFixed(broken.UpdatesADictInside):
    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "options": {**config["options"], "loaded": True}})


@repaired("SharesAVariable")
class SharesAVariableFixed(broken.SharesAVariable):
    def __init__(self, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.gain = keras.Variable(np.ones(1, "float32"), name="own_variable")


@repaired("ConfigFollowsTheWeights")
class ConfigFollowsTheWeightsFixed(broken.ConfigFollowsTheWeights):
    def get_config(self):
        return config_of(self, initial_gain=self.initial_gain)


@repaired("TakesASeedForNothing")
class TakesASeedForNothingFixed(broken.TakesASeedForNothing):
    def __init__(self, seed=None, **kwargs):
        broken.SeedsItselfAnewFixed.__init__(self, seed, **kwargs)


@repaired("AdaptsAPlainAttribute")
class AdaptsAPlainAttributeFixed(broken.AdaptsAPlainAttribute):
    def __init__(self, **kwargs):
        keras.layers.Layer.__init__(self, **kwargs)
        self.mean = self.add_weight(shape=(), initializer="zeros", trainable=False, name="mean")

    def adapt(self, data):
        self.mean.assign(float(np.mean(data)))


@repaired("KeepsAMeanInATensor")
class KeepsAMeanInATensorFixed(broken.KeepsAMeanInATensor):
    def build(self, input_shape):
        self.mean = self.add_weight(
            shape=(input_shape[-1],), initializer="zeros", trainable=False, name="mean"
        )

    def call(self, inputs, training=False):
        if training:
            rows = ops.reshape(inputs, (-1, inputs.shape[-1]))
            self.mean.assign(0.5 * self.mean + ops.mean(rows, axis=0))
        return inputs - self.mean


@repaired("DenseWithOneMoreWeight")
class DenseWithOneMoreWeightFixed(broken.DenseWithOneMoreWeight):
    def save_own_variables(self, store):
        keras.layers.Layer.save_own_variables(self, store)

    def load_own_variables(self, store):
        keras.layers.Layer.load_own_variables(self, store)
