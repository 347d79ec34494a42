// Makes the cases of single ops in cases/ops that begin with `more_`, with the numbers that TF.js 4.22.0 computes for them on
// its cpu backend. Usage: node make-ops-more.mjs [OUT_FOLDER]
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.warn = () => {};
const tf = require('@tensorflow/tfjs');
const OUT = process.argv[2] ?? path.join(path.dirname(new URL(import.meta.url).pathname), 'cases', 'ops');

const TYPES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' };
const dims = shape => ({ dim: shape.map(d => ({ size: String(d) })) });
const size = shape => shape.reduce((a, b) => a * b, 1);

const random = (seed, n) => { // mulberry32, -2 to 2
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    out[i] = ((t ^ (t >>> 14)) >>> 0) / 4294967296 * 4 - 2;
  }
  return out;
};

// ---- attributes ----

const s = v => ({ s: Buffer.from(v).toString('base64') });
const i = v => ({ i: String(v) });
const f = v => ({ f: v });
const b = v => ({ b: v });
const ints = (...v) => ({ list: { i: v.map(String) } });
const type = v => ({ type: v });

// ---- inputs ----

/** Fed. */
const x = (...shape) => ({ dtype: 'float32', shape, data: random(42 + shape.length, size(shape)) });
/** From 0 to limit - 1. */
const n = (limit, ...shape) => ({ dtype: 'int32', shape, data: Array.from(random(7, size(shape)), v => Math.floor((v + 2) / 4 * limit)) });
const fed = (dtype, shape, data) => ({ dtype, shape, data });
/** A constant. */
const c = (dtype, shape, data) => ({ dtype, shape, data, constant: true });
const cInts = (...v) => c('int32', [v.length], v);
const cInt = v => c('int32', [], [v]);
const cFloat = v => c('float32', [], [v]);
/** A complex number of two inputs. */
const z = (...shape) => ({ complex: [x(...shape), fed('float32', shape, random(4711, size(shape)))] });

const pad = (padding, ...explicit) => ({ padding: s(padding), ...(explicit.length ? { explicit_paddings: ints(...explicit) } : {}) });
const window = (strides, dilations, ...padding) => ({ strides: ints(...strides), dilations: ints(...dilations), ...pad(...padding) });
const project = (interpolation, fill_mode, image = x(1, 4, 6, 2), transforms = c('float32', [1, 8], [0.8, -0.6, 1, 0.6, 0.8, -2, 0.01, -0.02])) =>
  ['ImageProjectiveTransformV3', [image, transforms, cInts(5, 7), cFloat(0.5)], { dtype: type('DT_FLOAT'), interpolation: s(interpolation), fill_mode: s(fill_mode) }];

