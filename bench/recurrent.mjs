// How fast recurrent models are in TF.js: the LayersModel against the GraphModels that it converts to, in turns. See README.md.
// Usage: node bench/recurrent.mjs [--where node-wasm|node-cpu|chromium-webgl|chromium-wasm]... [--only PART_OF_NAME] [--rounds 30]

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { launch, serve } from '../conformance/judge/browser.mjs';
import { REPOSITORY } from '../conformance/judge/cases.mjs';
import { convertAll } from '../conformance/judge/convert.mjs';
import { fileHandler, readModel } from '../conformance/judge/model-files.mjs';
import { computeNodes, opCounts } from '../conformance/judge/topology.mjs';
import { loadTf } from '../conformance/judge/tfjs.mjs';

const STEPS = 50;
const FEATURES = 32;
const UNITS = 64;
const BATCHES = [1, 32];
const WARMUP = 5;
const SAME = 1e-4;
const FOLDER = path.join(REPOSITORY, 'build', 'bench', 'recurrent');

/** What one LayersModel becomes: with its length known, with it open, and with it open up to a longest. */
const FORMS = {
  unrolled: { time: STEPS, options: [] },
  limited: { time: null, options: [`--max_time_steps=${STEPS}`] },
  loop: { time: null, options: [], isAsync: true },
};

const { values: options } = parseArgs({ options: {
  where: { type: 'string', multiple: true, default: ['node-wasm'] }, only: { type: 'string' }, rounds: { type: 'string', default: '30' },
} });
const rounds = Number(options.rounds);

const models = ['lstm', 'gru'].flatMap((layer) => ['hardSigmoid', 'sigmoid'].map((gate) => ({ name: `${layer}-${gate}`, layer, gate })))
  .filter(({ name }) => !options.only || name.includes(options.only));
await makeModels();
console.log('| where | model | batch | LayersModel, ms | form | GraphModel, ms | times as fast | compute nodes | model.json, kB |');
console.log('|---|---|---|---|---|---|---|---|---|');
for (const where of options.where) await measureAll(where);

async function makeModels() {
  const tf = await loadTf('cpu');
  const jobs = [];
  for (const model of models) {
    for (const time of [STEPS, null]) {
      const built = build(tf, model, time);
      await built.save(tf.io.withSaveHandler((artifacts) => writeModel(layersFolder(model, time), artifacts)));
      built.dispose();
    }
    for (const [form, { time, options: flags }] of Object.entries(FORMS)) {
      jobs.push({ input: path.join(layersFolder(model, time), 'model.json'), output: graphFolder(model, form), options: flags });
    }
  }
  for (const [output, error] of convertAll(jobs, FOLDER)) if (error) throw new Error(`${output}: ${error}`);
}

function build(tf, { layer, gate, name }, time) {
  const seeded = (seed) => tf.initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed });
  return tf.sequential({ name, layers: [tf.layers[layer]({
    units: UNITS, inputShape: [time, FEATURES], recurrentActivation: gate, kernelInitializer: seeded(1), recurrentInitializer: seeded(2),
    biasInitializer: seeded(3), name: layer,
  })] });
}

function writeModel(folder, { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData }) {
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }));
  fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(weightData));
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
}

function layersFolder({ name }, time) {
  return path.join(FOLDER, 'layers', `${name}-${time ?? 'open'}`);
}

function graphFolder({ name }, form) {
  return path.join(FOLDER, form, name);
}

async function measureAll(where) {
  const [host, backend] = where.split('-');
  const place = await (host === 'node' ? inNode(backend) : inChromium(backend));
  try {
    for (const model of models) {
      for (const batch of BATCHES) {
        const { layers, forms } = await place.measure(model, { shape: [batch, STEPS, FEATURES], rounds, warmup: WARMUP });
        for (const [form, { ratio, median, differs }] of Object.entries(forms)) {
          if (!(differs < SAME)) throw new Error(`${where}, ${model.name}, ${form}: differs from the LayersModel by ${differs}`);
          const { json } = readModel(graphFolder(model, form));
          const size = fs.statSync(path.join(graphFolder(model, form), 'model.json')).size;
          const cells = [where, model.name, batch, layers.toFixed(2), form, median.toFixed(2), ratio.toFixed(2)];
          console.log(`| ${[...cells, computeNodes(opCounts(json)), (size / 1000).toFixed(0)].join(' | ')} |`);
        }
      }
    }
  } finally {
    await place.close();
  }
}

