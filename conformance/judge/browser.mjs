// Runs a few converted models where they are meant to run: in a browser, over HTTP, with the bundles that npm publishes.

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { CONFORMANCE } from './cases.mjs';
import { difference, sameShape } from './compare.mjs';
import { goldenValues, readGolden } from './golden.mjs';
import { rawBytes, readModel } from './model-files.mjs';
import { hasLoop, hasTable } from './topology.mjs';

const CASES = [
  'layers/mobilenetv2_1.0_224', 'layers/mlp_100_4000_1000_5000_1', 'layers/unet_mini', 'examples/shapes-cnn',
  'layers/text_bilstm_classifier', 'layers/seq2seq_lstm', 'keras/gru_after_seq', 'keras-layers/multi_head_words',
  'keras-layers/padding_and_cropping_3d', 'keras-layers/tf_shape', 'keras3-layers/ops_shape', 'keras-layers/words_embedded',
];
const BACKENDS = ['webgl', 'wasm'];
const BUNDLES = path.join(CONFORMANCE, 'node_modules', '@tensorflow');
const BROWSERS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const MILLISECONDS_PER_CASE = 90_000;

/** Software GL, so that a machine without a graphics card gives the same float32 numbers. */
const FLAGS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

/** Judges those of `cases` ({id, source, model}) that are named above, and counts each backend in `report`. */
export async function judgeInBrowser(cases, report) {
  const chosen = cases.filter(({ id }) => CASES.includes(id));
  if (!chosen.length) return;
  let browser;
  try {
    browser = await launch();
  } catch (error) {
    report.judge('Chromium', 'start', [error.message.split('\n')[0]]);
    return;
  }
  const server = await serve((parts) => caseFile(chosen, parts));
  try {
    for (const backend of BACKENDS) {
      for (const [index, entry] of chosen.entries()) {
        const faults = await judgeCase(browser, server.origin, index, entry, backend)
          .catch((error) => [`throws ${String(error.message).split('\n')[0]}`]);
        report.judge(`Chromium, ${backend}`, entry.id, faults);
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
}

/** A headless Chromium. */
export function launch() {
  const executablePath = BROWSERS.find((file) => file && fs.existsSync(file));
  if (!executablePath) throw new Error('there is no Chromium: install the package `chromium` or set CHROMIUM to its path');
  return chromium.launch({ executablePath, args: FLAGS });
}

async function judgeCase(browser, origin, index, { source, model: folder, recurrent }, backend) {
  const { json } = readModel(folder);
  const isAsync = hasTable(json) || (Boolean(recurrent?.mayLoop) && hasLoop(json));
  const golden = readGolden(source);
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(MILLISECONDS_PER_CASE);
    await page.goto(`${origin}/`);
    const inputs = golden.inputs.map(({ name, shape, dtype }, i) => ({ name, shape, dtype, url: `/case/${index}/input/${i}` }));
    const model = `/case/${index}/model/model.json`;
    const { outputs, halfPrecision, backend: used } = await withTimeout(page.evaluate(predictInPage, { backend, model, inputs, isAsync }));
    const faults = [];
    if (used !== backend) faults.push(`ran on ${used}`);
    if (halfPrecision) faults.push('WebGL computes in float16 textures here, which the tolerance is not made for');
    if (outputs.length !== golden.outputs.length) return [...faults, `${outputs.length} outputs, golden has ${golden.outputs.length}`];
    for (const [i, { shape, values }] of outputs.entries()) {
      const what = `output ${i} (${golden.outputs[i].name})`;
      if (!sameShape(shape, golden.outputs[i].shape)) faults.push(`${what}: shape [${shape}], golden [${golden.outputs[i].shape}]`);
      else faults.push(difference(what, values, goldenValues(source, golden.outputs[i])));
    }
    return faults.filter(Boolean);
  } finally {
    await page.close();
  }
}

function withTimeout(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${MILLISECONDS_PER_CASE / 1000} s`)), MILLISECONDS_PER_CASE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Runs inside the page, where `tf` is the global of tf.min.js. */
async function predictInPage({ backend, model, inputs, isAsync }) {
  const { tf } = globalThis;
  if (backend === 'wasm') tf.wasm.setWasmPaths('/wasm/');
  await tf.setBackend(backend);
  await tf.ready();
  const loaded = await tf.loadGraphModel(model);
  const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
  const feed = {};
  for (const { name, shape, dtype, url } of inputs) {
    const answer = await fetch(url);
    feed[name] = tf.tensor(dtype === 'string' ? await answer.json() : new arrays[dtype](await answer.arrayBuffer()), shape, dtype);
  }
  const result = isAsync ? await loaded.executeAsync(feed) : loaded.predict(feed);
  const outputs = [];
  for (const tensor of Array.isArray(result) ? result : [result]) {
    outputs.push({ shape: tensor.shape, values: Array.from(await tensor.data()) });
  }
  const halfPrecision = backend === 'webgl' && (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') || tf.env().getBool('WEBGL_FORCE_F16_TEXTURES'));
  return { outputs, halfPrecision, backend: tf.getBackend() };
}

/** A file of one of the cases: ['case', INDEX, 'model', NAME] or ['case', INDEX, 'input', INDEX]. */
function caseFile(cases, [, index, kind, name]) {
  const { source, model } = cases[Number(index)];
  if (kind === 'input') {
    const entry = readGolden(source).inputs[Number(name)];
    const values = goldenValues(source, entry);
    return entry.dtype === 'string' ? Buffer.from(JSON.stringify(values)) : rawBytes(values);
  }
  return fs.readFileSync(path.join(model, path.basename(name)));
}

/**
 * A server on a free port of 127.0.0.1: a page with TF.js as `tf`, the bundles that it needs, and for every other path, split at its
 * slashes, the bytes that `bodyOf` gives.
 */
export async function serve(bodyOf) {
  const page = '<!doctype html><script src="/tf.js"></script><script src="/tf-wasm.js"></script>';
  const fixed = { '/tf.js': 'tfjs/dist/tf.min.js', '/tf-wasm.js': 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js' };
  const read = (url) => {
    if (url === '/') return page;
    if (fixed[url]) return fs.readFileSync(path.join(BUNDLES, fixed[url]));
    const [, ...parts] = url.split('/').map(decodeURIComponent);
    if (parts[0] === 'wasm') return fs.readFileSync(path.join(BUNDLES, 'tfjs-backend-wasm', 'dist', path.basename(parts[1])));
    return bodyOf(parts);
  };
  const server = http.createServer((request, response) => {
    try {
      const url = new URL(request.url, 'http://127.0.0.1').pathname;
      const body = read(url);
      response.writeHead(200, { 'content-type': contentType(url) }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** WebAssembly is compiled while it streams in only under its own type. */
function contentType(url) {
  if (url === '/') return 'text/html';
  if (url.endsWith('.js')) return 'text/javascript';
  if (url.endsWith('.json')) return 'application/json';
  return url.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}
