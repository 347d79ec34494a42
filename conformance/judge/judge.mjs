// The judge: converts every case and lets the real TensorFlow.js say whether the result is right. See README.md.
// Usage: node judge.mjs [--only PART_OF_ID]... [--converted FOLDER] [--no-browser]
//   --converted: do not convert; FOLDER/graph/GROUP/NAME holds the GraphModels already, FOLDER/limited/GROUP/NAME those made with
//   --max_time_steps, FOLDER/looped/GROUP/NAME those made with --unroll=never.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { judgeInBrowser } from './browser.mjs';
import { allCases, graphCases, tensorflowCases, weightCases, WORK } from './cases.mjs';
import { judgePage } from './check-page.mjs';
import { checkSize, hasSizeLimit } from './check-size.mjs';
import { weightFaults } from './check-weights.mjs';
import { convertAll, convertByCommand, folderDifference } from './convert.mjs';
import { readModel } from './model-files.mjs';
import { ownFaults } from './own-runtime.mjs';
import { runJobs } from './pool.mjs';
import { judgeInPython } from './python.mjs';
import { Report } from './report.mjs';
import { brokenGraphJobs, brokenJobs, brokenSources, selfTestJobs, uncaught } from './self-test.mjs';
import { hasLoop } from './topology.mjs';
import { rewrittenModels } from './variants.mjs';
import { judgeExceptions, judgeWritten, prepare, pythonJobs, waysBack } from './ways-back.mjs';

/** Cases that also go through the command line proper, one JVM each. */
const BY_COMMAND = ['layers/functional_multi_io', 'layers/seq2seq_lstm', 'keras/cnn_mnist', 'examples/shapes-cnn'];

/** What our runtime says of a model that it does not run yet. */
const LACKS_OPS = /cannot run \d+ kinds? of op/;

/** What the converter says of a LayersModel that TF.js could not load. */
const LACKS_LAYERS = /TF\.js cannot load \d+ layers? of this model/;

/** The group whose recurrent cases are also converted with --unroll=never. */
const LOOPED = 'layers';

const { values: options } = parseArgs({ options: {
  only: { type: 'string', multiple: true }, converted: { type: 'string' }, 'no-browser': { type: 'boolean' },
} });
const report = new Report();
const started = performance.now();
const finished = (what) => console.log(`${((performance.now() - started) / 1000).toFixed(0)} s: ${what}`);

const isWanted = ({ id }) => !options.only || options.only.some((part) => id.includes(part));
const cases = allCases().filter(isWanted);
for (const { id, missing } of cases) if (missing) report.judge('convert', id, [missing]);
const judged = cases.filter(({ missing }) => !missing);
const graphs = options.converted ? [] : graphCases().filter(isWanted);
for (const { id, missing } of graphs) if (missing) report.judge('convert', id, [missing]);

const converted = options.converted ? path.resolve(options.converted) : path.join(WORK, 'converted');
const graphFolder = ({ id }) => path.join(converted, 'graph', id);
/**
 * Recurrent models once more, in the other form: those of sequences of any length for a longest one, so that predict() must do where the first
 * needs executeAsync(); those of a known length as loops, one group of cases being enough.
 */
const otherwise = judged.filter(({ group, recurrent }) => recurrent && (recurrent.mayLoop || group === LOOPED)).map((entry) => {
  const [kind, option] = entry.recurrent.mayLoop ? ['limited', `--max_time_steps=${entry.recurrent.steps}`] : ['looped', '--unroll=never'];
  const flag = option.replace(/=\d+$/, '');
  return {
    ...entry, id: `${entry.id} ${flag}`, name: `${entry.name} ${flag}`, output: path.join(converted, kind, entry.id),
    options: [...entry.options, option], plain: graphFolder(entry),
  };
});
const rewritten = options.converted ? [] : rewrittenModels(judged.filter(({ isOriginal }) => isOriginal), converted, graphFolder);
/** Keras files once more as LayersModels. TF.js has not all that Keras has: what the converter refuses is skipped. */
const layersModels = options.converted ? [] : judged.filter(({ isOriginal }) => !isOriginal).map((entry) => ({
  ...entry, id: `${entry.id} LayersModel`, output: path.join(converted, 'layers', entry.id), options: [...entry.options, '--output_format=tfjs_layers_model'],
}));
const broken = options.converted ? [] : brokenSources(judged, converted, report);
/** GraphModels once more as GraphModels: optimised, and as they are. */
const again = graphs.filter(({ inTfjs }) => inTfjs).flatMap((entry) => [['optimized', []], ['as-it-was', ['--optimize=never']]]
  .map(([kind, given]) => ({
    ...entry, id: `${entry.id} ${kind}`, name: `${entry.name} ${kind}`, asItWas: kind === 'as-it-was',
    input: path.join(entry.source, 'model.json'), output: path.join(converted, kind, entry.id), options: given,
  })));
