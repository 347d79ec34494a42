// Makes the cases of single ops in cases/ops that begin with `data_`: ops whose results are as long as the values say, strings,
// sparse tensors, hash tables, random numbers, with what TF.js 4.22.0 computes for them on its cpu backend.
// Usage: node make-ops-data.mjs [OUT_FOLDER]
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.warn = () => {};
const tf = require('@tensorflow/tfjs');
const OUT = process.argv[2] ?? path.join(path.dirname(new URL(import.meta.url).pathname), 'cases', 'ops');

const TYPES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL', string: 'DT_STRING' };
const dims = shape => ({ dim: shape.map(d => ({ size: String(d) })) });
const size = shape => shape.reduce((a, b) => a * b, 1);
const random = (seed, n) => Array.from({ length: n }, () => { // a generator of Lehmer's, 0 to 1
  seed = seed * 48271 % 2147483647;
  return Math.fround(seed / 2147483647);
});

// ---- attributes and inputs ----

const s = v => ({ s: Buffer.from(v).toString('base64') });
const i = v => ({ i: String(v) });
const b = v => ({ b: v });
const ints = (...v) => ({ list: { i: v.map(String) } });
const type = v => ({ type: v });

const fed = (dtype, shape, data) => ({ dtype, shape, data });
const f = (seed, ...shape) => fed('float32', shape, random(seed, size(shape)));
const n = (seed, limit, ...shape) => fed('int32', shape, random(seed, size(shape)).map(v => Math.floor(v * limit)));
const strings = (...v) => fed('string', [v.length], v);
const c = v => ({ ...v, constant: true });
const cInts = (...v) => c(fed('int32', [v.length], v));
const cInt = v => c(fed('int32', [], [v]));
const cFloat = v => c(fed('float32', [], [v]));
const cText = v => c(fed('string', [], [v]));

const boxes = (seed, count) => fed('float32', [count, 4], random(seed, 4 * count).map((v, k) => k % 4 < 2 ? Math.fround(v * 3) : Math.fround(v * 3 + 1)));
const nms = (seed, ...more) => [boxes(seed, 60), f(seed + 1, 60), ...more];
const WORDS = ['', 'a', 'Abc', 'übel', 'x'.repeat(40), 'y'.repeat(77), 'z'.repeat(200), 'The quick brown fox', '0123456', '01234567', '0123456789abcdef'];
const TEXT = strings('The quick, brown fox -- jumps!', '  a  b ', '', 'don\'t [stop]', 'Ünï\u00a0code', 'aaa\nbbb');
const regex = (pattern, rewrite, all = true) => ['StaticRegexReplace', [TEXT], { pattern: s(pattern), rewrite: s(rewrite), replace_global: b(all) }];
const runs = (widths, pad, keep, splits = [0, 3, 3, 4, 8]) => ['StringNGrams', [strings('a', 'bb', 'c', 'd', 'ee', 'f', 'g', ''), fed('int32', [splits.length], splits)],
  { separator: s(' '), ngram_widths: ints(...widths), left_pad: s('<'), right_pad: s('>'), pad_width: i(pad), preserve_short_sequences: b(keep), Tsplits: type('DT_INT32') }, 2];
const split = (delimiters, skip) => ['StringSplit', [strings(...TEXT.data.slice(0, 4)), cText(delimiters)], { skip_empty: b(skip) }, 3];
const drawn = (op, ...shape) => [op, [cInts(...shape)], { dtype: type('DT_FLOAT'), seed: i(4711), seed2: i(3), T: type('DT_INT32') }];

