// The cases: folders with a model.json, its shards, a golden.json and the raw inputs and outputs that it names.

import fs from 'node:fs';
import path from 'node:path';

import { longestOpen, readGolden } from './golden.mjs';
import { readJson } from './model-files.mjs';
import { classNames, isStateful, recurrentClasses, RECURRENT_IN_SCOPE } from './topology.mjs';

export const CONFORMANCE = path.dirname(import.meta.dirname);
export const REPOSITORY = path.dirname(CONFORMANCE);
export const WORK = path.join(CONFORMANCE, 'work');
const CASES = path.join(CONFORMANCE, 'cases');

/** The definitions that a user of upscalerjs' models passes to the converter, and the classes that need them. */
const CUSTOM_LAYERS = 'examples/custom-layers/upscalerjs.layers';
const CUSTOM_CLASSES = /^(MultiplyBeta|PixelShuffle(\dx)?)$/;

/** A graph made for a longest sequence must be right for shorter ones: it is made for this many steps more than the golden's inputs have. */
const SPARE_STEPS = 3;

/**
 * All cases, each with what is known of it before anything runs; `skip` says why a case is left out, `missing` what could not be
 * made or fetched.
 */
export function allCases() {
  const original = readJson(path.join(CASES, 'layers-original.json'));
  const limits = readJson(path.join(CASES, 'limits.json'));
  return [
    ...foldersIn(path.join(CASES, 'layers')).map((name) => describe('layers', name, generatedOrKept('layers', name), original[name])),
    ...['layers-more', 'layers-recurrent'].flatMap((group) =>
      foldersIn(path.join(CASES, group)).map((name) => describe(group, name, path.join(CASES, group, name)))),
    ...foldersIn(path.join(CASES, 'keras')).map((name) => describe('keras', name, path.join(CASES, 'keras', name), kerasOriginal(name))),
    ...foldersIn(path.join(CASES, 'real')).flatMap((pkg) => foldersIn(path.join(CASES, 'real', pkg)).map((model) => path.join(pkg, model)))
      .map((name) => describe('real', name, path.join(WORK, 'real', name))),
    ...foldersIn(path.join(REPOSITORY, 'examples')).filter((name) => fs.existsSync(path.join(REPOSITORY, 'examples', name, 'golden.json')))
      .map((name) => describe('examples', name, path.join(REPOSITORY, 'examples', name))),
  ].map((entry) => ({ ...entry, limits: limits[`${entry.group}/${entry.name}`] }));
}

const foldersIn = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [])
  .filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** A case with large weights lies complete under work/, where make-weights.mjs put it. */
function generatedOrKept(group, name) {
  const generated = path.join(WORK, group, name);
  return fs.existsSync(generated) ? generated : path.join(CASES, group, name);
}

function describe(group, name, source, original) {
  const id = `${group}/${name}`;
  if (!fs.existsSync(path.join(source, 'model.json'))) return { group, name, id, source, missing: `there is no ${path.join(source, 'model.json')}` };
  const { modelTopology } = readJson(path.join(source, 'model.json'));
  const classes = classNames(modelTopology);
  const recurrent = recurrentClasses(modelTopology);
  return {
    group, name, id, source, original,
    options: [...classes].some((cls) => CUSTOM_CLASSES.test(cls)) ? [`--custom_layers=${CUSTOM_LAYERS}`] : [],
    recurrent: recurrent.length ? describeRecurrent(source, modelTopology) : null,
    skip: !RECURRENT_IN_SCOPE && recurrent.length ? `recurrent (${recurrent})` : null,
  };
}

/** Of a recurrent case: does it carry states, does it leave the length of its sequences open, and for how many steps is it made then. */
function describeRecurrent(source, topology) {
  const longest = longestOpen(readGolden(source));
  return { stateful: isStateful(topology), mayLoop: longest > 0, steps: longest > 0 ? longest + SPARE_STEPS : null };
}

/** What the original converter makes of a Keras case, in the form of layers-original.json. */
function kerasOriginal(name) {
  const report = readJson(path.join(CASES, 'keras', name, 'original.json'));
  const graph = report['keras -> tfjs_graph_model'];
  return { result: report['predict() of the GraphModel in TF.js'], computeNodes: graph.computeNodes, weightBytes: graph.weightBytes };
}
