// A case's golden.json: its inputs as tensors, its outputs as arrays.

import fs from 'node:fs';
import path from 'node:path';

import { readJson, typedArray } from './model-files.mjs';
import { seededInput } from './random.mjs';

export const readGolden = (folder) => readJson(path.join(folder, 'golden.json'));

/** The values behind one entry of `inputs` or `outputs`; an input whose file was left out is made from its seed. */
export function goldenValues(folder, entry) {
  const file = path.join(folder, entry.file);
  if (!fs.existsSync(file)) {
    if (entry.gen) return seededInput(entry);
    throw new Error(`${file} is missing`);
  }
  return entry.dtype === 'string' ? readJson(file) : typedArray(entry.dtype, fs.readFileSync(file));
}

export const inputTensors = (tf, folder, golden) =>
  golden.inputs.map((entry) => tf.tensor(goldenValues(folder, entry), entry.shape, entry.dtype));
