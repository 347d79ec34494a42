"""Makes cases/keras-layers and cases/keras3-layers: small LayersModels with layers that TF.js lacks, as Keras 2 and Keras 3
write them, with Keras' own numbers.

Usage: python make-keras-layers.py 2|3 [part of a name]
Needs: pip install tensorflow-cpu==2.19.1 tf_keras==2.19.0 keras==3.15.1
"""

import json
import os
import pathlib
import shutil
import sys
import zlib

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

V3 = sys.argv[1] == "3"
if V3:
    import keras
    from keras import ops
    from keras.src.applications import convnext
else:
    import tf_keras as keras
    from tf_keras.src.applications import convnext

L = keras.layers
OUT = pathlib.Path(__file__).parent / "cases" / ("keras3-layers" if V3 else "keras-layers")
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
CASES = []


class Input:
    """An input of shape `fed`, its batch included; `open` axes are declared as unknown. Numbers are drawn between `low` and
    `high`, whole ones for int32 and strings, which are words by their numbers."""

    def __init__(self, *fed, dtype="float32", low=-1.0, high=1.0, open=(), words=None):
        self.fed, self.dtype, self.low, self.high, self.open, self.words = fed, dtype, low, high, open, words

    def declared(self, name):
        shape = [None if i + 1 in self.open else n for i, n in enumerate(self.fed[1:])]
        return keras.Input(shape, name=name, dtype=self.dtype)

    def draw(self, random):
        if self.words:
            return np.array(self.words, dtype=object)[random.integers(0, len(self.words), self.fed)]
        if self.dtype == "int32":
            return random.integers(self.low, self.high, self.fed).astype("int32")
        return random.uniform(self.low, self.high, self.fed).astype("float32")


def add(name, inputs, build, only=None, nudge=None):
    """A model of `build(inputs)`, which gives a tensor or a list of them; `only` says of which Keras."""
    if only in (None, 3 if V3 else 2):
        CASES.append((name, inputs if isinstance(inputs, list) else [inputs], build))


def layer(name, fed, make, only=None):
    """One layer, or several on the same input, each an output."""

    def build(xs):
        made = make()
        return [m(xs[0]) for m in made] if isinstance(made, list) else made(xs[0])

    add(name, fed, build, only)


# ---- activations and normalisation ----

wide = Input(3, 8, low=-4, high=4)
names = ["relu6", "leaky_relu", "log_softmax", "gelu", "swish", "mish", "elu", "selu", "exponential"]
if V3:
    names += ["silu", "hard_silu", "celu", "glu", "hard_tanh", "hard_shrink", "soft_shrink", "tanh_shrink", "squareplus",
              "sparse_plus", "sparse_sigmoid", "log_sigmoid", "sparsemax", "hard_sigmoid"]
layer("activations", wide, lambda: [L.Dense(6, activation=n) for n in names])
layer("activations_alone", wide, lambda: [L.Activation(n) for n in names])
layer("activation_objects", wide, lambda: [
    L.Dense(4, activation=L.ReLU(max_value=1.5)), L.Dense(4, activation=L.LeakyReLU(0.1)), L.Activation(L.ELU(0.3))])
layer("normalization_adapted", Input(4, 3, 5), lambda: L.Normalization())
layer("normalization_axis_1", Input(4, 3, 5), lambda: [L.Normalization(axis=1), L.Normalization(axis=(1, 2)), L.Normalization(axis=None)])
layer("normalization_given", Input(4, 3, 5), lambda: [
    L.Normalization(mean=[0.1, 0.2, 0.3, 0.4, 0.5], variance=[1.0, 2.0, 3.0, 4.0, 5.0]),
    L.Normalization(axis=None, mean=0.3, variance=0.5), L.Normalization(mean=0.3, variance=0.5),
    L.Normalization(axis=1, mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0])])
layer("normalization_inverted", Input(4, 5), lambda: [
    L.Normalization(invert=True), L.Normalization(mean=[0.1, 0.2, 0.3, 0.4, 0.5], variance=[1.0, 2.0, 3.0, 4.0, 5.0], invert=True)])
layer("group_normalization", Input(2, 4, 5, 6), lambda: [
    L.GroupNormalization(2), L.GroupNormalization(3, axis=-1, epsilon=0.1, center=False), L.GroupNormalization(-1, scale=False),
    L.GroupNormalization(2, axis=1)])
