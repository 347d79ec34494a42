// Proof that the judge can fail: models that converted well are broken on purpose, one fault each, and each must be found.

import fs from 'node:fs';
import path from 'node:path';

import { WORK } from './cases.mjs';
import { checkSize } from './check-size.mjs';
import { copyModel, modelFile, readJson, sizeOf } from './model-files.mjs';
import { graphNodes } from './topology.mjs';

const GROUP = 'self-test';
const base64 = (text) => Buffer.from(text).toString('base64');

/** What is broken, in which case, and what the judge must then say. `breakIt` returns false if it found nothing to break. */
const FAULTS = [
  { name: 'nothing is broken', id: 'layers/functional_multi_io', expect: null, breakIt: () => true },
  { name: 'one weight differs', id: 'layers/functional_multi_io', expect: /ours .* golden .* tol/, breakIt: changeWeight((value) => value + 0.05) },
  { name: 'one weight is NaN', id: 'layers/sequential_mnist_cnn__multi_group', expect: /NaN/, breakIt: changeWeight(() => NaN) },
  { name: 'outputs trade their nodes', id: 'layers/functional_multi_io', expect: /shape|ours/, breakIt: tradeOutputNodes },
  { name: 'outputs trade their places', id: 'layers/functional_multi_io', expect: /signature: outputs/, breakIt: reverseKeys('outputs') },
  { name: 'inputs trade their places', id: 'layers/functional_multi_io', expect: /signature: inputs/, breakIt: reverseKeys('inputs') },
  { name: 'an output has another name', id: 'layers/functional_multi_io', expect: /signature: outputs/, breakIt: renameOutput },
  { name: 'Relu became Elu', id: 'layers/dense_relu', expect: /ours/, breakIt: changeOp('Relu', 'Elu') },
  { name: 'Relu became Elu, on wasm', backend: 'wasm', id: 'layers/dense_relu', expect: /ours/, breakIt: changeOp('Relu', 'Elu') },
  { name: 'MaxPool became AvgPool', id: 'layers/max_pooling2d_valid', expect: /ours/, breakIt: changeOp('MaxPool', 'AvgPool') },
  { name: 'AddV2 became Mul', id: 'layers/resnet_block__quant_float16', expect: /ours/, breakIt: changeOp('AddV2', 'Mul') },
  { name: 'SAME became VALID', id: 'layers/conv2d_same', expect: /shape/, breakIt: changeAttribute('padding', 'SAME', 'VALID') },
  { name: 'other strides', id: 'layers/conv2d_same', expect: /shape/, breakIt: otherStrides },
  { name: 'an op that TF.js does not know', id: 'layers/dense_relu', expect: /throws/, breakIt: unknownOp },
  { name: 'a shard is cut short', id: 'layers/dense', expect: /bytes/, breakIt: cutShard },
  { name: 'a node too many', id: 'layers/merge_add', expect: /compute nodes/, size: true, breakIt: addNode },
  { name: 'a weight too many', id: 'layers/dense', expect: /weight bytes/, size: true, breakIt: addWeight },
  { name: 'a step reads its neighbour', id: 'layers/lstm', expect: /ours/, breakIt: misreadStep },
  { name: 'a state is not carried', id: 'layers/gru_stateful', expect: /call 2.*ours/, breakIt: ignoreStates },
  { name: 'states trade places', id: 'examples/streaming', expect: /call 2.*ours/, breakIt: tradeStates },
  { name: 'states are not listed', id: 'layers/gru_stateful', expect: /states: missing/, breakIt: forgetStates },
  { name: 'a state is an input', id: 'layers/gru_stateful', expect: /signature: inputs/, breakIt: stateAsInput },
  { name: 'an op outside the limits', id: 'layers/mobilenetv2_1.0_224', expect: /not needed/, size: true, breakIt: addNode },
];

/**
 * What is broken in a LayersModel or in how it is converted: faults that the weights and nodes of a graph do not show. Its GraphModel must
 * not pass for a conversion of the case.
 */
