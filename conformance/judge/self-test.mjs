// Proof that the judge can fail: models that converted well are broken on purpose, one fault each, and each must be found.

import fs from 'node:fs';
import path from 'node:path';

import { WORK } from './cases.mjs';
import { checkSize } from './check-size.mjs';
import { copyModel, modelFile, readJson } from './model-files.mjs';
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
  { name: 'an op outside the limits', id: 'layers/mobilenetv2_1.0_224', expect: /not needed/, size: true, breakIt: addNode },
];

/** Breaks copies of converted cases and of one that was quantised; returns the jobs that must fail, and counts in `report` what could not even be broken. */
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
    } else jobs.push({ check: 'graph', backend, group: GROUP, name, model, source: entry.source, expect });
  }
  return jobs;
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
