// Runs a model of either kind in the real TensorFlow.js 4.22.0.
//
//   node run-model.mjs MODEL INPUTS.json OUTPUTS.json [--backend cpu|wasm] [--custom-layers MODULE.mjs]
//
// MODEL         a folder with model.json, or the JSON file itself
// INPUTS.json   {"inputs": [{"name", "shape", "dtype", "file"}, ...]}; a golden.json is one. Files lie beside it: raw little-endian
//               values, row-major, float32, int32, or bool in one byte each; strings are a JSON array. The name is that of a LayersModel's
//               input layer, or of a GraphModel's input in its signature or graph.
// OUTPUTS.json  is written: {"tfjs", "backend", "kind", "callMode", "outputs": [{"name", "shape", "dtype", "file"}, ...]}, in model order,
//               with the values in out0.bin, out1.bin, ... beside it. `callMode` is executeAsync where predict() refuses (loops of old graphs).
// MODULE.mjs    exports register(tf), which registers the layers that the application brings.
//
// TF.js is found in conformance/node_modules (`npm ci` there) or through NODE_PATH. Exit status 1 and one line on stderr if it fails.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { goldenValues } from './golden.mjs';
import { fileHandler, rawBytes, readJson, readModel } from './model-files.mjs';
import { loadTf } from './tfjs.mjs';
import { signatureOf } from './topology.mjs';

const USAGE = 'Usage: node run-model.mjs MODEL INPUTS.json OUTPUTS.json [--backend cpu|wasm] [--custom-layers MODULE.mjs]';
const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

try {
  await main();
} catch (error) {
  console.error(`run-model: ${error?.message ?? error}`);
  process.exitCode = 1;
}

async function main() {
  const { positionals, values: options } = parseArgs({ allowPositionals: true, options: {
    backend: { type: 'string', default: 'cpu' }, 'custom-layers': { type: 'string' },
  } });
  if (positionals.length !== 3) throw new Error(USAGE);
  const [model, inputsFile, outputsFile] = positionals;
  const tf = await loadTf(options.backend);
  if (options['custom-layers']) (await import(pathToFileURL(options['custom-layers']).href)).register(tf);

  const { json } = readModel(model);
  const isGraph = Boolean(json.modelTopology?.node);
  const feed = readInputs(tf, inputsFile);
  const { callMode, tensors, names } = isGraph ? await runGraph(tf, model, json, feed) : await runLayers(tf, model, feed);
  const outputs = [];
  for (const [i, tensor] of tensors.entries()) outputs.push(await writeOutput(tensor, names[i], i, path.dirname(outputsFile)));
  const result = { tfjs: tf.version.tfjs, backend: tf.getBackend(), kind: isGraph ? 'graph-model' : 'layers-model', callMode, outputs };
  fs.writeFileSync(outputsFile, JSON.stringify(result, null, 1));
}

function readInputs(tf, file) {
  return Object.fromEntries(readJson(file).inputs.map((entry) =>
    [entry.name, tf.tensor(goldenValues(path.dirname(file), entry), entry.shape, entry.dtype)]));
}

async function runLayers(tf, file, feed) {
  const model = await tf.loadLayersModel(fileHandler(tf, file));
  const unknown = Object.keys(feed).filter((name) => !model.inputNames.includes(name));
  const missing = model.inputNames.filter((name) => !(name in feed));
  if (unknown.length || missing.length) throw new Error(`the model's inputs are [${model.inputNames}], given are [${Object.keys(feed)}]`);
  const inputs = model.inputNames.map((name) => feed[name]);
  const result = model.predict(inputs.length === 1 ? inputs[0] : inputs);
  return { callMode: 'predict', tensors: Array.isArray(result) ? result : [result], names: model.outputNames };
}

async function runGraph(tf, file, json, feed) {
  const model = await tf.loadGraphModel(fileHandler(tf, file));
  const keys = Object.keys(signatureOf(json).outputs ?? {});
  let callMode = 'predict', result;
  try {
    result = model.predict(feed);
  } catch (error) {
    if (!/executeAsync/.test(error.message)) throw error;
    callMode = 'executeAsync';
    result = await model.executeAsync(feed);
  }
  if (!Array.isArray(result) && !result.dataSync) return { callMode, tensors: Object.values(result), names: Object.keys(result) };
  const tensors = Array.isArray(result) ? result : [result];
  return { callMode, tensors, names: keys.length === tensors.length ? keys : model.outputNodes };
}

async function writeOutput(tensor, name, index, folder) {
  const { shape, dtype } = tensor;
  const data = await tensor.data();
  const file = `out${index}.${dtype === 'string' ? 'json' : 'bin'}`;
  // Under a float32 label TF.js sometimes keeps an integer array (Cast), so the bytes are made from the dtype that it names.
  const bytes = dtype === 'string' ? JSON.stringify(Array.from(data)) : rawBytes(ARRAYS[dtype].from(data));
  fs.writeFileSync(path.join(folder, file), bytes);
  return { name, shape, dtype, file };
}