const SOURCE_FAULTS = [
  { name: 'gates are swapped', id: 'layers/lstm', expect: /ours/, breakIt: swapGates },
  { name: 'time runs backwards', id: 'layers/gru_sequences', expect: /ours/, breakIt: changeConfig('GRU', { go_backwards: true }) },
  { name: 'a mask is not seen', id: 'layers/masking_lstm', expect: /ours/, breakIt: changeConfig('Masking', { mask_value: 77 }) },
  { name: 'states are kept where they should not', id: 'layers/gru', expect: /states/, breakIt: makeStateful('GRU') },
  // The golden's sequence has one step more than the graph is made for.
  { name: 'a step is left out', id: 'layers/gru_dynamic_time', expect: /ours|shape|throws/, breakIt: () => true, fewerSteps: 1 },
];

/** What is broken in a GraphModel that was made of a GraphModel. */
const GRAPH_FAULTS = [
  { name: 'Tanh became Sin', id: 'ops/tanh optimized', expect: /ours/, breakIt: changeOp('Tanh', 'Sin') },
  { name: 'a node too many, graph to graph', id: 'ops/addn optimized', expect: /nodes, the model had/, breakIt: addNode },
  { name: 'an attribute is lost', id: 'ops/conv2d_same as-it-was', expect: /was \{/, breakIt: loseAttribute('data_format') },
];

/** Breaks copies of the models themselves: what to convert, {input, output, options, ...}, for `brokenJobs`. */
export function brokenSources(cases, folder, report) {
  const broken = [];
  for (const [index, { name, id, expect, breakIt, fewerSteps }] of SOURCE_FAULTS.entries()) {
    const entry = cases.find((candidate) => candidate.id === id);
    if (!entry) {
      report.skip(GROUP, name, `there is no ${id}`);
      continue;
    }
    const model = copyModel(entry.source, path.join(WORK, 'self-test', `source-${index}`));
    const json = readJson(modelFile(model));
    if (breakIt({ model, json }) === false) {
      report.judge(GROUP, name, [`${id} holds nothing to break`]);
      continue;
    }
    fs.writeFileSync(modelFile(model), JSON.stringify(json));
    const steps = fewerSteps ? [`--max_time_steps=${entry.recurrent.longest - fewerSteps}`] : [];
    broken.push({
      name, expect, source: entry.source, recurrent: entry.recurrent,
      input: modelFile(model), output: path.join(folder, 'self-test', String(index)), options: [...entry.options, ...steps],
    });
  }
  return broken;
}

/** The jobs that must fail, of what `brokenSources` had converted; `errors` says what did not convert. */
export function brokenJobs(broken, errors, report) {
  const jobs = [];
  for (const { name, output, source, recurrent, expect } of broken) {
    const error = errors.get(output);
    if (error === null) jobs.push({ check: 'graph', backend: 'cpu', group: GROUP, name, model: output, source, recurrent, expect });
    else report.judge(GROUP, name, [`does not convert: ${error}`]);
  }
  return jobs;
}

/**
 * Breaks copies of converted cases and of one that was quantised; returns the jobs that must fail, and counts in `report` what could not even
 * be broken.
 */
export function selfTestJobs(cases, graphFolder, rewritten, report) {
  const jobs = quantisedJobs(rewritten);
  for (const [index, { name, id, backend = 'cpu', expect, size, breakIt }] of FAULTS.entries()) {
    const entry = cases.find((candidate) => candidate.id === id);
    if (!entry) {
      report.skip(GROUP, name, `there is no converted ${id}`);
      continue;
    }
    const model = copyModel(graphFolder(entry), path.join(WORK, 'self-test', String(index)));
    const json = readJson(modelFile(model));
    if (breakIt({ model, json }) === false) {
      report.judge(GROUP, name, [`${id} holds nothing to break`]);
      continue;
    }
    fs.writeFileSync(modelFile(model), JSON.stringify(json));
    if (size) {
      const faults = checkSize({ ...entry, model });
      report.judge(GROUP, name, uncaught(expect, faults));
    } else jobs.push({ check: 'graph', backend, group: GROUP, name, model, source: entry.source, recurrent: entry.recurrent, expect });
  }
  return jobs;
}

/** The same for GraphModels that were made of GraphModels, `again`. */
export function brokenGraphJobs(again, report) {
  const jobs = [];
  for (const [index, { name, id, expect, breakIt }] of GRAPH_FAULTS.entries()) {
    const entry = again.find((candidate) => candidate.id === id);
    if (!entry) {
      report.skip(GROUP, name, `there is no converted ${id}`);
      continue;
    }
    const model = copyModel(entry.output, path.join(WORK, 'self-test', `graph-${index}`));
    const json = readJson(modelFile(model));
    if (breakIt({ model, json }) === false) {
      report.judge(GROUP, name, [`${id} holds nothing to break`]);
      continue;
    }
    fs.writeFileSync(modelFile(model), JSON.stringify(json));
    jobs.push({ check: 'optimized', backend: 'cpu', group: GROUP, name, model, source: entry.source, asItWas: entry.asItWas, expect });
  }
  return jobs;
}

function loseAttribute(key) {
  return ({ json }) => {
    const node = graphNodes(json).find(({ attr }) => attr && key in attr);
    if (!node) return false;
    delete node.attr[key];
    return true;
  };
}

/** What is wrong with a self-test: the judge found nothing, or something else than what was broken. */
export function uncaught(expected, faults) {
  if (faults.some((fault) => expected.test(fault))) return [];
  return [`not caught; the judge says: ${faults.join('; ') || 'all is right'}`];
}

/** One code of a quantised weight moved by a few steps: too little to be seen in most outputs, so the weights themselves must show it. */
function quantisedJobs(rewritten) {
  const isFit = ({ quantised, input }) => quantised === 'uint8' && readJson(input).weightsManifest[0].weights.length > 1;
  const entry = rewritten.find(isFit);
  if (!entry) return [];
  const model = copyModel(entry.output, path.join(WORK, 'self-test', 'quantised'));
  const json = readJson(modelFile(model));
  const file = path.join(model, json.weightsManifest[0].paths[0]);
  const bytes = fs.readFileSync(file);
  bytes[1] = bytes[1] < 128 ? bytes[1] + 3 : bytes[1] - 3;
  fs.writeFileSync(file, bytes);
  return [{ ...entry, check: 'rewritten', group: GROUP, name: `one quantised code differs (${entry.id})`, model, expect: /tolerance/ }];
}

/** Changes the first element of the last weight that has more than one; in a trained or random model it reaches the output. */
function changeWeight(change) {
  return ({ model, json }) => {
    const [{ paths, weights }] = json.weightsManifest;
    const file = path.join(model, paths.at(-1));
    const bytes = fs.readFileSync(file);
    const last = weights.at(-1);
    const size = 4 * last.shape.reduce((a, b) => a * b, 1);
    if (last.dtype !== 'float32' || size > bytes.length) return false;
    bytes.writeFloatLE(change(bytes.readFloatLE(bytes.length - size)), bytes.length - size);
    fs.writeFileSync(file, bytes);
    return true;
  };
}

function tradeOutputNodes({ json }) {
  const infos = Object.values(json.signature.outputs);
  if (infos.length < 2) return false;
  [infos[0].name, infos[1].name] = [infos[1].name, infos[0].name];
  return true;
}

function reverseKeys(side) {
  return ({ json }) => {
    const entries = Object.entries(json.signature[side]);
    json.signature[side] = Object.fromEntries(entries.reverse());
    return entries.length > 1;
  };
}

function renameOutput({ json }) {
  json.signature.outputs = Object.fromEntries(Object.entries(json.signature.outputs).map(([key, info]) => [`${key}_renamed`, info]));
}

/** Replaces an op, whether it is a node of its own or fused into another. */
function changeOp(from, to) {
  return ({ json }) => {
    let changed = false;
    for (const node of graphNodes(json)) {
      if (node.op === from) {
        node.op = to;
        changed = true;
      }
      const fused = node.attr?.fused_ops?.list?.s;
      if (fused?.includes(base64(from))) {
        node.attr.fused_ops.list.s = fused.map((op) => (op === base64(from) ? base64(to) : op));
        changed = true;
      }
    }
    return changed;
  };
}

function changeAttribute(name, from, to) {
  return ({ json }) => {
    const nodes = graphNodes(json).filter(({ attr }) => attr?.[name]?.s === base64(from));
    for (const node of nodes) node.attr[name] = { s: base64(to) };
    return nodes.length > 0;
  };
}

function otherStrides({ json }) {
  const node = graphNodes(json).find(({ attr }) => attr?.strides);
  if (!node) return false;
  node.attr.strides.list.i = node.attr.strides.list.i.map((stride, axis) => (axis === 1 || axis === 2 ? String(Number(stride) + 1) : stride));
  return true;
}

function unknownOp({ json }) {
  const node = graphNodes(json).find(({ op }) => op === '_FusedMatMul' || op === 'MatMul');
  if (!node) return false;
  node.op = 'MatMulOfTomorrow';
  return true;
}

function cutShard({ model, json }) {
  const file = path.join(model, json.weightsManifest[0].paths.at(-1));
  fs.truncateSync(file, fs.statSync(file).size - 4);
}

/** A node that computes nothing new, between the graph and its first output. */
function addNode({ json }) {
  const [info] = Object.values(json.signature.outputs);
  const [producer] = info.name.split(':');
  json.modelTopology.node.push({ name: 'one_too_many', op: 'Abs', input: [producer], attr: { T: { type: 'DT_FLOAT' } } });
  info.name = 'one_too_many:0';
}

/** A weight that no node reads, and its bytes. */
function addWeight({ model, json }) {
  const [group] = json.weightsManifest;
  group.weights.push({ name: 'one_too_many', shape: [64], dtype: 'float32' });
  fs.appendFileSync(path.join(model, group.paths.at(-1)), Buffer.alloc(256));
}

/** Where results of one node are the steps of a sequence, the second is read instead of the first. */
function misreadStep({ json }) {
  const pieces = new Set(graphNodes(json).filter(({ op }) => op === 'Unpack' || op === 'Split').map(({ name }) => name));
  for (const node of graphNodes(json)) {
    const at = (node.input ?? []).findIndex((input) => pieces.has(input));
    if (at < 0) continue;
    node.input[at] += ':1';
    return true;
  }
  return false;
}

/** What reads a state reads its default instead: feeding it changes nothing. */
function ignoreStates({ json }) {
  const defaults = new Map(graphNodes(json).filter(({ op }) => op === 'PlaceholderWithDefault').map(({ name, input }) => [name, input[0]]));
  for (const node of graphNodes(json)) node.input = node.input?.map((input) => defaults.get(input) ?? input);
  return defaults.size > 0;
}

function forgetStates({ json }) {
  return json.userDefinedMetadata?.states ? delete json.userDefinedMetadata.states : false;
}

function tradeStates({ json }) {
  const states = json.userDefinedMetadata?.states ?? [];
  if (states.length < 2) return false;
  [states[0].output, states[1].output] = [states[1].output, states[0].output];
  return true;
}

function stateAsInput({ json }) {
  const [state] = json.userDefinedMetadata?.states ?? [];
  if (!state) return false;
  json.signature.inputs[state.input] = { name: `${state.input}:0` };
  return true;
}

/** The first two gates of an LSTM trade their columns in its kernel. */
function swapGates({ model, json }) {
  const [{ paths, weights }] = json.weightsManifest;
  let offset = 0;
  for (const { name, shape } of weights) {
    if (/\/kernel$/.test(name)) {
      const file = path.join(model, paths[0]);
      const bytes = fs.readFileSync(file);
      const [rows, columns] = shape;
      const gate = columns; // In bytes: a quarter of the columns, of four bytes each.
      for (let row = 0; row < rows; row++) {
        const at = offset + 4 * row * columns;
        const first = Buffer.from(bytes.subarray(at, at + gate));
        bytes.copy(bytes, at, at + gate, at + 2 * gate);
        first.copy(bytes, at + gate);
      }
      fs.writeFileSync(file, bytes);
      return true;
    }
    offset += 4 * sizeOf(shape);
  }
  return false;
}

function changeConfig(className, change) {
  return ({ json }) => {
    const layer = json.modelTopology.config.layers.find(({ class_name: name }) => name === className);
    if (layer) Object.assign(layer.config, change);
    return Boolean(layer);
  };
}

/** Stateful layers want a batch of fixed size. */
function makeStateful(className) {
  return ({ json }) => {
    for (const { config } of json.modelTopology.config.layers) if (config.batch_input_shape) config.batch_input_shape[0] = 2;
    return changeConfig(className, { stateful: true })({ json });
  };
}
