"""Makes cases/saved-model and cases/keras-saved-model: small SavedModels and frozen graphs as TensorFlow 1 and 2, Keras 2 and Keras 3 write them, with
TensorFlow's own numbers.

Usage: python make-saved-models.py [part of a name]
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

import keras
import numpy as np
import tensorflow as tf
import tf_keras
from google.protobuf import text_format
from tensorflow.core.protobuf import saved_model_pb2

v1 = tf.compat.v1
OUT = pathlib.Path(__file__).parent / "cases" / "saved-model"
LAYERS = OUT.parent / "keras-saved-model"
ONLY = sys.argv[1] if len(sys.argv) > 1 else ""
MAKERS = {}


def case(maker):
    MAKERS[maker.__name__] = maker
    return maker


def rng(*shape, low=-1.0, high=1.0):
    return np.random.uniform(low, high, shape).astype(np.float32)


def write(folder, inputs, outputs, model=".", options=(), **more):
    """golden.json and the raw numbers: `inputs` and `outputs` are lists of (name, array)."""
    golden = {"model": model, "options": list(options), "madeBy": f"TensorFlow {tf.__version__}", "inputs": [], "outputs": []}
    for kind, values in (("inputs", inputs), ("outputs", outputs)):
        for i, (name, value) in enumerate(values):
            value = np.asarray(value)
            entry = {"name": name, "shape": list(value.shape)}
            if value.dtype.kind in "OSU":
                entry |= {"dtype": "string", "file": f"{kind[:-1]}{i}.json"}
                texts = [v.decode() if isinstance(v, bytes) else v for v in value.reshape(-1)]
                (folder / entry["file"]).write_text(json.dumps(texts))
            else:
                dtype = {"f": "float32", "i": "int32", "b": "bool"}[value.dtype.kind]
                entry |= {"dtype": dtype, "file": f"{kind[:-1]}{i}.bin"}
                value.astype({"bool": np.uint8}.get(dtype, dtype)).tofile(folder / entry["file"])
            golden[kind].append(entry)
    (folder / "golden.json").write_text(json.dumps(golden | more, indent=1) + "\n")


def save(module, folder, signatures, feeds, key="serving_default", **more):
    tf.saved_model.save(module, str(folder), signatures=signatures)
    clean(folder)
    run(folder, feeds, key, **more)


def clean(folder):
    (folder / "fingerprint.pb").unlink(missing_ok=True)


def run(folder, feeds, key="serving_default", tags=None, **more):
    loaded = tf.saved_model.load(str(folder), tags=tags)
    results = loaded.signatures[key](**{name: tf.constant(value) for name, value in feeds.items()})
    names = sorted(results)
    write(folder, list(feeds.items()), [(name, results[name].numpy()) for name in names], **more)


@case
def signatures(folder):
    """Two signatures of a module; one reads a variable that the other has not."""

    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(rng(3, 4), name="weights")
            self.b = tf.Variable(rng(4))

        @tf.function(input_signature=[tf.TensorSpec([None, 3], name="right"), tf.TensorSpec([None, 3], name="left")])
        def both(self, right, left):
            return {"sum": tf.matmul(right, self.w) + self.b, "gap": right - 2 * left}

        @tf.function(input_signature=[tf.TensorSpec([None, 3], name="x")])
        def one(self, x):
            return {"y": tf.nn.relu(tf.matmul(x, self.w))}

    m = Module()
    save(m, folder, {"serving_default": m.one, "both": m.both}, {"right": rng(2, 3), "left": rng(2, 3)}, "both", options=["--signature_name=both"])


@case
def narrowed(folder):
    """Variables of every width of numbers."""

    class Module(tf.Module):
        def __init__(self):
            self.all = [tf.Variable(tf.cast(rng(3), t)) for t in (tf.float16, tf.bfloat16, tf.float64)]
            self.whole = tf.Variable(tf.constant([1, -2, 3], tf.int64))
            self.small = tf.Variable(tf.constant([1, 2, 255], tf.uint8))
            self.flags = tf.Variable([True, False, True])

        @tf.function(input_signature=[tf.TensorSpec([3], name="x")])
        def __call__(self, x):
            for v in (*self.all, self.whole, self.small):
                x = x * 0.5 + tf.cast(v, tf.float32)
            return {"y": tf.where(self.flags, x, -x)}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(3)})


@case
def table_of_file(folder):
    """A vocabulary in an asset file, one among constants, and what is read from them."""

    class Module(tf.Module):
        def __init__(self, file):
            words = tf.lookup.TextFileInitializer(
                file, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER)
            self.ids = tf.lookup.StaticHashTable(words, -1)
            pairs = tf.lookup.KeyValueTensorInitializer(tf.constant([0, 1, 2], tf.int64), tf.constant([0.5, 1.5, 2.5]))
            self.scores = tf.lookup.StaticHashTable(pairs, -9.0)

        @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.string, name="words")])
        def __call__(self, words):
            ids = self.ids.lookup(words)
            return {"ids": tf.cast(ids, tf.int32), "scores": self.scores.lookup(ids)}

    file = folder.parent / "words.txt"
    file.write_text("red\ngreen\nblau und grün\n")
    m = Module(str(file))
    save(m, folder, {"serving_default": m.__call__}, {"words": np.array([["green", "red"], ["blau und grün", "none"]])}, isAsync=True)
    file.unlink()


@case
def loops(folder):
    """Loops over a known number of rounds, one in another, and a choice."""

    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(rng(4, 4))

        @tf.function(input_signature=[tf.TensorSpec([2, 4], name="x")])
        def __call__(self, x):
            def round(i, v):
                _, v = tf.while_loop(lambda j, _: j < 2, lambda j, u: (j + 1, tf.tanh(tf.matmul(u, self.w))), [0, v])
                return i + 1, v + tf.cast(i, tf.float32)

            _, y = tf.while_loop(lambda i, _: i < 3, round, [0, x])
            kept = tf.TensorArray(tf.float32, 4)
            for k in tf.range(4):
                kept = kept.write(k, y[:, k] * tf.cast(k + 1, tf.float32))
            shape = tf.shape(x)
            return {"y": tf.cond(shape[0] > 1, lambda: y, lambda: -y), "kept": kept.stack()}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 4)})


@case
def open_loop(folder):
    """A loop and a choice of which nothing is known before the model runs."""

    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(rng(3, 3))

        @tf.function(input_signature=[tf.TensorSpec([None, 3], name="x"), tf.TensorSpec([], tf.int32, name="n")])
        def __call__(self, x, n):
            _, y = tf.while_loop(lambda i, _: i < n, lambda i, v: (i + 1, tf.tanh(tf.matmul(v, self.w))), [0, x])
            return {"y": tf.cond(tf.reduce_sum(x) > 0, lambda: y + 1.0, lambda: y - 1.0)}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 3), "n": np.int32(3)}, isAsync=True)


@case
def sequence_of_scan(folder):
    """tf.scan over a sequence whose length is open."""

    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(rng(3, 3))

        @tf.function(input_signature=[tf.TensorSpec([None, 2, 3], name="x")])
        def __call__(self, x):
            return {"y": tf.scan(lambda h, e: tf.tanh(tf.matmul(h, self.w) + e), x, tf.zeros([2, 3]))}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(4, 2, 3)}, isAsync=True)


@case
def list_of_open_loop(folder):
    """Elements that a loop over single numbers writes, of which nobody knows how many there are."""

    class Module(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None], name="x")])
        def __call__(self, x):
            return {"y": tf.map_fn(lambda e: tf.stack([tf.sin(e), e * e]), x)}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(4)}, isAsync=True)


@case
def text(folder):
    """Strings that are cut and looked at."""

    class Module(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="text")])
        def __call__(self, text):
            plain = tf.strings.regex_replace(text, "[0-9]+", "#")
            return {"plain": plain, "hash": tf.cast(tf.strings.to_hash_bucket_fast(plain, 97), tf.int32)}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"text": np.array(["a1b22", "", "grün 7"])})


@case
def batch_statistics(folder):
    """Normalisation by the statistics of the batch, and ops that TF.js has not."""

    class Module(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None, 4, 4, 3], name="x")])
        def __call__(self, x):
            y, _, _ = v1.nn.fused_batch_norm(x, tf.constant([1.0, 2.0, 3.0]), tf.constant([0.1, 0.2, 0.3]), is_training=True)
            return {"y": tf.math.erfc(y) + tf.nn.softsign(y), "z": tf.math.xlogy(tf.nn.relu(y), tf.abs(y) + 1)}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 4, 4, 3)})


@case
def convolutions(folder):
    """In groups, through the batch, and transposed with dilations."""

    class Module(tf.Module):
        def __init__(self):
            self.w, self.d, self.t = tf.Variable(rng(3, 3, 2, 6)), tf.Variable(rng(3, 3, 6, 4)), tf.Variable(rng(2, 2, 3, 4))

        @tf.function(input_signature=[tf.TensorSpec([None, 7, 8, 4], name="x")])
        def __call__(self, x):
            y = tf.nn.conv2d(x, self.w, 1, "SAME")
            z = tf.space_to_batch(y, [2, 2], [[2, 3], [2, 2]])
            z = tf.batch_to_space(tf.nn.conv2d(z, self.d, 1, "VALID"), [2, 2], [[0, 1], [0, 0]])
            t = tf.nn.conv2d_transpose(z, self.t, [tf.shape(x)[0], 9, 10, 3], 1, "VALID", dilations=[2, 2])
            return {"y": y, "t": t}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 7, 8, 4)})


def volumes_of(x, kernels):
    """Windows over x whose strides leave none, one, two or three cells behind the last one, or pad."""
    strides = [(3, 3, 3), (2, 4, 1), (4, 2, 3), (4, 5, 4)]
    out = {}
    for i, (w, s) in enumerate(zip(kernels, strides)):
        out[f"conv{i}"] = tf.nn.conv3d(x, w, (1, *s, 1), "SAME")
        size = w.shape[:3]
        out[f"max{i}"] = tf.nn.max_pool3d(x, size, s, "SAME")
        out[f"mean{i}"] = tf.nn.avg_pool3d(x, size, s, "SAME")
    return out


@case
def volumes(folder):
    """Windows shorter than their strides over volumes and images."""

    class Module(tf.Module):
        def __init__(self):
            self.w = [tf.Variable(rng(*size, 2, 3)) for size in ((2, 1, 2), (3, 2, 2), (1, 1, 1), (3, 3, 1))]
            self.u = tf.Variable(rng(2, 1, 2, 3))

        @tf.function(input_signature=[tf.TensorSpec([None, 5, 6, 8, 2], name="x"), tf.TensorSpec([None, 6, 7, 2], name="image")])
        def __call__(self, x, image):
            flat = {
                "image": tf.nn.conv2d(image, self.u, (3, 4), "SAME"),
                "deep": tf.nn.depthwise_conv2d(image, self.u, (1, 4, 4, 1), "SAME"),
                "greatest": tf.nn.max_pool2d(image, 2, 4, "SAME"),
                "mean": tf.nn.avg_pool2d(image, 1, 3, "SAME"),
            }
            return volumes_of(x, self.w) | flat

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 5, 6, 8, 2), "image": rng(2, 6, 7, 2)})


@case
def open_volumes(folder):
    """The same over volumes of which two lengths are open."""

    class Module(tf.Module):
        def __init__(self):
            self.w = [tf.Variable(rng(*size, 2, 3)) for size in ((2, 1, 2), (3, 2, 2), (1, 1, 1), (3, 3, 1))]

        @tf.function(input_signature=[tf.TensorSpec([None, None, 6, None, 2], name="x")])
        def __call__(self, x):
            return volumes_of(x, self.w)

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 5, 6, 8, 2)})


@case
def transposed_volumes(folder):
    """Transposed convolutions of volumes."""

    class Module(tf.Module):
        def __init__(self):
            self.w, self.u, self.v = tf.Variable(rng(2, 3, 2, 3, 2)), tf.Variable(rng(3, 3, 1, 2, 3)), tf.Variable(rng(1, 2, 2, 2, 2))

        @tf.function(input_signature=[tf.TensorSpec([None, 3, 2, 3, 2], name="x")])
        def __call__(self, x):
            n = tf.shape(x)[0]
            y = tf.nn.conv3d_transpose(x, self.w, [n, 6, 3, 3, 3], (2, 2, 1), "SAME")
            z = tf.nn.conv3d_transpose(y, self.u, [n, 8, 7, 6, 2], (1, 2, 2), "VALID")
            return {"y": y, "z": z, "apart": tf.nn.conv3d_transpose(x, self.v, [n, 8, 5, 9, 2], (3, 3, 3), "SAME")}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 3, 2, 3, 2)})


@case
def bands_and_signs(folder):
    """Bands of matrices that are wider on one side, and the sign of zero."""

    class Module(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec([None, None, 5], name="x")])
        def __call__(self, x):
            negative = tf.less(tf.bitwise.bitwise_and(tf.bitcast(x, tf.int32), tf.constant(tf.int32.min)), 0)
            return {
                "lower": tf.linalg.band_part(x, -1, 0),
                "upper": tf.linalg.band_part(x, 1, 2),
                "flags": tf.linalg.band_part(x > 0, 0, -1),
                "negative": negative,
            }

    m = Module()
    x = rng(2, 4, 5)
    x[0, :, 1:3] = -0.0
    x[1, :, 1] = 0.0
    save(m, folder, {"serving_default": m.__call__}, {"x": x})


@case
def keras2_causal(folder):
    """Attention under a mask of words and a causal one."""
    tf_keras.utils.set_random_seed(1)
    L = tf_keras.layers
    i = tf_keras.Input((6,), dtype="int32")
    x = L.Embedding(20, 8, mask_zero=True)(i)
    model = tf_keras.Model(i, L.MultiHeadAttention(2, 4)(x, x, use_causal_mask=True))
    words = np.random.randint(1, 20, (2, 6)).astype(np.int32)
    words[:, 4:] = 0
    tf.saved_model.save(model, str(folder))
    clean(folder)
    write(folder, [(model.input_names[0], words)], [(model.output_names[0], model(words).numpy())])


@case
def keras3_argmax(folder):
    """The greatest of elements, of which Keras 3 looks at the signs of zeros."""
    i = keras.Input((4, 3))
    model = keras.Model(i, keras.ops.cast(keras.ops.argmax(i, -1), "float32") * keras.ops.max(i, -1))
    model.export(str(folder), verbose=False)
    clean(folder)
    x = rng(2, 4, 3)
    write(folder, [("keras_tensor", x)], [("output_0", np.asarray(model(x)))])


def session(build, folder, tags=("serve",), signature="serving_default", **more):
    """A SavedModel of TensorFlow 1."""
    graph = tf.Graph()
    with graph.as_default(), v1.Session(graph=graph) as s:
        inputs, outputs, feeds, init = build()
        s.run([v1.global_variables_initializer(), v1.tables_initializer()])
        info = v1.saved_model.predict_signature_def(inputs, outputs)
        builder = v1.saved_model.Builder(str(folder))
        assets = v1.get_collection(v1.GraphKeys.ASSET_FILEPATHS)
        builder.add_meta_graph_and_variables(s, list(tags), {signature: info}, assets, main_op=init() if init else None)
        builder.save()
        results = s.run({k: outputs[k] for k in sorted(outputs)}, {inputs[k]: v for k, v in feeds.items()})
    write(folder, list(feeds.items()), list(results.items()), **more)


@case
def v1_partitioned(folder):
    """Variables of TensorFlow 1, of reference and of resource kind, in slices."""

    def build():
        x = v1.placeholder(tf.float32, [None, 4], "x")
        with v1.variable_scope("layer", partitioner=v1.fixed_size_partitioner(3)):
            w = v1.get_variable("w", [4, 6], initializer=v1.random_uniform_initializer(-1, 1, seed=1), use_resource=False)
        with v1.variable_scope("next", partitioner=v1.fixed_size_partitioner(2, axis=1)):
            u = v1.get_variable("u", [6, 4], initializer=v1.random_uniform_initializer(-1, 1, seed=2), use_resource=True)
        b = v1.get_variable("b", [4], initializer=v1.random_uniform_initializer(-1, 1, seed=3), use_resource=True)
        h = tf.nn.relu(tf.matmul(x, tf.convert_to_tensor(w)))
        y = tf.identity(tf.matmul(h, tf.convert_to_tensor(u)) + b, "y")
        return {"x": x}, {"y": y}, {"x": rng(3, 4)}, None

    session(build, folder)


@case
def v1_control_flow(folder):
    """A loop and a choice in the form of TensorFlow 1, other tags, another name of the signature."""
    v1.disable_control_flow_v2()

    def build():
        x = v1.placeholder(tf.float32, [None, 3], "x")
        w = v1.get_variable("w", [3, 3], initializer=v1.random_uniform_initializer(-1, 1, seed=1), use_resource=True)
        _, y = v1.while_loop(lambda i, _: i < 3, lambda i, v: (i + 1, tf.tanh(tf.matmul(v, w))), [0, x])
        z = v1.cond(tf.reduce_sum(x) > 0, lambda: y + 2.0, lambda: y - 2.0)
        return {"x": x}, {"y": y, "z": z}, {"x": rng(2, 3)}, None

    session(build, folder, ("serve", "cpu"), "run", isAsync=True, options=["--saved_model_tags=serve,cpu", "--signature_name=run"])
    v1.enable_control_flow_v2()


@case
def v1_table(folder):
    """A table of TensorFlow 1 with a vocabulary file of two columns."""
    file = folder.parent / "pairs.txt"
    file.write_text("a\t1.5\nb\t2.5\n")

    def build():
        words = v1.placeholder(tf.string, [None], "words")
        pairs = tf.lookup.TextFileInitializer(str(file), tf.string, 0, tf.float32, 1)
        table = tf.lookup.StaticHashTable(pairs, 0.0)
        return {"words": words}, {"scores": table.lookup(words)}, {"words": np.array(["b", "z", "a"])}, v1.tables_initializer

    session(build, folder, isAsync=True)
    file.unlink()


def frozen(folder, text):
    graph = tf.Graph()
    with graph.as_default(), v1.Session(graph=graph) as s:
        x = v1.placeholder(tf.float32, [None, 6, 6, 2], "image")
        w = v1.get_variable("w", [3, 3, 2, 4], initializer=v1.random_uniform_initializer(-1, 1, seed=1))
        y = tf.nn.conv2d(x, w, 1, "SAME")
        y = tf.nn.bias_add(y, v1.get_variable("b", [4], initializer=v1.random_uniform_initializer(-1, 1, seed=2)))
        y = v1.nn.fused_batch_norm(y, tf.constant([1.0, 1.5, 2.0, 0.5]), tf.zeros([4]), tf.ones([4]) * 0.1, tf.ones([4]), is_training=False)[0]
        y = tf.debugging.check_numerics(tf.nn.relu(y), "not a number")
        tf.reduce_mean(y, [1, 2], name="mean")
        s.run(v1.global_variables_initializer())
        feed = rng(2, 6, 6, 2)
        mean = s.run("mean:0", {"image:0": feed})
        names = ["mean"]
        definition = v1.graph_util.convert_variables_to_constants(s, graph.as_graph_def(), names)
        file = "graph.pbtxt" if text else "graph.pb"
        tf.io.write_graph(definition, str(folder), file, as_text=text)
    write(folder, [("image", feed)], [("mean", mean)], model=file, options=["--output_node_names=mean"])


@case
def frozen_binary(folder):
    frozen(folder, False)


@case
def frozen_text(folder):
    frozen(folder, True)


@case
def saved_text(folder):
    """A SavedModel in text."""

    class Module(tf.Module):
        def __init__(self):
            self.w = tf.Variable(rng(3, 4))

        @tf.function(input_signature=[tf.TensorSpec([None, 3], name="x")])
        def __call__(self, x):
            return {"y": tf.nn.relu(tf.matmul(x, self.w))}

    m = Module()
    save(m, folder, {"serving_default": m.__call__}, {"x": rng(2, 3)})
    model = saved_model_pb2.SavedModel()
    model.ParseFromString((folder / "saved_model.pb").read_bytes())
    (folder / "saved_model.pbtxt").write_text(text_format.MessageToString(model))
    (folder / "saved_model.pb").unlink()


def keras2(folder, layers, shape, feed, feed_value=None):
    tf_keras.utils.set_random_seed(1)
    model = tf_keras.Sequential([tf_keras.layers.Input(shape), *layers])
    for w in model.weights:
        w.assign(w + tf.random.uniform(w.shape, 0.05, 0.3))
    x = rng(*feed) if feed_value is None else feed_value
    model.save(str(folder), save_format="tf", include_optimizer=False)
    clean(folder)
    (folder / "keras_metadata.pb").unlink()
    write(folder, [(model.input_names[0], x)], [(model.output_names[0], model(x).numpy())])


@case
def keras2_gru(folder):
    keras2(folder, [tf_keras.layers.GRU(3, activation="relu", go_backwards=True, return_sequences=True)], (4, 2), (2, 4, 2))


@case
def keras2_conv_norm(folder):
    L = tf_keras.layers
    keras2(folder, [L.Conv2D(4, 3, padding="same"), L.BatchNormalization(), L.ReLU(), L.LayerNormalization(), L.GlobalAveragePooling2D()], (5, 5, 2), (2, 5, 5, 2))


def keras2_layers(folder, recurrent, **options):
    """As Keras saves it, layers and all: models in models, one of them shared, frozen layers, two inputs in other than their names' order."""
    L = tf_keras.layers
    tf_keras.utils.set_random_seed(3)
    inner = tf_keras.Sequential([L.Input((6,)), L.Dense(5, activation="tanh"), L.BatchNormalization(), L.Dense(4)], name="shared")
    steps, other = tf_keras.Input((4, 3), name="steps"), tf_keras.Input((6,), name="other")
    x = recurrent(steps)
    x = L.Conv1D(6, 2, padding="same", trainable=False, name="frozen")(x)
    x = L.GlobalAveragePooling1D()(x)
    x = L.Concatenate()([inner(x), inner(other)])
    y = L.BatchNormalization(name="norm")(L.Dense(4, use_bias=False, name="flat")(x))
    model = tf_keras.Model([steps, other], [y, L.Dense(2, activation="softmax", name="classes")(y)])
    for w in model.weights:
        w.assign(w + tf.random.uniform(w.shape, 0.05, 0.3))
    feeds = [rng(2, 4, 3), rng(2, 6)]
    model.save(str(folder), save_format="tf", include_optimizer=False, **options)
    clean(folder)
    write(folder, list(zip(model.input_names, feeds)), [(n, o.numpy()) for n, o in zip(model.output_names, model(feeds))])


@case
def layers_traced(folder):
    keras2_layers(folder, tf_keras.layers.Dense(5, name="each_step"))


@case
def layers_untraced(folder):
    L = tf_keras.layers
    keras2_layers(folder, L.Bidirectional(L.LSTM(3, return_sequences=True), name="both_ways"), save_traces=False)


@case
def keras3_lstm(folder):
    keras.utils.set_random_seed(1)
    L = keras.layers
    model = keras.Sequential([keras.Input((None, 3)), L.LSTM(4, return_sequences=True), L.GRU(3)])
    model.export(str(folder), verbose=False)
    clean(folder)
    x = rng(2, 5, 3)
    write(folder, [("keras_tensor", x)], [("output_0", model(x).numpy())], isAsync=True, maxTimeSteps=8)


if __name__ == "__main__":
    for name, maker in MAKERS.items():
        if ONLY in name:
            np.random.seed(len(name))
            tf.random.set_seed(len(name))
            folder = (LAYERS if name.startswith("layers_") else OUT) / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.mkdir(parents=True, exist_ok=True)
            if name.startswith(("frozen",)):
                folder.mkdir()
            maker(folder)
            print(name)
