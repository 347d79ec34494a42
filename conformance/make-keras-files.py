"""Makes cases/keras-files: small models as Keras 2 and Keras 3 save them, model.h5 and model.keras, with Keras' own numbers. What is
tried is how weights find their layers: names that mislead, models in models, frozen and shared layers, wrappers, stacks.

Usage: python make-keras-files.py 2|3|212 [part of a name]
Needs: pip install tensorflow-cpu==2.19.1 tf_keras==2.19.0 keras==3.15.1; for 212, whose archives are others (tf212_*), tensorflow-cpu==2.12.1
"""

import json
import os
import pathlib
import shutil
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

V3 = sys.argv[1] == "3"
V212 = sys.argv[1] == "212"
if V3 or V212:
    import keras
else:
    import tf_keras as keras

L = keras.layers
I = keras.Input
OUT = pathlib.Path(__file__).parent / "cases" / "keras-files"
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
CASES = {}


def case(make):
    """A function that gives a model and the shapes that it is fed with."""
    CASES[make.__name__] = make


@case
def twelve():
    # Sorted by name, dense_10 comes before dense_2.
    x = i = I((3,))
    for _ in range(12):
        x = L.Dense(3, activation="tanh")(x)
    return keras.Model(i, x), [(2, 3)]


@case
def shuffled_names():
    x = i = I((4, 4, 2))
    for k in range(11):
        x = L.Conv2D(2, 1, activation="tanh", name=f"c{97 * k % 11}")(x)
    return keras.Model(i, x), [(2, 4, 4, 2)]


@case
def nested_twice():
    a = I((4,))
    inner = keras.Model(a, L.Dense(4, activation="tanh", name="same")(L.Dense(5, name="other")(a)), name="inner")
    i = I((4,))
    y = inner(i)
    return keras.Model(i, [inner(L.Dense(4, name="same")(y)), y]), [(2, 4)]


@case
def nested_results():
    a = I((4,))
    inner = keras.Model(a, [L.Dense(4, activation="tanh")(a), L.Dense(2)(a)], name="inner")
    i = I((4,))
    y, _ = inner(i)
    z, r = inner(y)
    return keras.Model(i, [r, y, L.Dense(3)(z)]), [(2, 4)]


@case
def nested_alike():
    one = keras.Sequential([L.Dense(4, activation="tanh", name="d"), L.BatchNormalization(name="bn")], name="one")
    two = keras.Sequential([L.Dense(4, name="d"), L.BatchNormalization(name="bn"), L.Dense(3, name="e")], name="two")
    i = I((4,))
    return keras.Model(i, two(one(i))), [(2, 4)]


@case
def nested_sequences():
    model = keras.Sequential([
        keras.Sequential([I((4,)), L.Dense(3), L.ReLU()]), keras.Sequential([L.Dense(5), L.BatchNormalization()]), L.Dense(2),
    ])
    model.build((None, 4))
    return model, [(2, 4)]


@case
def frozen_layer():
    # In the .h5 file the trainable weights of the inner model come first.
    inner = keras.Sequential([I((4,)), L.Dense(4, name="a"), L.BatchNormalization(name="bn"), L.Dense(4, name="b")], name="inner")
    inner.layers[0].trainable = False
    i = I((4,))
    return keras.Model(i, L.Dense(2)(inner(i))), [(2, 4)]


@case
def frozen_model():
    inner = keras.Sequential([I((4,)), L.Dense(4, name="a"), L.BatchNormalization(name="bn"), L.Dense(4, name="b")], name="inner")
    inner.trainable = False
    i = I((4,))
    return keras.Model(i, L.Dense(2)(inner(i))), [(2, 4)]


@case
def shared_layer():
    d = L.Dense(4, activation="relu", name="d")
    i, j = I((4,)), I((4,))
    return keras.Model([i, j], L.Concatenate()([d(i), d(j), d(d(i))])), [(2, 4), (2, 4)]


