"""Makes cases/keras-recurrent and cases/keras3-recurrent: small LayersModels with recurrent layers as Keras 2 and Keras 3
write them, with Keras' own numbers.

Usage: python make-keras-recurrent.py 2|3 [part of a name]
Needs: pip install tensorflow-cpu==2.19.1 tf_keras==2.19.0 keras==3.15.1
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
if V3:
    import keras
else:
    import tf_keras as keras

L = keras.layers
OUT = pathlib.Path(__file__).parent / "cases" / ("keras3-recurrent" if V3 else "keras-recurrent")
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
CASES = []


def add(name, inputs, build, calls=1):
    """One model. An input is (shape, feed, kind): `holes` makes some time steps 0, `words` draws 0, 1, 2; a batch in the
    shape's place of None fixes it."""
    CASES.append((name, inputs, build, calls))


def on(*layers):
    def build(xs):
        # As one model: Keras 3 writes the masks of a functional model as operations of their own.
        if V3 and any(isinstance(layer, (L.Embedding, L.Masking)) for layer in layers):
            return keras.Sequential(layers)(xs[0])
        y = xs[0]
        for layer in layers:
            y = layer(y)
        return y

    return build


plain = ((None, 5, 3), (2, 5, 3), "")
opened = ((None, None, 3), (2, 6, 3), "")
holes = ((None, 6, 3), (4, 6, 3), "holes")
words = ((None, 6), (4, 6), "words")
fixed = ((2, 4, 3), (2, 4, 3), "")
fixed_holes = ((4, 6, 3), (4, 6, 3), "holes")


def state(n, batch=2):
    return ((None, n), (batch, n), "")


kinds = {
    "simple_rnn": (L.SimpleRNN, L.SimpleRNNCell, {}, 1),
    "gru": (L.GRU, L.GRUCell, {}, 1),
    "gru_before": (L.GRU, L.GRUCell, {"reset_after": False}, 1),
    "lstm": (L.LSTM, L.LSTMCell, {}, 2),
}
for kind, (layer, cell, more, states) in kinds.items():

    def make(layer=layer, more=more, **options):
        return layer(4, **more, **options)

    gated = kind != "simple_rnn"
    add(f"{kind}_all_results", [plain], lambda xs, make=make: make(return_sequences=True, return_state=True)(xs[0]))
    add(f"{kind}_backwards", [plain], on(make(return_sequences=True, go_backwards=True)))
    add(f"{kind}_open", [opened], on(make(return_sequences=True)))
    if gated:
        add(f"{kind}_hard_sigmoid", [plain], on(make(recurrent_activation="hard_sigmoid", activation="relu")))
        add(f"{kind}_implementation_1", [plain], on(make(dropout=0.2, recurrent_dropout=0.3) if V3 else make(implementation=1, dropout=0.2)))
    add(f"{kind}_masked", [holes], on(L.Masking(), make(return_sequences=True), L.Dense(2), make(return_sequences=True)))
    add(f"{kind}_masked_last_backwards", [holes], on(L.Masking(), make(go_backwards=True)))
    add(f"{kind}_masked_unrolled", [holes], on(L.Masking(), make(return_sequences=True, unroll=True, use_bias=False)))
    add(f"{kind}_initial", [plain] + [state(4)] * states, lambda xs, make=make: make(return_sequences=True)(xs[0], initial_state=xs[1:] if len(xs) > 2 else xs[1]))
    add(f"bi_{kind}_words", [words], on(L.Embedding(3, 5, mask_zero=True), L.Bidirectional(make(return_sequences=True)), L.Bidirectional(make()), L.Dense(2)))
    add(f"bi_{kind}_masked_sum", [holes], on(L.Masking(), L.Bidirectional(make(return_sequences=True), merge_mode="sum")))
    add(f"bi_{kind}_ave_states", [plain], lambda xs, make=make: L.Bidirectional(make(return_state=True), merge_mode="ave")(xs[0]))
    add(f"bi_{kind}_none", [plain], lambda xs, make=make: L.Bidirectional(make(return_sequences=True), merge_mode=None)(xs[0]))
    add(f"bi_{kind}_other_backwards", [plain], on(L.Bidirectional(make(return_sequences=True), backward_layer=L.SimpleRNN(4, return_sequences=True, go_backwards=True, activation="relu"))))
    add(f"bi_{kind}_initial", [plain] + [state(4)] * (2 * states), lambda xs, make=make: L.Bidirectional(make())(xs[0], initial_state=xs[1:]))
    add(f"rnn_{kind}", [plain], on(L.RNN(cell(4, **more), return_sequences=True)))
    add(f"rnn_{kind}_masked", [holes], on(L.Masking(), L.RNN(cell(4, **more), return_sequences=True)))
    add(f"bi_rnn_{kind}", [plain], on(L.Bidirectional(L.RNN(cell(4, **more)))))
    add(f"time_distributed_{kind}", [((None, 3, 4, 2), (2, 3, 4, 2), "")], on(L.TimeDistributed(make())))
    add(f"{kind}_stateful", [fixed], on(make(stateful=True, return_sequences=True)), 3)
    if not V3:
        add(f"{kind}_masked_initial", [holes] + [state(4, 4)] * states, lambda xs, make=make: make(return_sequences=True)(L.Masking()(xs[0]), initial_state=xs[1:]))
        add(f"{kind}_masked_initial_last", [holes] + [state(4, 4)] * states, lambda xs, make=make: make()(L.Masking()(xs[0]), initial_state=xs[1:]))
        add(f"{kind}_masked_all_results", [holes], lambda xs, make=make: make(return_sequences=True, return_state=True)(L.Masking()(xs[0])))
        add(f"{kind}_time_major", [((None, 2, 3), (5, 2, 3), "")], on(make(time_major=True, return_sequences=True)))
        add(f"{kind}_stateful_masked", [fixed_holes], on(L.Masking(), make(stateful=True, return_sequences=True)), 3)
        add(f"{kind}_zero_output", [holes], on(L.Masking(), L.RNN(cell(4, **more), return_sequences=True, zero_output_for_mask=True)))
        add(f"{kind}_zero_output_last", [holes], on(L.Masking(), L.RNN(cell(4, **more), zero_output_for_mask=True)))
        add(f"encoder_decoder_{kind}", [words, words], lambda xs, make=make: L.Dense(3, activation="softmax")(
            make(return_sequences=True)(L.Embedding(3, 4, mask_zero=True)(xs[1]), initial_state=make(return_state=True)(L.Embedding(3, 4, mask_zero=True)(xs[0]))[1:])))


