// Judges one converted GraphModel: does the real TF.js load it, run it, and compute the golden numbers?

import { carriedFaults, lengthFaults, predict, stateListFaults } from './check-calls.mjs';
import { difference, sameShape } from './compare.mjs';
import { goldenValues, inputTensors, readGolden } from './golden.mjs';
import { checkByteCount, fileHandler, readModel } from './model-files.mjs';
import { hasLoop, hasTable, signatureOf } from './topology.mjs';

/** The number that the largest of a window begins with, where it should be less than all. */
const LEAST_FLOAT = /ours 1\.1754943508222875e-38/;

/** A fault of numbers alone, as `difference` words it. */
const OTHER_NUMBERS = /output \d+.*: ours .* golden /;

/** What TF.js says of an op that one of its backends has not. */
const LACKS_KERNEL = /not registered for backend/;

/**
 * Judges the GraphModel in `model` as a conversion of the case in `source`: {faults}, empty if all is right. `recurrent` is what is
 * known of a recurrent case: whether it is `stateful`, whether its graph may or must hold a loop (`mayLoop`, `mustLoop`), on which other
 * `lengths` it is run, and beyond which `limit` it must refuse to.
 */
export async function checkGraph(tf, { model, source, recurrent, isAsync: needsAsync }) {
  const golden = readGolden(source);
  const files = readModel(model);
  checkByteCount(files);
  const faults = [...signatureFaults(signatureOf(files.json), golden), ...stateListFaults(files.json, recurrent?.stateful)];
  if (recurrent?.mustLoop && !hasLoop(files.json)) faults.push('there is no loop in the graph');

  try {
    // `predict` is what applications call. Only a loop over sequences whose length the model leaves open is excused from it.
    const isAsync = Boolean(needsAsync) || hasTable(files.json) || (Boolean(recurrent?.mayLoop) && hasLoop(files.json));
    const runs = await runFaults(tf, { model, source, golden, recurrent, isAsync });
    if (recurrent?.lengths && tf.getBackend() === 'cpu') {
      runs.push(...await lengthFaults(tf, { model, source, golden, isAsync, ...recurrent }));
    }
    if (runs.length && runs.every((fault) => OTHER_NUMBERS.test(fault)) && await isWrongItself(tf, source, golden)) {
      return { faults, skip: `TF.js' ${tf.getBackend()} backend computes other numbers for the LayersModel too` };
    }
    if (runs.length && tf.getBackend() === 'wasm' && runs.every((fault) => LEAST_FLOAT.test(fault))) {
      return { faults, skip: "TF.js' wasm backend takes 1e-38 for the largest of negative numbers in MaxPool3D" };
    }
    return { faults: [...faults, ...runs], threw: runs.length > 0 };
  } catch (error) {
    if (tf.getBackend() !== 'cpu' && LACKS_KERNEL.test(error.message)) {
      return { faults, skip: `TF.js' ${tf.getBackend()} backend has no such kernel`, threw: true };
    }
    // The process is not used again: a wasm module is unusable after a trap, and tensors were left behind.
    return { faults: [...faults, throwsLine(error)], threw: true };
  }
}

/**
 * Whether TF.js misses the golden numbers on this backend with the LayersModel itself. Its wasm backend does so with Conv3DTranspose, with
 * MaxPooling3D of negative numbers and with PReLU of shared axes; what is found here is judged on cpu alone.
 */
async function isWrongItself(tf, source, golden) {
  if (tf.getBackend() === 'cpu' || golden.format !== 'layers-model') return false;
  try {
    const model = await tf.loadLayersModel(fileHandler(tf, source));
    const inputs = inputTensors(tf, source, golden);
    const result = model.predict(inputs.length === 1 ? inputs[0] : inputs);
    const outputs = Array.isArray(result) ? result : [result];
    const faults = await outputFaults(outputs, golden, golden.outputs.map((entry) => goldenValues(source, entry)));
    tf.dispose([inputs, outputs]);
    model.dispose();
    return faults.length > 0 && faults.every((fault) => OTHER_NUMBERS.test(fault));
  } catch {
    return false; // A LayersModel that TF.js cannot run excuses nothing.
  }
}

