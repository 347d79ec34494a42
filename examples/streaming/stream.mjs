// Feeds a long signal in pieces to the GraphModel of this folder's stateful LSTM, and compares with what the model makes of the whole.
// Usage, after `npm ci` in conformance/: node examples/streaming/stream.mjs [FOLDER_OF_THE_GRAPH_MODEL]; without one it converts first.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { fileHandler, typedArray } from '../../conformance/judge/model-files.mjs';
import { loadTf } from '../../conformance/judge/tfjs.mjs';

const HERE = import.meta.dirname;
const REPOSITORY = path.dirname(path.dirname(HERE));

const tf = await loadTf('wasm');
const model = await tf.loadGraphModel(fileHandler(tf, process.argv[2] ?? convert()));

// What the model carries from call to call: of each state, the node to feed and the node to fetch for the next call.
const { states } = model.metadata;
const [output] = model.outputNodes;
const [, steps] = model.inputs[0].shape;

/** One call: the outputs of a piece, and what to feed beside the next. Nothing is fed beside the first. */
function step(piece, carried) {
  const [heard, ...after] = model.execute({ signal: piece, ...carried }, [output, ...states.map((state) => state.output)]);
  return { heard, carried: Object.fromEntries(states.map((state, i) => [state.input, after[i]])) };
}

const signal = readFloats('signal.bin');
const whole = readFloats('whole.bin');
let carried = {};
let worst = 0;
for (let at = 0; at < signal.length; at += steps) {
  const piece = tf.tensor(signal.slice(at, at + steps), [1, steps, 1]);
  const next = step(piece, carried);
  const values = await next.heard.data();
  tf.dispose([piece, carried, next.heard]);
  carried = next.carried;
  for (const [i, value] of values.entries()) worst = Math.max(worst, Math.abs(value - whole[at + i]));
}
tf.dispose(carried);

console.log(`${signal.length / steps} pieces of ${steps} steps; states ${states.map(({ name }) => name).join(', ')}`);
console.log(`largest difference from the whole: ${worst.toPrecision(2)}`);
if (!(worst < 1e-5)) throw new Error('the pieces do not give what the whole gives');

function readFloats(file) {
  return typedArray('float32', fs.readFileSync(path.join(HERE, file)));
}

function convert() {
  const target = path.join(REPOSITORY, 'build', 'streaming');
  const flags = ['--input_format=tfjs_layers_model', '--output_format=tfjs_graph_model'];
  const run = spawnSync(path.join(REPOSITORY, 'bin', 'tensorflowjs_converter'), [...flags, HERE, target], { stdio: 'inherit' });
  if (run.status !== 0) throw new Error('the model does not convert');
  return target;
}
