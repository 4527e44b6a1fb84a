"""Names that Keras knows objects by: data, because a leaf must not import Keras."""

from __future__ import annotations

# Names accepted by `keras.<module>.get` on Keras 3.15.1, aliases left out; a test compares them with the
# installed Keras. Left out too: activations that change the shape (glu) or need arguments (threshold).
ACTIVATIONS = (
    "relu", "tanh", "sigmoid", "gelu", "elu", "selu", "silu", "softplus", "softsign", "leaky_relu", "mish",
    "hard_sigmoid", "exponential", "linear", "softmax", "log_softmax", "relu6", "celu", "swish", "hard_silu",
    "hard_swish", "hard_shrink", "hard_tanh", "log_sigmoid", "soft_shrink", "sparse_plus", "sparse_sigmoid",
    "sparsemax", "squareplus", "tanh_shrink",
)  # fmt: skip
INITIALIZERS = (
    "glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform", "zeros",
    "ones", "random_normal", "random_uniform", "truncated_normal", "variance_scaling", "orthogonal",
    "identity",
)  # fmt: skip
REGULARIZERS = ("l2", "l1", "l1l2", "orthogonal_regularizer")
CONSTRAINTS = ("non_neg", "max_norm", "unit_norm", "min_max_norm")
DTYPES = (
    "float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64",
    "uint8", "uint16", "uint32", "uint64", "bool",
)  # fmt: skip

# Those of them that Keras applies to matrices only: a vector of weights cannot have them.
MATRIX_ONLY = frozenset({"orthogonal", "identity", "orthogonal_regularizer"})