/** Name: op, inputs, attributes, number of results. */
const CASES = {
  nms_v2: ['NonMaxSuppressionV2', nms(1, cInt(20), cFloat(0.3)), {}],
  nms_v3_few: ['NonMaxSuppressionV3', nms(2, cInt(7), cFloat(0.2), cFloat(0.4)), {}],
  nms_v4_padded: ['NonMaxSuppressionV4', nms(3, cInt(50), cFloat(0.1), cFloat(0.5)), { pad_to_max_output_size: b(true) }, 2],
  nms_v4_more_than_there_are: ['NonMaxSuppressionV4', nms(4, cInt(500), cFloat(0.1), cFloat(0.5)), { pad_to_max_output_size: b(true) }, 2],
  nms_v5_soft: ['NonMaxSuppressionV5', nms(5, cInt(40), cFloat(1), cFloat(0.1), cFloat(0.3)), {}, 2],
  nms_v5_soft_and_hard: ['NonMaxSuppressionV5', nms(6, cInt(40), cFloat(0.4), cFloat(0.2), cFloat(1)), {}, 2],
  topk_rank3: ['TopKV2', [f(7, 2, 3, 9), cInt(4)], { sorted: b(true) }, 2],
  topk_int_all: ['TopKV2', [n(8, 4, 3, 7), cInt(7)], { sorted: b(true) }, 2],
  topk_none: ['TopKV2', [f(9, 2, 3), cInt(0)], { sorted: b(true) }, 2],
  unique: ['Unique', [n(10, 5, 12)], {}, 2],
  unique_strings: ['Unique', [strings('b', 'a', 'b', '', 'a')], {}, 2],
  unique_hard: ['Unique', [fed('float32', [6], [NaN, 0, -0, NaN, Infinity, 1])], {}, 2],
  unique_last_axis: ['UniqueV2', [n(11, 2, 2, 3, 8), cInts(-1)], {}, 2],
  where_rank4: ['Where', [n(12, 2, 2, 3, 1, 4)], {}],
  listdiff_ints: ['ListDiff', [n(22, 6, 9), n(23, 6, 3)], {}, 2],
  listdiff_hard: ['ListDiff', [fed('float32', [5], [NaN, 0, 1, -0, 2]), fed('float32', [3], [NaN, -0, 5])], {}, 2],
  sparsereshape: ['SparseReshape', [fed('int32', [4, 3], [0, 0, 0, 0, 2, 1, 1, 0, 3, 2, 2, 3]), cInts(3, 3, 4), cInts(2, -1, 3)], {}, 2],
  sparsetodense_vector: ['SparseToDense', [fed('int32', [3], [4, 1, 1]), cInts(6), f(13, 3), cFloat(-1)], {}],
  sparsetodense_scalar: ['SparseToDense', [fed('int32', [2, 2], [1, 0, 0, 2]), cInts(2, 3), cInt(7), cInt(-1)], {}],
  sparsetodense_strings: ['SparseToDense', [fed('int32', [2, 2], [1, 0, 0, 2]), cInts(2, 3), strings('x', 'y'), cText('-')], {}],
  sparsefillemptyrows_unordered: ['SparseFillEmptyRows', [fed('int32', [4, 2], [3, 1, 0, 2, 3, 0, 1, 4]), f(14, 4), cInts(6, 5), cFloat(0.5)], {}, 4],
  sparsefillemptyrows_full: ['SparseFillEmptyRows', [fed('int32', [3, 2], [0, 1, 1, 2, 1, 0]), f(15, 3), cInts(2, 5), cFloat(0.5)], {}, 4],
  sparsesegmentmean_int: ['SparseSegmentMean', [n(16, 90, 5, 2, 3), fed('int32', [5], [4, 0, 0, 2, 1]), fed('int32', [5], [0, 0, 0, 3, 3])], {}],
  sparsesegmentsum_vector: ['SparseSegmentSum', [f(17, 5), fed('int32', [3], [4, 0, 4]), fed('int32', [3], [1, 1, 2])], {}],
  split_bytes: split('', true),
  split_each: split(' ', false),
  split_several: split(' ,-', true),
  split_several_each: split(' ,-', false),
  ngrams_fixed_pad: runs([2, 4], 1, false),
  ngrams_no_pad: runs([3], 0, false),
  ngrams_short_kept: runs([5], 0, true),
  ngrams_short_kept_padded: runs([9], 1, true),
  ngrams_widest_pad: runs([1, 3], -1, true),
  hash: ['StringToHashBucketFast', [strings(...WORDS)], { num_buckets: i(1000003) }],
  hash_two: ['StringToHashBucketFast', [strings(...WORDS)], { num_buckets: i(2) }],
  regex_upper_case: regex('[A-Z]+', '<$&>'),
  regex_punctuation: regex('[!"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\\']', ''),
  regex_groups: regex('(\\w)(\\s*)(\\w)', '$3$2$1$4$$'),
  regex_spaces: regex('\\s+', ' '),
  regex_first: regex('o|$', '0', false),
  regex_lazy: regex('a+?|^.*?b', '[$`]'),
  regex_counts: regex('[a-z]{3}|\\b', '#'),
  random_normal: drawn('RandomStandardNormal', 3, 5),
  random_truncated_normal: drawn('TruncatedNormal', 40),
  random_multinomial: ['Multinomial', [f(18, 3, 5), cInt(20)], { seed: i(4711), seed2: i(0), T: type('DT_FLOAT'), output_dtype: type('DT_INT32') }],
};

