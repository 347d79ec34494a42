// Judges a model that was written with other shards or with quantised weights. Nothing else may have changed.

import { difference, exactDifference, sameShape } from './compare.mjs';
import { inputTensors, readGolden } from './golden.mjs';
import { checkByteCount, decodeWeights, fileHandler, handlerWithWeights, halfToFloat, readModel } from './model-files.mjs';

/**
 * `model` against the one in `plain` that it should be apart from its storage: the same weights (within what `quantised` may change),
 * and in TF.js the very numbers that plain float32 weights of the same values give. `source` is the case, for its inputs.
 */
export async function checkRewritten(tf, { model, plain, source, quantised, shardBytes }) {
  const ours = readModel(model);
  const original = readModel(plain);
  checkByteCount(ours);
  const weights = decodeWeights(ours);
  const faults = [...shardFaults(ours, shardBytes), ...weightFaults(weights, decodeWeights(original), quantised)].filter(Boolean);
  // Files older than TF.js 1.0 have no format: nothing else in the file changes, so ours has none either.
  if (ours.json.format !== original.json.format) faults.push(`format is '${ours.json.format}', not '${original.json.format}'`);

  const inputs = inputTensors(tf, source, readGolden(source));
  let expected;
  try {
    expected = await predictions(tf, handlerWithWeights(tf, original.json, weights), inputs);
  } catch {
    // TF.js refuses some LayersModels itself (what Keras has and it has not, and a few of its own layers). Their weights are judged.
    return { faults, skip: 'weights are right, but TF.js cannot run the model that it was made of', threw: true };
  }
  const written = await predictions(tf, fileHandler(tf, model), inputs);
  inputs.forEach((tensor) => tensor.dispose());
  if (expected.values.length !== written.values.length) faults.push(`${written.values.length} outputs, the original has ${expected.values.length}`);
  else faults.push(...expected.values.map((values, i) => exactDifference(`output ${i}`, written.values[i], values)).filter(Boolean));
  // TF.js itself leaves tensors of shared layers behind when a LayersModel is disposed of; ours may not leave more.
  if (written.leaked > expected.leaked) faults.push(`${written.leaked} tensors are left behind, ${expected.leaked} by the original`);
  return { faults };
}

/** The values of all outputs of one prediction, and how many tensors it and the disposed model left behind. */
async function predictions(tf, handler, inputs) {
  const before = tf.memory().numTensors;
  const isGraph = Boolean((await handler.load()).modelTopology.node);
  const model = await (isGraph ? tf.loadGraphModel(handler) : tf.loadLayersModel(handler));
  const result = tf.tidy(() => model.predict(inputs.length === 1 ? inputs[0] : inputs));
  const outputs = Array.isArray(result) ? result : [result];
  const values = await Promise.all(outputs.map((tensor) => tensor.data()));
  outputs.forEach((tensor) => tensor.dispose());
  model.dispose();
  return { values, leaked: tf.memory().numTensors - before };
}

/** Files are named group{g}-shard{i}of{n}.bin and cut every `shardBytes` bytes. */
function shardFaults({ json, specs, bytes }, shardBytes) {
  const groups = json.weightsManifest;
  if (groups.length > 1 || !specs.length) return [];
  const count = Math.ceil(bytes.length / shardBytes);
  const wanted = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  return groups[0].paths.join() === wanted.join() ? [] : [`shards [${groups[0].paths}], expected [${wanted}]`];
}

function weightFaults(ours, original, quantised) {
  const faults = [];
  const missing = [...original.keys()].filter((name) => !ours.has(name));
  const extra = [...ours.keys()].filter((name) => !original.has(name));
  if (missing.length) faults.push(`weights missing: ${missing}`);
  if (extra.length) faults.push(`weights that the original does not have: ${extra}`);
  for (const [name, weight] of original) {
    const written = ours.get(name);
    if (!written) continue;
    if (!sameShape(written.shape, weight.shape)) faults.push(`${name}: shape [${written.shape}], original [${weight.shape}]`);
    else faults.push(...(quantised && weight.dtype === 'float32'
      ? quantisationFaults(name, written, weight.values, quantised)
      : [exactDifference(name, written.values, weight.values)]));
  }
  return faults.filter(Boolean);
}

/** Each weight must have become the nearest code: within half a step of what it was, or half a unit in the last place of float16. */
export function quantisationFaults(name, written, values, dtype) {
  if (written.quantization?.dtype !== dtype) return [`${name}: quantised as ${written.quantization?.dtype}, expected ${dtype}`];
  if (dtype === 'float16') {
    const wrong = values.findIndex((value, i) => !isNearestHalf(written.codes[i], value));
    return wrong < 0 ? [] : [`${name}[${wrong}]: ${values[wrong]} became ${written.values[wrong]}, which is not the nearest float16`];
  }
  const { scale, min } = affineParameters(values, dtype === 'uint8' ? 255 : 65535);
  const faults = [];
  const stored = written.quantization;
  if (Math.abs(stored.scale - scale) > 1e-6 * scale) faults.push(`${name}: scale ${stored.scale}, expected ${scale}`);
  if (Math.abs(stored.min - min) > 1e-6 * (Math.abs(min) + scale)) faults.push(`${name}: min ${stored.min}, expected ${min}`);
  // A tie may fall either way, and moving `min` onto the grid may push an end of the range out by half a step.
  faults.push(difference(name, written.values, values, 0.501 * scale + 1e-6 * Math.abs(min)));
  return faults;
}

/** The scale and offset of an affine code: zero, if in range, must be a code of its own, so that padding stays exact. */
function affineParameters(values, steps) {
  let lo = Infinity, hi = -Infinity;
  for (const value of values) {
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  }
  if (lo === hi) return { scale: 1, min: lo };
  const scale = (hi - lo) / steps;
  if (lo > 0 || hi < 0) return { scale, min: lo };
  return { scale, min: -roundHalfEven(-lo / scale) * scale };
}

function roundHalfEven(value) {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function isNearestHalf(code, value) {
  const distance = Math.abs(halfToFloat(code) - value);
  // Of the finite neighbours, one code up and one down, none may be nearer. Beyond the largest float16 there is only infinity.
  return [code - 1, code + 1].every((other) => {
    const neighbour = halfToFloat(other & 0xffff);
    return !Number.isFinite(neighbour) || Math.sign(neighbour) * Math.sign(value) < 0 || distance <= Math.abs(neighbour - value);
  }) && Number.isFinite(distance);
}
