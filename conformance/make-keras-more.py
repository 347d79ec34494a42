"""Makes cases/keras-more and cases/keras3-more: small LayersModels as Keras 2 and Keras 3 write them, for options in which
Keras and TF.js differ or that TF.js does not know, with Keras' own numbers.

Usage: python make-keras-more.py 2|3 [part of a name]
Needs: pip install tensorflow-cpu==2.19.1 tf_keras==2.19.0 keras==3.15.1
"""

import json
import os
import pathlib
import shutil
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"  # as on most machines; without it volumes are padded by less than none

import numpy as np
import tensorflow as tf

V3 = sys.argv[1] == "3"
if V3:
    import keras
else:
    import tf_keras as keras

L = keras.layers
OUT = pathlib.Path(__file__).parent / "cases" / ("keras3-more" if V3 else "keras-more")
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
CASES = []


def add(name, shape, feed, *layers, low=-1.0, high=1.0, whole=False):
    """A chain of layers on one input; None in `shape` is an unknown length, which `feed` says."""
    CASES.append((name, [shape], [feed], lambda xs: run(layers, xs[0]), low, high, whole))


def merge(name, shapes, feeds, layer):
    CASES.append((name, shapes, feeds, layer, -1.0, 1.0, False))


def run(layers, x):
    # As one model: Keras 3 writes the masks of a functional model as operations of their own.
    if V3 and any(isinstance(layer, (L.Embedding, L.Masking)) for layer in layers):
        return keras.Sequential(layers)(x)
    for layer in layers:
        x = layer(x)
    return x


for name in ("hard_sigmoid", "gelu", "swish", "exponential", "softsign", "selu", "mish", "leaky_relu", "log_softmax"):
    add(f"activation_{name}", (6,), (3, 6), L.Activation(name), low=-4, high=4)
