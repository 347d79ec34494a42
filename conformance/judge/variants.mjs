// The conversions that change only how weights are stored: LayersModel to LayersModel, and GraphModels with quantised weights.

import path from 'node:path';

import { modelFile, readModel } from './model-files.mjs';

const QUANTISED = ['uint8', 'uint16', 'float16'];

/** Odd on purpose, so that shards end inside weights and inside their elements; larger for models that would fall into thousands. */
const SMALL_SHARDS = 1001;
const shardBytesFor = (bytes) => (bytes < 1e6 ? SMALL_SHARDS : 1_000_003);

/** Cases that are quantised in every way; the others with weights take one way each, in turn. */
const IN_EVERY_WAY = /^examples\/|^real\/nsfwjs|\/mobilenetv2_/;

/** Groups that try options of layers: how weights are stored is none of those, and tried enough without them. */
const ONLY_LAYERS = /-(more|recurrent|layers)$/;

/**
 * What to convert and how to judge it: {id, input, output, options, group, backend, plain, source, quantised, shardBytes}. `plain` is
 * the model that the result must equal apart from its storage.
 */
export function rewrittenModels(cases, folder, graphFolder) {
  const models = [];
  const add = (entry, kind, plain, group, quantised, shardBytes) => models.push({
    id: `${entry.id} ${kind}`,
    input: modelFile(entry.source),
    output: path.join(folder, kind, entry.id),
    options: [
      ...(group === 'GraphModel, stored otherwise' ? entry.options : ['--output_format=tfjs_layers_model']),
      ...(quantised ? [`--quantize_${quantised}`] : []),
      `--weight_shard_size_bytes=${shardBytes}`,
    ],
    // Two runs of one program are compared, so for large models the faster backend will do.
    group, backend: shardBytes === SMALL_SHARDS ? 'cpu' : 'wasm', plain, source: entry.source, quantised, shardBytes,
  });
  let turn = 0;
  for (const entry of cases.filter(({ group }) => !ONLY_LAYERS.test(group))) {
    const { bytes } = readModel(entry.source);
    const shardBytes = shardBytesFor(bytes.length);
    add(entry, 'sharded', entry.source, 'LayersModel to LayersModel', null, shardBytes);
    if (!bytes.length) continue;
    const everyWay = IN_EVERY_WAY.test(entry.id);
    for (const dtype of everyWay ? QUANTISED : [QUANTISED[turn++ % QUANTISED.length]]) {
      add(entry, dtype, entry.source, 'LayersModel to LayersModel', dtype, shardBytes);
      if (everyWay) add(entry, `graph-${dtype}`, graphFolder(entry), 'GraphModel, stored otherwise', dtype, shardBytes);
    }
  }
  return models;
}
