"""Names that Keras has taken: data, because the generator must not import Keras."""

from __future__ import annotations

# Taken from Keras 3.15.1 on 2026-11-22; a test compares them with the installed Keras.
KERAS_VERSION = "3.15.1"

# Public attributes and methods of a `keras.layers.Layer` instance.
LAYER_ATTRIBUTES = frozenset(
    (
        "activity_regularizer", "add_loss", "add_metric", "add_variable", "add_weight", "autocast",
        "build", "build_from_config", "built", "call", "call_signature_parameters", "compute_dtype",
        "compute_mask", "compute_output_shape", "compute_output_spec", "count_params", "dtype",
        "dtype_policy", "from_config", "get_build_config", "get_config", "get_weights", "input",
        "input_dtype", "input_spec", "load_own_variables", "losses", "metrics", "metrics_variables",
        "name", "non_trainable_variables", "non_trainable_weights", "output", "path", "quantization_mode",
        "quantize", "quantized_build", "quantized_call", "rematerialized_call", "save_own_variables",
        "set_weights", "stateless_call", "supports_jit", "supports_masking", "symbolic_call", "trainable",
        "trainable_variables", "trainable_weights", "variable_dtype", "variables", "weights",
    )
)  # fmt: skip

# Public attributes and methods that a `keras.Model` has besides.
MODEL_ATTRIBUTES = frozenset(
    (
        "compile", "compile_from_config", "compiled", "compiled_loss", "compiled_metrics", "compute_loss",
        "compute_metrics", "distribute_reduction_method", "distribute_strategy", "evaluate", "export",
        "fit", "get_compile_config", "get_layer", "get_metrics_result",
        "get_quantization_layer_structure", "get_state_tree", "jit_compile", "layers", "load_weights",
        "loss", "make_predict_function", "make_test_function", "make_train_function", "metrics_names",
        "optimizer", "predict", "predict_function", "predict_on_batch", "predict_step", "reset_metrics",
        "run_eagerly", "save", "save_weights", "set_state_tree", "stateless_compute_loss",
        "steps_per_execution", "stop_training", "summary", "test_function", "test_on_batch", "test_step",
        "to_json", "train_function", "train_on_batch", "train_step", "unrolled_steps_per_execution",
    )
)  # fmt: skip

# Public names that a layer inherits from `torch.nn.Module` as well, on the PyTorch backend.
# https://pytorch.org/docs/stable/generated/torch.nn.Module.html
TORCH_ATTRIBUTES = frozenset(
    (
        "add_module", "apply", "bfloat16", "buffers", "call_super_init", "children", "compile", "cpu",
        "cuda", "double", "dump_patches", "eval", "extra_repr", "forward", "get_buffer",
        "get_extra_state", "get_parameter", "get_submodule", "half", "ipu", "load_state_dict", "modules",
        "mtia", "named_buffers", "named_children", "named_modules", "named_parameters", "parameters",
        "register_backward_hook", "register_buffer", "register_forward_hook", "register_forward_pre_hook",
        "register_full_backward_hook", "register_full_backward_pre_hook",
        "register_load_state_dict_post_hook", "register_load_state_dict_pre_hook", "register_module",
        "register_parameter", "register_state_dict_post_hook", "register_state_dict_pre_hook",
        "requires_grad_", "set_extra_state", "set_submodule", "share_memory", "state_dict", "to",
        "to_empty", "torch_params", "train", "training", "xpu", "zero_grad",
    )
)  # fmt: skip

# Arguments that every layer takes through `**kwargs`.
BASE_ARGUMENTS = frozenset(
    ("activity_regularizer", "autocast", "dtype", "input_dim", "input_shape", "name", "trainable")
)

# Classes of `keras.layers`, and those of `keras` that are layers too.
BUILT_IN_LAYERS = frozenset(
    (
        "Activation", "ActivityRegularization", "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D",
        "AdaptiveAveragePooling3D", "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D",
        "AdaptiveMaxPooling3D", "Add", "AdditiveAttention", "AlphaDropout", "Attention", "AugMix",
        "AutoContrast", "Average", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D",
        "AvgPool1D", "AvgPool2D", "AvgPool3D", "BatchNormalization", "Bidirectional", "CategoryEncoding",
        "CenterCrop", "Concatenate", "ContrastLimitedAdaptiveHistogramEqualization", "Conv1D",
        "Conv1DTranspose", "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose", "ConvLSTM1D",
        "ConvLSTM2D", "ConvLSTM3D", "Convolution1D", "Convolution1DTranspose", "Convolution2D",
        "Convolution2DTranspose", "Convolution3D", "Convolution3DTranspose", "Cropping1D", "Cropping2D",
        "Cropping3D", "CutMix", "Dense", "DepthwiseConv1D", "DepthwiseConv2D", "Discretization", "Dot",
        "Dropout", "ELU", "EinsumDense", "Embedding", "Equalization", "Flatten", "FlaxLayer",
        "Functional", "GRU", "GRUCell", "GaussianDropout", "GaussianNoise", "GlobalAveragePooling1D",
        "GlobalAveragePooling2D", "GlobalAveragePooling3D", "GlobalAvgPool1D", "GlobalAvgPool2D",
        "GlobalAvgPool3D", "GlobalMaxPool1D", "GlobalMaxPool2D", "GlobalMaxPool3D", "GlobalMaxPooling1D",
        "GlobalMaxPooling2D", "GlobalMaxPooling3D", "GroupNormalization", "GroupQueryAttention",
        "HashedCrossing", "Hashing", "Identity", "InputLayer", "InputSpec", "IntegerLookup", "JaxLayer",
        "LSTM", "LSTMCell", "Lambda", "Layer", "LayerNormalization", "LeakyReLU", "Masking",
        "MaxNumBoundingBoxes", "MaxPool1D", "MaxPool2D", "MaxPool3D", "MaxPooling1D", "MaxPooling2D",
        "MaxPooling3D", "Maximum", "MelSpectrogram", "Minimum", "MixUp", "Model", "MultiHeadAttention",
        "Multiply", "Normalization", "PReLU", "Permute", "Pipeline", "RMSNormalization", "RNN",
        "RandAugment", "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter",
        "RandomContrast", "RandomCrop", "RandomElasticTransform", "RandomErasing", "RandomFlip",
        "RandomGaussianBlur", "RandomGrayscale", "RandomHue", "RandomInvert", "RandomPerspective",
        "RandomPosterization", "RandomRotation", "RandomSaturation", "RandomSharpness", "RandomShear",
        "RandomTranslation", "RandomZoom", "ReLU", "RepeatVector", "Rescaling", "Reshape", "Resizing",
        "ReversibleEmbedding", "STFTSpectrogram", "SeparableConv1D", "SeparableConv2D",
        "SeparableConvolution1D", "SeparableConvolution2D", "Sequential", "SimpleRNN", "SimpleRNNCell",
        "Softmax", "Solarization", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D",
        "SpectralNormalization", "StackedRNNCells", "StringLookup", "Subtract", "TFSMLayer",
        "TextVectorization", "TimeDistributed", "TorchModuleWrapper", "UnitNormalization", "UpSampling1D",
        "UpSampling2D", "UpSampling3D", "Wrapper", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D",
    )
)  # fmt: skip
