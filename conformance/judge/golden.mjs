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

/** Whether the model leaves the size of an input along `axis` open; the batch is not meant. */
export const isOpen = ({ declaredShape }, axis) => axis > 0 && Boolean(declaredShape) && declaredShape[axis] === null;

/** The longest of the golden's inputs along an axis that the model leaves open, 0 if there is none. */
export const longestOpen = ({ inputs }) =>
  Math.max(0, ...inputs.flatMap((entry) => entry.shape.filter((_, axis) => isOpen(entry, axis))));