@case
def shared_by_models():
    d = L.Dense(4, activation="relu", name="d")
    a, b, i = I((4,)), I((4,)), I((4,))
    one = keras.Model(a, L.Dense(4, name="p")(d(a)), name="one")
    two = keras.Model(b, d(L.Dense(4, name="q")(b)), name="two")
    return keras.Model(i, two(one(i))), [(2, 4)]


@case
def normalizations():
    return keras.Sequential([
        I((6, 6, 2)), L.Conv2D(3, 3, use_bias=False), L.BatchNormalization(scale=False), L.ReLU(), L.DepthwiseConv2D(3, depth_multiplier=2),
        L.BatchNormalization(center=False), L.SeparableConv2D(4, 1, padding="same", activation="relu"), L.PReLU(shared_axes=[1, 2]),
        L.GlobalAveragePooling2D(), L.LayerNormalization(), L.Dense(3, activation="softmax"),
    ]), [(2, 6, 6, 2)]


@case
def stacks():
    return keras.Sequential([
        I((5, 3)), L.RNN([L.LSTMCell(4), L.GRUCell(3, reset_after=False), L.SimpleRNNCell(2)], return_sequences=True), L.RNN(L.GRUCell(3)),
        L.Dense(2),
    ]), [(2, 5, 3)]


@case
def high_stack():
    return keras.Sequential([I((3, 2)), L.RNN([L.LSTMCell(2, name=f"c{k}") for k in range(11)])]), [(2, 3, 2)]


@case
def both_directions():
    i = I((5, 3))
    x = L.Bidirectional(L.LSTM(4, return_sequences=True))(i)
    return keras.Model(i, L.Bidirectional(L.GRU(3, reset_after=False), merge_mode="sum")(x)), [(2, 5, 3)]


@case
def other_direction():
    i = I((5, 3))
    back = L.GRU(4, return_sequences=True, go_backwards=True, name="back")
    x = L.Bidirectional(L.LSTM(4, return_sequences=True, name="there"), backward_layer=back)(i)
    return keras.Model(i, x), [(2, 5, 3)]


@case
def in_each_step():
    i = I((5, 4, 4, 2))
    x = L.TimeDistributed(L.Conv2D(3, 2))(i)
    x = L.TimeDistributed(keras.Sequential([L.Flatten(), L.Dense(4, name="dn"), L.Dense(3)]))(x)
    x = L.LSTM(3, return_sequences=True)(x)
    return keras.Model(i, L.TimeDistributed(L.Dense(2))(x)), [(2, 5, 4, 4, 2)]


@case
def initial_states():
    i, j = I((5, 3)), I((4, 3))
    o, h, c = L.LSTM(4, return_state=True, return_sequences=True)(i)
    y = L.LSTM(4)(j, initial_state=[h, c])
    return keras.Model([i, j], [y, L.GRU(4, reset_after=False)(j, initial_state=h), L.Dense(2)(o)]), [(2, 5, 3), (2, 4, 3)]


@case
def conv_lstm():
    return keras.Sequential([I((3, 5, 5, 2)), L.ConvLSTM2D(3, 3)]), [(2, 3, 5, 5, 2)]


@case
def merging():
    i, j = I((4,)), I((4,))
    a = L.Dense(4)(i)
    s, m, d = L.Subtract()([a, j]), L.Multiply()([a, j]), L.Dot(1)([a, j])
    x = L.Average()([s, m, L.Maximum()([a, j])])
    return keras.Model([i, j], [L.Concatenate()([x, s]), d, L.Add()([s, m])]), [(2, 4), (2, 4)]


@case
def kept_dimensions():
    i = I((6, 6, 3))
    x = L.GlobalAveragePooling2D(keepdims=True)(i)
    return keras.Model(i, L.GlobalMaxPooling2D()(L.Multiply()([i, L.Conv2D(3, 1, activation="sigmoid")(x)]))), [(2, 6, 6, 3)]