/** What goes wrong when the model is loaded, run in every way that its users may run it, and disposed of. */
async function runFaults(tf, { model, source, golden, recurrent, isAsync }) {
  const before = tf.memory().numTensors;
  const loaded = await tf.loadGraphModel(fileHandler(tf, model));
  const inputs = inputTensors(tf, source, golden);
  if (readModel(model).json.modelInitializer) {
    // The first prediction fills the model's tables, which it keeps.
    (await predict(loaded, inputs.length === 1 ? inputs[0] : inputs, isAsync)).forEach((tensor) => tensor.dispose());
  }
  const held = tf.memory().numTensors;
  const expected = golden.outputs.map((entry) => goldenValues(source, entry));

  const kept = (faults) => {
    const leaked = tf.memory().numTensors - held;
    return leaked ? [...faults, `${leaked} tensors are left behind by a prediction`] : faults;
  };
  const run = async (feed) => {
    const outputs = await predict(loaded, feed, isAsync);
    const faults = await outputFaults(outputs, golden, expected);
    outputs.forEach((tensor) => tensor.dispose());
    return kept(faults);
  };
  // In model order, as predict() of the LayersModel takes them; then by the names that its inputs had.
  const faults = await run(inputs.length === 1 ? inputs[0] : inputs);
  const byName = await run(Object.fromEntries(golden.inputs.map(({ name }, i) => [name, inputs[i]])));
  faults.push(...byName.filter((fault) => !faults.includes(fault)).map((fault) => `fed by name: ${fault}`));
  if (recurrent?.stateful && loaded.metadata?.states) {
    faults.push(...kept(await carriedFaults(tf, { loaded, isAsync, inputs, source, golden })));
  }

  inputs.forEach((tensor) => tensor.dispose());
  loaded.dispose();
  const left = tf.memory().numTensors - before;
  return left ? [...faults, `${left} tensors are left behind by the disposed model`] : faults;
}

export const throwsLine = (error) => `throws ${String(error?.message ?? error).split('\n').slice(0, 2).join(' ').slice(0, 400)}`;

export async function outputFaults(outputs, golden, expected) {
  if (outputs.length !== expected.length) return [`${outputs.length} outputs, golden has ${expected.length}`];
  const faults = [];
  for (const [i, tensor] of outputs.entries()) {
    const { name, shape, dtype } = golden.outputs[i];
    const what = `output ${i} (${name})`;
    if (!sameShape(tensor.shape, shape)) {
      faults.push(`${what}: shape [${tensor.shape}], golden [${shape}]`);
      continue;
    }
    if (tensor.dtype !== dtype) faults.push(`${what}: dtype ${tensor.dtype}, golden ${dtype}`);
    const fault = difference(what, await tensor.data(), expected[i]);
    if (fault) faults.push(fault);
  }
  return faults;
}

/** The names under which a user finds inputs and outputs: those of the layers, in model order. */
export function signatureFaults(signature, golden) {
  const faults = [];
  const inputs = Object.keys(signature.inputs ?? {});
  const wantedInputs = golden.inputs.map(({ name }) => name);
  if (inputs.join('\n') !== wantedInputs.join('\n')) faults.push(`signature: inputs [${inputs}], the model has [${wantedInputs}]`);

  const outputs = Object.keys(signature.outputs ?? {});
  const wanted = golden.outputs.map(({ name }) => name);
  const right = outputs.length === wanted.length && wanted.every((name, i) => namesOutput(outputs[i], name, wanted));
  if (!right) faults.push(`signature: outputs [${outputs}], the model has [${wanted}]`);
  return faults;
}

/** Where one layer gives several outputs, their keys are the layer's name with ':0', ':1' or '_1' behind. */
function namesOutput(key, name, all) {
  if (key === name) return true;
  const shared = all.filter((other) => other === name).length > 1;
  return shared && key.startsWith(name) && /^[:_]\d+$/.test(key.slice(name.length));
}