/** Name: op, inputs, attributes, results (`complex` are those whose parts are taken). */
const CASES = {
  conv1d_same: ['Conv1D', [x(2, 9, 3), x(3, 3, 4)], { stride: i(2), dilation: i(1), padding: s('SAME'), data_format: s('NWC') }],
  conv1d_valid_dilated: ['Conv1D', [x(1, 9, 2), x(3, 2, 4)], { stride: i(1), dilation: i(2), padding: s('VALID') }],
  dilation2d_same: ['Dilation2D', [x(2, 7, 8, 3), x(3, 2, 3)], { strides: ints(1, 2, 1, 1), rates: ints(1, 1, 1, 1), padding: s('SAME') }],
  dilation2d_rates: ['Dilation2D', [x(1, 7, 8, 2), x(2, 2, 2)], { strides: ints(1, 1, 1, 1), rates: ints(1, 2, 3, 1), padding: s('VALID') }],
  ones_int: ['Ones', [cInts(2, 3)], { T: type('DT_INT32') }],
  zeros: ['Zeros', [cInts(2, 3)], { T: type('DT_FLOAT') }],
  reverse: ['Reverse', [x(2, 3, 4), c('bool', [3], [1, 0, 1])], {}],
  print: ['Print', [x(2, 3), cFloat(1)], { message: s('x'), first_n: i(-1), summarize: i(3) }],
  ensureshape: ['EnsureShape', [x(2, 3), cInts(2, 3)], {}],
  matrixbandpart_wide: ['MatrixBandPart', [x(2, 3, 5), cInt(2), cInt(0)], {}],
  rfft_odd: ['RFFT', [x(2, 3, 7), cInts(4)], {}, ['complex']],
  fft_rank3: ['FFT', [z(2, 3, 16)], {}, ['complex']],
  fft_of_45: ['FFT', [z(2, 45)], {}, ['complex']],
  ifft_of_12: ['IFFT', [z(3, 12)], {}, ['complex']],
  irfft_of_37: ['IRFFT', [z(2, 37), cInts(3)], {}],
  ifft_odd: ['IFFT', [z(2, 5)], {}, ['complex']],
  irfft_rank3: ['IRFFT', [z(2, 3, 5), cInts(3)], {}],
  irfft_rank4: ['IRFFT', [z(2, 1, 3, 4), cInts(6)], {}],
  irfft_vector: ['IRFFT', [z(6), cInts(10)], {}],
  irfft_of_one: ['IRFFT', [z(3, 1), cInts(1)], {}],
  irfft_of_two: ['IRFFT', [z(3, 2), cInts(2)], {}],
  maxpoolwithargmax_same: ['MaxPoolWithArgmax', [x(2, 5, 6, 3)], { ksize: ints(1, 3, 2, 1), strides: ints(1, 2, 1, 1), padding: s('SAME'), include_batch_in_index: b(true) }, ['', '']],
  maxpoolwithargmax_batch: ['MaxPoolWithArgmax', [x(2, 5, 6, 3)], { ksize: ints(1, 2, 2, 1), strides: ints(1, 2, 2, 1), padding: s('VALID'), include_batch_in_index: b(false) }, ['', '']],
  project_nearest_reflect: project('NEAREST', 'REFLECT'),
  project_bilinear_reflect: project('BILINEAR', 'REFLECT'),
  project_bilinear_wrap: project('BILINEAR', 'WRAP'),
  project_nearest_wrap: project('NEAREST', 'WRAP'),
  project_bilinear_nearest: project('BILINEAR', 'NEAREST'),
  project_nearest_constant: project('NEAREST', 'CONSTANT'),
  project_batch: project('BILINEAR', 'CONSTANT', x(2, 4, 6, 2)),
  concat_negative: ['Concat', [cInt(-2), x(2, 3), x(1, 3), x(3, 3)], { N: i(3) }],
  gather_rank2: ['Gather', [x(5, 2, 3), n(5, 2, 4)], {}],
  bincount_rank2: ['Bincount', [n(5, 3, 4), cInt(4), c('int32', [12], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])], {}],
  lowerbound_int: ['LowerBound', [fed('int32', [2, 4], [1, 3, 3, 7, 0, 0, 2, 9]), n(9, 2, 5)], {}],
  upperbound_rank3: ['UpperBound', [fed('float32', [2, 1, 3], [-1, 0, 1, 0, 0, 0]), x(2, 1, 4)], {}],
  upperbound_vector: ['UpperBound', [fed('float32', [3], [-1, 0, 1]), x(4)], {}],
  linspace_one: ['LinSpace', [cFloat(2), cFloat(3), cInt(1)], {}],
  linspace_int: ['LinSpace', [cInt(9), cInt(-2), cInt(8)], {}],
  lrn_rank3: ['LRN', [x(3, 4, 7)], { depth_radius: i(1), bias: f(2), alpha: f(0.25), beta: f(0.5) }],
  lrn_defaults: ['LRN', [x(1, 2, 2, 14)], {}],
  complex_add: ['AddV2', [z(2, 3), z(2, 3)], {}, ['complex']],
  complex_sub: ['Sub', [z(2, 3), z(2, 1)], {}, ['complex']],
  complex_mul: ['Mul', [z(2, 3), z(1, 3)], {}, ['complex']],
  complex_mul_real: ['Mul', [z(2, 3), x(2, 3)], {}, ['complex']],
  complex_abs: ['Abs', [z(2, 3)], {}],
  complex_abs_of_real: ['ComplexAbs', [x(2, 3)], {}],
  complex_cast: ['Cast', [z(2, 3)], { DstT: type('DT_FLOAT') }],
  complex_of_cast: ['Cast', [x(2, 3)], { DstT: type('DT_COMPLEX64') }, ['complex']],
  complex_transpose: ['Transpose', [z(2, 3), cInts(1, 0)], {}, ['complex']],
  complex_reshape: ['Reshape', [z(2, 3), cInts(-1)], {}, ['complex']],
  complex_concat: ['ConcatV2', [z(2, 3), z(1, 3), cInt(0)], { N: i(2) }, ['complex']],
  complex_of_int: ['Complex', [n(9, 3), n(5, 3)], {}, ['complex']],
  conv2d_nchw_same: ['Conv2D', [x(2, 3, 7, 9), x(3, 2, 3, 4)], { ...window([1, 1, 1, 1], [1, 1, 1, 1], 'SAME'), data_format: s('NCHW') }],
  conv2d_nchw_strides: ['Conv2D', [x(2, 3, 7, 9), x(3, 2, 3, 4)], { ...window([1, 1, 2, 3], [1, 1, 1, 1], 'VALID'), data_format: s('NCHW') }],
  conv2d_nchw_dilated: ['Conv2D', [x(1, 3, 7, 9), x(3, 2, 3, 4)], { ...window([1, 1, 1, 1], [1, 1, 2, 2], 'SAME'), data_format: s('NCHW') }],
  conv2d_nchw_explicit: ['Conv2D', [x(1, 3, 7, 9), x(3, 2, 3, 4)], { ...window([1, 1, 2, 2], [1, 1, 1, 1], 'EXPLICIT', 0, 0, 0, 0, 1, 2, 0, 1), data_format: s('NCHW') }],
  fusedconv2d_nchw: ['_FusedConv2D', [x(1, 3, 7, 9), x(3, 2, 3, 4), x(4)], { ...window([1, 1, 1, 1], [1, 1, 1, 1], 'SAME'), data_format: s('NCHW'), num_args: i(1), fused_ops: { list: { s: [s('BiasAdd').s, s('Relu').s] } } }],
  conv2dbackpropinput_dilated: ['Conv2DBackpropInput', [cInts(1, 4, 4, 2), x(3, 3, 2, 3), x(1, 4, 4, 3)], { ...window([1, 1, 1, 1], [1, 2, 2, 1], 'SAME'), data_format: s('NHWC') }],
  select_scalar: ['Select', [c('bool', [], [1]), x(2, 3), fed('float32', [2, 3], random(1, 6))], {}],
  select_last: ['Select', [c('bool', [3], [1, 0, 1]), x(3, 3), fed('float32', [3, 3], random(1, 9))], {}],
  maxpoolwithargmax_int: ['MaxPoolWithArgmax', [n(9, 1, 4, 4, 2)], { ksize: ints(1, 2, 2, 1), strides: ints(1, 1, 1, 1), padding: s('SAME'), include_batch_in_index: b(false) }, ['', '']],
  dilation2d_int: ['Dilation2D', [n(9, 1, 4, 4, 2), n(4, 2, 2, 2)], { strides: ints(1, 1, 1, 1), rates: ints(1, 1, 1, 1), padding: s('SAME') }],
  maxpool3d_int: ['MaxPool3D', [n(9, 1, 3, 4, 4, 2)], { ksize: ints(1, 2, 2, 2, 1), strides: ints(1, 1, 1, 1, 1), padding: s('SAME'), data_format: s('NDHWC') }],
  logsoftmax_int: ['LogSoftmax', [n(9, 2, 3)], {}],
  resizebilinear_of_one: ['ResizeBilinear', [x(4, 5, 3), cInts(7, 6)], { align_corners: b(false), half_pixel_centers: b(true) }],
  resizebilinear_of_one_smaller: ['ResizeBilinear', [x(8, 9, 2), cInts(3, 4)], { align_corners: b(false), half_pixel_centers: b(false) }],
  resizenearestneighbor_of_one: ['ResizeNearestNeighbor', [x(4, 5, 3), cInts(7, 6)], { align_corners: b(true), half_pixel_centers: b(false) }],
  cumsum_from_end: ['Cumsum', [x(2, 3, 4), cInt(-2)], { exclusive: b(false), reverse: b(true) }, [''], { mended: 'TF.js gives no shape', constants: { in1: [1] } }],
  cumprod_from_end: ['Cumprod', [x(2, 3, 4), cInt(-1)], { exclusive: b(true), reverse: b(false) }, [''], { mended: 'TF.js gives no shape', constants: { in1: [2] } }],
  fakequant_narrow: ['FakeQuantWithMinMaxVars', [x(2, 3), cFloat(-1), cFloat(1)], { num_bits: i(4), narrow_range: b(true) }],
};