/** Models in TensorFlow's files. */
const tensorflow = (options.converted ? [] : tensorflowCases()).filter(isWanted)
  .map((entry) => ({ ...entry, output: path.join(converted, 'tensorflow', entry.id) }));
/** Models of TF.js in the files of Keras and TensorFlow. */
const back = options.converted ? [] : waysBack(judged.filter(({ isOriginal }) => isOriginal), graphs.filter(({ missing }) => !missing), converted);
const errors = options.converted ? new Map() : convertEverything();
await judgeConverted();
if (!options.converted) judgeCommand();
if (!options.converted) judgeOwnRuntime();
if (!options.converted) judgeWeights();
if (!options.converted) await judgeWaysBack();
judgeStreaming();
if (!options['no-browser']) {
  await judgeInBrowser(judged.filter(isConverted).map((entry) => ({ ...entry, model: graphFolder(entry) })), report);
  finished('run in Chromium');
  if (isWanted({ id: 'compare' })) {
    await judgePage(path.join(WORK, 'compare'), report);
    finished('compared');
  }
}
report.print();
process.exitCode = report.total().failed || !report.total().passed ? 1 : 0;

function convertEverything() {
  fs.rmSync(converted, { recursive: true, force: true });
  prepare(back);
  const plain = [...judged.map((entry) => ({ ...entry, output: graphFolder(entry) })), ...otherwise]
    // The name of a case may end as that of a file of another format does.
    .map(({ input, output, options: given = [] }) => ({ input, output, options: ['--output_format=tfjs_graph_model', ...given] }));
  let verdicts;
  try {
    verdicts = convertAll([...plain, ...again, ...rewritten, ...layersModels, ...broken, ...tensorflow, ...back], WORK);
  } catch (error) {
    report.judge('convert', 'all', [error.message]);
    return new Map();
  }
  report.judge('convert', 'exit status', [verdicts.get('exit status')].filter(Boolean));
  for (const entry of judged) report.judge('convert', entry.id, [verdicts.get(graphFolder(entry))].filter(Boolean));
  for (const { id, output } of [...otherwise, ...again, ...rewritten, ...tensorflow]) report.judge('convert', id, [verdicts.get(output)].filter(Boolean));
  for (const { id, output } of layersModels) {
    const error = verdicts.get(output);
    if (LACKS_LAYERS.test(error)) report.skip('convert', id, 'TF.js lacks layers of the model, and the converter says so');
    else report.judge('convert', id, [error].filter(Boolean));
  }
  finished(`${plain.length + again.length + rewritten.length + broken.length} models converted`);
  return verdicts;
}

function isConverted(entry) {
  return isThere(graphFolder(entry));
}

function isThere(folder) {
  return options.converted ? fs.existsSync(folder) : errors.get(folder) === null;
}

/** One model on both backends; `more` is said of a recurrent one besides what its topology says. */
function graphJobs({ group, name, source, recurrent }, model, more) {
  const known = recurrent ? { ...recurrent, ...more } : null;
  return ['cpu', 'wasm'].map((backend) => ({ check: 'graph', backend, group: `${group}, ${backend}`, name, model, source, recurrent: known }));
}

function ofAnyLength({ recurrent }) {
  return { lengths: [1, recurrent.steps] };
}

/** Without a loop in the first place, the length that the model leaves open is none of a recurrent layer, and nothing is too long. */
function ofLimitedLength({ recurrent, plain }) {
  const limits = isThere(plain) && hasLoop(readModel(plain).json);
  return { lengths: [1, recurrent.steps], mayLoop: false, limit: limits ? recurrent.steps : null };
}

