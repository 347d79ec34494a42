// Judges a GraphModel that was made of a GraphModel: does the real TF.js load it, run it as before, and compute the golden numbers?

import { difference, sameShape } from './compare.mjs';
import { goldenValues, inputTensors, readGolden } from './golden.mjs';
import { checkByteCount, fileHandler, readModel } from './model-files.mjs';
import { graphNodes, signatureOf } from './topology.mjs';
import { throwsLine } from './check-graph.mjs';

const CHANNELS_FIRST = ['NCHW', 'NCDHW'].map((format) => Buffer.from(format).toString('base64'));

/**
 * Judges the GraphModel in `model` as a conversion of the one in `source`: {faults}, empty if all is right. With `asItWas` the graph must
 * not have changed at all; otherwise it may have no more nodes, and its inputs, outputs and all else that people see must still be there.
 */
export async function checkOptimized(tf, { model, source, asItWas }) {
  const golden = readGolden(source);
  const ours = readModel(model);
  const before = readModel(source);
  checkByteCount(ours);
  const faults = [...contractFaults(ours.json, before.json), ...(asItWas ? changes(ours.json, before.json) : sizeFaults(ours.json, before.json))];
  if (asItWas && golden.mended) return { faults };
  const runs = await runFaults(tf, { model, source, golden });
  if (runs.length && tf.getBackend() !== 'cpu' && (await runFaults(tf, { model: source, source, golden })).length) {
    return { faults, skip: `TF.js' ${tf.getBackend()} backend gets the model that it was made of wrong too`, threw: true };
  }
  return { faults: [...faults, ...runs], threw: runs.length > 0 };
}

/** Signature, metadata and initializer: what the model's users rely on. */
function contractFaults(ours, before) {
  const faults = [];
  for (const part of ['inputs', 'outputs']) {
    const names = Object.keys(signatureOf(ours)[part] ?? {});
    const wanted = Object.keys(signatureOf(before)[part] ?? {});
    if (wanted.length && names.join('\n') !== wanted.join('\n')) faults.push(`signature: ${part} [${names}], the model had [${wanted}]`);
  }
  const { signature, ...metadata } = before.userDefinedMetadata ?? {};
  for (const [key, value] of Object.entries({ ...metadata })) {
    if (!same(ours.userDefinedMetadata?.[key], value)) faults.push(`userDefinedMetadata.${key} is not what it was`);
  }
  for (const key of ['modelInitializer', 'initializerSignature', 'generatedBy']) {
    if (!same(ours[key], before[key])) faults.push(`${key} is not what it was`);
  }
  return faults;
}

function sizeFaults(ours, before) {
  // What TF.js takes for channels last stands between transposes.
  if (graphNodes(before).some(({ attr }) => CHANNELS_FIRST.includes(attr?.data_format?.s))) return [];
  const [now, then] = [graphNodes(ours).length - repairs(ours, before).length, graphNodes(before).length];
  return now > then ? [`${now} nodes, the model had ${then}`] : [];
}

/**
 * New nodes behind an output that was an input, a constant or a node of several results: TF.js hands out the caller's own tensor or its own
 * weight for the first two, and the same value for two results.
 */
function repairs(ours, before) {
  const then = new Set(graphNodes(before).map(({ name }) => name));
  const outputs = new Set(Object.values(signatureOf(ours).outputs).map(({ name }) => name.replace(/:\d+$/, '')));
  return graphNodes(ours).filter(({ name, op }) => op === 'Identity' && outputs.has(name) && !then.has(name)).map(({ name }) => name);
}

/** Every node with its op, inputs and attributes, whatever their order. */
function changes(ours, before) {
  const nodes = (json) => Object.fromEntries(graphNodes(json)
    .map(({ name, input = [], ...rest }) => [name, { ...rest, input: input.map((text) => text.replace(/:0$/, '')) }]));
  const [now, then] = [nodes(ours), nodes(before)];
  const repaired = repairs(ours, before);
  const faults = Object.keys(now).filter((name) => !(name in then) && !repaired.includes(name)).map((name) => `${name} was not there`);
  for (const [name, node] of Object.entries(then)) {
    if (!same(now[name], node)) faults.push(`${name} is ${JSON.stringify(now[name])}, was ${JSON.stringify(node)}`.slice(0, 600));
  }
  return faults.slice(0, 5);
}

/** Equal as JSON, apart from the order of keys; of nothing and an empty object or list, of a size as text and as number, either will do. */
function same(a, b) {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return typeof value === 'number' ? String(value) : value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined).map(([key, v]) => [key, sorted(v)])
    .filter(([, v]) => !(v && typeof v === 'object' && !Object.keys(v).length));
  return Object.fromEntries(entries.sort(([x], [y]) => (x < y ? -1 : 1)));
}

/** What goes wrong when the model is loaded, run as the golden was, and disposed of. */
async function runFaults(tf, { model, source, golden }) {
  try {
    const loaded = await tf.loadGraphModel(fileHandler(tf, model));
    const inputs = inputTensors(tf, source, golden);
    const feed = Object.fromEntries(golden.inputs.map(({ name }, i) => [name, inputs[i]]));
    const names = golden.outputs.map(({ name }) => name);
    const faults = [];
    if (loaded.outputNodes.join('\n') !== names.join('\n')) faults.push(`outputs [${loaded.outputNodes}], the model had [${names}]`);
    const results = [golden.callMode === 'executeAsync' ? await loaded.executeAsync(feed, names) : loaded.execute(feed, names)].flat();
    for (const [i, tensor] of results.entries()) faults.push(...await tensorFaults(tensor, golden.outputs[i], source));
    tf.dispose([inputs, results]);
    loaded.dispose();
    return faults;
  } catch (error) {
    return [throwsLine(error)];
  }
}

async function tensorFaults(tensor, entry, source) {
  const what = `output ${entry.name}`;
  if (!sameShape(tensor.shape, entry.shape)) return [`${what}: shape [${tensor.shape}], golden [${entry.shape}]`];
  const faults = tensor.dtype === entry.dtype ? [] : [`${what}: dtype ${tensor.dtype}, golden ${entry.dtype}`];
  const [ours, golden] = [await tensor.data(), goldenValues(source, entry)];
  if (entry.dtype === 'string') return same([...ours], golden) ? faults : [...faults, `${what}: other texts`];
  return [...faults, difference(what, ours, golden)].filter(Boolean);
}