layer("group_normalization_any_size", Input(2, 4, 5, 6, open=(1, 2)), lambda: L.GroupNormalization(2))
layer("group_normalization_2d", Input(3, 6), lambda: L.GroupNormalization(2))
layer("unit_normalization", Input(2, 4, 5), lambda: [L.UnitNormalization(), L.UnitNormalization(axis=1), L.UnitNormalization(axis=[1, 2])])
layer("rms_normalization", Input(2, 4, 5), lambda: [L.RMSNormalization(), L.RMSNormalization(epsilon=0.1)], 3)
layer("spectral_normalization", Input(2, 6, 5, 3), lambda: [L.SpectralNormalization(L.Conv2D(4, 3)), L.SpectralNormalization(L.Dense(4))], 3)
layer("nothing_at_inference", Input(2, 6, 5, 3), lambda: [
    L.ActivityRegularization(0.1), L.SpatialDropout2D(0.2), L.RandomFlip(), L.RandomRotation(0.2), L.RandomZoom(0.2), L.RandomContrast(0.2),
    L.RandomBrightness(0.2), L.RandomTranslation(0.1, 0.1)] + ([L.Identity()] if V3 else [L.Identity(), L.RandomHeight(0.1), L.RandomWidth(0.1)]))
layer("random_crop", Input(2, 7, 9, 3), lambda: [L.RandomCrop(4, 4), L.RandomCrop(5, 8), L.RandomCrop(9, 4)])
layer("layer_scale", Input(2, 4, 5), lambda: convnext.LayerScale(0.5, 5))

# ---- one and three axes of space ----

sequence = Input(2, 9, 4)
volume = Input(2, 4, 5, 6, 2)
layer("separable_conv1d", sequence, lambda: [
    L.SeparableConv1D(5, 3), L.SeparableConv1D(5, 3, padding="same", strides=2, depth_multiplier=2, activation="relu"),
    L.SeparableConv1D(3, 2, dilation_rate=2, use_bias=False)])
layer("separable_conv1d_causal", sequence, lambda: L.SeparableConv1D(5, 3, padding="causal"), 2)
layer("depthwise_conv1d", sequence, lambda: [
    L.DepthwiseConv1D(3), L.DepthwiseConv1D(3, padding="same", strides=2, depth_multiplier=2, activation="relu"),
    L.DepthwiseConv1D(2, dilation_rate=2, use_bias=False)])
layer("conv1d_transpose", sequence, lambda: [
    L.Conv1DTranspose(3, 3), L.Conv1DTranspose(3, 4, strides=3, padding="same", activation="relu"), L.Conv1DTranspose(3, 2, strides=4, use_bias=False),
    L.Conv1DTranspose(3, 3, strides=2, padding="same", output_padding=1)])
layer("conv1d_transpose_dilated", sequence, lambda: L.Conv1DTranspose(3, 3, dilation_rate=2), 2)
layer("conv1d_transpose_any_length", Input(2, 9, 4, open=(1,)), lambda: L.Conv1DTranspose(3, 3, strides=2, padding="same"))
layer("conv3d_transpose", volume, lambda: [L.Conv3DTranspose(3, 2), L.Conv3DTranspose(3, 3, strides=(1, 2, 2), padding="same")])
layer("padding_and_cropping", sequence, lambda: [
    L.ZeroPadding1D(), L.ZeroPadding1D(2), L.ZeroPadding1D((1, 3)), L.Cropping1D(), L.Cropping1D(2), L.Cropping1D((0, 3))])
layer("padding_and_cropping_3d", volume, lambda: [
    L.ZeroPadding3D(), L.ZeroPadding3D((1, 0, 2)), L.ZeroPadding3D(((1, 2), (0, 1), (2, 0))), L.Cropping3D(), L.Cropping3D((1, 0, 2)),
    L.Cropping3D(((1, 2), (0, 1), (2, 0)))])
layer("upsampling", sequence, lambda: [L.UpSampling1D(), L.UpSampling1D(3)])
layer("upsampling_any_length", Input(2, 9, 4, open=(1,)), lambda: L.UpSampling1D(3))
layer("upsampling_3d", volume, lambda: [L.UpSampling3D(), L.UpSampling3D((1, 3, 2))])
layer("global_pooling_3d", volume, lambda: [
    L.GlobalAveragePooling3D(), L.GlobalMaxPooling3D(), L.GlobalAveragePooling3D(keepdims=True), L.GlobalMaxPooling3D(keepdims=True)])