add("relu_slope", (6,), (3, 6), L.ReLU(negative_slope=0.2), low=-4, high=4)
add("relu_slope_max", (6,), (3, 6), L.ReLU(max_value=2.0, negative_slope=0.2), low=-4, high=4)
add("relu_threshold", (6,), (3, 6), L.ReLU(threshold=1.0), low=-4, high=4)
add("relu_all", (6,), (3, 6), L.ReLU(max_value=2.5, negative_slope=0.1, threshold=0.5), low=-4, high=4)
add("relu_6", (6,), (3, 6), L.ReLU(max_value=6.0, negative_slope=0.3), low=-9, high=9)
add("elu_alpha", (6,), (3, 6), L.ELU(alpha=0.5), low=-4, high=4)
add("leaky_relu", (6,), (3, 6), L.LeakyReLU(), low=-4, high=4)
add("softmax_axis1", (3, 4, 5), (2, 3, 4, 5), L.Softmax(axis=1), low=-3, high=3)
add("softmax_axes", (3, 4, 5), (2, 3, 4, 5), L.Softmax(axis=[1, 2]), low=-3, high=3)
add("dense_activation_layer", (4,), (3, 4), L.Dense(3, activation=L.LeakyReLU(0.1)))
add("conv1d_causal", (9, 3), (2, 9, 3), L.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu"))
add("conv1d_causal_s2", (None, 3), (2, 9, 3), L.Conv1D(4, 2, padding="causal", strides=2))
add("conv2d_transpose_output_padding", (4, 5, 3), (2, 4, 5, 3), L.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=1))
add("conv2d_transpose_output_padding_0", (4, 5, 3), (2, 4, 5, 3), L.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=0))
add("conv2d_transpose_valid_output_padding", (4, 5, 3), (2, 4, 5, 3), L.Conv2DTranspose(2, (3, 2), strides=3, output_padding=(1, 2)))
add("conv2d_transpose_dilated_same", (5, 6, 3), (2, 5, 6, 3), L.Conv2DTranspose(2, 3, padding="same", dilation_rate=2))
add("conv2d_transpose_dilated_valid", (5, 6, 3), (2, 5, 6, 3), L.Conv2DTranspose(2, (2, 3), dilation_rate=(2, 2)))
add("conv3d_transpose_output_padding", (2, 3, 2, 2), (1, 2, 3, 2, 2), L.Conv3DTranspose(2, 3, strides=2, padding="same", output_padding=1))
add("conv3d_transpose_output_padding_0", (2, 3, 2, 2), (1, 2, 3, 2, 2), L.Conv3DTranspose(2, 3, strides=2, padding="same", output_padding=0))
add("conv3d_transpose_short_kernel", (2, 3, 2, 2), (1, 2, 3, 2, 2), L.Conv3DTranspose(2, 2, strides=3, padding="same"))
add("conv3d_stride_above_kernel", (4, 5, 6, 2), (1, 4, 5, 6, 2), L.Conv3D(3, (1, 2, 1), strides=(2, 3, 3), padding="same"))
add("max_pooling3d_stride_above_size", (4, 5, 6, 2), (1, 4, 5, 6, 2), L.MaxPooling3D(1, strides=(2, 3, 3), padding="same"), low=0)
add("depthwise_dilated", (9, 8, 3), (2, 9, 8, 3), L.DepthwiseConv2D(3, depth_multiplier=2, dilation_rate=2, padding="same"))
add("separable_dilated", (9, 8, 3), (2, 9, 8, 3), L.SeparableConv2D(4, 3, depth_multiplier=2, dilation_rate=2, activation="relu"))
add("upsampling_bilinear", (3, 4, 2), (2, 3, 4, 2), L.UpSampling2D((2, 3), interpolation="bilinear"))
add("upsampling_dynamic", (None, None, 2), (2, 3, 4, 2), L.UpSampling2D((2, 3), interpolation="bilinear"))
add("resizing_bilinear", (5, 7, 2), (2, 5, 7, 2), L.Resizing(8, 4))
add("resizing_nearest", (5, 7, 2), (2, 5, 7, 2), L.Resizing(8, 4, interpolation="nearest"))
add("resizing_crop", (5, 9, 2), (2, 5, 9, 2), L.Resizing(7, 4, crop_to_aspect_ratio=True))
add("resizing_crop_wide", (9, 5, 2), (2, 9, 5, 2), L.Resizing(3, 8, interpolation="nearest", crop_to_aspect_ratio=True))
add("center_crop", (7, 9, 2), (2, 7, 9, 2), L.CenterCrop(4, 4))
add("center_crop_larger", (4, 9, 2), (2, 4, 9, 2), L.CenterCrop(6, 3))
add("category_one_hot", (1,), (4, 1), L.CategoryEncoding(5, output_mode="one_hot"), low=0, high=5, whole=True)
add("category_count", (4,), (3, 4), L.CategoryEncoding(5, output_mode="count"), low=0, high=5, whole=True)
add("batch_norm_axis1", (3, 4, 5), (2, 3, 4, 5), L.BatchNormalization(axis=1))
add("batch_norm_axis2", (3, 4, 5), (2, 3, 4, 5), L.BatchNormalization(axis=2, scale=False))
add("batch_norm_rank5", (2, 3, 2, 4), (2, 2, 3, 2, 4), L.BatchNormalization())
add("layer_norm_axes", (3, 4, 5), (2, 3, 4, 5), L.LayerNormalization(axis=[1, 3]))
add("layer_norm_1", (3, 4, 5), (2, 3, 4, 5), L.LayerNormalization(axis=1, center=False))
add("global_average_masked", (6,), (3, 6), L.Embedding(4, 3, mask_zero=True), L.GlobalAveragePooling1D(), low=0, high=4, whole=True)
add("global_average_masked_through", (6,), (3, 6), L.Embedding(4, 3, mask_zero=True), L.Dense(4), L.LeakyReLU(), L.Dropout(0.5), L.GlobalAveragePooling1D(), low=0, high=4, whole=True)
add("global_average_keepdims", (4, 5, 3), (2, 4, 5, 3), L.GlobalAveragePooling2D(keepdims=True))
add("global_max_keepdims", (4, 3), (2, 4, 3), L.GlobalMaxPooling1D(keepdims=True))
add("global_average_1d_cf", (4, 3), (2, 4, 3), L.GlobalAveragePooling1D(data_format="channels_first"))
add("max_pooling1d_cf", (4, 6), (2, 4, 6), L.MaxPooling1D(2, data_format="channels_first"))
add("masking", (4, 3), (2, 4, 3), L.Masking(1.0), L.Dense(2), L.GlobalAveragePooling1D(), low=0, high=2, whole=True)
add("reshape_dynamic", (None, 6), (2, 4, 6), L.Reshape((-1, 3)))
add("flatten_1", (1,), (3, 1), L.Flatten())
merge("subtract", [(4, 5), (1, 5)], [(2, 4, 5), (2, 1, 5)], L.Subtract())
merge("dot_normalize", [(4, 5), (6, 5)], [(2, 4, 5), (2, 6, 5)], L.Dot(axes=2, normalize=True))
merge("dot_rank4", [(3, 4, 5), (5, 2)], [(2, 3, 4, 5), (2, 5, 2)], L.Dot(axes=(3, 1)))
merge("average_ranks", [(5,), (4, 5)], [(2, 5), (2, 4, 5)], L.Average())
if V3:
    for name in ("silu", "hard_silu", "relu6", "celu", "glu", "hard_tanh", "hard_shrink", "soft_shrink", "tanh_shrink",
                 "squareplus", "sparse_plus", "sparse_sigmoid", "log_sigmoid"):
        add(f"activation_{name}", (6,), (3, 6), L.Activation(name), low=-4, high=4)
    add("dense_hard_sigmoid", (6,), (3, 6), L.Dense(4, activation="hard_sigmoid"), low=-4, high=4)
    add("leaky_relu_slope", (6,), (3, 6), L.LeakyReLU(negative_slope=0.1), low=-4, high=4)
    add("layer_norm_rms", (4, 5), (2, 4, 5), L.LayerNormalization(rms_scaling=True))
    add("conv2d_groups", (6, 7, 4), (2, 6, 7, 4), L.Conv2D(6, 3, groups=2, activation="relu"))
    add("conv1d_groups", (9, 4), (2, 9, 4), L.Conv1D(8, 3, groups=2, padding="same"))
    add("conv2d_groups_depthwise", (6, 7, 3), (2, 6, 7, 3), L.Conv2D(6, 3, groups=3, strides=2, padding="same"))
    add("resizing_pad", (5, 9, 2), (2, 5, 9, 2), L.Resizing(7, 4, pad_to_aspect_ratio=True, fill_value=0.5))
    add("category_one_hot_sequence", (4,), (3, 4), L.CategoryEncoding(5, output_mode="one_hot"), low=0, high=5, whole=True)
