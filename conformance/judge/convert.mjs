// Calls the converter under test: many models in one JVM, and a few through the command that people type.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { REPOSITORY } from './cases.mjs';

/**
 * Converts every {input, output, options} of `jobs` with `bin/tfjs4j convert --batch` and returns output folder -> error message, or
 * null where it went well. A model about which the converter says nothing counts as an error.
 */
export function convertAll(jobs, workFolder) {
  const batch = path.join(workFolder, 'batch.tsv');
  fs.mkdirSync(workFolder, { recursive: true });
  fs.writeFileSync(batch, jobs.map(({ input, output, options }) => [input, output, ...options].join('\t') + '\n').join(''));
  const { stdout, stderr, error, status, signal } = spawnSync(path.join(REPOSITORY, 'bin', 'tfjs4j'), ['convert', '--batch', batch], {
    cwd: REPOSITORY, encoding: 'utf8', maxBuffer: 1 << 28,
  });
  if (error) throw new Error(`the converter does not start: ${error.message}`);
  const verdicts = new Map();
  for (const line of stdout.split('\n')) {
    const [word, output, ...message] = line.split('\t');
    if (word === 'ok') verdicts.set(output, holdsModel(output) ? null : 'the converter says ok, but there is no model');
    if (word === 'error') verdicts.set(output, message.join(' '));
  }
  const ended = `exit status ${signal ?? status}: ${stderr.trim().slice(-500)}`;
  if (!verdicts.size) throw new Error(`the converter says nothing about any model, ${ended}`);
  for (const { output } of jobs) if (!verdicts.has(output)) verdicts.set(output, 'the converter says nothing about it');
  const failed = [...verdicts.values()].some((message) => message !== null);
  if (status !== (failed ? 1 : 0)) verdicts.set('exit status', `expected exit status ${failed ? 1 : 0}, ${ended}`);
  return verdicts;
}

/** Whether a file is there, or a folder with what makes it a model. */
function holdsModel(output) {
  if (!fs.existsSync(output)) return false;
  return fs.statSync(output).isFile() || ['model.json', 'saved_model.pb'].some((name) => fs.existsSync(path.join(output, name)));
}

/** Converts one model as the original converter's users do. Returns what is wrong, or null. */
export function convertByCommand({ input, output, options }) {
  const { stdout, stderr, error, status } = spawnSync(
    path.join(REPOSITORY, 'bin', 'tensorflowjs_converter'),
    ['--input_format', 'tfjs_layers_model', '--output_format', 'tfjs_graph_model', ...options, input, output],
    { cwd: REPOSITORY, encoding: 'utf8' },
  );
  if (error) return `does not start: ${error.message}`;
  return status === 0 ? null : `exit status ${status}: ${(stderr + stdout).trim().slice(-400)}`;
}

/** The first file that differs between two folders, or null. */
export function folderDifference(a, b) {
  const names = (folder) => fs.readdirSync(folder).sort();
  if (names(a).join() !== names(b).join()) return `files [${names(a)}] and [${names(b)}]`;
  const differing = names(a).find((name) => !fs.readFileSync(path.join(a, name)).equals(fs.readFileSync(path.join(b, name))));
  return differing ? `${differing} differs` : null;
}
