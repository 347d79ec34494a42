// How fast models predict: `tfjs4j run` beside TF.js on the wasm backend in Node, in turns, a process each, one thread each.
//
//     node bench/predict.mjs FOLDER... [--rounds 3] [--runs 60] [--shape 1,64,64,3]
//
// A folder holds a model, and golden.json where its inputs have unknown dimensions (or --shape says them).
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '60' },
    shape: { type: 'string' },
    peer: { type: 'boolean', default: false },
  },
});
const runs = Number(options.runs);

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** The inputs of a model with their shapes: those of its golden, or --shape, or its own with 1 for what is unknown. */
function inputs(folder, declared) {
  const golden = path.join(folder, 'golden.json');
  const known = existsSync(golden) ? JSON.parse(readFileSync(golden)).inputs : [];
  return declared.map((input, i) => ({
    name: input.name,
    dtype: input.dtype,
    shape: options.shape?.split(',').map(Number) ?? known[i]?.shape ?? input.shape.map((d) => (d > 0 ? d : 1)),
  }));
}

/** In a process of its own: loads the model into TF.js, and prints its times. */
async function peer(folder) {
  const require = createRequire(path.join(root, 'conformance/package.json'));
  const tf = require('@tensorflow/tfjs');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(path.join(root, 'conformance/node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  const json = JSON.parse(readFileSync(path.join(folder, 'model.json')));
  const shards = json.weightsManifest.flatMap((g) => g.paths.map((p) => readFileSync(path.join(folder, p))));
  const weightSpecs = json.weightsManifest.flatMap((g) => g.weights);
  const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
  const handler = { load: async () => ({ ...json, weightSpecs, weightData }) };
  const isGraph = Array.isArray(json.modelTopology.node);
  const start = performance.now();
  const model = isGraph ? await tf.loadGraphModel(handler) : await tf.loadLayersModel(handler);
  const loadMs = performance.now() - start;
  const fed = inputs(folder, model.inputs.map((t) => ({ name: t.name, dtype: t.dtype, shape: t.shape }))).map((input) =>
    input.dtype === 'float32'
      ? tf.randomUniform(input.shape, 0, 1)
      : tf.cast(tf.randomUniform(input.shape, 0, 255), input.dtype));
  const times = [];
  for (let i = 0; i <= 2 * runs; i++) {
    const begin = performance.now();
    const out = model.predict(fed.length === 1 ? fed[0] : fed);
    const all = out.data ? [out] : Object.values(out);
    await Promise.all(all.map((t) => t.data()));
    times.push(performance.now() - begin);
    tf.dispose(out);
  }
  console.log(JSON.stringify({ loadMs, firstMs: times[0], medianMs: median(times.slice(runs + 1)) }));
}

function peerTimes(folder) {
  const args = [fileURLToPath(import.meta.url), folder, '--peer', '--runs', options.runs];
  if (options.shape) {
    args.push('--shape', options.shape);
  }
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }));
}

function ownTimes(folder) {
  const shapes = inputs(
    folder,
    JSON.parse(execFileSync(path.join(root, 'bin/tfjs4j'), ['inspect', folder, '--json'], { encoding: 'utf8' })).inputs,
  ).map((input) => `--input_shape=${input.name}=[${input.shape}]`);
  const args = ['run', folder, '--random=42', '--threads=1', `--warmup=${runs}`, `--repeat=${runs}`, '--json', ...shapes];
  return JSON.parse(execFileSync(path.join(root, 'bin/tfjs4j'), args, { encoding: 'utf8' }));
}

if (options.peer) {
  await peer(folders[0]);
} else if (folders.length === 0) {
  console.error('usage: node bench/predict.mjs FOLDER... [--rounds 3] [--runs 60] [--shape 1,64,64,3]');
  process.exitCode = 2;
} else {
  console.log('| model | tfjs4j first | median | TF.js wasm first | median | median ratio |\n|---|---|---|---|---|---|');
  for (const folder of folders) {
    const rounds = Array.from({ length: Number(options.rounds) }, () => [ownTimes(folder), peerTimes(folder)]);
    const ms = (side, key) => median(rounds.map((r) => r[side][key]));
    const ratio = median(rounds.map(([own, other]) => own.medianMs / other.medianMs));
    const row = [ms(0, 'firstMs'), ms(0, 'medianMs'), ms(1, 'firstMs'), ms(1, 'medianMs')].map((t) => t.toFixed(1));
    console.log(`| ${path.basename(folder)} | ${row.join(' | ')} | ${ratio.toFixed(2)} |`);
  }
}
