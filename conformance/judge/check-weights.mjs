// Holds what `tfjs4j inspect` says of weights that no model belongs to, to what TF.js makes of them.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { REPOSITORY } from './cases.mjs';
import { sameShape } from './compare.mjs';
import { readJson } from './model-files.mjs';

const MOST_SECONDS = 60;

/** What is wrong with the weights in the folder `source`, whose weights_check.json says what they are. */
export function weightFaults(source) {
  const { stdout, stderr, error, status } = spawnSync(
    path.join(REPOSITORY, 'bin', 'tfjs4j'), ['inspect', '--json', source],
    { cwd: REPOSITORY, encoding: 'utf8', timeout: MOST_SECONDS * 1000, maxBuffer: 1 << 26 },
  );
  if (error) return [error.message];
  if (status !== 0) return [`exit status ${status}: ${(stderr + stdout).trim().slice(-400)}`];
  const ours = new Map(JSON.parse(stdout).tensors.map((tensor) => [tensor.name, tensor]));
  const wanted = Object.entries(readJson(path.join(source, 'weights_check.json')));
  const extra = [...ours.keys()].filter((name) => !wanted.some(([other]) => other === name));
  return [
    ...extra.map((name) => `${name} is no weight of the files`),
    ...wanted.flatMap(([name, entry]) => tensorFaults(name, ours.get(name), entry)),
  ];
}

function tensorFaults(name, ours, entry) {
  if (!ours) return [`${name} is missing`];
  if (ours.dtype !== entry.dtype || !sameShape(ours.shape, entry.shape)) {
    return [`${name} is ${ours.dtype} [${ours.shape}], TF.js has ${entry.dtype} [${entry.shape}]`];
  }
  const faults = [];
  if (ours.stored.split(' ')[0] !== entry.stored) faults.push(`${name} is stored as ${ours.stored}, not ${entry.stored}`);
  for (const key of ['min', 'max']) {
    if (ours[key] !== entry[key]) faults.push(`${name}: ${key} ${ours[key]}, in TF.js ${entry[key]}`);
  }
  // Summed in double precision by both, in one order or another.
  const size = entry.shape.reduce((a, b) => a * b, 1);
  const slack = size * Math.max(Math.abs(entry.min), Math.abs(entry.max)) * 1e-12;
  if (!(Math.abs(ours.sum - entry.sum) <= slack)) faults.push(`${name}: sum ${ours.sum}, in TF.js ${entry.sum}`);
  return faults;
}