async function judgeConverted() {
  const jobs = judged.filter(isConverted)
    .flatMap((entry) => graphJobs(entry, graphFolder(entry), entry.recurrent?.mayLoop ? ofAnyLength(entry) : {}));
  for (const entry of otherwise.filter(({ output }) => isThere(output))) {
    jobs.push(...graphJobs(entry, entry.output, entry.recurrent.mayLoop ? ofLimitedLength(entry) : { mayLoop: true, mustLoop: true }));
  }
  for (const { group, name, source, output, asItWas } of again.filter(({ output: folder }) => isThere(folder))) {
    for (const backend of asItWas ? ['cpu'] : ['cpu', 'wasm']) {
      jobs.push({ check: 'optimized', backend, group: `${group}, ${backend}`, name, model: output, source, asItWas });
    }
  }
  for (const entry of tensorflow.filter(({ output }) => isThere(output))) {
    for (const job of graphJobs(entry, entry.output, {})) jobs.push({ ...job, isAsync: entry.isAsync });
  }
  const stored = rewritten.filter(({ output }) => errors.get(output) === null);
  jobs.push(...stored.map(({ id, output, ...job }) => ({ check: 'rewritten', name: id, model: output, ...job })));
  for (const { group, name, source, output } of layersModels.filter((entry) => errors.get(entry.output) === null)) {
    jobs.push({ check: 'layers', backend: 'cpu', group: `${group}, LayersModel`, name, model: output, source });
  }
  jobs.push(...selfTestJobs(judged.filter(isConverted), graphFolder, stored, report));
  jobs.push(...brokenJobs(broken, errors, report));
  jobs.push(...brokenGraphJobs(again.filter(({ output }) => isThere(output)), report));
  await runJobs(jobs, (job, { faults, skip }) => {
    if (job.expect) report.judge(job.group, job.name, uncaught(job.expect, faults));
    else if (skip && !faults.length) report.skip(job.group, job.name, skip);
    else report.judge(job.group, job.name, faults);
  });
  for (const entry of judged.filter(isConverted).filter(hasSizeLimit)) {
    report.judge('size', entry.id, sizeFaults(entry));
  }
  finished(`${jobs.length} runs in TF.js`);
}

function sizeFaults(entry) {
  try {
    return checkSize({ ...entry, model: graphFolder(entry) });
  } catch (error) {
    return [error.message];
  }
}

function judgeCommand() {
  for (const entry of judged.filter(({ id }) => BY_COMMAND.includes(id)).filter(isConverted)) {
    const output = path.join(converted, 'command', entry.id);
    const fault = convertByCommand({ input: entry.input, output, options: entry.options })
      ?? folderDifference(output, graphFolder(entry));
    report.judge('bin/tensorflowjs_converter', entry.id, fault ? [fault] : []);
  }
  finished('converted by command');
}

/** Models that people use, run by ours. */
function judgeOwnRuntime() {
  for (const entry of [...judged, ...graphs].filter(({ group, missing }) => !missing && group.startsWith('real'))) {
    const faults = ownFaults({ ...entry, output: path.join(WORK, 'run', entry.name) });
    const lacking = faults.find((fault) => LACKS_OPS.test(fault));
    if (lacking) report.skip('tfjs4j run', entry.name, lacking);
    else report.judge('tfjs4j run', entry.name, faults);
  }
  finished('run by tfjs4j');
}

/** Weights that people use without a model, as ours reads them. */
function judgeWeights() {
  for (const { name, source, missing } of weightCases().filter(isWanted)) {
    report.judge('tfjs4j inspect', name, missing ? [missing] : weightFaults(source));
  }
}

/** What is in the files of Keras and TensorFlow, run there. */
async function judgeWaysBack() {
  judgeWritten(back, errors, report);
  await judgeInPython(pythonJobs(back, errors), report);
  if (!options.only) judgeExceptions(back, report);
  finished('run by Keras and TensorFlow');
}

/** The example program that feeds a sequence in pieces, on what the converter has just made of its model. */
function judgeStreaming() {
  const entry = judged.filter(isConverted).find(({ id }) => id === 'examples/streaming');
  if (!entry) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(entry.source, 'stream.mjs'), graphFolder(entry)], { encoding: 'utf8' });
  report.judge('examples, run', entry.id, status === 0 ? [] : [`exit status ${status}: ${(stdout + stderr).trim().slice(-400)}`]);
}
