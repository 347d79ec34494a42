// Runs TF.js models for `tfjs4j verify --with tfjs`:
//
//   node run-model.mjs JOB
//
// JOB is a JSON file: {home, backend, models: [model.json, ...], inputs: [{name, dtype, shape, file}], out}. Each model gets the inputs,
// by name where it has inputs of these names, else in order. For each a line is printed: {outputs: [{name, dtype, shape, file}]} or
// {error}. Values are raw, little-endian, row-major; files are written to the folder `out`.

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const MISSING = 3;

const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
// Resolved as CommonJS, so that NODE_PATH is searched too.
const require = createRequire(path.join(job.home, 'here.js'));

function load(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.error(`${name} is not installed in ${job.home}`);
    process.exit(MISSING);
  }
}

async function start() {
  // Greetings and deprecations are not what is compared.
  console.warn = () => {};
  const tf = load('@tensorflow/tfjs');
  if (job.backend === 'wasm') {
    const wasm = load('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  }
  if (!(await tf.setBackend(job.backend))) throw new Error(`TF.js has no backend '${job.backend}' here`);
  await tf.ready();
  return tf;
}

/** Reads model.json and its shards; `tf` has its own reading of the JSON. */
function handler(tf, file) {
  return {
    load: () => {
      const json = JSON.parse(fs.readFileSync(file, 'utf8'));
      const groups = json.weightsManifest ?? [];
      const shards = groups.flatMap((group) => group.paths).map((name) => fs.readFileSync(path.join(path.dirname(file), name)));
      const bytes = new Uint8Array(Buffer.concat(shards)).buffer;
      return tf.io.getModelArtifactsForJSON(json, async () => [groups.flatMap((group) => group.weights), bytes]);
    },
  };
}

const isGraph = (file) => Array.isArray(JSON.parse(fs.readFileSync(file, 'utf8')).modelTopology?.node);

function readTensor(tf, { dtype, shape, file }) {
  const bytes = new Uint8Array(fs.readFileSync(file)).buffer;
  const values = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return tf.tensor(new values(bytes), shape, dtype);
}

async function run(tf, file, number) {
  const graph = isGraph(file);
  const model = graph ? await tf.loadGraphModel(handler(tf, file)) : await tf.loadLayersModel(handler(tf, file));
  const names = graph ? Object.keys(model.modelSignature?.inputs ?? {}) : model.inputNames;
  const byName = job.inputs.every(({ name }) => names.includes(name));
  const order = byName && names.length ? names.map((name) => job.inputs.find((input) => input.name === name)) : job.inputs;
  const tensors = order.map((input) => readTensor(tf, input));
  const feed = tensors.length === 1 ? tensors[0] : tensors;
  let result;
  try {
    result = model.predict(feed);
  } catch (error) {
    if (!graph) throw error;
    // Graphs with control flow or data-dependent shapes say that they want this instead.
    result = await model.executeAsync(feed);
  }
  const outputs = Array.isArray(result) ? result : result.dataSync ? [result] : Object.values(result);
  const keys = graph ? Object.keys(model.modelSignature?.outputs ?? {}) : model.outputNames;
  return Promise.all(outputs.map(async (tensor, i) => {
    const target = path.join(job.out, `${number}-${i}.bin`);
    const data = await tensor.data();
    if (tensor.dtype === 'string') throw new Error(`output ${i} holds strings, which are not compared`);
    fs.writeFileSync(target, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    return { name: keys[i] ?? `output ${i}`, dtype: tensor.dtype, shape: tensor.shape, file: target };
  }));
}

const tf = await start();
for (const [number, file] of job.models.entries()) {
  try {
    console.log(JSON.stringify({ outputs: await run(tf, file, number) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error?.message ?? error) }));
  }
}