/**
 * Ops of images with channels first, which TF.js takes for channels last or refuses: the numbers are those that it computes with channels last
 * between transposes. Name: op, inputs, attributes, those of the same op with channels last, and which input the image is.
 */
const FIRST = {
  avgpool: ['AvgPool', [x(2, 3, 7, 9)], { ksize: ints(1, 1, 3, 2), strides: ints(1, 1, 2, 3), ...pad('SAME') }, { ksize: ints(1, 3, 2, 1), strides: ints(1, 2, 3, 1), ...pad('SAME') }],
  maxpool: ['MaxPool', [x(2, 3, 7, 9)], { ksize: ints(1, 1, 2, 3), strides: ints(1, 1, 1, 2), ...pad('VALID') }, { ksize: ints(1, 2, 3, 1), strides: ints(1, 1, 2, 1), ...pad('VALID') }],
  depthwise: ['DepthwiseConv2dNative', [x(2, 3, 7, 9), x(3, 2, 3, 2)], window([1, 1, 2, 2], [1, 1, 1, 1], 'EXPLICIT', 0, 0, 0, 0, 1, 2, 0, 1), window([1, 2, 2, 1], [1, 1, 1, 1], 'EXPLICIT', 0, 0, 1, 2, 0, 1, 0, 0)],
  depthwise_dilated: ['DepthwiseConv2dNative', [x(1, 3, 7, 9), x(3, 2, 3, 1)], window([1, 1, 1, 1], [1, 1, 2, 3], 'SAME'), window([1, 1, 1, 1], [1, 2, 3, 1], 'SAME')],
  fuseddepthwise: ['FusedDepthwiseConv2dNative', [x(1, 3, 7, 9), x(3, 2, 3, 2), x(6)], ...[window([1, 1, 1, 1], [1, 1, 1, 1], 'SAME')].flatMap(w => [w, w]).map(w => ({ ...w, num_args: i(1), fused_ops: { list: { s: [s('BiasAdd').s, s('Relu6').s] } } }))],
  fusedbatchnormv3: ['FusedBatchNormV3', [x(2, 3, 4, 5), x(3), fed('float32', [3], [0.5, -1, 2]), fed('float32', [3], [1, 2, 3]), fed('float32', [3], [0.25, 1, 4])], { epsilon: f(0.01), is_training: b(false) }],
  biasadd: ['BiasAdd', [x(2, 3, 4, 5), x(3)], {}],
  biasadd_of_sequences: ['BiasAdd', [x(2, 3, 5), x(3)], {}],
  depthtospace: ['DepthToSpace', [x(2, 8, 3, 5)], { block_size: i(2) }],
  conv2dbackpropinput: ['Conv2DBackpropInput', [cInts(2, 2, 7, 9), x(3, 2, 2, 3), x(2, 3, 4, 9)], window([1, 1, 2, 1], [1, 1, 1, 1], 'SAME'), window([1, 2, 1, 1], [1, 1, 1, 1], 'SAME'), 2],
  conv3d: ['Conv3D', [x(1, 2, 3, 4, 5), x(2, 1, 3, 2, 3)], window([1, 1, 1, 2, 1], [1, 1, 1, 1, 1], 'SAME'), window([1, 1, 2, 1, 1], [1, 1, 1, 1, 1], 'SAME')],
  avgpool3d: ['AvgPool3D', [x(1, 2, 3, 4, 5)], { ksize: ints(1, 1, 1, 2, 3), strides: ints(1, 1, 1, 1, 2), ...pad('VALID') }, { ksize: ints(1, 1, 2, 3, 1), strides: ints(1, 1, 1, 2, 1), ...pad('VALID') }],
};
const MENDED = 'TF.js takes no notice of data_format here, or refuses it';
for (const [name, [op, inputs, attr, last = attr, image = 0]] of Object.entries(FIRST)) {
  const volume = inputs[image].shape.length === 5;
  CASES['first_' + name] = [op, inputs, { ...attr, data_format: s(volume ? 'NCDHW' : 'NCHW') }, [''], { mended: MENDED, image, attr: { ...last, data_format: s(volume ? 'NDHWC' : 'NHWC') } }];
}

