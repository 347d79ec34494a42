// Node as a client of `tfjs4j compare`: node node.mjs ORIGIN KEY CLIENT FOLDER_OF_TFJS FOLDER_OF_WASM_BACKEND

import { createRequire } from 'node:module';
import path from 'node:path';

import { measureAll, tell } from './measure.mjs';

const [origin, key, client, tfjsFolder, wasmFolder] = process.argv.slice(2);
const server = { origin, key };
const require = createRequire(path.join(tfjsFolder, 'package.json'));

// Greetings and deprecations are not what is measured.
console.warn = () => {};
const tf = require(tfjsFolder);
const wasm = require(wasmFolder);
wasm.setWasmPaths(path.join(wasmFolder, 'dist') + path.sep);
if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no wasm backend here');
await tf.ready();
const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
const threads = wasm.getThreadsCount();
await tell(server, `${client}/start`, {
  title: `Node ${process.versions.node}, wasm`,
  detail: `${simd ? 'SIMD, ' : ''}${threads === 1 ? '1 thread' : `${threads} threads`}`,
});
await measureAll(tf, server, client, () => {}, () => {});
