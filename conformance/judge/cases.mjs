// The cases: folders with a model.json, its shards, a golden.json and the raw inputs and outputs that it names.

import fs from 'node:fs';
import path from 'node:path';

import { readGolden } from './golden.mjs';
import { readJson } from './model-files.mjs';
import { classNames, isRecurrent, isStateful, openAxes } from './topology.mjs';

export const CONFORMANCE = path.dirname(import.meta.dirname);
export const REPOSITORY = path.dirname(CONFORMANCE);
export const WORK = path.join(CONFORMANCE, 'work');
const CASES = path.join(CONFORMANCE, 'cases');

/** The definitions that a user of upscalerjs' models passes to the converter, and the classes that need them. */
const CUSTOM_LAYERS = 'examples/custom-layers/upscalerjs.layers';
const CUSTOM_CLASSES = /^(MultiplyBeta|PixelShuffle(\dx)?)$/;

/** Cases of which nothing is known but what lies in their folders. */
const PLAIN_GROUPS = [
  'layers-more', 'layers-recurrent', 'keras-more', 'keras-recurrent', 'keras-layers', 'keras3-more', 'keras3-recurrent', 'keras3-layers',
];

/** The version whose numbers these are. */
const TFJS = '4.22.0';

/** A graph made for a longest sequence must be right for shorter ones: it is made for this many steps more than the golden's inputs have. */
const SPARE_STEPS = 3;

/** All cases, each with what is known of it before anything runs; `missing` says what could not be made or fetched. */
export function allCases() {
  const original = readJson(path.join(CASES, 'layers-original.json'));
  const limits = readJson(path.join(CASES, 'limits.json'));
  return [
    ...foldersIn(path.join(CASES, 'layers')).map((name) => describe('layers', name, generatedOrKept('layers', name), original[name])),
    ...PLAIN_GROUPS.flatMap((group) => foldersIn(path.join(CASES, group)).map((name) => describe(group, name, path.join(CASES, group, name)))),
    ...foldersIn(path.join(CASES, 'keras')).map((name) => describe('keras', name, path.join(CASES, 'keras', name), kerasOriginal(name))),
    ...foldersIn(path.join(CASES, 'keras')).map((name) => describe('keras', name, path.join(CASES, 'keras', name), undefined, 'model.h5')),
    ...foldersIn(path.join(CASES, 'keras3')).flatMap((name) => ['model.h5', 'model.keras', 'tfjs', 'tfjs_h5']
      .map((file) => describe('keras3', name, path.join(CASES, 'keras3', name), undefined, file, 'tfjs/model.json'))),
    ...foldersIn(path.join(CASES, 'keras-files')).flatMap((name) => ['model.h5', 'model.keras'].filter((file) => fs.existsSync(path.join(CASES, 'keras-files', name, file)))
      .map((file) => describe('keras-files', name, path.join(CASES, 'keras-files', name), undefined, file, null))),
    ...realModels('layers-model').map((name) => describe('real', name, path.join(WORK, 'real', name))),
    ...foldersIn(path.join(REPOSITORY, 'examples')).filter((name) => fs.existsSync(path.join(REPOSITORY, 'examples', name, 'golden.json')))
      .map((name) => describe('examples', name, path.join(REPOSITORY, 'examples', name))),
  ].map((entry) => ({ ...entry, limits: limits[`${entry.group}/${entry.name}`] }));
}

/** Cases that are GraphModels already; `inTfjs` says whether TF.js runs them: the numbers of some are an earlier version's, because this one fails. */
export function graphCases() {
  return [
    ...foldersIn(path.join(CASES, 'ops')).map((name) => ({ group: 'ops', name, source: path.join(CASES, 'ops', name) })),
    ...realModels('graph-model').map((name) => ({ group: 'real graphs', name, source: path.join(WORK, 'real', name) })),
  ].map((entry) => {
    const id = `${entry.group}/${entry.name}`;
    const file = path.join(entry.source, 'model.json');
    return fs.existsSync(file) ? { ...entry, id, inTfjs: readGolden(entry.source).tfjs === TFJS } : { ...entry, id, missing: `there is no ${file}` };
  });
}

