// Makes cases/layers-more: small LayersModels for layer options that cases/layers does not try, saved by TF.js, loaded
// again, and run on its cpu backend. Usage: node make-layers-more.mjs [part of a name]

import fs from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

const OUT = path.join(import.meta.dirname, 'cases', 'layers-more');
const L = tf.layers;
const only = process.argv[2] ?? '';

function mulberry32(a) {
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const cases = [];
/** One input unless `feeds` has more; a null in `shape` is an unknown length, which `feed` says. */
function add(name, shape, feed, layer, options = {}) {
  cases.push({ name, inputs: [{ shape, feed, ...options }], build: ([x]) => layer.apply(x), layer, ...options });
}
function merge(name, shapes, feeds, layer) {
  cases.push({
    name,
    inputs: shapes.map((shape, i) => ({ shape, feed: feeds[i] })),
    build: (xs) => layer.apply(xs),
  });
}
function chain(name, shape, feed, layers, options = {}) {
  cases.push({
    name,
    inputs: [{ shape, feed, ...options }],
    build: ([x]) => layers.reduce((y, layer) => layer.apply(y), x),
    ...options,
  });
}

// ---- merging ----
const shapes = { scalarish: [1], vector: [5], matrix: [4, 5], wide: [1, 5], volume: [3, 4, 5] };
const batch = 2;
const pairs = [['volume', 'vector'], ['vector', 'volume'], ['matrix', 'wide'], ['volume', 'matrix'], ['scalarish', 'matrix']];
for (const [kind, make] of Object.entries({
  add: L.add, multiply: L.multiply, average: L.average, maximum: L.maximum, minimum: L.minimum,
})) {
  pairs.forEach(([a, b], i) => {
    if (kind !== 'add' && i % 2 === 1) return;
    merge(`${kind}_${a}_${b}`, [shapes[a], shapes[b]], [[batch, ...shapes[a]], [batch, ...shapes[b]]], make({}));
  });
}
merge('average_four', [[5], [5], [5], [5]], Array(4).fill([batch, 5]), L.average({}));
merge('multiply_three_ranks', [[5], [4, 5], [3, 4, 5]], [[2, 5], [2, 4, 5], [2, 3, 4, 5]], L.multiply({}));
merge('concatenate_axis2_rank4', [[3, 4, 5], [3, 2, 5]], [[2, 3, 4, 5], [2, 3, 2, 5]], L.concatenate({ axis: 2 }));
merge('concatenate_three_last', [[3, 4], [3, 1], [3, 2]], [[2, 3, 4], [2, 3, 1], [2, 3, 2]], L.concatenate({}));
merge('dot_axes_1_1', [[4, 5], [4, 6]], [[2, 4, 5], [2, 4, 6]], L.dot({ axes: 1 }));
merge('dot_axes_1_2', [[4, 5], [6, 4]], [[2, 4, 5], [2, 6, 4]], L.dot({ axes: [1, 2] }));
merge('dot_2d_3d', [[5], [4, 5]], [[2, 5], [2, 4, 5]], L.dot({ axes: [1, 2] }));
merge('dot_3d_2d_axis1', [[5, 4], [5]], [[2, 5, 4], [2, 5]], L.dot({ axes: [1, 1] }));
merge('dot_3d_normalize', [[4, 5], [6, 5]], [[2, 4, 5], [2, 6, 5]], L.dot({ axes: 2, normalize: true }));
merge('dot_dynamic_time', [[null, 5], [null, 5]], [[2, 4, 5], [2, 6, 5]], L.dot({ axes: [2, 2] }));

// ---- dense, shapes ----
add('dense_dynamic_time', [null, 3], [2, 5, 3], L.dense({ units: 4, activation: 'relu' }));
add('dense_two_dynamic', [null, null, 3], [2, 5, 4, 3], L.dense({ units: 4, activation: 'tanh' }));
add('dense_5d_no_bias', [2, 3, 2, 3], [2, 2, 3, 2, 3], L.dense({ units: 4, useBias: false, activation: 'softmax' }));
for (const activation of ['selu', 'softsign', 'relu6', 'hardSigmoid', 'linear', 'gelu', 'mish', 'swish', 'softplus', 'logSoftmax']) {
  add(`dense_${activation.toLowerCase()}`, [6], [3, 6], L.dense({ units: 5, activation }), { lo: -3, hi: 3 });
}
add('activation_selu', [6], [3, 6], L.activation({ activation: 'selu' }), { lo: -3, hi: 3 });
add('activation_softsign', [6], [3, 6], L.activation({ activation: 'softsign' }), { lo: -3, hi: 3 });
add('activation_hard_sigmoid', [6], [3, 6], L.activation({ activation: 'hardSigmoid' }), { lo: -4, hi: 4 });
add('activation_gelu_new', [6], [3, 6], L.activation({ activation: 'gelu_new' }), { lo: -3, hi: 3, direct: true });
add('activation_softmax_4d', [2, 3, 4], [2, 2, 3, 4], L.activation({ activation: 'softmax' }), { lo: -3, hi: 3 });
add('flatten_rank4_cf', [3, 2, 4], [2, 3, 2, 4], L.flatten({ dataFormat: 'channelsFirst' }));
add('permute_3', [2, 3, 4], [2, 2, 3, 4], L.permute({ dims: [3, 1, 2] }));
add('reshape_known_dynamic', [null, 6], [2, 4, 6], L.reshape({ targetShape: [2, 12] }));
add('reshape_open_dynamic', [null, 6], [2, 4, 6], L.reshape({ targetShape: [-1, 3] }));
add('reshape_open_middle', [4, 6], [2, 4, 6], L.reshape({ targetShape: [2, -1, 3] }));

// ---- activations as layers ----
add('prelu_no_sharing_rank4', [3, 4, 5], [2, 3, 4, 5], L.prelu());
add('prelu_shared_2', [3, 4, 5], [2, 3, 4, 5], L.prelu({ sharedAxes: [2] }));
add('prelu_shared_1_2_dynamic', [null, null, 5], [2, 3, 4, 5], L.prelu({ sharedAxes: [1, 2] }));
add('prelu_shared_3', [3, 4, 5], [2, 3, 4, 5], L.prelu({ sharedAxes: [3] }));
add('prelu_shared_2_dynamic', [3, null, 5], [2, 3, 4, 5], L.prelu({ sharedAxes: [2] }));
add('softmax_axis_list_two', [3, 4, 5], [2, 3, 4, 5], L.softmax({ axis: [2, 3] }), { lo: -3, hi: 3 });
add('softmax_axis_list_apart', [3, 4, 5], [2, 3, 4, 5], L.softmax({ axis: [1, 3] }), { lo: -3, hi: 3 });
add('softmax_axis_list_one', [3, 5], [2, 3, 5], L.softmax({ axis: [-1] }), { lo: -3, hi: 3 });
add('softmax_axis_minus_one', [3, 5], [2, 3, 5], L.softmax({ axis: -1 }), { lo: -3, hi: 3 });
add('softmax_default', [5], [3, 5], L.softmax(), { lo: -3, hi: 3 });
add('relu_max_2', [5], [3, 5], L.reLU({ maxValue: 2 }), { lo: -4, hi: 4 });
add('leaky_relu_01', [5], [3, 5], L.leakyReLU({ alpha: 0.1 }), { lo: -4, hi: 4 });
add('thresholded_relu_2', [5], [3, 5], L.thresholdedReLU({ theta: 2 }), { lo: -4, hi: 4 });

// ---- convolutions ----
add('conv1d_dilated_same', [11, 3], [2, 11, 3], L.conv1d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same', activation: 'elu' }));
add('conv1d_dilated_valid', [11, 3], [2, 11, 3], L.conv1d({ filters: 4, kernelSize: 2, dilationRate: 3 }));
add('conv1d_even_same_s2', [10, 3], [2, 10, 3], L.conv1d({ filters: 4, kernelSize: 4, strides: 2, padding: 'same', useBias: false }));
add('conv1d_dynamic', [null, 3], [2, 9, 3], L.conv1d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' }));
add('conv2d_cf_relu_s2', [3, 7, 8], [2, 3, 7, 8], L.conv2d({ filters: 4, kernelSize: [3, 2], strides: 2, padding: 'same', dataFormat: 'channelsFirst', activation: 'relu' }));
add('conv2d_cf_softmax', [3, 5, 6], [2, 3, 5, 6], L.conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', activation: 'softmax' }));
add('conv2d_dilated_rect', [9, 10, 2], [2, 9, 10, 2], L.conv2d({ filters: 3, kernelSize: [2, 3], dilationRate: [1, 3], padding: 'same', activation: 'elu' }));
add('conv2d_kernel_larger', [3, 3, 2], [2, 3, 3, 2], L.conv2d({ filters: 3, kernelSize: 5, padding: 'same', activation: 'sigmoid' }));
add('conv2d_dynamic_cf', [2, null, null], [2, 2, 6, 7], L.conv2d({ filters: 3, kernelSize: 3, dataFormat: 'channelsFirst' }));
add('conv3d_dilated', [6, 6, 6, 2], [1, 6, 6, 6, 2], L.conv3d({ filters: 3, kernelSize: 2, dilationRate: 2, padding: 'same' }));
add('conv3d_cf', [2, 4, 5, 4], [1, 2, 4, 5, 4], L.conv3d({ filters: 3, kernelSize: [2, 3, 2], strides: [1, 2, 1], padding: 'same', dataFormat: 'channelsFirst', activation: 'relu' }));
add('conv3d_stride_above_kernel', [4, 5, 6, 2], [1, 4, 5, 6, 2], L.conv3d({ filters: 3, kernelSize: [1, 2, 1], strides: [2, 3, 3], padding: 'same' }));
for (const padding of ['same', 'valid']) {
  for (const [k, s] of [[2, 2], [3, 1], [5, 2], [4, 3], [2, 3], [3, 3]]) {
    add(`conv2d_transpose_${padding}_k${k}_s${s}`, [4, 5, 3], [2, 4, 5, 3], L.conv2dTranspose({ filters: 2, kernelSize: k, strides: s, padding }));
  }
  for (const [k, s] of [[2, 2], [3, 2], [3, 1], [2, 3], [4, 2]]) {
    add(`conv3d_transpose_${padding}_k${k}_s${s}`, [2, 3, 2, 2], [1, 2, 3, 2, 2], L.conv3dTranspose({ filters: 2, kernelSize: k, strides: s, padding, activation: 'relu' }));
  }
}
add('conv2d_transpose_rect', [4, 5, 3], [2, 4, 5, 3], L.conv2dTranspose({ filters: 2, kernelSize: [3, 4], strides: [2, 1], padding: 'same', activation: 'tanh' }));
add('conv2d_transpose_dynamic', [null, null, 3], [2, 4, 5, 3], L.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'valid', activation: 'elu' }));
add('conv3d_transpose_rect_cf', [2, 2, 3, 2], [1, 2, 2, 3, 2], L.conv3dTranspose({ filters: 3, kernelSize: [2, 3, 4], strides: [1, 2, 3], padding: 'same', dataFormat: 'channelsFirst' }));
add('conv3d_transpose_dynamic', [null, null, null, 2], [1, 2, 3, 2, 2], L.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'valid' }));
add('depthwise_mult2_s2', [7, 8, 3], [2, 7, 8, 3], L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same', activation: 'relu6' }));
add('depthwise_mult3_dilated_ignored', [9, 8, 2], [2, 9, 8, 2], L.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 3, dilationRate: 2 }));
add('depthwise_rect_strides', [7, 8, 3], [2, 7, 8, 3], L.depthwiseConv2d({ kernelSize: [2, 3], strides: [2, 1], padding: 'same', useBias: false }));
add('depthwise_cf_mult2', [3, 7, 8], [2, 3, 7, 8], L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, dataFormat: 'channelsFirst', activation: 'relu' }));
add('separable_dilated', [9, 8, 3], [2, 9, 8, 3], L.separableConv2d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same', activation: 'relu' }));
add('separable_rect_s2', [9, 8, 3], [2, 9, 8, 3], L.separableConv2d({ filters: 4, kernelSize: [2, 3], strides: 2, padding: 'valid', activation: 'hardSigmoid' }));
add('separable_cf_nobias', [3, 7, 8], [2, 3, 7, 8], L.separableConv2d({ filters: 4, kernelSize: 3, useBias: false, dataFormat: 'channelsFirst', activation: 'softmax' }));
add('separable_cf_bias', [3, 6, 8], [2, 3, 6, 8], L.separableConv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst' }));

// ---- space ----
add('cropping2d_asymmetric', [7, 8, 3], [2, 7, 8, 3], L.cropping2D({ cropping: [[0, 2], [3, 0]] }));
add('cropping2d_pair', [7, 8, 3], [2, 7, 8, 3], L.cropping2D({ cropping: [[1, 1], [2, 2]] }));
add('cropping2d_dynamic', [null, null, 3], [2, 7, 8, 3], L.cropping2D({ cropping: [[1, 2], [0, 1]] }));
add('zero_padding2d_cf', [3, 4, 5], [2, 3, 4, 5], L.zeroPadding2d({ padding: [[0, 1], [2, 3]], dataFormat: 'channelsFirst' }));
chain('zero_padding2d_conv_s2', [7, 8, 3], [2, 7, 8, 3], [
  L.zeroPadding2d({ padding: [[0, 1], [0, 1]] }), L.conv2d({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu' }),
]);
add('upsampling2d_rect_bilinear', [3, 4, 2], [2, 3, 4, 2], L.upSampling2d({ size: [3, 2], interpolation: 'bilinear' }));
add('upsampling2d_dynamic_bilinear_cf', [2, null, null], [2, 2, 3, 4], L.upSampling2d({ size: [2, 3], interpolation: 'bilinear', dataFormat: 'channelsFirst' }));
add('resizing_bilinear_down', [8, 9, 2], [2, 8, 9, 2], L.resizing({ height: 3, width: 5 }), { direct: true });
add('resizing_nearest_up', [3, 4, 2], [2, 3, 4, 2], L.resizing({ height: 7, width: 9, interpolation: 'nearest' }), { direct: true });
add('resizing_bilinear_crop', [5, 9, 2], [2, 5, 9, 2], L.resizing({ height: 7, width: 4, cropToAspectRatio: true }), { direct: true });
add('resizing_nearest_crop', [5, 9, 2], [2, 5, 9, 2], L.resizing({ height: 7, width: 4, interpolation: 'nearest', cropToAspectRatio: true }), { direct: true });
add('center_crop_odd', [9, 11, 2], [2, 9, 11, 2], L.centerCrop({ height: 4, width: 3 }), { direct: true });
add('center_crop_one_less', [6, 6, 2], [2, 6, 6, 2], L.centerCrop({ height: 5, width: 5 }), { direct: true });
add('center_crop_whole', [5, 6, 2], [2, 5, 6, 2], L.centerCrop({ height: 5, width: 6 }), { direct: true });
add('center_crop_single', [5, 6, 2], [2, 5, 6, 2], L.centerCrop({ height: 1, width: 1 }), { direct: true });
add('center_crop_tall', [4, 9, 2], [2, 4, 9, 2], L.centerCrop({ height: 6, width: 3 }), { direct: true });
add('category_encoding_count', [4], [3, 4], L.categoryEncoding({ numTokens: 6, outputMode: 'count' }), { direct: true, lo: 0, hi: 6, int: true });
add('category_encoding_int32', [4], [3, 4], L.categoryEncoding({ numTokens: 6 }), { direct: true, lo: 0, hi: 6, dtype: 'int32' });
add('rescaling_negative', [3, 4], [2, 3, 4], L.rescaling({ scale: 1 / 127.5, offset: -1 }), { lo: 0, hi: 255 });
add('rescaling_int32', [3, 4], [2, 3, 4], L.rescaling({ scale: 0.5 }), { lo: 0, hi: 255, dtype: 'int32' });

// ---- pooling ----
add('max_pooling1d_dynamic', [null, 3], [2, 9, 3], L.maxPooling1d({ poolSize: 3, strides: 1, padding: 'same' }));
add('average_pooling1d_same', [9, 3], [2, 9, 3], L.averagePooling1d({ poolSize: 4, strides: 2, padding: 'same' }));
add('max_pooling2d_rect_cf', [3, 7, 8], [2, 3, 7, 8], L.maxPooling2d({ poolSize: [3, 2], strides: [2, 3], padding: 'same', dataFormat: 'channelsFirst' }));
add('average_pooling2d_dynamic', [null, null, 3], [2, 7, 8, 3], L.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }));
// Positive numbers, because the wasm backend makes 0 of a 3-D window that has none.
add('max_pooling3d_cf', [2, 4, 5, 6], [1, 2, 4, 5, 6], L.maxPooling3d({ poolSize: [2, 3, 2], strides: [1, 2, 2], padding: 'same', dataFormat: 'channelsFirst' }), { lo: 0 });
add('average_pooling3d_same', [4, 5, 6, 2], [1, 4, 5, 6, 2], L.averagePooling3d({ poolSize: 3, strides: 2, padding: 'same' }));
add('max_pooling3d_stride_above_size', [4, 5, 6, 2], [1, 4, 5, 6, 2], L.maxPooling3d({ poolSize: 1, strides: [2, 3, 3], padding: 'same' }), { lo: 0 });
add('max_pooling2d_stride_above_size', [5, 6, 2], [1, 5, 6, 2], L.maxPooling2d({ poolSize: 1, strides: [2, 3], padding: 'same' }));
add('global_average_pooling2d_dynamic', [null, null, 3], [2, 7, 8, 3], L.globalAveragePooling2d({}));
add('global_average_pooling1d_dynamic', [null, 3], [2, 7, 3], L.globalAveragePooling1d({}));

// ---- normalisation ----
add('batch_normalization_axis2', [3, 4, 5], [2, 3, 4, 5], L.batchNormalization({ axis: 2, epsilon: 0.01 }));
add('batch_normalization_axis1_rank3', [4, 5], [2, 4, 5], L.batchNormalization({ axis: 1, center: false }));
add('batch_normalization_bare', [5], [3, 5], L.batchNormalization({ center: false, scale: false }));
chain('conv_bn_relu', [6, 7, 3], [2, 6, 7, 3], [
  L.conv2d({ filters: 4, kernelSize: 3, useBias: false }), L.batchNormalization({}), L.activation({ activation: 'relu' }),
]);
add('layer_normalization_axes', [3, 4, 5], [2, 3, 4, 5], L.layerNormalization({ axis: [2, 3] }));
add('layer_normalization_axes_apart', [3, 4, 5], [2, 3, 4, 5], L.layerNormalization({ axis: [1, 3] }));
add('layer_normalization_bare', [3, 5], [2, 3, 5], L.layerNormalization({ scale: false, center: false, epsilon: 0.1 }));
add('layer_normalization_dynamic', [null, 5], [2, 3, 5], L.layerNormalization({}));

// ---- sequences ----
add('embedding_matrix', [3, 4], [2, 3, 4], L.embedding({ inputDim: 7, outputDim: 3 }), { lo: 0, hi: 7, int: true });
add('embedding_input_length', [4], [2, 4], L.embedding({ inputDim: 7, outputDim: 3, inputLength: 4 }), { lo: 0, hi: 7, dtype: 'int32' });
chain('embedding_mask_global_max', [6], [3, 6], [
  L.embedding({ inputDim: 4, outputDim: 3, maskZero: true }), L.globalMaxPooling1d({}), L.dense({ units: 2 }),
], { lo: 0, hi: 4, int: true });
chain('masking_value_dense', [4, 3], [2, 4, 3], [L.masking({ maskValue: 1 }), L.dense({ units: 2 }), L.dropout({ rate: 0.5 })], { lo: 0, hi: 2, int: true });
add('time_distributed_dense', [4, 3], [2, 4, 3], L.timeDistributed({ layer: L.dense({ units: 5, activation: 'relu' }) }));
add('time_distributed_batch_norm', [4, 3], [2, 4, 3], L.timeDistributed({ layer: L.batchNormalization({}) }));
add('time_distributed_pool', [3, 4, 4, 2], [2, 3, 4, 4, 2], L.timeDistributed({ layer: L.maxPooling2d({}) }));
add('repeat_vector_5', [3], [2, 3], L.repeatVector({ n: 5 }));

// ---- making them ----

function values(n, { lo = -1, hi = 1, int = false, dtype = 'float32' }, seed) {
  const random = mulberry32(seed);
  const whole = int || dtype === 'int32';
  const out = dtype === 'int32' ? new Int32Array(n) : new Float32Array(n);
  for (let i = 0; i < n; i++) {
    out[i] = whole ? lo + Math.floor(random() * (hi - lo)) : Math.fround(Math.fround(random()) * (hi - lo) + lo);
  }
  return out;
}

/** Weights that are nothing in particular: positive for gamma and variances, small otherwise. */
function setWeights(model, seed) {
  const random = mulberry32(seed);
  model.setWeights(
    model.weights.map((w) => {
      const [lo, hi] = /gamma|variance/.test(w.name) ? [0.5, 1.5] : /kernel|embeddings/.test(w.name) ? [-0.6, 0.6] : [-0.25, 0.25];
      const data = Float32Array.from({ length: w.shape.reduce((a, b) => a * b, 1) }, () => random() * (hi - lo) + lo);
      return tf.tensor(data, w.shape);
    }),
  );
}

function bytes(array) {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

async function make({ name, inputs, build, layer, direct }, index) {
  const folder = path.join(OUT, name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const symbolic = inputs.map((input, i) => tf.input({ shape: [...input.shape], dtype: input.dtype ?? 'float32', name: `in${i}` }));
  const names = symbolic.map((s) => s.sourceLayer.name);
  const model = tf.model({ inputs: symbolic, outputs: build(symbolic), name });
  setWeights(model, 1000 + index);
  let artifacts;
  await model.save(
    tf.io.withSaveHandler(async (a) => {
      artifacts = a;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  // Some layers' computeOutputShape writes into the shape that it is given; the file gets the true one.
  for (const l of artifacts.modelTopology.config.layers) {
    const i = names.indexOf(l.name);
    if (i >= 0) l.config.batch_input_shape = [null, ...inputs[i].shape];
  }
  const feeds = inputs.map((input, i) => {
    const data = values(input.feed.reduce((a, b) => a * b, 1), input, 42 + i);
    return tf.tensor(data, input.feed, input.dtype ?? 'float32');
  });
  // What predict() of these layers cannot run, because of the shapes that they spoilt, the layer itself can.
  let results;
  if (direct) {
    results = [layer.apply(feeds[0])];
  } else {
    const modelTopology = JSON.parse(JSON.stringify(artifacts.modelTopology));
    const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, modelTopology }));
    results = [loaded.predict(feeds)];
  }

  fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(artifacts.weightData));
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs } = artifacts;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }));
  const describe = (prefix, names, tensors) =>
    tensors.map((t, i) => {
      const file = `${prefix}${i}.bin`;
      const data = t.dataSync();
      fs.writeFileSync(path.join(folder, file), bytes(t.dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data)));
      return { name: names[i], shape: t.shape, dtype: t.dtype, file };
    });
  const golden = {
    format: 'layers-model',
    tfjs: tf.version_core,
    backend: tf.getBackend(),
    callMode: direct ? 'layer.apply' : 'predict',
    inputs: describe('in', names, feeds),
    outputs: describe('out', model.outputNames, results),
  };
  fs.writeFileSync(path.join(folder, 'golden.json'), JSON.stringify(golden));
}

await tf.setBackend('cpu');
let failed = 0;
for (const [index, c] of cases.entries()) {
  if (!c.name.includes(only)) continue;
  try {
    await make(c, index);
  } catch (e) {
    failed++;
    fs.rmSync(path.join(OUT, c.name), { recursive: true, force: true });
    console.log(`${c.name}: ${e.message.split('\n')[0]}`);
  }
}
console.log(`${cases.length - failed} cases in ${OUT}`);
process.exitCode = failed ? 1 : 0;