@case
def activations():
    i = I((8,))
    names = ["elu", "selu", "relu", "softplus", "softsign", "tanh", "sigmoid", "linear", "swish"]
    if V3:
        names += ["silu", "relu6", "mish"]
    layers = [L.Dense(3, activation=name) for name in names] + [L.LeakyReLU(), L.ELU(), L.Softmax(), L.ReLU(max_value=1.0)]
    return keras.Model(i, L.Concatenate()([layer(i) for layer in layers])), [(3, 8)]


@case
def training_parts():
    r, c, n = keras.regularizers, keras.constraints, keras.initializers
    model = keras.Sequential([
        I((4,)),
        L.Dense(4, kernel_regularizer=r.L2(0.1), bias_regularizer=r.L1(0.1), kernel_constraint=c.MaxNorm(100), kernel_initializer=n.LecunNormal()),
        L.Dense(3, activity_regularizer=r.L1L2(0.1, 0.2), kernel_initializer=n.Orthogonal()),
        L.Dropout(0.3), L.Dense(2, kernel_regularizer=r.OrthogonalRegularizer(), bias_initializer=n.Constant(0.2)),
    ])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(np.zeros((4, 4)), np.zeros((4, 2)), verbose=0)
    return model, [(2, 4)]


@case
def order_of_inputs():
    i, j = I((3,), name="b"), I((3,), name="a")
    y, x = L.Dense(2, name="z")(L.Dense(3, name="y")(j)), L.Dense(2, name="x")(i)
    return keras.Model([i, j], [y, x, L.Add()([x, y])]), [(2, 3), (2, 3)]


@case
def long_names():
    # Names of weights too long for one attribute.
    inner = keras.Sequential([I((2,))] + [L.Dense(2, activation="tanh", name="x" * 3000 + str(k)) for k in range(12)], name="inner")
    i = I((2,))
    return keras.Model(i, inner(i)), [(2, 2)]


@case
def convolutions():
    i = I((8, 8, 2))
    x = L.Conv2D(4, 3, strides=2, padding="same", groups=2)(i)
    x = L.UpSampling2D(2)(L.Cropping2D(1)(L.ZeroPadding2D(((1, 0), (0, 2)))(L.Conv2DTranspose(3, 3, strides=2, padding="same")(x))))
    x = L.Permute((2, 1, 3))(L.AveragePooling2D(2, padding="same")(L.MaxPooling2D(2)(x)))
    x = L.MaxPooling1D(2)(L.Conv1D(4, 3, padding="causal")(L.Reshape((-1, 3))(x)))
    return keras.Model(i, L.RepeatVector(2)(L.Flatten()(x))), [(2, 8, 8, 2)]


@case
def attention():
    # Sub-layers, which lie in an archive under other names than those of their weights.
    i = I((5, 8))
    x = L.MultiHeadAttention(2, 4)(i, i)
    y = L.MultiHeadAttention(2, 3, value_dim=5, use_bias=False)(i, x, use_causal_mask=True)
    return keras.Model(i, [L.Attention(use_scale=True)([x, y]), L.AdditiveAttention()([x, y])]), [(2, 5, 8)]


@case
def grouped_attention():
    if not V3:
        return None
    i = I((5, 8))
    return keras.Model(i, L.GroupQueryAttention(4, 4, 2)(i, i)), [(2, 5, 8)]


@case
def spectral():
    if not V3:
        return None
    i = I((6, 6, 3))
    return keras.Model(i, L.SpectralNormalization(L.Dense(2))(L.SpectralNormalization(L.Conv2D(4, 3))(i))), [(2, 6, 6, 3)]


@case
def adapted():
    layer = L.Normalization()
    layer.adapt(np.random.default_rng(0).normal(3, 2, (50, 4)))
    i = I((4,))
    return keras.Model(i, L.Dense(2)(layer(i))), [(2, 4)]


