// How fast recurrent models are in TF.js: the LayersModel against the GraphModels that it converts to, in turns. See README.md.
// Usage: node bench/recurrent.mjs [--where node-wasm|node-cpu|chromium-webgl|chromium-wasm]... [--only PART_OF_NAME] [--rounds 30]
//          [--steps 50]... [--batch 1]... [--kind plain|masked|bidirectional|masked-bidirectional|masked-bidirectional-stacked]... [--form unrolled|limited|loop]...

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { launch, serve } from '../conformance/judge/browser.mjs';
import { REPOSITORY } from '../conformance/judge/cases.mjs';
import { convertAll } from '../conformance/judge/convert.mjs';
import { fileHandler, readModel } from '../conformance/judge/model-files.mjs';
import { computeNodes, opCounts } from '../conformance/judge/topology.mjs';
import { loadTf } from '../conformance/judge/tfjs.mjs';

const FEATURES = 32;
const UNITS = 64;
const WARMUP = 5;
const SAME = 1e-4;
const FOLDER = path.join(REPOSITORY, 'build', 'bench', 'recurrent');

/** What one LayersModel becomes: with its length known, with it open, and with it open up to a longest. */
const FORMS = {
  unrolled: { isOpen: false, options: () => [] },
  limited: { isOpen: true, options: (steps) => [`--max_time_steps=${steps}`] },
  loop: { isOpen: true, options: () => [], isAsync: true },
};

const { values: options } = parseArgs({ options: {
  where: { type: 'string', multiple: true, default: ['node-wasm'] }, only: { type: 'string' }, rounds: { type: 'string', default: '30' },
  steps: { type: 'string', multiple: true, default: ['50'] }, batch: { type: 'string', multiple: true, default: ['1', '32'] },
  kind: { type: 'string', multiple: true, default: ['plain'] }, form: { type: 'string', multiple: true, default: Object.keys(FORMS) },
} });
const rounds = Number(options.rounds);

const models = options.kind.flatMap((kind) => options.steps.map(Number).flatMap((steps) => ['lstm', 'gru'].flatMap((layer) =>
  ['hardSigmoid', 'sigmoid'].map((gate) => ({ name: `${layer}-${gate}-${kind}-${steps}`, layer, gate, kind, steps })))))
  .filter(({ name }) => !options.only || name.includes(options.only));
await makeModels();
console.log('| where | model | batch | LayersModel, ms | load, ms | form | load, ms | GraphModel, ms | times as fast | compute nodes | model.json, kB |');
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const where of options.where) await measureAll(where);

async function makeModels() {
  const tf = await loadTf('cpu');
  const jobs = [];
  for (const model of models) {
    for (const isOpen of [false, true]) {
      const built = build(tf, model, isOpen ? null : model.steps);
      await built.save(tf.io.withSaveHandler((artifacts) => writeModel(layersFolder(model, isOpen), artifacts)));
      built.dispose();
    }
    for (const form of options.form) {
      const flags = FORMS[form].options(model.steps);
      jobs.push({ input: path.join(layersFolder(model, FORMS[form].isOpen), 'model.json'), output: graphFolder(model, form), options: flags });
    }
  }
  for (const [output, error] of convertAll(jobs, FOLDER)) if (error) throw new Error(`${output}: ${error}`);
}

function build(tf, { layer, gate, name, kind }, time) {
  const seeded = (seed) => tf.initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed });
  const isStacked = kind.includes('stacked');
  const cell = (name, returnSequences) => tf.layers[layer]({
    units: UNITS, recurrentActivation: gate, kernelInitializer: seeded(1), recurrentInitializer: seeded(2), biasInitializer: seeded(3),
    returnSequences, name,
  });
  const recurrent = (name, returnSequences) => kind.includes('bidirectional')
    ? tf.layers.bidirectional({ layer: cell(name, returnSequences), mergeMode: 'concat' }) : cell(name, returnSequences);
  const first = kind.includes('masked') ? tf.layers.masking({ maskValue: 0 }) : tf.layers.activation({ activation: 'linear' });
  first.batchInputShape = [null, time, FEATURES];
  const model = tf.sequential({ name, layers: [first, recurrent(layer, isStacked)] });
  if (isStacked) model.add(recurrent(`${layer}2`, false));
  return model;
}

