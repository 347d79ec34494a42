"""Makes models in cases/keras-files that no Keras of today saves: files as Keras 1 wrote them (k1_*), imitated from what Keras 2 reads of
them, and files stored in the other ways that HDF5 has (hdf5_*): compressed, big-endian, half and double precision. Numbers are Keras 2's.

Usage: python make-keras-old.py
Needs: pip install tensorflow-cpu==2.19.1 tf_keras==2.19.0
"""

import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import numpy as np
import tf_keras as keras

L = keras.layers
OUT = pathlib.Path(__file__).parent / "cases" / "keras-files"
RNG = np.random.default_rng(1)


def randomize(model):
    model.set_weights([RNG.normal(0, 0.5, w.shape).astype(np.float32) for w in model.get_weights()])


def golden(name, inputs, outputs):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    entries = {"madeBy": f"Keras {keras.__version__}", "inputs": [], "outputs": [], "note": "inputs and outputs in model order"}
    for kind, tensors in (("inputs", inputs), ("outputs", outputs)):
        for n, (layer, array) in enumerate(tensors):
            file = f"{kind[:-3] if kind == 'outputs' else 'in'}{n}.bin"
            np.ascontiguousarray(array, np.float32).tofile(folder / file)
            entries[kind].append({"name": layer, "shape": list(array.shape), "dtype": "float32", "file": file})
    (folder / "golden.json").write_text(json.dumps(entries, indent=1) + "\n")
    return folder / "model.h5"


def keras1(path, config, weights):
    """Attributes are fixed strings; weights come by layer, as lists."""
    with h5py.File(path, "w") as f:
        f.attrs["keras_version"] = b"1.2.2"
        f.attrs["model_config"] = json.dumps(config).encode()
        root = f.create_group("model_weights")
        root.attrs["keras_version"] = b"1.2.2"
        root.attrs["layer_names"] = [layer.encode() for layer, _ in weights]
        for layer, arrays in weights:
            group = root.create_group(layer)
            names = [f"{layer}_{n}:0".encode() for n in range(len(arrays))]
            group.attrs["weight_names"] = names
            for weight, array in zip(names, arrays):
                group.create_dataset(weight, data=array)


def lstm1(kernel, recurrent, bias):
    """i, c, f, o, each with its three weights."""
    k, r, b = (np.split(w, 4, -1) for w in (kernel, recurrent, bias))
    return [w for gate in (0, 2, 1, 3) for w in (k[gate], r[gate], b[gate])]


def gru1(kernel, recurrent, bias):
    k, r, b = (np.split(w, 3, -1) for w in (kernel, recurrent, bias))
    return [w for gate in range(3) for w in (k[gate], r[gate], b[gate])]


def chain(*layers):
    return {"class_name": "Sequential", "config": [{"class_name": c, "config": {"name": n, **more}} for c, n, more in layers]}