async function inNode(backend) {
  const tf = await loadTf(backend);
  return {
    measure: async (model, plan) => {
      const layers = await tf.loadLayersModel(fileHandler(tf, layersFolder(model, STEPS)));
      const graphs = {};
      for (const form of Object.keys(FORMS)) graphs[form] = await tf.loadGraphModel(fileHandler(tf, graphFolder(model, form)));
      const times = await inTurns(tf, layers, graphs, { ...plan, isAsync: Object.keys(FORMS).filter((form) => FORMS[form].isAsync) });
      [layers, ...Object.values(graphs)].forEach((loaded) => loaded.dispose());
      return times;
    },
    close: () => {},
  };
}

async function inChromium(backend) {
  const browser = await launch();
  const server = await serve(([form, name, file]) =>
    fs.readFileSync(path.join(form === 'layers' ? layersFolder({ name }, STEPS) : graphFolder({ name }, form), path.basename(file))));
  return {
    measure: async ({ name }, plan) => {
      const page = await browser.newPage();
      try {
        page.setDefaultTimeout(0);
        await page.goto(`${server.origin}/`);
        await page.addScriptTag({ content: `globalThis.inTurns = ${inTurns}` });
        const isAsync = Object.keys(FORMS).filter((form) => FORMS[form].isAsync);
        return await page.evaluate(measureInPage, { backend, name, forms: Object.keys(FORMS), plan: { ...plan, isAsync } });
      } finally {
        await page.close();
      }
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** Runs inside the page. */
async function measureInPage({ backend, name, forms, plan }) {
  const { tf } = globalThis;
  if (backend === 'wasm') tf.wasm.setWasmPaths('/wasm/');
  await tf.setBackend(backend);
  await tf.ready();
  const layers = await tf.loadLayersModel(`/layers/${name}/model.json`);
  const graphs = {};
  for (const form of forms) graphs[form] = await tf.loadGraphModel(`/${form}/${name}/model.json`);
  return globalThis.inTurns(tf, layers, graphs, plan);
}

/**
 * Median milliseconds of a prediction and of fetching its values, and the median over all rounds of how many times as fast as the LayersModel
 * it was. The models take turns, so that what else the machine does meets all alike. Runs in Node and, as text, in a page.
 */
async function inTurns(tf, layers, graphs, { shape, rounds, warmup, isAsync }) {
  const input = tf.randomUniform(shape, -1, 1, 'float32', 7);
  const runs = { layers: () => layers.predict(input) };
  for (const [form, graph] of Object.entries(graphs)) {
    runs[form] = isAsync.includes(form) ? () => graph.executeAsync(input) : () => graph.predict(input);
  }
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  const values = {};
  for (let round = -warmup; round < rounds; round++) {
    // Shuffled, because what one leaves to the garbage collector is charged to the next.
    const order = Object.entries(runs).map((entry) => [Math.random(), entry]).sort(([a], [b]) => a - b);
    for (const [, [name, run]] of order) {
      const start = performance.now();
      const output = await run();
      values[name] = await output.data();
      if (round >= 0) times[name].push(performance.now() - start);
      output.dispose();
    }
  }
  input.dispose();
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
  const differs = (name) => values[name].reduce((worst, value, i) => Math.max(worst, Math.abs(value - values.layers[i])), 0);
  const forms = Object.keys(graphs).map((name) => [name, {
    ratio: median(times[name].map((time, round) => times.layers[round] / time)), median: median(times[name]), differs: differs(name),
  }]);
  return { layers: median(times.layers), forms: Object.fromEntries(forms) };
}