/** Functions that TF.js takes of int32 too, and gives an int32 of. */
for (const op of ['Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Expm1', 'Log1p', 'Reciprocal', 'Selu', 'Sinh', 'Softplus']) {
  CASES[op.toLowerCase() + '_int'] = [op, [fed('int32', [7], [-8, -2, -1, 0, 1, 2, 7])], {}];
}

// ---- making them ----

const array = (values, dtype) => dtype === 'float32' ? Float32Array.from(values) : dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
const bytes = a => Buffer.from(a.buffer, a.byteOffset, a.byteLength);

/** The graph with `op` between transposes, as one with channels last; `weights` are its constants, to which those that this needs are added. */
const channelsLast = (nodes, weights, inputs, { image, attr }) => {
  const ints32 = (name, values) => {
    weights.push({ name, dtype: 'int32', shape: [values.length], data: values });
    return { name, op: 'Const', input: [], attr: { dtype: type('DT_INT32'), value: { tensor: { dtype: 'DT_INT32', tensorShape: dims([values.length]) } } } };
  };
  const rank = inputs[image].shape.length;
  const toLast = [0, ...Array.from({ length: rank - 2 }, (_, k) => k + 2), 1];
  const toFirst = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, k) => k + 1)];
  const op = nodes.find(({ name }) => name === 'op');
  const input = op.input.map((name, k) => k === image ? 'turned' : op.op === 'Conv2DBackpropInput' && k === 0 ? 'turned_shape' : name);
  return [
    ...nodes.filter(node => node !== op), ints32('to_last', toLast), ints32('to_first', toFirst),
    ints32('turned_shape', op.op === 'Conv2DBackpropInput' ? toLast.map(axis => inputs[0].data[axis]) : []),
    { name: 'turned', op: 'Transpose', input: [op.input[image], 'to_last'], attr: {} },
    { ...op, name: 'last', input, attr },
    { name: 'op', op: 'Transpose', input: ['last', 'to_first'], attr: {} },
  ];
};