def k1_images():
    model = keras.Sequential([
        keras.Input((8, 8, 2)), L.Conv2D(3, (3, 2), strides=2, padding="same", activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(4, use_bias=False),
    ])
    randomize(model)
    x = RNG.normal(0, 1, (2, 8, 8, 2)).astype(np.float32)
    kernel, bias, dense = model.get_weights()
    path = golden("k1_images", [("c_input", x)], [("d", model.predict(x, verbose=0))])
    keras1(path, chain(
        ("Convolution2D", "c", {"nb_filter": 3, "nb_row": 3, "nb_col": 2, "border_mode": "same", "subsample": [2, 2], "dim_ordering": "tf",
                                "bias": True, "activation": "relu", "init": "glorot_uniform", "W_regularizer": None,
                                "batch_input_shape": [None, 8, 8, 2], "input_dtype": "float32", "trainable": True}),
        ("MaxPooling2D", "m", {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid", "dim_ordering": "tf"}),
        ("Dropout", "o", {"p": 0.3}), ("Flatten", "f", {}), ("Dense", "d", {"output_dim": 4, "bias": False, "init": "uniform", "activation": "linear"}),
    ), [("c", [kernel, bias]), ("m", []), ("o", []), ("f", []), ("d", [dense])])


def k1_channels_first():
    i, j = keras.Input((6, 6, 2)), keras.Input((5,))
    c = L.Conv2D(3, 3)
    d = L.Dense(4)
    g = L.GlobalAveragePooling2D()(c(i))
    model = keras.Model([i, j], d(L.Concatenate()([g, j])))
    randomize(model)
    x, y = RNG.normal(0, 1, (2, 6, 6, 2)).astype(np.float32), RNG.normal(0, 1, (2, 5)).astype(np.float32)
    result = model.predict([x, y], verbose=0)
    path = golden("k1_channels_first", [("i", x.transpose(0, 3, 1, 2)), ("j", y)], [("d", result)])
    node = lambda *names: [[[n, 0, 0] for n in names]]
    keras1(path, {"class_name": "Model", "config": {
        "name": "model_1",
        "layers": [
            {"class_name": "InputLayer", "name": "i", "inbound_nodes": [],
             "config": {"batch_input_shape": [None, 2, 6, 6], "input_dtype": "float32", "sparse": False, "name": "i"}},
            {"class_name": "Convolution2D", "name": "c", "inbound_nodes": node("i"),
             "config": {"name": "c", "nb_filter": 3, "nb_row": 3, "nb_col": 3, "border_mode": "valid", "subsample": [1, 1], "dim_ordering": "th",
                        "bias": True, "activation": "linear"}},
            {"class_name": "GlobalAveragePooling2D", "name": "g", "inbound_nodes": node("c"), "config": {"name": "g", "dim_ordering": "th"}},
            {"class_name": "InputLayer", "name": "j", "inbound_nodes": [],
             "config": {"batch_input_shape": [None, 5], "input_dtype": "float32", "sparse": False, "name": "j"}},
            {"class_name": "Merge", "name": "m", "inbound_nodes": node("g", "j"),
             "config": {"name": "m", "mode": "concat", "mode_type": "raw", "concat_axis": -1, "dot_axes": -1, "output_shape": None}},
            {"class_name": "Dense", "name": "d", "inbound_nodes": node("m"), "config": {"name": "d", "output_dim": 4, "activation": "linear"}},
        ],
        "input_layers": [["i", 0, 0], ["j", 0, 0]], "output_layers": [["d", 0, 0]],
    }}, [("i", []), ("c", [c.get_weights()[0].transpose(3, 2, 0, 1), c.get_weights()[1]]), ("g", []), ("j", []), ("m", []), ("d", d.get_weights())])


def k1_sequences():
    lstm, bi = L.LSTM(4, recurrent_activation="hard_sigmoid", return_sequences=True), None
    gru = L.GRU(3, recurrent_activation="hard_sigmoid", reset_after=False)
    conv, bi = L.Conv1D(3, 2), L.Bidirectional(gru)
    model = keras.Sequential([keras.Input((6, 3)), conv, lstm, L.TimeDistributed(L.Dense(3)), bi])
    randomize(model)
    x = RNG.normal(0, 1, (2, 6, 3)).astype(np.float32)
    path = golden("k1_sequences", [("c_input", x)], [("b", model.predict(x, verbose=0))])
    kernel, bias = conv.get_weights()
    both = bi.get_weights()
    keras1(path, chain(
        ("Convolution1D", "c", {"nb_filter": 3, "filter_length": 2, "border_mode": "valid", "subsample_length": 1, "bias": True,
                                "activation": "linear", "batch_input_shape": [None, 6, 3]}),
        ("LSTM", "l", {"output_dim": 4, "inner_activation": "hard_sigmoid", "activation": "tanh", "inner_init": "orthogonal",
                       "forget_bias_init": "one", "return_sequences": True, "dropout_W": 0.0, "dropout_U": 0.0, "consume_less": "cpu"}),
        ("TimeDistributed", "t", {"layer": {"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 3, "activation": "linear"}}}),
        ("Bidirectional", "b", {"merge_mode": "concat", "layer": {"class_name": "GRU", "config": {
            "name": "gru_1", "output_dim": 3, "inner_activation": "hard_sigmoid", "activation": "tanh", "return_sequences": False}}}),
    ), [("c", [kernel[:, None], bias]), ("l", lstm1(*lstm.get_weights())), ("t", model.layers[2].get_weights()),
        ("b", gru1(*both[:3]) + gru1(*both[3:]))])


def stored(name, **how):
    """One model, its data sets stored otherwise."""
    model = keras.Sequential([keras.Input((20,)), L.Dense(30, activation="tanh"), L.BatchNormalization(), L.Dense(3)])
    randomize(model)
    model.set_weights([np.abs(w) + 0.5 if "variance" in v.name else w for w, v in zip(model.get_weights(), model.weights)])
    x = RNG.normal(0, 1, (2, 20)).astype(np.float32)
    dtype = how.pop("dtype", "<f4")
    model.set_weights([w.astype(dtype).astype(np.float32) for w in model.get_weights()])
    path = golden(name, [(model.input_names[0], x)], [(model.output_names[0], model.predict(x, verbose=0))])
    model.save(path)
    libver = how.pop("libver", None)
    plain = path.with_suffix(".plain")
    path.rename(plain)
    with h5py.File(plain) as source, h5py.File(path, "w", libver=libver) as to:
        for key, value in source.attrs.items():
            to.attrs[key] = value
        source.visititems(lambda key, item: copy(to, key, item, dtype, how))
    plain.unlink()


def copy(to, key, item, dtype, how):
    if isinstance(item, h5py.Group):
        made = to.require_group(key)
    else:
        made = to.create_dataset(key, data=item[()].astype(dtype), **how)
    for name, value in item.attrs.items():
        made.attrs[name] = value


k1_images()
k1_channels_first()
k1_sequences()
stored("hdf5_gzip", compression="gzip", shuffle=True, chunks=True)
stored("hdf5_lzf", compression="lzf", fletcher32=True, chunks=True)
stored("hdf5_big_endian", dtype=">f8")
stored("hdf5_half", dtype="<f2")
stored("hdf5_new_style", libver=("v110", "v110"), compression="gzip", chunks=True)