const table = (key, value) => ({ key_dtype: type(key), value_dtype: type(value), shared_name: s('shared'), container: s(''), use_node_name_sharing: b(true) });

/** Tables that the initializer fills: name: key type, value type, keys, values, default, what is looked up, what fills, whether by resource id. */
const TABLES = {
  table_of_ints: ['DT_INT64', 'DT_FLOAT', c(fed('int32', [4], [3, 5, 3, 9])), c(f(19, 4)), cFloat(-1), fed('int32', [5], [9, 3, 4, 5, 3]), 'LookupTableImportV2', false],
  table_of_rows: ['DT_STRING', 'DT_FLOAT', c(strings('a', 'b', '')), c(f(20, 3, 2)), c(fed('float32', [2], [7, 8])), strings('b', 'B', ''), 'InitializeTableV2', false],
  table_to_strings: ['DT_INT32', 'DT_STRING', cInts(1, 2), c(strings('one', 'two')), cText('many'), n(21, 4, 6), 'LookupTableImport', false],
  table_of_words_in_rows: ['DT_STRING', 'DT_INT64', c(strings('a', 'b')), cInts(1, 2), cInt(-1), fed('string', [2, 2], ['b', 'z', 'a', 'a']), 'LookupTableImportV2', false],
  table_by_resource: ['DT_STRING', 'DT_INT64', c(strings('a', 'b')), cInts(1, 2), cInt(-1), strings('b', 'z', 'a'), 'LookupTableImportV2', true],
};

// ---- making them ----

const array = (values, dtype) => dtype === 'float32' ? Float32Array.from(values) : dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
const stored = v => v.dtype !== 'string'
  ? Buffer.from(array(v.data, v.dtype).buffer)
  : Buffer.concat(v.data.flatMap(t => { const length = Buffer.alloc(4); length.writeUInt32LE(Buffer.byteLength(t)); return [length, Buffer.from(t)]; }));
const write = (dir, name, v) => {
  const file = name + (v.dtype === 'string' ? '.json' : '.bin');
  fs.writeFileSync(path.join(dir, file), v.dtype === 'string' ? JSON.stringify(Array.from(v.data)) : Buffer.from(array(v.data, v.dtype).buffer));
  return file;
};
const constant = (name, v) => ({ name, op: 'Const', input: [], attr: { dtype: type(TYPES[v.dtype]), value: { tensor: { dtype: TYPES[v.dtype], tensorShape: dims(v.shape) } } } });
const placeholder = (name, v) => ({ name, op: 'Placeholder', input: [], attr: { dtype: type(TYPES[v.dtype]), shape: { shape: dims(v.shape) } } });

