// Trains the model of this folder in TensorFlow.js and writes model.json, weights.bin, a signal, what the model makes of the whole of it,
// and a golden of three calls in a row. Usage, after `npm ci` in conformance/: node examples/streaming/train.mjs

import fs from 'node:fs';
import path from 'node:path';

import { rawBytes, typedArray } from '../../conformance/judge/model-files.mjs';
import { mulberry32 } from '../../conformance/judge/random.mjs';
import { loadTf } from '../../conformance/judge/tfjs.mjs';

const HERE = import.meta.dirname;
const UNITS = 8;
const STEPS = 40;
const PIECE = 5;
const NOISE = 0.8;

const tf = await loadTf('cpu');
const model = buildModel({ batchInputShape: [null, STEPS, 1], stateful: false });
await train(model);

// The same weights in a model that takes one sequence in pieces, and remembers where it was.
const streaming = buildModel({ batchInputShape: [1, PIECE, 1], stateful: true });
streaming.setWeights(model.getWeights());
await streaming.save(tf.io.withSaveHandler(writeModel));
await writeSignal();
await writeGolden();

function buildModel({ batchInputShape, stateful }) {
  const signal = tf.input({ batchShape: batchInputShape, name: 'signal' });
  const seed = 7;
  const lstm = tf.layers.lstm({
    units: UNITS, returnSequences: true, stateful, name: 'lstm', recurrentActivation: 'sigmoid',
    kernelInitializer: tf.initializers.glorotUniform({ seed }), recurrentInitializer: tf.initializers.glorotUniform({ seed: seed + 1 }),
  });
  const clean = tf.layers.dense({ units: 1, name: 'clean', kernelInitializer: tf.initializers.glorotUniform({ seed: seed + 2 }) });
  return tf.model({ inputs: signal, outputs: clean.apply(lstm.apply(signal)), name: 'streaming' });
}

/** Waves of any pitch and phase, and the same under noise: [count, STEPS] each. */
function waves(count, next) {
  const clean = new Float32Array(count * STEPS);
  const noisy = new Float32Array(count * STEPS);
  for (let i = 0; i < count; i++) {
    const pitch = 0.15 + 0.35 * next();
    const phase = 2 * Math.PI * next();
    for (let t = 0; t < STEPS; t++) {
      clean[i * STEPS + t] = Math.sin(pitch * t + phase);
      noisy[i * STEPS + t] = clean[i * STEPS + t] + NOISE * (next() + next() + next() - 1.5);
    }
  }
  return { clean, noisy };
}

function sequences(values) {
  return tf.tensor(values, [values.length / STEPS, STEPS, 1]);
}

async function train(trained) {
  const next = mulberry32(1);
  trained.compile({ optimizer: tf.train.adam(0.02), loss: 'meanSquaredError' });
  for (let batch = 1; batch <= 300; batch++) {
    const { clean, noisy } = waves(32, next);
    const loss = await trained.trainOnBatch(sequences(noisy), sequences(clean));
    if (batch % 50 === 0) console.log(`batch ${batch}: squared error ${loss.toFixed(4)}`);
  }
}

async function writeModel({ modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData }) {
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  fs.writeFileSync(path.join(HERE, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }, null, 1));
  fs.writeFileSync(path.join(HERE, 'weights.bin'), Buffer.from(weightData));
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
}

/** A wave that the model has not seen, and what it makes of all of it at once. */
async function writeSignal() {
  const { clean, noisy } = waves(1, mulberry32(2));
  const predicted = await model.predict(sequences(noisy)).data();
  const error = (values) => Math.sqrt(values.reduce((sum, value, t) => sum + (value - clean[t]) ** 2, 0) / STEPS);
  console.log(`distance from the wave: ${error(noisy).toFixed(3)} under noise, ${error(predicted).toFixed(3)} as the model hears it`);
  fs.writeFileSync(path.join(HERE, 'signal.bin'), rawBytes(noisy));
  fs.writeFileSync(path.join(HERE, 'whole.bin'), rawBytes(predicted));
}

/** Three calls of the stateful model on one piece, in the form of the cases in conformance/cases. */
async function writeGolden() {
  const shape = [1, PIECE, 1];
  const piece = typedArray('float32', fs.readFileSync(path.join(HERE, 'signal.bin'))).slice(0, PIECE);
  const files = ['out0.bin', 'out0_call2.bin', 'out0_call3.bin'];
  fs.writeFileSync(path.join(HERE, 'in0.bin'), rawBytes(piece));
  for (const file of files) fs.writeFileSync(path.join(HERE, file), rawBytes(await streaming.predict(tf.tensor(piece, shape)).data()));
  const golden = {
    model: 'model.json', format: 'layers-model', tfjs: tf.version.tfjs, backend: 'cpu', callMode: 'predict',
    inputs: [{ name: 'signal', declaredShape: shape, shape, dtype: 'float32', file: 'in0.bin' }],
    outputs: [{ name: 'clean', shape, dtype: 'float32', file: files[0], nextCalls: files.slice(1) }],
  };
  fs.writeFileSync(path.join(HERE, 'golden.json'), JSON.stringify(golden, null, 1));
}
