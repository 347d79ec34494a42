// Measures pairs of models in TensorFlow.js, in a page and in Node alike: `tfjs4j compare` serves models and inputs, and takes the results.

const LEAST_RUNS = 3;

/** Tells the server; the answer is all that is known now. */
export async function tell(server, what, message = {}) {
  const response = await fetch(`${server.origin}/${server.key}/${what}`, { method: 'POST', body: JSON.stringify(message) });
  if (!response.ok) throw new Error(`the server answers ${response.status}: ${await response.text()}`);
  return response.json();
}

/**
 * Runs the whole job. `progress(text)` says what is done, `changed(board)` what the server makes of each result.
 * A pair that fails is reported, and the next one is tried.
 */
export async function measureAll(tf, server, client, progress, changed) {
  const job = await get(server, 'job.json', 'json');
  const say = async (what, message) => changed(await tell(server, `${client}/${what}`, message));
  for (const [pair, { title, feeds }] of job.pairs.entries()) {
    try {
      progress(`${title}: loading`);
      const layers = await tf.loadLayersModel(handler(tf, server, `model/${pair}/layers`));
      const graph = await tf.loadGraphModel(handler(tf, server, `model/${pair}/graph`));
      for (const [feed, { label, inputs }] of feeds.entries()) {
        const tensors = await Promise.all(inputs.map((input, i) => tensor(tf, server, input, `input/${pair}/${feed}/${i}`)));
        const models = { layers: runner(layers, layers.inputNames, inputs, tensors), graph: graphRunner(graph, inputs, tensors) };
        const alive = () => tell(server, `${client}/alive`);
        const results = await inTurns(models, job.plan, (done) => progress(`${title}, ${label}: ${done}`), alive);
        tf.dispose(tensors);
        await say('result', { pair, feed, ...results });
      }
      layers.dispose();
      graph.dispose();
    } catch (error) {
      await say('fault', { message: `${title}: ${error?.message ?? error}` });
    }
  }
  await say('done');
}

async function get(server, path, kind) {
  const response = await fetch(`${server.origin}/${path}`);
  if (!response.ok) throw new Error(`${path}: the server answers ${response.status}`);
  return response[kind]();
}

/** Loads a model's files, in Node and in a page alike. */
function handler(tf, server, folder) {
  return {
    load: async () => tf.io.getModelArtifactsForJSON(await get(server, `${folder}/model.json`, 'json'), async (manifest) => {
      const paths = manifest.flatMap((group) => group.paths);
      const files = await Promise.all(paths.map((path) => get(server, `${folder}/${encodeURIComponent(path)}`, 'arrayBuffer')));
      return [manifest.flatMap((group) => group.weights), await new Blob(files).arrayBuffer()];
    }),
  };
}

async function tensor(tf, server, { dtype, shape }, path) {
  const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
  return tf.tensor(new arrays[dtype](await get(server, path, 'arrayBuffer')), shape, dtype);
}

/** By name where the names are the model's, else in order. */
function runner(model, names, inputs, tensors) {
  const byName = names.length === inputs.length && names.every((name) => inputs.some((input) => input.name === name));
  const order = byName ? names.map((name) => tensors[inputs.findIndex((input) => input.name === name)]) : tensors;
  const feed = order.length === 1 ? order[0] : order;
  return () => model.predict(feed);
}

/** A graph with loops says that it wants `executeAsync` instead. */
function graphRunner(model, inputs, tensors) {
  const names = Object.keys(model.modelSignature?.inputs ?? {});
  const predict = runner(model, names, inputs, tensors);
  let run = predict;
  return async () => {
    try {
      return run === predict ? predict() : await run();
    } catch (error) {
      if (run !== predict || !String(error?.message).includes('executeAsync')) throw error;
      run = runner({ predict: (feed) => model.executeAsync(feed) }, names, inputs, tensors);
      return run();
    }
  };
}

/** Milliseconds of both models' predictions and what they gave. Whoever comes second finds the caches full of the other's: they change places. */
async function inTurns(models, plan, progress, alive) {
  const times = { layers: [], graph: [] };
  const outputs = {};
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const turn = async (round, isMeasured) => {
    const names = Object.keys(models);
    for (const name of round % 2 ? names.reverse() : names) {
      const before = performance.now();
      const result = await models[name]();
      const tensors = Array.isArray(result) ? result : result.dataSync ? [result] : Object.values(result);
      const values = await Promise.all(tensors.map((each) => each.data()));
      const ms = performance.now() - before;
      if (isMeasured) times[name].push(ms);
      outputs[name] = tensors.map(({ shape, dtype }, i) => ({ shape, dtype, values: values[i] }));
      tensors.forEach((each) => each.dispose());
    }
    await alive();
    // A page shows nothing new before it is given the time.
    await new Promise((resolve) => { setTimeout(resolve); });
  };
  let warm = 0;
  while ((warm < plan.warmups || seconds() < plan.warmSeconds) && (!warm || seconds() < plan.seconds / 2)) {
    progress(`warming up, ${warm + 1}`);
    await turn(warm++, false);
  }
  for (let run = 0; run < plan.runs && (run < LEAST_RUNS || seconds() < plan.seconds); run++) {
    progress(`${run + 1} of ${plan.runs}`);
    await turn(run, true);
  }
  return Object.fromEntries(Object.keys(models).map((name) =>
    [name, { ms: times[name], outputs: outputs[name].map((output) => ({ ...output, values: base64(output.values) })) }]));
}

function base64({ buffer, byteOffset, byteLength }) {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
