// Runs models that people use by `tfjs4j run`, and holds what it writes to their golden numbers.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { REPOSITORY } from './cases.mjs';
import { difference, sameShape } from './compare.mjs';
import { goldenValues, readGolden } from './golden.mjs';
import { readJson, typedArray } from './model-files.mjs';

const DTYPES = { '<f4': 'float32', '<i4': 'int32', '|b1': 'bool' };

const MOST_SECONDS = 120;

/** What is wrong with the outputs of the model in `source`, which go to the folder `output`. */
export function ownFaults({ source, output, options = [] }) {
  const golden = readGolden(source);
  const inputs = golden.inputs.map(({ name, shape, file }) => `--input=${name}:${shape.join('x')}=${path.join(source, file)}`);
  fs.rmSync(output, { recursive: true, force: true });
  const { stdout, stderr, error, status, signal } = spawnSync(
    path.join(REPOSITORY, 'bin', 'tfjs4j'), ['run', source, ...inputs, `--out=${output}`, ...options],
    { cwd: REPOSITORY, encoding: 'utf8', timeout: MOST_SECONDS * 1000 },
  );
  if (error) return [error.message];
  if (status !== 0) return [`exit status ${signal ?? status}: ${(stderr + stdout).trim().slice(-400)}`];
  const written = readJson(path.join(output, 'outputs.json'));
  if (written.length !== golden.outputs.length) return [`${written.length} outputs, golden has ${golden.outputs.length}`];
  return golden.outputs.flatMap((entry, i) => tensorFaults(path.join(output, written[i].file), entry, source));
}

function tensorFaults(file, entry, source) {
  const what = `output ${entry.name}`;
  const expected = goldenValues(source, entry);
  if (entry.dtype === 'string') {
    return JSON.stringify(readJson(file).flat(Infinity)) === JSON.stringify(expected) ? [] : [`${what}: other texts`];
  }
  const { dtype, shape, values } = readNpy(fs.readFileSync(file));
  if (!sameShape(shape, entry.shape)) return [`${what}: shape [${shape}], golden [${entry.shape}]`];
  const faults = dtype === entry.dtype ? [] : [`${what}: dtype ${dtype}, golden ${entry.dtype}`];
  return [...faults, difference(what, values, expected)].filter(Boolean);
}

/** An array in NumPy's file format, as tfjs4j writes it. */
function readNpy(bytes) {
  const [lengthBytes, start] = bytes[6] === 1 ? [bytes.readUInt16LE(8), 10] : [bytes.readUInt32LE(8), 12];
  const header = bytes.subarray(start, start + lengthBytes).toString('latin1');
  const descr = /'descr': '([^']+)'/.exec(header)[1];
  const shape = /'shape': \(([^)]*)\)/.exec(header)[1].split(',').filter((text) => text.trim()).map(Number);
  return { dtype: DTYPES[descr] ?? descr, shape, values: typedArray(DTYPES[descr], bytes.subarray(start + lengthBytes)) };
}