async function make(name, nodes, feeds, weights, outs, besides = {}, inputs = {}) {
  const info = v => ({ name: v.name + ':0', dtype: TYPES[v.dtype], tensorShape: dims(v.shape) });
  const json = {
    format: 'graph-model', generatedBy: 'make-ops-data.mjs', convertedBy: null,
    signature: {
      inputs: { ...Object.fromEntries(feeds.map(v => [v.name, info(v)])), ...inputs },
      outputs: Object.fromEntries(outs.map((o, k) => ['output_' + k, { name: o + ':0' }])),
    },
    modelTopology: { node: nodes, library: {}, versions: { producer: 1395 } },
    ...besides,
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weights.map(w => ({ name: w.name, shape: w.shape, dtype: w.dtype })) }],
  };
  const data = Buffer.concat(weights.map(stored));
  const model = await tf.loadGraphModel({
    load: async () => ({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) }),
  });
  const made = [].concat(await model.executeAsync(Object.fromEntries(feeds.map(v => [v.name, tf.tensor(v.dtype === 'string' ? v.data : array(v.data, v.dtype), v.shape, v.dtype)])), outs));
  const dir = path.join(OUT, 'data_' + name);
  fs.mkdirSync(dir, { recursive: true });
  const outputs = made.map((t, k) => ({ name: 'output_' + k, shape: t.shape, dtype: t.dtype, file: write(dir, 'out' + k, { dtype: t.dtype, data: t.dataSync() }) }));
  const fedInputs = feeds.map((v, k) => ({ name: v.name, shape: v.shape, dtype: v.dtype, file: write(dir, 'in' + k, v) }));
  fs.writeFileSync(path.join(dir, 'model.json'), JSON.stringify(json));
  fs.writeFileSync(path.join(dir, 'group1-shard1of1.bin'), data);
  fs.writeFileSync(path.join(dir, 'golden.json'), JSON.stringify({ model: 'model.json', format: 'graph-model', tfjs: tf.version_core, backend: tf.getBackend(), callMode: 'executeAsync', inputs: fedInputs, outputs }, null, 1));
  console.log(name, outputs.map(o => o.dtype + JSON.stringify(o.shape)).join(' '));
}

for (const [name, [op, inputs, attr, results = 1]] of Object.entries(CASES)) {
  const given = inputs.map((v, k) => ({ name: 'in' + k, ...v }));
  const outs = Array.from({ length: results }, (_, k) => ({ name: 'out' + k, op: 'Identity', input: ['op:' + k], attr: {} }));
  const nodes = [...given.map(v => (v.constant ? constant : placeholder)(v.name, v)), { name: 'op', op, input: given.map(v => v.name), attr }, ...outs];
  await make(name, nodes, given.filter(v => !v.constant), given.filter(v => v.constant), outs.map(o => o.name));
}

for (const [name, [key, value, keys, values, byDefault, x, fill, byResource]] of Object.entries(TABLES)) {
  const old = fill.endsWith('V2') ? 'V2' : '';
  const weights = [{ name: 'default', ...byDefault }, { name: 'keys', ...keys }, { name: 'values', ...values }];
  const hashTable = node => ({ name: node, op: 'HashTable' + old, input: [], attr: table(key, value) });
  const nodes = [
    placeholder('x', x),
    constant('default', byDefault),
    byResource ? { name: 'table', op: 'Placeholder', input: [], attr: { dtype: type('DT_RESOURCE'), shape: { shape: {} } } } : hashTable('table'),
    { name: 'found', op: 'LookupTableFind' + old, input: ['table', 'x', 'default'], attr: { Tin: type(key), Tout: type(value) } },
    { name: 'size', op: 'LookupTableSize' + old, input: ['table'], attr: {} },
  ];
  const filled = byResource ? 'filled' : 'table';
  const modelInitializer = { node: [constant('keys', keys), constant('values', values), hashTable(filled), { name: 'fill', op: fill, input: [filled, 'keys', 'values'], attr: {} }] };
  const ids = byResource
    ? { initializerSignature: { outputs: { fill: { name: 'fill', resourceId: 66 } } } }
    : {};
  const inputs = byResource ? { table: { name: 'table:0', dtype: 'DT_RESOURCE', tensorShape: {}, resourceId: 66 } } : {};
  await make(name, nodes, [{ name: 'x', ...x }], weights, ['found', 'size'], { modelInitializer, ...ids }, inputs);
}