/**
 * Models in TensorFlow's own files, each with the options that it takes: a folder, or the file in it that the golden names. TF.js runs
 * some of them, with tables or loops, in executeAsync() alone; those of open lengths are also made for a longest one.
 */
export function tensorflowCases() {
  const group = 'saved-model';
  return foldersIn(path.join(CASES, group)).flatMap((name) => {
    const source = path.join(CASES, group, name);
    const { model, options = [], isAsync = false, maxTimeSteps } = readGolden(source);
    const entry = { group, name, id: `${group}/${name}`, source, input: path.join(source, model), options, isAsync };
    const flag = '--max_time_steps';
    const limited = { ...entry, name: `${name} ${flag}`, id: `${entry.id} ${flag}`, options: [...options, `${flag}=${maxTimeSteps}`], isAsync: false };
    return maxTimeSteps ? [entry, limited] : [entry];
  });
}

function realModels(format) {
  return realCases().filter((name) => hasGolden(name) && readGolden(path.join(CASES, 'real', name)).format === format);
}

const realCases = () => foldersIn(path.join(CASES, 'real')).flatMap((pkg) => foldersIn(path.join(CASES, 'real', pkg)).map((model) => path.join(pkg, model)));
const hasGolden = (name) => fs.existsSync(path.join(CASES, 'real', name, 'golden.json'));

/** Weights that no model in their package belongs to: what there is to judge is that they are read. */
export function weightCases() {
  return realCases().filter((name) => !hasGolden(name)).map((name) => {
    const source = path.join(WORK, 'real', name);
    const file = path.join(source, 'model.json');
    return { group: 'weights', name, id: `weights/${name}`, source, ...(fs.existsSync(file) ? {} : { missing: `there is no ${file}` }) };
  });
}

const foldersIn = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [])
  .filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** A case with large weights lies complete under work/, where make-weights.mjs put it. */
function generatedOrKept(group, name) {
  const generated = path.join(WORK, group, name);
  return fs.existsSync(generated) ? generated : path.join(CASES, group, name);
}

/**
 * One model of a case. `isOriginal`: it is the LayersModel that lies there, and not a Keras file.
 * @param file what is converted, of the files in `source`
 * @param topology the file whose topology says what kind of model it is; null for one that is no recurrent one of any length
 */
function describe(group, folder, source, original, file = 'model.json', topology = 'model.json') {
  const name = file === 'model.json' ? folder : `${folder} ${file}`;
  const isOriginal = file === 'model.json';
  const id = `${group}/${name}`;
  const input = path.join(source, file);
  const lacking = [file, topology ?? file].find((wanted) => !fs.existsSync(path.join(source, wanted)));
  if (lacking) return { group, name, id, source, input, missing: `there is no ${path.join(source, lacking)}` };
  if (topology === null) return { group, name, id, source, input, isOriginal, original, options: [], recurrent: null };
  const { modelTopology } = readJson(path.join(source, topology));
  const classes = classNames(modelTopology);
  return {
    group, name, id, source, input, isOriginal, original,
    options: [...classes].some((cls) => CUSTOM_CLASSES.test(cls)) ? [`--custom_layers=${CUSTOM_LAYERS}`] : [],
    recurrent: isRecurrent(modelTopology) ? describeRecurrent(source, modelTopology) : null,
  };
}

/**
 * Of a recurrent case: does it carry states, which axes of its inputs does it leave open (and so may need a loop), and for how many steps is
 * it made then.
 */
function describeRecurrent(source, topology) {
  const golden = readGolden(source);
  const open = openAxes(topology, golden);
  const longest = Math.max(0, ...open.flatMap((axes, i) => axes.map((axis) => golden.inputs[i].shape[axis])));
  return { stateful: isStateful(topology), open, mayLoop: longest > 0, longest, steps: longest > 0 ? longest + SPARE_STEPS : null };
}

/** What the original converter makes of a Keras case, in the form of layers-original.json. */
function kerasOriginal(name) {
  const report = readJson(path.join(CASES, 'keras', name, 'original.json'));
  const graph = report['keras -> tfjs_graph_model'];
  return { result: report['predict() of the GraphModel in TF.js'], computeNodes: graph.computeNodes, weightBytes: graph.weightBytes };
}
