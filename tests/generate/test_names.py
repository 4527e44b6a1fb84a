"""Names are refused with the reason and a remedy, and only for a reason."""

from __future__ import annotations

import pytest

from scaffold.errors import ScaffoldError
from scaffold.generate.names import check_argument_name, check_package, class_name_of, module_name_of


@pytest.mark.parametrize(
    ("typed", "class_name", "module"),
    [
        ("GatedDense", "GatedDense", "gated_dense"),
        ("gated_dense", "GatedDense", "gated_dense"),
        ("MLPBlock", "MLPBlock", "mlp_block"),
        ("Conv2DBlock", "Conv2DBlock", "conv2d_block"),
        ("DenseWithGate", "DenseWithGate", "dense_with_gate"),
        ("X", "X", "x"),
    ],
)
def test_identifier_becomes_class_and_module(typed, class_name, module):
    """An identifier in either spelling gives the CamelCase class and the snake_case module."""
    assert class_name_of(typed) == class_name
    assert module_name_of(class_name) == module


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "GatedDense"),
        ("2Dense", "'Dense'"),
        ("gated-dense", "'GatedDense'"),
        ("Gated Dense", "'GatedDense'"),
        ("Grüße", "starts with a letter"),
        ("../evil", "'Evil'"),
        ("os;import os", "starts with a letter"),
        ("_Hidden", "'Hidden'"),
        ("A" * 41, "longer than 40"),
        ("Dense", ".h5"),
        ("Layer", "layer of Keras itself"),
        ("layer_normalization", "'MyLayerNormalization'"),
        ("Keras", "'KerasLayer'"),
        ("Numpy", "numpy.py"),
        ("Scaffold", "scaffold.py"),
        ("Json", "json.py"),
        ("Class", "class.py"),
        ("TestLayer", "pytest"),
        ("LayerTest", "pytest"),
    ],
)
def test_layer_name_is_refused(typed, expected):
    """Each name that cannot be a layer is refused with what to do instead."""
    with pytest.raises(ScaffoldError) as caught:
        class_name_of(typed)
    assert expected in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "name", ["units", "kernel_size", "x", "Q", "layers", "config", "match", "alpha2", "a" * 40]
)
def test_argument_name_is_accepted(name):
    """Names that nothing else has taken are accepted, soft keywords too."""
    check_argument_name(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", "every layer takes it"),
        ("dtype", "every layer takes it"),
        ("trainable", "every layer takes it"),
        ("activity_regularizer", "every layer takes it"),
        ("autocast", "every layer takes it"),
        ("input_shape", "every layer takes it"),
        ("l", "looks like a digit"),
        ("self", "the code of the layer uses that name"),
        ("kwargs", "the code of the layer uses that name"),
        ("inputs", "the code of the layer uses that name"),
        ("mask", "the code of the layer uses that name"),
        ("keras", "the code of the layer uses that name"),
        ("tf", "the code of the layer uses that name"),
        ("np", "the code of the layer uses that name"),
        ("enum", "the code of the layer uses that name"),
        ("lambda", "keyword"),
        ("None", "keyword"),
        ("build", "keras.layers.Layer"),
        ("weights", "keras.layers.Layer"),
        ("losses", "keras.layers.Layer"),
        ("parameters", "PyTorch"),
        ("max", "hide `max` of Python"),
        ("", "units:int"),
        ("9lives", "'lives'"),
        ("kernel-size", "'kernel_size'"),
        ("_private", "'private'"),
        ("größe", "letters, digits and underscores"),
        ("a" * 41, "longer than 40"),
        ("x=1, y", "letters, digits and underscores"),
    ],
)
def test_argument_name_is_refused(name, expected):
    """Each name that would break the layer is refused with the reason and a remedy."""
    with pytest.raises(ScaffoldError) as caught:
        check_argument_name(name)
    assert expected in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("package", ["my_layers", "keras-tools", "org.team", "a"])
def test_package_is_accepted(package):
    """Names of distributions are accepted."""
    check_package(package)


@pytest.mark.parametrize("package", ["", "a>b", "a b", '"', "x" * 41, "-x", "ü"])
def test_package_is_refused(package):
    """A registered name is `package>Class`: what would break it is refused."""
    with pytest.raises(ScaffoldError, match="expected a package"):
        check_package(package)
