// Models as files: reading them by the rules of TF.js' own Node file handler, decoding their weights, writing changed copies.

import fs from 'node:fs';
import path from 'node:path';

const BYTES = { float32: 4, int32: 4, bool: 1, complex64: 8, uint8: 1, uint16: 2, float16: 2 };

export const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

export const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** Where `model.json` of a model lies, given its folder or the file itself. */
export const modelFile = (model) => (model.endsWith('.json') ? model : path.join(model, 'model.json'));

/** Model JSON and the bytes of all its shards, concatenated in manifest order. Shard paths are relative to the JSON file. */
export function readModel(model) {
  const file = modelFile(model);
  const json = readJson(file);
  const shards = (json.weightsManifest ?? []).flatMap((group) => group.paths);
  const bytes = Buffer.concat(shards.map((shard) => fs.readFileSync(path.join(path.dirname(file), shard))));
  return { file, json, bytes, shards, specs: (json.weightsManifest ?? []).flatMap((group) => group.weights) };
}

/** A TF.js IOHandler for a model on disk; `tf` supplies its own reading of the JSON, so that the judge adds no rule of its own. */
export function fileHandler(tf, model) {
  return {
    load: () => {
      const { json, bytes, specs } = readModel(model);
      return tf.io.getModelArtifactsForJSON(json, async () => [specs, toArrayBuffer(bytes)]);
    },
  };
}

/** A TF.js IOHandler that serves model JSON with other weights than those of its manifest: `weights` is name -> {shape, values}. */
export function handlerWithWeights(tf, json, weights) {
  const specs = [...weights].map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
  const bytes = Buffer.concat([...weights.values()].map(({ values }) => rawBytes(values)));
  return { load: () => tf.io.getModelArtifactsForJSON(json, async () => [specs, toArrayBuffer(bytes)]) };
}

export const toArrayBuffer = (buffer) => buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);

export const rawBytes = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** Typed values of raw little-endian bytes; copied, because a weight may begin at an odd offset. */
export function typedArray(dtype, bytes) {
  const buffer = toArrayBuffer(bytes);
  switch (dtype) {
    case 'float32': return new Float32Array(buffer);
    case 'int32': return new Int32Array(buffer);
    case 'uint16': case 'float16': return new Uint16Array(buffer);
    case 'bool': case 'uint8': return new Uint8Array(buffer);
    default: throw new Error(`dtype '${dtype}' has no typed array here`);
  }
}

/** The stored size of a weight in bytes. */
export function storedBytes(spec) {
  const dtype = spec.quantization?.dtype ?? spec.dtype;
  if (!(dtype in BYTES)) throw new Error(`weight ${spec.name}: dtype '${dtype}' has no fixed size`);
  return BYTES[dtype] * sizeOf(spec.shape);
}

/** Stored bytes of all weights of a model, strings counted by what is left of the shards. */
export const weightBytes = (model) => model.bytes.length;

/** Complains when the manifest promises another number of bytes than its shards hold. TF.js ignores bytes that are left over. */
export function checkByteCount({ file, specs, bytes }) {
  if (specs.some((spec) => spec.dtype === 'string')) return;
  const promised = specs.reduce((sum, spec) => sum + storedBytes(spec), 0);
  if (promised !== bytes.length) throw new Error(`${file}: the manifest's weights take ${promised} bytes, its shards hold ${bytes.length}`);
}

/** All weights of a model after dequantisation: name -> {shape, dtype, values, codes, quantization}. */
export function decodeWeights({ specs, bytes }) {
  const weights = new Map();
  let offset = 0;
  for (const spec of specs) {
    const end = offset + storedBytes(spec);
    const { quantization } = spec;
    const codes = typedArray(quantization?.dtype ?? spec.dtype, bytes.subarray(offset, end));
    weights.set(spec.name, { shape: spec.shape, dtype: spec.dtype, quantization, codes, values: dequantised(codes, quantization, spec.dtype) });
    offset = end;
  }
  return weights;
}

function dequantised(codes, quantization, dtype) {
  if (!quantization) return codes;
  if (quantization.dtype === 'float16') return Float32Array.from(codes, halfToFloat);
  const { scale, min } = quantization;
  return dtype === 'int32'
    ? Int32Array.from(codes, (code) => Math.round(code * scale + min))
    : Float32Array.from(codes, (code) => code * scale + min);
}

/** The value of an IEEE binary16 bit pattern. */
export function halfToFloat(half) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A copy of a model's folder in `target`, for changing it. */
export function copyModel(source, target) {
  fs.rmSync(target, { recursive: true, force: true });
  fs.cpSync(source, target, { recursive: true });
  return target;
}
