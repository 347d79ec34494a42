// The real TensorFlow.js, in this process.

import path from 'node:path';
import { createRequire } from 'node:module';

import { registerCustomLayers } from './custom-layers.mjs';

// Resolved as CommonJS, so that NODE_PATH is searched too when conformance/node_modules does not exist.
const require = createRequire(import.meta.url);

/** Loads TF.js with one backend. Its greetings and warnings are dropped: they are not what is judged. */
export async function loadTf(backend) {
  console.warn = () => {};
  const tf = require('@tensorflow/tfjs');
  if (backend === 'wasm') {
    const wasm = require('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
    // One thread each: the judge runs several processes, and sums come out in one order.
    wasm.setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) throw new Error(`TF.js has no backend '${backend}' here`);
  await tf.ready();
  registerCustomLayers(tf);
  return tf;
}
