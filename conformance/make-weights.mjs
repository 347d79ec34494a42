// Writes the weights that are too large to keep: every case in cases/layers whose shards are missing gets them, and any missing input,
// in work/layers/NAME, a complete copy of the case. Its golden.json holds the seed and the rule. Usage: node make-weights.mjs

import fs from 'node:fs';
import path from 'node:path';

import { goldenValues, readGolden } from './judge/golden.mjs';
import { rawBytes, readJson, storedBytes } from './judge/model-files.mjs';
import { seededWeights } from './judge/random.mjs';

const HERE = import.meta.dirname;
const CASES = path.join(HERE, 'cases', 'layers');
const WORK = path.join(HERE, 'work', 'layers');
const SHARD_BYTES = 4 * 1024 * 1024;

for (const name of fs.readdirSync(CASES)) {
  const source = path.join(CASES, name);
  const { weightsManifest } = readJson(path.join(source, 'model.json'));
  const shards = weightsManifest.flatMap((group) => group.paths);
  if (shards.every((shard) => fs.existsSync(path.join(source, shard)))) continue;

  const target = path.join(WORK, name);
  fs.mkdirSync(target, { recursive: true });
  fs.cpSync(source, target, { recursive: true });
  writeInputs(target);
  const specs = weightsManifest.flatMap((group) => group.weights);
  const expected = specs.reduce((sum, spec) => sum + storedBytes(spec), 0);
  if (bytesOnDisk(target, shards) === expected) continue;
  writeShards(target, shards, Buffer.concat(seededWeights(readGolden(source), specs).map(rawBytes)));
  console.log(`${name}: ${expected} bytes of seeded weights in ${shards.length} shards`);
}

function bytesOnDisk(folder, shards) {
  const files = shards.map((shard) => path.join(folder, shard));
  return files.every((file) => fs.existsSync(file)) ? files.reduce((sum, file) => sum + fs.statSync(file).size, 0) : 0;
}

function writeShards(folder, shards, bytes) {
  const perShard = shards.length === 1 ? bytes.length : SHARD_BYTES;
  shards.forEach((shard, i) => fs.writeFileSync(path.join(folder, shard), bytes.subarray(i * perShard, (i + 1) * perShard)));
}

function writeInputs(folder) {
  for (const entry of readGolden(folder).inputs) {
    const file = path.join(folder, entry.file);
    if (!fs.existsSync(file)) fs.writeFileSync(file, rawBytes(goldenValues(folder, entry)));
  }
}
