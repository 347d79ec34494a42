// Makes cases/layers-recurrent: small LayersModels with recurrent layers, for options that cases/layers does not try,
// saved by TF.js, loaded again, and run on its cpu backend, stateful ones three times.
// Usage: node make-recurrent-more.mjs [part of a name]

import fs from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

const OUT = path.join(import.meta.dirname, 'cases', 'layers-recurrent');
const L = tf.layers;
const only = process.argv[2] ?? '';
console.warn = () => {};

function mulberry32(a) {
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const cases = [];
const list = (x) => (Array.isArray(x) ? x : [x]);

/**
 * One model. An input is [shape, feed, options] without the batch in `shape`; a null there is an unknown length, which
 * `feed` says. Options: `batch` fixes the batch, `holes` makes all features of some time steps 0, `int` draws from 0, 1, 2.
 */
function add(name, inputs, build, calls = 1) {
  cases.push({ name, inputs, build, calls });
}
const plain = [[5, 3], [2, 5, 3]];
const open = [[null, 3], [2, 6, 3]];
const holes = [[6, 3], [4, 6, 3], { holes: true }];
const openHoles = [[null, 3], [4, 7, 3], { holes: true }];
const words = [[6], [4, 6], { int: true }];
const fixed = [[4, 3], [2, 4, 3], { batch: 2 }];
const fixedHoles = [[6, 3], [4, 6, 3], { batch: 4, holes: true }];
const state = (n, batch = 2) => [[n], [batch, n]];
const on = (...layers) => ([x]) => layers.reduce((y, layer) => layer.apply(list(y)[0]), x);
const masked = (...layers) => on(L.masking({}), ...layers);

const kinds = {
  simplernn: [L.simpleRNN, 1, L.simpleRNNCell],
  gru: [L.gru, 1, L.gruCell],
  lstm: [L.lstm, 2, L.lstmCell],
};
for (const [kind, [layer, states, cell]] of Object.entries(kinds)) {
  const make = (options) => layer({ units: 4, ...options });
  add(`${kind}_sequences_state_backwards`, [plain], on(make({ returnSequences: true, returnState: true, goBackwards: true })));
  add(`${kind}_all_results`, [plain], ([x]) => make({ returnSequences: true, returnState: true }).apply(x));
  add(`${kind}_one_unit`, [plain], on(layer({ units: 1 })));
  add(`${kind}_one_step`, [[[1, 3], [2, 1, 3]]], on(make({ returnSequences: true })));
  add(`${kind}_open_sequences`, [open], on(make({ returnSequences: true })));
  add(`${kind}_open_backwards`, [open], on(make({ returnSequences: true, goBackwards: true })));
  add(`${kind}_sigmoid_softsign`, [plain], on(make(kind === 'simplernn' ? { activation: 'softsign' } : { activation: 'softsign', recurrentActivation: 'sigmoid' })));
  add(`${kind}_softmax`, [plain], on(make({ activation: 'softmax' })));
  add(`${kind}_linear_dropouts`, [plain], on(make({ activation: 'linear', dropout: 0.3, recurrentDropout: 0.4, returnSequences: true })));
  add(`${kind}_initial_sequences`, [plain, ...Array(states).fill(state(4))], ([x, ...s]) => make({ returnSequences: true }).apply([x, ...s]));
  add(`${kind}_initial_backwards`, [plain, ...Array(states).fill(state(4))], ([x, ...s]) => make({ goBackwards: true, returnState: true }).apply([x, ...s]));
  add(`${kind}_masked_sequences`, [holes], masked(make({ returnSequences: true })));
  add(`${kind}_masked_backwards`, [holes], masked(make({ returnSequences: true, goBackwards: true })));
  add(`${kind}_masked_last_backwards`, [holes], masked(make({ goBackwards: true })));
  add(`${kind}_masked_open`, [openHoles], masked(make({ returnSequences: true })));
  add(`${kind}_masked_all_results`, [holes], ([x]) => make({ returnSequences: true, returnState: true }).apply(L.masking({}).apply(x)));
  add(`${kind}_masked_initial`, [holes, ...Array(states).fill(state(4, 4))], ([x, ...s]) => make({ returnSequences: true }).apply([L.masking({}).apply(x), ...s]));
  add(`${kind}_masked_initial_last`, [holes, ...Array(states).fill(state(4, 4))], ([x, ...s]) => make({}).apply([L.masking({}).apply(x), ...s]));
  add(`${kind}_mask_through_two`, [words], on(L.embedding({ inputDim: 3, outputDim: 5, maskZero: true }), make({ returnSequences: true }), L.dense({ units: 3 }), make({})));
  add(`${kind}_stateful_sequences`, [fixed], on(make({ stateful: true, returnSequences: true })), 3);
  add(`${kind}_stateful_backwards`, [fixed], ([x]) => make({ stateful: true, goBackwards: true, returnState: true }).apply(x), 3);
  add(`${kind}_stateful_masked`, [fixedHoles], masked(make({ stateful: true, returnSequences: true })), 3);
  add(`rnn_${kind}_backwards`, [plain], on(L.rnn({ cell: cell({ units: 4 }), goBackwards: true, returnSequences: true })));
  add(`rnn_${kind}_masked`, [holes], masked(L.rnn({ cell: cell({ units: 4, useBias: false }), returnSequences: true })));
  for (const mergeMode of ['concat', 'sum', 'mul', 'ave', null]) {
    const wrap = (options) => L.bidirectional({ layer: make(options), mergeMode });
    add(`bi_${kind}_${mergeMode}_last`, [plain], ([x]) => wrap({}).apply(x));
    add(`bi_${kind}_${mergeMode}_sequences`, [plain], ([x]) => wrap({ returnSequences: true }).apply(x));
    if (mergeMode !== 'sum' && mergeMode !== 'mul') {
      add(`bi_${kind}_${mergeMode}_states`, [plain], ([x]) => wrap({ returnState: true, returnSequences: mergeMode === 'ave' }).apply(x));
    }
  }
  const both = (options) => L.bidirectional({ layer: make(options), mergeMode: 'concat' });
  add(`bi_${kind}_initial`, [plain, ...Array(2 * states).fill(state(4))], ([x, ...s]) => both({ returnSequences: true }).apply([x, ...s]));
  add(`bi_${kind}_masked`, [holes], masked(both({})));
  add(`bi_${kind}_masked_sequences`, [holes], masked(both({ returnSequences: true })));
  add(`bi_${kind}_masked_initial`, [holes, ...Array(2 * states).fill(state(4, 4))], ([x, ...s]) => both({ returnSequences: true }).apply([L.masking({}).apply(x), ...s]));
  add(`bi_${kind}_words_twice`, [words], on(L.embedding({ inputDim: 3, outputDim: 5, maskZero: true }), both({ returnSequences: true }), both({}), L.dense({ units: 2 })));
  add(`bi_${kind}_backwards_inside`, [plain], on(both({ goBackwards: true, returnSequences: true })));
  add(`bi_${kind}_open`, [open], on(both({ returnSequences: true })));
  add(`bi_${kind}_stateful`, [fixed], on(both({ stateful: true, returnSequences: true })), 3);
  add(`time_distributed_${kind}`, [[[3, 4, 2], [2, 3, 4, 2]]], on(L.timeDistributed({ layer: make({}) })));
  add(`encoder_decoder_${kind}`, [words, [[3, 2], [4, 3, 2]]], ([x, y]) => {
    const [, ...s] = make({ returnState: true }).apply(L.embedding({ inputDim: 3, outputDim: 5 }).apply(x));
    return L.dense({ units: 2, activation: 'softmax' }).apply(make({ returnSequences: true }).apply([y, ...s]));
  });
}

// The mask of the encoder's words stays for the decoder, which has fewer steps and no mask of its own.
for (const goBackwards of [false, true]) {
  add(`stale_mask_shorter_${goBackwards ? 'backwards' : 'forwards'}`, [words, [[4, 2], [4, 4, 2]]], ([x, y]) => {
    const [, ...s] = L.lstm({ units: 4, returnState: true }).apply(L.embedding({ inputDim: 3, outputDim: 5, maskZero: true }).apply(x));
    const first = L.dense({ units: 4 }).apply(s[0]);
    const z = L.gru({ units: 3, returnSequences: true, goBackwards }).apply(y);
    return L.concatenate({}).apply([L.repeatVector({ n: 4 }).apply(first), z]);
  });
}
add('decoder_under_the_encoders_mask', [words, [[6, 2], [4, 6, 2]]], ([x, y]) => {
  const e = L.embedding({ inputDim: 3, outputDim: 5, maskZero: true }).apply(x);
  const [, ...s] = L.lstm({ units: 4, returnState: true }).apply(e);
  return L.lstm({ units: 4, returnSequences: true }).apply([y, ...s]);
});
add('decoder_under_the_encoders_mask_open', [[[null], [4, 5], { int: true }], [[null, 2], [4, 5, 2]]], ([x, y]) => {
  const e = L.embedding({ inputDim: 3, outputDim: 5, maskZero: true }).apply(x);
  const [, ...s] = L.gru({ units: 4, returnState: true }).apply(e);
  return L.gru({ units: 4, returnSequences: true }).apply([y, ...s]);
});

// ---- stacks ----
const stack = () => [L.gruCell({ units: 4 }), L.lstmCell({ units: 3 }), L.simpleRNNCell({ units: 2 })];
const lstms = () => [L.lstmCell({ units: 4 }), L.lstmCell({ units: 3, useBias: false })];
const stacked = (cells, options = {}) => L.rnn({ cell: L.stackedRNNCells({ cells }), ...options });
add('stack_all_results', [plain], ([x]) => stacked(stack(), { returnSequences: true, returnState: true }).apply(x));
add('stack_backwards', [plain], on(stacked(stack(), { goBackwards: true })));
add('stack_masked_sequences', [holes], masked(stacked(stack(), { returnSequences: true })));
add('stack_masked_last', [holes], masked(stacked(lstms())));
add('stack_masked_backwards', [holes], masked(stacked(lstms(), { goBackwards: true })));
add('stack_initial', [plain, state(3), state(3), state(4), state(4)], (xs) => stacked(lstms(), { returnState: true }).apply(xs));
add('stack_stateful', [fixed], on(stacked(lstms(), { stateful: true, returnSequences: true })), 3);
add('stack_stateful_masked', [fixedHoles], masked(stacked(stack(), { stateful: true })), 3);
add('stack_open', [open], on(stacked(stack(), { returnSequences: true })));
add('stack_of_one', [plain], on(stacked([L.lstmCell({ units: 4 })])));
add('two_stacks', [plain], on(stacked(lstms(), { returnSequences: true }), stacked(lstms())));

// ---- images ----
const film = [[3, 5, 6, 2], [2, 3, 5, 6, 2]];
const filmFirst = [[3, 2, 5, 6], [2, 3, 2, 5, 6]];
const filmFixed = [[2, 4, 4, 1], [2, 2, 4, 4, 1], { batch: 2 }];
const filmOpen = [[null, 4, 4, 2], [2, 3, 4, 4, 2]];
const conv = (options) => L.convLstm2d({ filters: 2, kernelSize: 3, ...options });
add('conv_lstm2d_strides_same', [film], on(conv({ strides: [2, 1], padding: 'same', returnSequences: true })));
add('conv_lstm2d_rect_kernel', [film], on(conv({ kernelSize: [2, 3], padding: 'valid' })));
add('conv_lstm2d_dilated_same', [film], on(conv({ dilationRate: 2, padding: 'same' })));
add('conv_lstm2d_dilated_valid', [film], on(conv({ kernelSize: [2, 2], dilationRate: [1, 2], padding: 'valid', useBias: false })));
add('conv_lstm2d_backwards_all_results', [film], ([x]) => conv({ padding: 'same', goBackwards: true, returnSequences: true, returnState: true }).apply(x));
add('conv_lstm2d_first', [filmFirst], on(conv({ padding: 'same', dataFormat: 'channelsFirst', returnSequences: true })));
add('conv_lstm2d_first_valid_last', [filmFirst], on(conv({ dataFormat: 'channelsFirst' })));
add('conv_lstm2d_activations', [film], on(conv({ padding: 'same', activation: 'relu', recurrentActivation: 'sigmoid' })));
add('conv_lstm2d_open', [filmOpen], on(conv({ padding: 'same' })));
add('conv_lstm2d_twice', [film], on(conv({ padding: 'same', returnSequences: true }), conv({ padding: 'same' }), L.flatten({}), L.dense({ units: 2 })));
add('conv_lstm2d_stateful', [filmFixed], on(conv({ padding: 'same', stateful: true, returnSequences: true })), 3);
add('conv_lstm2d_bi', [film], on(L.bidirectional({ layer: conv({ padding: 'same', returnSequences: true }), mergeMode: 'sum' })));
add('conv_lstm2d_open_image', [[[2, null, null, 2], [2, 2, 4, 5, 2]]], on(conv({ padding: 'same' })));

// ---- whole models ----
add('stateful_twice', [fixed], on(L.gru({ units: 4, stateful: true, returnSequences: true }), L.lstm({ units: 3, stateful: true })), 3);
add('shared_layer', [plain, plain], ([x, y]) => {
  const shared = L.lstm({ units: 3 });
  return L.concatenate({}).apply([shared.apply(x), shared.apply(y)]);
});
add('shared_stateful_layer', [fixed, fixed], ([x, y]) => {
  const shared = L.gru({ units: 3, stateful: true });
  return L.concatenate({}).apply([shared.apply(x), shared.apply(y)]);
}, 3);
add('nested_recurrent_model', [plain], ([x]) => {
  const inner = tf.sequential({ layers: [L.gru({ units: 4, returnSequences: true, inputShape: [5, 3] }), L.bidirectional({ layer: L.lstm({ units: 2 }), mergeMode: 'concat' })] });
  return L.dense({ units: 2 }).apply(inner.apply(x));
});
add('time_distributed_model_then_lstm', [[[3, 6, 6, 1], [2, 3, 6, 6, 1]]], ([x]) => {
  const cnn = tf.sequential({ layers: [L.conv2d({ filters: 2, kernelSize: 3, inputShape: [6, 6, 1] }), L.flatten({})] });
  return L.lstm({ units: 3 }).apply(L.timeDistributed({ layer: cnn }).apply(x));
});
add('autoencoder', [plain], on(L.lstm({ units: 4 }), L.repeatVector({ n: 5 }), L.lstm({ units: 4, returnSequences: true }), L.timeDistributed({ layer: L.dense({ units: 3 }) })));
add('int_sequence', [[[4, 3], [2, 4, 3], { int: true, dtype: 'int32' }]], on(L.dense({ units: 3 }), L.gru({ units: 3 })));

// ---- later additions: seeds follow from a case's place, so new ones stand last ----
for (const [kind, [layer]] of Object.entries(kinds)) {
  add(`${kind}_masked_open_backwards`, [openHoles], masked(layer({ units: 4, returnSequences: true, goBackwards: true })));
}

const filmOfAnySize = [[null, null, null, 2], [2, 3, 4, 5, 2]];
add('conv_lstm2d_open_film_sequences', [filmOfAnySize], on(conv({ padding: 'same', returnSequences: true })));
add('conv_lstm2d_open_film_valid', [filmOfAnySize], ([x]) => conv({ kernelSize: 2, returnSequences: true, returnState: true }).apply(x));

// ---- making them ----

function values(shape, { holes: withHoles, int, dtype }, seed) {
  const random = mulberry32(seed);
  const n = shape.reduce((a, b) => a * b, 1);
  const out = dtype === 'int32' ? new Int32Array(n) : new Float32Array(n);
  const features = shape.at(-1);
  let hole = false;
  for (let i = 0; i < n; i++) {
    if (i % features === 0) hole = withHoles && random() < 0.4;
    out[i] = hole ? 0 : int ? Math.floor(random() * 3) : Math.fround(random() * 2 - 1);
  }
  return out;
}

function setWeights(model, seed) {
  const random = mulberry32(seed);
  for (const w of model.weights) {
    const scale = /bias/.test(w.name) ? 0.5 : 1;
    const data = Float32Array.from({ length: w.shape.reduce((a, b) => a * b, 1) }, () => (random() * 2 - 1) * scale);
    w.write(tf.tensor(data, w.shape));
  }
}

function bytes(array) {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

async function make({ name, inputs, build, calls }, index) {
  const folder = path.join(OUT, name);
  fs.rmSync(folder, { recursive: true, force: true });
  const symbolic = inputs.map(([shape, , { batch, dtype = 'float32' } = {}], i) =>
    tf.input({ batchShape: [batch ?? null, ...shape], dtype, name: `in${i}` }),
  );
  const names = symbolic.map((s) => s.sourceLayer.name);
  const model = tf.model({ inputs: symbolic, outputs: list(build(symbolic)), name });
  setWeights(model, 1000 + index);
  let artifacts;
  await model.save(
    tf.io.withSaveHandler(async (a) => {
      artifacts = a;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  // Some layers' computeOutputShape writes into the shape that it is given; the file gets the true one.
  for (const l of artifacts.modelTopology.config.layers) {
    const i = names.indexOf(l.name);
    if (i >= 0) l.config.batch_input_shape = [inputs[i][2]?.batch ?? null, ...inputs[i][0]];
  }
  const feeds = inputs.map(([, shape, options = {}], i) => tf.tensor(values(shape, options, 42 + i), shape, options.dtype ?? 'float32'));
  const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) }));
  const results = [];
  for (let call = 0; call < calls; call++) results.push(list(loaded.predict(feeds)));

  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(artifacts.weightData));
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs } = artifacts;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }));
  const write = (file, t) => {
    const data = t.dataSync();
    if (data.some((v) => !Number.isFinite(v))) throw new Error(`${file} is not finite`);
    fs.writeFileSync(path.join(folder, file), bytes(t.dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data)));
    return file;
  };
  const golden = {
    format: 'layers-model',
    tfjs: tf.version_core,
    backend: tf.getBackend(),
    callMode: 'predict',
    inputs: feeds.map((t, i) => ({ name: names[i], shape: t.shape, dtype: t.dtype, file: write(`in${i}.bin`, t) })),
    outputs: results[0].map((t, i) => ({
      name: model.outputNames[i],
      shape: t.shape,
      dtype: t.dtype,
      file: write(`out${i}.bin`, t),
      ...(calls > 1 ? { nextCalls: results.slice(1).map((r, k) => write(`out${i}_call${k + 2}.bin`, r[i])) } : {}),
    })),
  };
  fs.writeFileSync(path.join(folder, 'golden.json'), JSON.stringify(golden));
}

await tf.setBackend('cpu');
let failed = 0;
for (const [index, c] of cases.entries()) {
  if (!c.name.includes(only)) continue;
  try {
    await make(c, index);
  } catch (e) {
    failed++;
    fs.rmSync(path.join(OUT, c.name), { recursive: true, force: true });
    console.log(`${c.name}: ${e.message.split('\n')[0]}`);
  }
}
console.log(`${cases.length - failed} cases in ${OUT}`);
process.exitCode = failed ? 1 : 0;
