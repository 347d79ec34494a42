// Runs what we wrote for Keras and TensorFlow there, where TFJS4J_PYTHON names a Python that has them: judge/predict.py loads and feeds, and
// the numbers are compared here, as those of TF.js are.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { CONFORMANCE, REPOSITORY, WORK } from './cases.mjs';
import { difference, sameShape } from './compare.mjs';
import { goldenValues, readGolden } from './golden.mjs';
import { readJson, typedArray } from './model-files.mjs';

/** What runs models, and how it is called in the summary. */
const FRAMEWORKS = { keras2: 'Keras 2', keras3: 'Keras 3', tensorflow: 'TensorFlow' };

const PYTHON = process.env.TFJS4J_PYTHON;

const MOST_MINUTES = 15;

/**
 * What cannot be right, or is not written, and why: judged to be so. A list of {in, cases, why}; the names are of cases, * stands for
 * anything. With `holds`, only cases in whose model that text occurs.
 */
const EXCEPTIONS = readJson(path.join(CONFORMANCE, 'judge', 'python-exceptions.json'));

/**
 * The exception for a case, where there is one.
 *
 * @param places a framework, or a framework and a format, for what is written and computed otherwise there; or a format, for what the
 *   converter refuses to write
 */
export function exceptionFor(places, { id, source }) {
  return EXCEPTIONS.find(({ in: where, cases, holds }) => places.some((place) => where.includes(place))
    && cases.some((pattern) => matches(pattern, id))
    && (!holds || fs.readFileSync(path.join(source, 'model.json'), 'utf8').includes(holds)));
}

/** Where a job is run: see `exceptionFor`. */
export const placesOf = ({ framework, format }) => [framework, `${framework} ${format}`];

function matches(pattern, id) {
  return new RegExp(`^${pattern.split('*').map((part) => part.replaceAll(/[.+?()[\]{}|^$\\]/g, '\\$&')).join('.*')}$`).test(id);
}

/** Exceptions that no case needs. @param seen what `exceptionFor` gave for any */
export const unusedExceptions = (seen) => EXCEPTIONS.filter((exception) => !seen.has(exception))
  .map(({ in: places, cases }) => `no case is the exception ${places}: ${cases}`);

/**
 * Judges every job {framework, format, kind, group, id, model, source}: what `framework` computes of the file or folder `model` must be the golden
 * numbers in `source`. `kind` is `keras`, `saved_model` or `frozen`.
 */
export async function judgeInPython(jobs, report) {
  await Promise.all(Object.keys(FRAMEWORKS).map((framework) => judgeIn(framework, jobs.filter((job) => job.framework === framework), report)));
}

async function judgeIn(framework, jobs, report) {
  if (!jobs.length) return;
  const answers = PYTHON ? await run(framework, jobs) : {};
  for (const [i, job] of jobs.entries()) {
    const group = `${FRAMEWORKS[framework]}, ${job.group}`;
    if (!PYTHON) {
      report.skip(group, job.id, 'TFJS4J_PYTHON names no Python with TensorFlow and Keras');
      continue;
    }
    const faults = answers[i] ? outputFaults(job, answers[i]) : [`${PYTHON} says nothing about it: ${answers.error}`];
    const exception = exceptionFor(placesOf(job), job);
    if (!exception) report.judge(group, job.id, faults);
    else if (faults.length) report.skip(group, job.id, exception.why);
    else report.judge(group, job.id, [`is right, but python-exceptions.json says that it is not: ${exception.why}`]);
  }
}

/** Runs all jobs of one framework in one process, and gives what it says of each by its number. */
function run(framework, jobs) {
  const folder = path.join(WORK, 'python', framework);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'jobs.json');
  fs.writeFileSync(file, JSON.stringify(jobs.map((job, i) => described(job, path.join(folder, String(i))))));
  return new Promise((resolve) => {
    const child = spawn(PYTHON, [path.join(CONFORMANCE, 'judge', 'predict.py'), framework, file], { cwd: REPOSITORY, timeout: MOST_MINUTES * 60_000 });
    let lines = '', errors = '';
    child.stdout.on('data', (text) => { lines += text; });
    child.stderr.on('data', (text) => { errors = (errors + text).slice(-400); });
    child.on('error', (error) => resolve({ error: error.message }));
    child.on('close', (status, signal) => {
      const answers = { error: `exit status ${signal ?? status}: ${errors}` };
      for (const line of lines.split('\n').filter((text) => text.startsWith('{'))) {
        const answer = JSON.parse(line);
        answers[answer.job] = answer;
      }
      resolve(answers);
    });
  });
}

function described({ kind, model, source }, folder) {
  const golden = readGolden(source);
  const { signature = {} } = readJson(path.join(source, 'model.json'));
  fs.mkdirSync(folder);
  return {
    kind, model, folder, calls: kind === 'keras' ? calls(golden) : 1, outputs: distinct(golden.outputs.map(({ name }) => called(name, signature.outputs, kind))),
    inputs: golden.inputs.map((entry) => ({ name: called(entry.name, signature.inputs, kind), shape: entry.shape, dtype: entry.dtype, file: inputFile(source, entry, folder) })),
  };
}

/** What a file calls an input or output of the golden, which names a key of the GraphModel's signature or a tensor: a frozen graph has tensors alone. */
function called(name, signature = {}, kind) {
  if (kind === 'frozen') return signature[name]?.name ?? name;
  if (signature[name]) return name;
  return Object.keys(signature).find((key) => [name, `${name}:0`].includes(signature[key].name)) ?? name;
}

/** Several outputs of one layer are numbered. */
const distinct = (names) => names.map((name, i) => [name, names.slice(0, i).filter((other) => other === name).length])
  .map(([name, before]) => (before ? `${name}_${before}` : name));

/** A model of layers that carries states is called again, on the same inputs; a signature of TensorFlow carries none. */
const calls = (golden) => 1 + Math.min(...golden.outputs.map(({ nextCalls = [] }) => nextCalls.length));

/** An input that was left out of the case is made of its seed. */
function inputFile(source, entry, folder) {
  const kept = path.join(source, entry.file);
  if (fs.existsSync(kept)) return kept;
  const made = path.join(folder, entry.file);
  const values = goldenValues(source, entry);
  fs.writeFileSync(made, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return made;
}

function outputFaults({ source }, { error, outputs }) {
  if (error) return [error];
  const golden = readGolden(source);
  return outputs.flatMap((values, call) => {
    if (values.length !== golden.outputs.length) return [`${values.length} outputs, golden has ${golden.outputs.length}`];
    return golden.outputs.flatMap((entry, i) => {
      const file = call ? entry.nextCalls[call - 1] : entry.file;
      return tensorFaults(`call ${call + 1}, output ${i} (${entry.name})`, values[i], entry, goldenValues(source, { ...entry, file }));
    });
  });
}

function tensorFaults(what, { file, shape, dtype }, entry, golden) {
  if (!sameShape(shape, entry.shape)) return [`${what}: shape [${shape}], golden [${entry.shape}]`];
  if (dtype !== entry.dtype) return [`${what}: dtype ${dtype}, golden ${entry.dtype}`];
  if (dtype === 'string') return JSON.stringify(readJson(file)) === JSON.stringify(golden) ? [] : [`${what}: other texts`];
  return [difference(what, typedArray(dtype, fs.readFileSync(file)), golden)].filter(Boolean);
}