else:
    add("rescaling_list", (3, 2), (2, 3, 2), L.Rescaling([0.5, 2.0], offset=[1.0, -1.0]))
    add("activation_thresholded_relu", (6,), (3, 6), L.ThresholdedReLU(0.5), low=-4, high=4)


def masked_merge(layer):
    def build(xs):
        table = L.Embedding(4, 3, mask_zero=True)
        return L.GlobalAveragePooling1D()(layer([table(xs[0]), table(xs[1])]))

    return build


for name, layer in () if V3 else (("add", L.Add()), ("multiply", L.Multiply()), ("concatenate", L.Concatenate()), ("concatenate_time", L.Concatenate(axis=1))):
    CASES.append((f"masked_{name}", [(5,), (5,)], [(3, 5), (3, 5)], masked_merge(layer), 0, 4, True))


def make(index, name, shapes, feeds, build, low, high, whole):
    keras.backend.clear_session()
    random = np.random.default_rng(1000 + index)
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    inputs = [keras.Input(s, name=f"in{i}") for i, s in enumerate(shapes)]
    model = keras.Model(inputs, build(inputs), name="model")
    for w in model.weights:
        lo, hi = (0.5, 1.5) if "gamma" in w.name or "variance" in w.name else (-0.6, 0.6)
        w.assign(random.uniform(lo, hi, w.shape).astype("float32"))
    data = [
        (random.integers(low, high, f) if whole else random.uniform(low, high, f)).astype("float32") for f in feeds
    ]
    results = [np.asarray(model(data if len(data) > 1 else data[0]), dtype="float32")]
    config = json.loads(model.to_json())
    topology = {k: config[k] for k in ("keras_version", "backend") if k in config}
    topology.setdefault("keras_version", keras.__version__)
    topology["model_config"] = {k: config[k] for k in ("class_name", "config")}
    weights = [{"name": w.path if V3 else w.name.split(":")[0], "shape": list(w.shape), "dtype": "float32"} for w in model.weights]
    (folder / "weights.bin").write_bytes(b"".join(np.asarray(w).tobytes() for w in model.weights))
    manifest = [{"paths": ["weights.bin"], "weights": weights}]
    (folder / "model.json").write_text(
        json.dumps({"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest})
    )

    def describe(prefix, names, tensors):
        for i, t in enumerate(tensors):
            (folder / f"{prefix}{i}.bin").write_bytes(t.tobytes())
        return [
            {"name": n, "shape": list(t.shape), "dtype": "float32", "file": f"{prefix}{i}.bin"}
            for i, (n, t) in enumerate(zip(names, tensors))
        ]

    golden = {
        "madeBy": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
        "inputs": describe("in", [i.name for i in inputs], data),
        "outputs": describe("out", model.output_names, results),
    }
    (folder / "golden.json").write_text(json.dumps(golden))


for index, case in enumerate(CASES):
    if ONLY in case[0]:
        try:
            make(index, *case)
        except Exception as e:
            shutil.rmtree(OUT / case[0], ignore_errors=True)
            print(f"{case[0]}: {type(e).__name__}: {str(e).splitlines()[0][:200]}")
print(f"{len(list(OUT.iterdir()))} cases in {OUT}")
