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
layer("adaptive_pooling", Input(2, 4, 6, 3), lambda: [L.AdaptiveAveragePooling2D((2, 3)), L.AdaptiveMaxPooling2D(2)], 3)
layer("padding_3d_first", Input(2, 3, 4, 5, 6), lambda: L.ZeroPadding3D(((1, 2), (0, 1), (2, 0)), data_format="channels_first"))
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


# ---- functions ----


def functions(name, inputs, *made, only=None):
    """Functions of the same inputs, each an output."""

    def build(xs):
        found = [f(*xs) for f in made]
        return [t for f in found for t in (f if isinstance(f, (list, tuple)) else [f])]

    add(name, inputs, build, only)


a = Input(2, 4, 6)
b = Input(2, 4, 6)
above = Input(2, 4, 6, low=0.1, high=2)
unit = Input(2, 4, 6, low=-0.9, high=0.9)
ints = Input(3, 5, dtype="int32", low=-4, high=9)
image = Input(2, 5, 6, 3)

functions("operators", [a, b], lambda x, y: [
    x + y, x - y, x * y, x / (y + 2.0), x + 1, 1 - x, 2 * x, x / 2, 3.0 / (x + 2.0), -x, abs(x), (x + 2.0) ** 2, (x + 2.0) ** 0.5,
    x // 0.3, x % 0.3, x > y, x >= 0.1, x < y, x <= 0.1])
functions("operators_int", ints, lambda x: [x + 1, 2 * x, x - 3, x // 2, x % 3, -x, x > 2])
functions("indexing", Input(3, 4, 6, 5), lambda x: [
    x[:, 0], x[:, -1], x[:, 1:3], x[:, ::2], x[..., 0], x[..., :2], x[:, :, None, 1], x[:, None], x[:, 1:, ..., -2:], x[:, ::-1],
    x[:, 3:0:-1, 2], x[:, :, :, 1:4:2]])
functions("indexing_any_length", Input(3, 4, 5, open=(1,)), lambda x: [x[:, 0], x[:, -1], x[:, -3:], x[:, :-1, 1:3]])
if V3:
    functions("ops_unary", unit, lambda x: [f(x) for f in (
        ops.abs, ops.arccos, ops.arcsin, ops.arcsinh, ops.arctan, ops.arctanh, ops.ceil, ops.cos, ops.cosh, ops.erf, ops.exp, ops.expm1,
        ops.floor, ops.negative, ops.sign, ops.sin, ops.sinh, ops.square, ops.tan, ops.tanh, ops.isnan, ops.isfinite, ops.isinf,
        ops.exp2, ops.deg2rad, ops.rad2deg, ops.trunc, ops.zeros_like, ops.ones_like, ops.stop_gradient, ops.nan_to_num)])
    functions("ops_unary_above", above, lambda x: [f(x) for f in (
        ops.sqrt, ops.rsqrt, ops.log, ops.log1p, ops.log2, ops.log10, ops.reciprocal, ops.round)] + [ops.arccosh(x + 1.0)])
    functions("ops_nn", Input(2, 4, 6, low=-4, high=4), lambda x: [f(x) for f in (
        ops.relu, ops.relu6, ops.sigmoid, ops.softplus, ops.softsign, ops.silu, ops.log_sigmoid, ops.hard_sigmoid, ops.hard_silu, ops.elu,
        ops.selu, ops.gelu, ops.celu, ops.glu, ops.softmax, ops.log_softmax, ops.leaky_relu, ops.hard_tanh, ops.tanh_shrink, ops.soft_shrink,
        ops.hard_shrink, ops.squareplus, ops.sparse_plus, ops.sparse_sigmoid, ops.sparsemax, ops.normalize)] + [
        ops.gelu(x, approximate=False), ops.softmax(x, axis=1), ops.log_softmax(x, axis=1), ops.leaky_relu(x, 0.1), ops.elu(x, 0.5),
        ops.celu(x, 2.0), ops.glu(x, axis=1), ops.soft_shrink(x, 1.0), ops.hard_shrink(x, 1.0), ops.threshold(x, 0.5, -1.0),
        ops.squareplus(x, b=2), ops.normalize(x, axis=1), ops.normalize(x, order=1), ops.rms_normalization(x)])
    functions("ops_binary", [a, b], lambda x, y: [f(x, y) for f in (
        ops.add, ops.subtract, ops.multiply, ops.maximum, ops.minimum, ops.arctan2, ops.equal, ops.not_equal, ops.greater, ops.less_equal,
        ops.logaddexp, ops.divide_no_nan)] + [
        ops.where(x > y, x, y), ops.where(x > 0, x, 0.0), ops.logical_and(x > 0, y > 0), ops.logical_or(x > 0, y > 0), ops.logical_not(x > 0),
        ops.logical_xor(x > 0, y > 0), ops.clip(x, -0.2, 0.3), ops.power(ops.abs(x), 1.5), ops.true_divide(x, y + 2.0),
        ops.floor_divide(x, 0.3), ops.mod(x, 0.3), ops.maximum(x, 0.1), ops.cast(x > 0, "float32"), ops.cast(x * 4, "int32")])
    functions("ops_reduce", a, lambda x: [f(x, axis=-1) for f in (
        ops.mean, ops.sum, ops.prod, ops.max, ops.min, ops.var, ops.std, ops.logsumexp, ops.argmax, ops.argmin, ops.cumsum, ops.cumprod,
        ops.norm)] + [
        ops.mean(x, axis=[1, 2]), ops.mean(x, axis=1, keepdims=True), ops.sum(x, axis=(1, 2), keepdims=True), ops.max(x, axis=1, keepdims=True),
        ops.any(x > 0.5, axis=1), ops.all(x > -0.5, axis=2), ops.amax(x, axis=1), ops.amin(x, axis=1), ops.count_nonzero(x > 0, axis=1),
        *ops.moments(x, axes=[1]), *ops.top_k(x, 2)])
    functions("ops_shape", a, lambda x: [
        ops.reshape(x, (-1, 3)), ops.reshape(x, (-1, 2, 2, 6)), ops.transpose(x, (0, 2, 1)), ops.expand_dims(x, 1), ops.expand_dims(x, -1),
        ops.squeeze(ops.expand_dims(x, 1), 1), ops.tile(x, (1, 2, 1)), ops.repeat(x, 2, axis=1), ops.flip(x, axis=1), ops.roll(x, 2, axis=1),
        ops.pad(x, ((0, 0), (1, 2), (0, 1))), ops.pad(x, ((0, 0), (1, 2), (0, 1)), constant_values=0.5),
        ops.pad(x, ((0, 0), (1, 2), (0, 1)), mode="reflect"), ops.swapaxes(x, 1, 2), ops.moveaxis(x, 1, 2), ops.take(x, [0, 2, 1], axis=1),
        *ops.split(x, 2, axis=1), *ops.split(x, [1, 3], axis=2), *ops.unstack(x, axis=1), ops.stack([x, x * 2], axis=1),
        ops.concatenate([x, x * 2], axis=-1), ops.tril(x), ops.triu(x, k=1), ops.slice(x, (0, 1, 2), (2, 3, 2)), ops.full_like(x, 3.0),
        ops.hstack([x, x]), ops.vstack([x, x])])
    functions("ops_reshape_any_length", Input(2, 4, 6, open=(1,)), lambda x: [ops.reshape(x, (-1, 6)), ops.transpose(x, (0, 2, 1))])
    functions("ops_product", [a, Input(2, 6, 3), Input(2, 4, 3)], lambda x, y, z: [
        ops.matmul(x, y), ops.einsum("abc,acd->abd", x, y), ops.einsum("abc,abd->acd", x, z), ops.einsum("abc,abd->abcd", x, z),
        ops.einsum("abc->acb", x), ops.einsum("abc->ab", x), ops.einsum("...bc,...cd->...bd", x, y), ops.einsum("abc,abd->dca", x, z)])
    functions("ops_int", ints, lambda x: [
        ops.one_hot(x, 9), ops.one_hot(x, 9, axis=1), ops.cast(x, "float32"), ops.cast(x, "bool"), ops.take(np.arange(20.0).astype("float32"), x + 5),
        ops.add(x, 1), ops.multiply(x, 0.5), ops.true_divide(x, 2), ops.mean(x, axis=1), ops.sum(x, axis=1), ops.maximum(x, 2), x / 2])
    functions("ops_image", image, lambda x: [
        ops.image.resize(x, (8, 4)), ops.image.resize(x, (8, 4), interpolation="nearest"), ops.image.rgb_to_grayscale(x), ops.max_pool(x, 2),
        ops.average_pool(x, 2, strides=1, padding="same"), ops.max_pool(x, (2, 3), strides=2, padding="same")])
    functions("ops_depth", Input(2, 4, 6, 4), lambda x: [ops.depth_to_space(x, 2), ops.space_to_depth(x, 2)])
else:
    m, nn = tf.math, tf.nn
    functions("tf_unary", unit, lambda x: [f(x) for f in (
        tf.abs, m.acos, m.asin, m.asinh, m.atan, m.atanh, m.ceil, m.cos, m.cosh, m.erf, tf.exp, m.expm1, tf.floor, m.negative, tf.sign, tf.sin,
        m.sinh, tf.square, m.tan, tf.tanh, m.is_nan, m.is_finite, m.is_inf, tf.zeros_like, tf.ones_like, tf.identity, tf.stop_gradient)])
    functions("tf_unary_above", above, lambda x: [f(x) for f in (tf.sqrt, m.rsqrt, m.log, m.log1p, m.reciprocal, tf.round)] + [m.acosh(x + 1.0)])
    functions("tf_nn", Input(2, 4, 6, low=-4, high=4), lambda x: [f(x) for f in (
        nn.relu, nn.relu6, nn.sigmoid, m.sigmoid, nn.softplus, nn.softsign, nn.silu, nn.swish, nn.elu, nn.selu, nn.gelu, nn.softmax,
        nn.log_softmax, nn.leaky_relu, nn.tanh, tf.keras.activations.relu if False else nn.relu)] + [
        nn.gelu(x, approximate=True), nn.softmax(x, axis=1), nn.leaky_relu(x, alpha=0.1), nn.l2_normalize(x, axis=-1),
        m.l2_normalize(x, axis=1)])
    functions("tf_binary", [a, b], lambda x, y: [f(x, y) for f in (
        tf.add, tf.subtract, tf.multiply, tf.maximum, tf.minimum, m.atan2, tf.equal, tf.not_equal, tf.greater, tf.less_equal,
        m.squared_difference, m.divide_no_nan)] + [
        tf.where(x > y, x, y), tf.logical_and(x > 0, y > 0), tf.logical_or(x > 0, y > 0), tf.logical_not(x > 0), tf.clip_by_value(x, -0.2, 0.3),
        tf.pow(tf.abs(x), 1.5), tf.divide(x, y + 2.0), m.floordiv(x, 0.3), m.floormod(x, 0.3), tf.maximum(x, 0.1), tf.cast(x > 0, tf.float32),
        tf.cast(x * 4, tf.int32), tf.add_n([x, y, x])])
    functions("tf_reduce", a, lambda x: [f(x, axis=-1) for f in (
        tf.reduce_mean, tf.reduce_sum, tf.reduce_prod, tf.reduce_max, tf.reduce_min, m.reduce_variance, m.reduce_std, tf.reduce_logsumexp,
        tf.argmax, tf.argmin, tf.cumsum, m.cumprod, tf.norm)] + [
        tf.reduce_mean(x, axis=[1, 2]), tf.reduce_mean(x, 1, keepdims=True), tf.reduce_sum(x, [1, 2], True), tf.reduce_any(x > 0.5, axis=1),
        tf.reduce_all(x > -0.5, axis=2), tf.cumsum(x, axis=1, exclusive=True, reverse=True), *nn.moments(x, [1]), *m.top_k(x, 2)])
    functions("tf_shape", a, lambda x: [
        tf.reshape(x, (-1, 3)), tf.reshape(x, (-1, 2, 2, 6)), tf.transpose(x, (0, 2, 1)), tf.transpose(x), tf.expand_dims(x, 1), tf.expand_dims(x, -1),
        tf.squeeze(tf.expand_dims(x, 1), [1]), tf.tile(x, (1, 2, 1)), tf.repeat(x, 2, axis=1), tf.reverse(x, [1]), tf.roll(x, 2, axis=1),
        tf.pad(x, ((0, 0), (1, 2), (0, 1))), tf.pad(x, ((0, 0), (1, 2), (0, 1)), constant_values=0.5), tf.pad(x, ((0, 0), (1, 2), (0, 1)), "REFLECT"),
        tf.gather(x, [0, 2, 1], axis=1), *tf.split(x, 2, axis=1), *tf.unstack(x, axis=1), tf.stack([x, x * 2], axis=1),
        tf.concat([x, x * 2], axis=-1), tf.slice(x, [0, 1, 2], [2, 3, 2]), tf.broadcast_to(tf.expand_dims(x, 1), [2, 3, 4, 6])])
    functions("tf_split", a, lambda x: tf.split(x, [1, 3, 2], axis=2))
    functions("tf_dynamic_shape", Input(2, 4, 6, open=(1,)), lambda x: [
        tf.reshape(x, [tf.shape(x)[0], -1]), tf.reshape(x, [tf.shape(x)[0], tf.shape(x)[1] * 2, 3]), tf.shape(x)])
    functions("tf_product", [a, Input(2, 6, 3), Input(2, 4, 3)], lambda x, y, z: [
        tf.matmul(x, y), tf.matmul(x, z, transpose_a=True), tf.linalg.matmul(y, z, transpose_b=True), x @ y, tf.tensordot(x, z[0], [[1], [0]])])
    functions("tf_int", ints, lambda x: [
        tf.one_hot(x, 9), tf.one_hot(x, 9, axis=1), tf.cast(x, "float32"), tf.cast(x, "bool"), tf.add(x, 1), tf.reduce_sum(x, axis=1), tf.maximum(x, 2),
        x / 2])
    functions("tf_image", image, lambda x: [
        tf.image.resize(x, (8, 4)), tf.image.resize(x, (8, 4), method="nearest"), tf.image.rgb_to_grayscale(x), nn.max_pool2d(x, 2, 2, "VALID"),
        nn.avg_pool2d(x, 2, 1, "SAME"), nn.max_pool2d(x, [2, 3], 2, "SAME"), tf.image.flip_left_right(x)])
    functions("tf_depth", Input(2, 4, 6, 4), lambda x: [nn.depth_to_space(x, 2), nn.space_to_depth(x, 2)])


if V3:

    def reversible(**options):
        def build(xs):
            table = L.ReversibleEmbedding(5, 4, **options)
            return table(L.Dense(4)(table(xs[0])), reverse=True)

        return build

    add("reversible_embedding", Input(3, 4, dtype="int32", low=0, high=5), reversible())
    add("reversible_embedding_untied", Input(3, 4, dtype="int32", low=0, high=5), reversible(tie_weights=False, logit_soft_cap=0.5))

# ---- attention ----

query, value = Input(2, 4, 6), Input(2, 5, 6)
tokens = Input(3, 5, dtype="int32", low=0, high=4)


def attention(name, inputs, *made, only=None):
    functions(name, inputs, *made, only=only)


def masked(build):
    """A model on two sequences whose embedding masks zeros."""

    def made(x, y):
        table = L.Embedding(5, 6, mask_zero=True)
        return build(table(x), table(y))

    return made


attention("einsum_dense", Input(2, 4, 6), *[lambda x, o=o: L.EinsumDense(**o)(x) for o in (
    {"equation": "abc,cd->abd", "output_shape": (None, 3), "bias_axes": "d", "activation": "relu"},
    {"equation": "abc,cde->abde", "output_shape": (None, 2, 3), "bias_axes": "de"},
    {"equation": "abc,bd->adc", "output_shape": (3, 6), "bias_axes": "d"},
    {"equation": "...x,xy->...y", "output_shape": 3, "bias_axes": "y"},
    {"equation": "abc,cd->abd", "output_shape": (None, 3)},
    {"equation": "abc,bcd->ad", "output_shape": 3, "bias_axes": "d"})])
attention("multi_head", [query, value], lambda q, v: L.MultiHeadAttention(2, 3)(q, v))
attention("multi_head_self", query, lambda q: L.MultiHeadAttention(3, 2, value_dim=4, output_shape=5)(q, q))
attention("multi_head_key", [query, value, value], lambda q, v, k: L.MultiHeadAttention(2, 3, use_bias=False)(q, v, k))
attention("multi_head_causal", query, lambda q: L.MultiHeadAttention(2, 3)(q, q, use_causal_mask=True))
attention("multi_head_scores", [query, value], lambda q, v: L.MultiHeadAttention(2, 3)(q, v, return_attention_scores=True))
attention("multi_head_masked", [query, value, Input(2, 4, 5, low=-1, high=1)], lambda q, v, m:
    L.MultiHeadAttention(2, 3)(q, v, attention_mask=m > -0.5))
attention("multi_head_words", [tokens, tokens], masked(lambda x, y: L.MultiHeadAttention(2, 3)(x, y)))
attention("multi_head_any_length", [Input(2, 4, 6, open=(1,)), Input(2, 5, 6, open=(1,))], lambda q, v:
    L.MultiHeadAttention(2, 3)(q, v, use_causal_mask=True))
attention("attention", [query, value, value], *[lambda q, v, k, o=o: L.Attention(**o)([q, v, k]) for o in (
    {}, {"use_scale": True}, {"score_mode": "concat"}, {"score_mode": "concat", "use_scale": True})])
attention("attention_causal", [query, query], lambda q, v: L.Attention()([q, v], use_causal_mask=True))
attention("attention_scores", [query, value], lambda q, v: L.Attention()([q, v], return_attention_scores=True))
attention("attention_words", [tokens, tokens], masked(lambda x, y: L.Attention()([x, y])))
attention("additive", [query, value, value], lambda q, v, k: L.AdditiveAttention()([q, v, k]), lambda q, v, k: L.AdditiveAttention(use_scale=False)([q, v]))
attention("additive_words", [tokens, tokens], masked(lambda x, y: L.GlobalAveragePooling1D()(L.AdditiveAttention()([x, y]))))
if V3:
    attention("group_query", [query, value], lambda q, v: L.GroupQueryAttention(3, 4, 2)(q, v))
    attention("group_query_causal", query, lambda q: L.GroupQueryAttention(3, 4, 1, use_bias=False)(q, q, use_causal_mask=True))
    attention("multi_head_gated", [query, value], lambda q, v: L.MultiHeadAttention(2, 3, use_gate=True)(q, v))
    attention("multi_head_window", query, lambda q: L.MultiHeadAttention(2, 3, sliding_window=2)(q, q, use_causal_mask=True))
    attention("dot_product_attention", [Input(2, 4, 3, 5), Input(2, 6, 3, 5)], lambda q, v: ops.dot_product_attention(q, v, v), lambda q, v:
        ops.dot_product_attention(q, q, q, is_causal=True))
    words = Input(4, 6, dtype="int32", low=0, high=4)
    attention("masks_as_operations", words, lambda x: L.LSTM(3)(L.Embedding(5, 4, mask_zero=True)(x)),
        lambda x: L.GlobalAveragePooling1D()(L.Embedding(5, 4, mask_zero=True)(x)))


# ---- preprocessing ----

picture = Input(2, 5, 7, 3)
kinds = ["bicubic", "area", "lanczos3", "lanczos5"] + ([] if V3 else ["gaussian", "mitchellcubic"])
layer("resizing_kinds", picture, lambda: [L.Resizing(8, 4, interpolation=k) for k in kinds if not (V3 and k == "area")])
layer("resizing_larger_kinds", picture, lambda: [L.Resizing(12, 9, interpolation=k) for k in kinds if not (V3 and k == "area")])
layer("resizing_antialias", Input(2, 9, 11, 3), lambda: [
    L.Resizing(4, 5, antialias=True), L.Resizing(4, 5, interpolation="bicubic", antialias=True),
    L.Resizing(4, 5, interpolation="lanczos3", antialias=True)], 3)
layer("upsampling_kinds", picture, lambda: [L.UpSampling2D((2, 3), interpolation=k) for k in kinds if not (V3 and k == "area")])
layer("discretization", Input(4, 3, low=-1, high=1), lambda: [
    L.Discretization([-0.5, 0.1, 0.3]), L.Discretization([-0.5, 0.1, 0.3], output_mode="multi_hot"),
    L.Discretization([-0.5, 0.1, 0.3], output_mode="count")])
layer("discretization_one_hot", Input(4, 1, low=-1, high=1), lambda: L.Discretization([-0.5, 0.1, 0.3], output_mode="one_hot"))
numbers = Input(4, 3, dtype="int32", low=0, high=14)
layer("integer_lookup", numbers, lambda: [
    L.IntegerLookup(vocabulary=[12, 3, 7, 9]), L.IntegerLookup(vocabulary=[12, 3, 7, 9], mask_token=5),
    L.IntegerLookup(vocabulary=[12, 3, 7, 9], num_oov_indices=3), L.IntegerLookup(vocabulary=[12, 3, 7, 9], num_oov_indices=2, mask_token=6),
    L.IntegerLookup(vocabulary=[12, 3, 7, 9], output_mode="multi_hot"), L.IntegerLookup(vocabulary=[12, 3, 7, 9], output_mode="count"),
    L.IntegerLookup(vocabulary=[12, 3, 7, 9], invert=True), L.IntegerLookup(vocabulary=[12, 3, 7, 9], invert=True, mask_token=0)])
words = Input(4, 3, dtype="string", words=["tea", "coffee", "milk", "", "näher", "UNKNOWN"])
known = ["milk", "tea", "näher"]
layer("string_lookup", words, lambda: [
    L.StringLookup(vocabulary=known), L.StringLookup(vocabulary=known, mask_token=""), L.StringLookup(vocabulary=known, num_oov_indices=3)])
layer("string_lookup_encoded", words, lambda: [
    L.StringLookup(vocabulary=known, output_mode="multi_hot"), L.StringLookup(vocabulary=known, output_mode="count", mask_token="")])
layer("string_lookup_any_length", Input(4, 3, dtype="string", words=known, open=(1,)), lambda: L.StringLookup(vocabulary=known))
layer("string_lookup_inverted", Input(4, 3, dtype="int32", low=0, high=6), lambda: L.StringLookup(vocabulary=known, invert=True))
add("words_embedded", words, lambda xs: L.Dense(2)(L.Flatten()(L.Embedding(5, 3)(L.StringLookup(vocabulary=known)(xs[0])))))
layer("hashing", words, lambda: [L.Hashing(7)] + ([] if V3 else [L.Hashing(5, output_mode="multi_hot")]))

# ---- recurrence ----

time = Input(2, 4, 7, 3)
times = Input(2, 3, 4, 3, 4, 2)
layer("conv_lstm1d", time, lambda: L.ConvLSTM1D(2, 3))
layer("conv_lstm1d_same", time, lambda: L.ConvLSTM1D(2, 3, padding="same", strides=2, return_sequences=True, recurrent_activation="hard_sigmoid"))
layer("conv_lstm1d_open", Input(2, 4, 7, 3, open=(1, 2)), lambda: L.ConvLSTM1D(2, 3, padding="same"), 2)
layer("conv_lstm3d", times, lambda: L.ConvLSTM3D(2, 2))
layer("conv_lstm3d_same", times, lambda: L.ConvLSTM3D(2, (2, 3, 2), padding="same", strides=(1, 2, 1), return_sequences=True))
if not V3:
    layer("cudnn_lstm", Input(2, 5, 3), lambda: L.LSTM(4, name="cudnn"))
    layer("cudnn_gru", Input(2, 5, 3), lambda: L.GRU(4, return_sequences=True, name="cudnn"))


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


def as_cudnn(topology, values):
    """A recurrent layer as if its weights had been those of the layer that runs on cuDNN alone: each gate's kernels transposed, and a bias for
    the input and one for the state."""
    spec = topology["model_config"]["config"]["layers"][1]
    gates = {"LSTM": 4, "GRU": 3}[spec["class_name"]]
    kept = ("name", "trainable", "dtype", "units", "return_sequences", "return_state", "go_backwards", "stateful")
    spec["class_name"] = "CuDNN" + spec["class_name"]
    spec["config"] = {k: spec["config"][k] for k in kept}
    kernel, recurrent, bias = values
    return [
        np.hstack([k.T.reshape(k.shape) for k in np.hsplit(kernel, gates)]),
        np.hstack([k.T for k in np.hsplit(recurrent, gates)]),
        np.concatenate([0.25 * bias, 0.75 * bias]) if gates == 4 else bias.reshape(-1),
    ]


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
    values = [np.asarray(w) for w in kept]
    if name.startswith("cudnn_"):
        values = as_cudnn(topology, values)
        weights = [{**w, "shape": list(v.shape)} for w, v in zip(weights, values)]
    (folder / "weights.bin").write_bytes(b"".join(v.astype("float32").tobytes() for v in values))
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