def stack():
    return [L.GRUCell(4), L.LSTMCell(3), L.SimpleRNNCell(2)]


add("stack", [plain], on(L.RNN(stack(), return_sequences=True)))
add("stack_masked", [holes], on(L.Masking(), L.RNN(stack(), return_sequences=True)))
add("stack_of_stack", [plain], on(L.RNN(L.StackedRNNCells([L.LSTMCell(4), L.LSTMCell(3)]))))
add("two_stacks", [plain], on(L.RNN([L.LSTMCell(4), L.LSTMCell(3)], return_sequences=True), L.RNN([L.LSTMCell(4), L.GRUCell(3)])))
add("bi_stack", [plain], on(L.Bidirectional(L.RNN([L.GRUCell(4), L.LSTMCell(3)], return_sequences=True))))
if not V3:
    add("stack_states", [plain], lambda xs: tf.nest.flatten(L.RNN([L.GRUCell(4), L.LSTMCell(3)], return_state=True)(xs[0])))
    add("stack_stateful", [fixed], on(L.RNN([L.GRUCell(4), L.LSTMCell(3)], stateful=True)), 3)

film = ((None, 3, 5, 6, 2), (2, 3, 5, 6, 2), "")
add("conv_lstm2d_same", [film], on(L.ConvLSTM2D(2, 3, padding="same", return_sequences=True)))
add("conv_lstm2d_strides", [film], on(L.ConvLSTM2D(2, (2, 3), strides=2, go_backwards=True)))
add("conv_lstm2d_dilated", [film], on(L.ConvLSTM2D(2, 2, dilation_rate=2, use_bias=False, recurrent_activation="hard_sigmoid")))
add("masked_images_flat", [((None, 4, 3, 3, 1), (2, 4, 3, 3, 1), "")], on(L.TimeDistributed(L.Flatten()), L.Masking(), L.Reshape((4, 9)), L.LSTM(3)))
add("conv_lstm2d_stateful", [((2, 2, 4, 4, 1), (2, 2, 4, 4, 1), "")], on(L.ConvLSTM2D(2, 3, padding="same", stateful=True)), 3)
add("cnn_lstm", [((None, 3, 6, 6, 1), (2, 3, 6, 6, 1), "")], on(L.TimeDistributed(L.Conv2D(2, 3, activation="relu")), L.TimeDistributed(L.Flatten()), L.LSTM(4)))