function writeModel(folder, { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData }) {
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }));
  fs.writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(weightData));
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
}

function layersFolder({ name }, isOpen) {
  return path.join(FOLDER, 'layers', isOpen ? `${name}-open` : name);
}

function graphFolder({ name }, form) {
  return path.join(FOLDER, form, name);
}

async function measureAll(where) {
  const [host, backend] = where.split('-');
  const place = await (host === 'node' ? inNode(backend) : inChromium(backend));
  try {
    for (const model of models) {
      for (const batch of options.batch.map(Number)) {
        const { layers, load, forms } = await place.measure(model, { shape: [batch, model.steps, FEATURES], rounds, warmup: WARMUP });
        for (const [form, { ratio, median, differs }] of Object.entries(forms)) {
          if (!(differs < SAME)) throw new Error(`${where}, ${model.name}, ${form}: differs from the LayersModel by ${differs}`);
          const { json } = readModel(graphFolder(model, form));
          const size = fs.statSync(path.join(graphFolder(model, form), 'model.json')).size;
          const cells = [where, model.name, batch, layers.toFixed(2), load.layers.toFixed(0), form, load[form].toFixed(0), median.toFixed(2), ratio.toFixed(2)];
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
      const load = {};
      const timed = async (form, loading) => {
        const start = performance.now();
        const loaded = await loading();
        load[form] = performance.now() - start;
        return loaded;
      };
      const layers = await timed('layers', () => tf.loadLayersModel(fileHandler(tf, layersFolder(model, false))));
      const graphs = {};
      for (const form of options.form) {
        graphs[form] = await timed(form, () => tf.loadGraphModel(fileHandler(tf, graphFolder(model, form))));
      }
      const times = await inTurns(tf, layers, graphs, { ...plan, isAsync: options.form.filter((form) => FORMS[form].isAsync) });
      [layers, ...Object.values(graphs)].forEach((loaded) => loaded.dispose());
      return { ...times, load };
    },
    close: () => {},
  };
}

async function inChromium(backend) {
  const browser = await launch();
  const server = await serve(([form, name, file]) =>
    fs.readFileSync(path.join(form === 'layers' ? layersFolder({ name }, false) : graphFolder({ name }, form), path.basename(file))));
  return {
    measure: async ({ name }, plan) => {
      const page = await browser.newPage();
      try {
        page.setDefaultTimeout(0);
        await page.goto(`${server.origin}/`);
        await page.addScriptTag({ content: `globalThis.inTurns = ${inTurns}` });
        const isAsync = options.form.filter((form) => FORMS[form].isAsync);
        return await page.evaluate(measureInPage, { backend, name, forms: options.form, plan: { ...plan, isAsync } });
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
  const load = {};
  const timed = async (form, loading) => {
    const start = performance.now();
    const loaded = await loading();
    load[form] = performance.now() - start;
    return loaded;
  };
  const layers = await timed('layers', () => tf.loadLayersModel(`/layers/${name}/model.json`));
  const graphs = {};
  for (const form of forms) graphs[form] = await timed(form, () => tf.loadGraphModel(`/${form}/${name}/model.json`));
  return { ...await globalThis.inTurns(tf, layers, graphs, plan), load };
}

/**
 * Median milliseconds of a prediction and of fetching its values, and the median over all rounds of how many times as fast as the LayersModel
 * it was. The models take turns, so that what else the machine does meets all alike. Runs in Node and, as text, in a page.
 */
async function inTurns(tf, layers, graphs, { shape, rounds, warmup, isAsync }) {
  // The last third is zeros, which a mask leaves out.
  const [batch, steps, features] = shape;
  const zeros = Math.floor(steps / 3);
  const input = tf.tidy(() => tf.concat([tf.randomUniform([batch, steps - zeros, features], -1, 1, 'float32', 7), tf.zeros([batch, zeros, features])], 1));
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