layer("global_pooling_1d", sequence, lambda: [L.GlobalMaxPooling1D(keepdims=True), L.GlobalAveragePooling1D(keepdims=True)])
layer("pooling_3d", Input(2, 4, 5, 6, 2, low=0), lambda: [
    L.MaxPooling3D(2), L.AveragePooling3D(2), L.MaxPooling3D((1, 2, 3), strides=2, padding="same"), L.AveragePooling3D(2, strides=1, padding="same")])
layer("locally_connected_1d", sequence, lambda: [
    L.LocallyConnected1D(3, 2), L.LocallyConnected1D(3, 3, strides=2, activation="relu", use_bias=False)], 2)
layer("locally_connected_2d", Input(2, 5, 6, 3), lambda: [
    L.LocallyConnected2D(3, 2), L.LocallyConnected2D(2, (3, 2), strides=(2, 1), activation="relu")], 2)


# ---- writing ----


def assign(model, random):
    for w in model.weights:
        name = w.path if V3 else w.name
        if "int" in str(w.dtype):
            continue
        lo, hi = (0.5, 1.5) if any(part in name for part in ("gamma", "variance", "/scale")) else (-0.6, 0.6)
        w.assign(random.uniform(lo, hi, w.shape).astype("float32"))
    for sub in model.layers:
        # What adapting leaves beside the weights.
        if hasattr(sub, "finalize_state") and getattr(sub, "input_mean", None) is None:
            sub.finalize_state()


def describe(folder, prefix, names, tensors):
    entries = []
    for i, (name, t) in enumerate(zip(names, tensors)):
        t = np.asarray(t)
        if t.dtype.kind in "OSU":
            words = [w.decode() if isinstance(w, bytes) else str(w) for w in t.reshape(-1)]
            (folder / f"{prefix}{i}.json").write_text(json.dumps(words))
            entries.append({"name": name, "shape": list(t.shape), "dtype": "string", "file": f"{prefix}{i}.json"})
            continue
        # TF.js knows no wider types, and keeps bools in bytes.
        kind = {"f": "float32", "i": "int32", "u": "int32", "b": "bool"}[t.dtype.kind]
        (folder / f"{prefix}{i}.bin").write_bytes(t.astype("uint8" if kind == "bool" else kind).tobytes())
        entries.append({"name": name, "shape": list(t.shape), "dtype": kind, "file": f"{prefix}{i}.bin"})
    return entries


def make(name, inputs, build):
    keras.backend.clear_session()
    random = np.random.default_rng(zlib.crc32(name.encode()))
    keras.utils.set_random_seed(1)
    declared = [i.declared(f"in{k}") for k, i in enumerate(inputs)]
    results = build(declared)
    model = keras.Model(declared, results, name="model")
    assign(model, random)
    data = [i.draw(random) for i in inputs]
    fed = [tf.constant(d.astype(str)) if d.dtype == object else d for d in data]
    found = model(fed, training=False)
    found = list(found) if isinstance(found, (list, tuple)) else [found]
    found = [t.numpy() if hasattr(t, "numpy") else np.asarray(t) for t in found]
    assert all(np.isfinite(t).all() for t in found if t.dtype.kind == "f"), "not finite"
    config = json.loads(model.to_json())
    topology = {k: config[k] for k in ("keras_version", "backend") if k in config}
    topology.setdefault("keras_version", keras.__version__)
    topology["model_config"] = {k: config[k] for k in ("class_name", "config")}
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kept = [w for w in model.weights if "int" not in str(w.dtype)]
    weights = [{"name": w.path if V3 else w.name.split(":")[0], "shape": list(w.shape), "dtype": "float32"} for w in kept]
    (folder / "weights.bin").write_bytes(b"".join(np.asarray(w).tobytes() for w in kept))
    manifest = [{"paths": ["weights.bin"], "weights": weights}]
    (folder / "model.json").write_text(
        json.dumps({"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest})
    )
    outputs = model.output_names if len(model.output_names) == len(found) else [f"out{i}" for i in range(len(found))]
    golden = {
        "madeBy": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
        "inputs": describe(folder, "in", [f"in{k}" for k in range(len(inputs))], data),
        "outputs": describe(folder, "out", outputs, found),
    }
    (folder / "golden.json").write_text(json.dumps(golden))


for case in CASES:
    if ONLY in case[0]:
        try:
            make(*case)
        except Exception as e:
            shutil.rmtree(OUT / case[0], ignore_errors=True)
            print(f"{case[0]}: {type(e).__name__}: {str(e).splitlines()[0][:300]}")
print(f"{len(list(OUT.iterdir()))} cases in {OUT}")