if not V3:
    texts = ((None, 3, 5), (2, 3, 5), "words")
    table = lambda: L.Embedding(3, 4, mask_zero=True)
    add("words_in_sentences", [texts], on(table(), L.TimeDistributed(L.LSTM(4)), L.GRU(3)))
    add("words_in_sentences_each", [texts], on(L.TimeDistributed(table()), L.TimeDistributed(L.Bidirectional(L.GRU(4))), L.LSTM(3, return_sequences=True)))
    add("words_in_sentences_sequences", [texts], on(table(), L.TimeDistributed(L.LSTM(4, return_sequences=True)), L.TimeDistributed(L.SimpleRNN(3)), L.LSTM(2)))
    add("time_distributed_dense_under_mask", [words], on(table(), L.TimeDistributed(L.Dense(3)), L.LSTM(2)))

if V3:
    # Keras 3 gives a layer no mask that it gives a state to begin with.
    add("encoder_decoder_masked", [words, words], lambda xs: L.Dense(3, activation="softmax")(
        L.LSTM(4, return_sequences=True)(L.Embedding(3, 4, mask_zero=True)(xs[1]), initial_state=L.LSTM(4, return_state=True)(L.Embedding(3, 4, mask_zero=True)(xs[0]))[1:])))


def values(random, shape, kind):
    if kind == "words":
        return random.integers(0, 3, shape).astype("float32")
    data = random.uniform(-1, 1, shape).astype("float32")
    if kind == "holes":
        data[random.uniform(size=shape[:2]) < 0.4] = 0
    return data


def make_case(index, name, inputs, build, calls):
    keras.backend.clear_session()
    random = np.random.default_rng(1000 + index)
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    symbolic = [keras.Input(batch_shape=shape, name=f"in{i}") for i, (shape, _, _) in enumerate(inputs)]
    model = keras.Model(symbolic, build(symbolic), name="model")
    # Keras 3 counts the states of stateful layers, and the seeds of dropout, among the weights.
    weights = [w for w in model.weights if not (V3 and ("seed" in w.path or w.path.endswith("_state") or "variable" in w.path))]
    for w in weights:
        w.assign(random.uniform(-0.8, 0.8, w.shape).astype("float32"))
    data = [values(random, feed, kind) for _, feed, kind in inputs]
    runs = []
    for _ in range(calls):
        y = model(data if len(data) > 1 else data[0])
        runs.append([np.asarray(t, dtype="float32") for t in (y if isinstance(y, (list, tuple)) else [y])])
    config = json.loads(model.to_json())
    topology = {k: config[k] for k in ("keras_version", "backend") if k in config}
    topology.setdefault("keras_version", keras.__version__)
    topology["model_config"] = {k: config[k] for k in ("class_name", "config")}
    named = [{"name": w.path if V3 else w.name.split(":")[0], "shape": list(w.shape), "dtype": "float32"} for w in weights]
    assert len({w["name"] for w in named}) == len(named), [w["name"] for w in named]
    (folder / "weights.bin").write_bytes(b"".join(np.asarray(w).tobytes() for w in weights))
    manifest = [{"paths": ["weights.bin"], "weights": named}]
    (folder / "model.json").write_text(
        json.dumps({"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest})
    )

    def write(file, t):
        (folder / file).write_bytes(t.tobytes())
        return file

    def describe(name, t, file):
        return {"name": name, "shape": list(t.shape), "dtype": "float32", "file": write(file, t)}

    outputs = []
    for i, t in enumerate(runs[0]):
        outputs.append(describe(model.output_names[i], t, f"out{i}.bin"))
        if calls > 1:
            outputs[-1]["nextCalls"] = [write(f"out{i}_call{k + 2}.bin", r[i]) for k, r in enumerate(runs[1:])]
    golden = {
        "madeBy": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
        "inputs": [describe(f"in{i}", t, f"in{i}.bin") for i, t in enumerate(data)],
        "outputs": outputs,
    }
    (folder / "golden.json").write_text(json.dumps(golden))


for index, case in enumerate(CASES):
    if ONLY in case[0]:
        try:
            make_case(index, *case)
        except Exception as e:
            shutil.rmtree(OUT / case[0], ignore_errors=True)
            print(f"{case[0]}: {type(e).__name__}: {str(e).splitlines()[0][:200]}")
print(f"{len(list(OUT.iterdir()))} cases in {OUT}")