for (const [name, [op, inputs, attr, results = [''], last]] of Object.entries(CASES)) {
  const nodes = [], weights = [], feeds = [];
  const add = (node, kind, input = [], attributes = {}) => { nodes.push({ name: node, op: kind, input, attr: attributes }); return node; };
  const given = (v, node) => {
    if (v.complex) {
      return add(node, 'Complex', v.complex.map((part, k) => given(part, node + 'ri'[k])));
    }
    (v.constant ? weights : feeds).push({ name: node, ...v });
    return v.constant
      ? add(node, 'Const', [], { dtype: type(TYPES[v.dtype]), value: { tensor: { dtype: TYPES[v.dtype], tensorShape: dims(v.shape) } } })
      : add(node, 'Placeholder', [], { dtype: type(TYPES[v.dtype]), shape: { shape: dims(v.shape) } });
  };
  add('op', op, inputs.map((v, k) => given(v, 'in' + k)), attr);
  const outs = results.flatMap((r, k) => r === 'complex'
    ? [add('real' + k, 'Real', ['op:' + k]), add('imag' + k, 'Imag', ['op:' + k])]
    : [add('out' + k, 'Identity', ['op:' + k])]);
  const info = v => ({ name: v.name + ':0', dtype: TYPES[v.dtype], tensorShape: dims(v.shape) });
  const json = {
    format: 'graph-model', generatedBy: 'make-ops-more.mjs', convertedBy: null,
    signature: {
      inputs: Object.fromEntries(feeds.map(v => [v.name, info(v)])),
      outputs: Object.fromEntries(outs.map((o, k) => ['output_' + k, { name: o + ':0' }])),
    },
    modelTopology: { node: nodes, library: {}, versions: { producer: 1395 } },
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weights.map(w => ({ name: w.name, shape: w.shape, dtype: w.dtype })) }],
  };
  const data = Buffer.concat(weights.map(w => bytes(array(w.data, w.dtype))));
  const log = console.log;
  const ran = weights.map(w => ({ ...w, data: last?.constants?.[w.name] ?? w.data }));
  const topology = last?.attr ? { ...json.modelTopology, node: channelsLast(nodes, ran, inputs, last) } : json.modelTopology;
  const ranSpecs = ran.map(w => ({ name: w.name, shape: w.shape, dtype: w.dtype }));
  const ranData = Buffer.concat(ran.map(w => bytes(array(w.data, w.dtype))));
  let made;
  try {
    const model = await tf.loadGraphModel({
      load: async () => ({ modelTopology: topology, signature: json.signature, weightSpecs: ranSpecs, weightData: ranData.buffer.slice(ranData.byteOffset, ranData.byteOffset + ranData.length) }),
    });
    console.log = () => {};
    made = [].concat(model.execute(Object.fromEntries(feeds.map(v => [v.name, tf.tensor(array(v.data, v.dtype), v.shape, v.dtype)])), outs));
  } finally {
    console.log = log;
  }
  const dir = path.join(OUT, 'more_' + name);
  fs.mkdirSync(dir, { recursive: true });
  const outputs = made.map((t, k) => {
    fs.writeFileSync(path.join(dir, `out${k}.bin`), bytes(array(t.dataSync(), t.dtype)));
    return { name: 'output_' + k, shape: t.shape, dtype: t.dtype, file: `out${k}.bin` };
  });
  const fedInputs = feeds.map((v, k) => {
    fs.writeFileSync(path.join(dir, `in${k}.bin`), bytes(array(v.data, v.dtype)));
    return { name: v.name, shape: v.shape, dtype: v.dtype, file: `in${k}.bin` };
  });
  fs.writeFileSync(path.join(dir, 'model.json'), JSON.stringify(json));
  fs.writeFileSync(path.join(dir, 'group1-shard1of1.bin'), data);
  fs.writeFileSync(path.join(dir, 'golden.json'), JSON.stringify({ model: 'model.json', format: 'graph-model', tfjs: tf.version_core, backend: tf.getBackend(), callMode: 'execute', ...(last ? { mended: last.mended } : {}), inputs: fedInputs, outputs }, null, 1));
  console.log(name, outputs.map(o => o.dtype + JSON.stringify(o.shape)).join(' '));
}