@case
def one_dimension():
    i = I((12, 4))
    x = L.Conv1DTranspose(5, 3, strides=2)(L.DepthwiseConv1D(3)(L.SeparableConv1D(6, 3, padding="same")(i)))
    return keras.Model(i, L.EinsumDense("abc,cd->abd", output_shape=(None, 6), bias_axes="d")(L.GroupNormalization(5)(x))), [(2, 12, 4)]


@case
def masks():
    # Keras 3 writes down what makes the masks.
    i = I((6, 3))
    x = L.LSTM(4, return_sequences=True)(L.Masking()(i))
    return keras.Model(i, L.LSTM(3)(L.Dropout(0.1)(x))), [(2, 6, 3)]


@case
def open_reshapes():
    i = I((4, 4, 2))
    x = L.Conv1D(3, 2)(L.Reshape((-1, 4))(L.Conv2D(2, 1)(i)))
    return keras.Model(i, L.Dense(3)(L.Reshape((-1,))(x))), [(2, 4, 4, 2)]


@case
def outputs_by_key():
    i = I((3,))
    return keras.Model(i, {"b": L.Dense(2, name="b")(i), "a": L.Dense(3, name="a")(i)}), [(2, 3)]


@case
def names_with_slashes():
    if V3:
        return None
    i = I((3,))
    return keras.Model(i, L.Dense(2, name="a/b/d")(L.Dense(3, name="a/c")(i))), [(2, 3)]


@case
def without_input_layer():
    model = keras.Sequential([L.Dense(3, activation="relu"), L.Dense(2)])
    model.build((None, 4))
    return model, [(2, 4)]


def randomize(model, rng):
    values = []
    for value, variable in zip(model.get_weights(), model.weights):
        name = getattr(variable, "path", None) or variable.name
        if name.split("/")[-1].split(":")[0] in ("mean", "variance", "count"):
            values.append(value)  # What a layer was adapted to.
            continue
        drawn = np.asarray(rng.normal(0, 0.5, value.shape), value.dtype)
        values.append(np.abs(drawn) + 0.5 if "variance" in name else drawn + 1 if "gamma" in name else drawn)
    model.set_weights(values)


def layers_of(tensors):
    """The names of the layers that tensors come from; a second one of a name has `_1` behind."""
    names = []
    for tensor in keras.tree.flatten(tensors) if V3 else tf.nest.flatten(tensors):
        history = tensor._keras_history
        name = (history.operation if V3 else history.layer).name
        earlier = sum(other == name or other.startswith(f"{name}_") for other in names)
        names.append(f"{name}_{earlier}" if name in names else name)
    return names


def store(folder, kind, names, arrays, entries):
    for n, (name, array) in enumerate(zip(names, arrays, strict=True)):
        file = f"{kind}{n}.bin"
        array.astype(np.float32).tofile(folder / file)
        entries.append({"name": name, "shape": list(array.shape), "dtype": "float32", "file": file})


def write(name, model, shapes, rng):
    folder = OUT / f"{'tf212' if V212 else 'k3' if V3 else 'k2'}_{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    randomize(model, rng)
    feeds = [rng.normal(0, 1, shape).astype(np.float32) for shape in shapes]
    results = model.predict(feeds if len(feeds) > 1 else feeds[0], verbose=0)
    if isinstance(results, dict):
        results = [results[key] for key in sorted(results)]
    golden = {"madeBy": f"Keras {keras.__version__}", "inputs": [], "outputs": [], "note": "inputs and outputs in model order"}
    results = results if isinstance(results, list) else [results]
    store(folder, "in", layers_of(model.inputs), feeds, golden["inputs"])
    store(folder, "out", layers_of(model.outputs), results, golden["outputs"])
    (folder / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")
    model.save(str(folder / "model.h5"))
    model.save(str(folder / "model.keras"), **({"save_format": "keras_v3"} if V212 else {}))


for number, (name, make) in enumerate(CASES.items()):
    if ONLY in name:
        keras.backend.clear_session()
        keras.utils.set_random_seed(number)
        made = make()
        if made:
            write(name, *made, np.random.default_rng(number))
            print(name)
