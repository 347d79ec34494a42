// Judges what a recurrent GraphModel does beyond one call on the golden's inputs: on sequences of other lengths, and from call to call.

import { difference, sameShape } from './compare.mjs';
import { goldenValues } from './golden.mjs';
import { fileHandler, sizeOf } from './model-files.mjs';
import { graphNodes, signatureOf } from './topology.mjs';

/** The outputs of a GraphModel in its order, whether it returns one, several, or an object of them. */
export async function predict(model, feed, isAsync) {
  const result = isAsync ? await model.executeAsync(feed) : model.predict(feed);
  return Array.isArray(result) ? result : result.dataSync ? [result] : Object.values(result);
}

/**
 * A model of unknown length on sequences of each of `lengths`, against the LayersModel in TF.js itself, and on sequences that are longer than
 * the graph was made for (`limit`): then it must say so. Goldens of Keras are left out: TF.js computes some of its layers otherwise.
 */
export async function lengthFaults(tf, { model, source, golden, isAsync, open, lengths, limit }) {
  if (!golden.tfjs) return [];
  const layers = await tf.loadLayersModel(fileHandler(tf, source));
  const graph = await tf.loadGraphModel(fileHandler(tf, model));
  const faults = [];
  for (const length of lengths) {
    const inputs = inputsOfLength(tf, { source, golden, open, length });
    const fed = inputs.length === 1 ? inputs[0] : inputs;
    layers.resetStates();
    let expected;
    try {
      expected = [layers.predict(fed)].flat();
    } catch {
      tf.dispose(inputs);
      continue; // Too short or too long for another layer of the model.
    }
    const outputs = await predict(graph, fed, isAsync);
    if (outputs.length !== expected.length) faults.push(`length ${length}: ${outputs.length} outputs, the LayersModel has ${expected.length}`);
    else for (const [i, output] of outputs.entries()) faults.push(await tensorFault(`length ${length}, output ${i}`, output, expected[i]));
    tf.dispose([inputs, expected, outputs]);
  }
  if (limit) {
    const inputs = inputsOfLength(tf, { source, golden, open, length: limit + 1 });
    const answer = await predict(graph, inputs.length === 1 ? inputs[0] : inputs, isAsync).catch(() => null);
    if (answer) faults.push(`length ${limit + 1}: predicts something, but is made for at most ${limit}`);
    tf.dispose([inputs, answer]);
  }
  layers.dispose();
  graph.dispose();
  return faults.filter(Boolean);
}

/** The golden's inputs, cut or gone through again and again until every open axis has that length. */
function inputsOfLength(tf, { source, golden, open, length }) {
  return golden.inputs.map((entry, i) => {
    const shape = entry.shape.map((size, axis) => (open[i].includes(axis) ? length : size));
    const values = goldenValues(source, entry);
    const repeated = new values.constructor(sizeOf(shape)).map((_, at) => values[at % values.length]);
    return tf.tensor(repeated, shape, entry.dtype);
  });
}

async function tensorFault(what, ours, expected) {
  if (!sameShape(ours.shape, expected.shape)) return `${what}: shape [${ours.shape}], the LayersModel's [${expected.shape}]`;
  return difference(what, await ours.data(), await expected.data());
}

const nodeOf = (tensor) => tensor.replace(/:\d+$/, '');

/** What is wrong with the list of states that a stateful model brings in its metadata: `{name, input, output, shape, dtype}` each. */
export function stateListFaults(json, stateful) {
  const states = json.userDefinedMetadata?.states;
  if (!stateful) return states ? ['userDefinedMetadata.states: the model has no stateful layer'] : [];
  if (!Array.isArray(states) || !states.length) return ['userDefinedMetadata.states: missing, the model has a stateful layer'];
  const ops = new Map(graphNodes(json).map(({ name, op }) => [name, op]));
  const taken = new Set(Object.values(signatureOf(json).outputs).map(({ name }) => nodeOf(name)));
  const faults = [];
  for (const { name, input, output, shape, dtype } of states) {
    if (ops.get(input) !== 'PlaceholderWithDefault') faults.push(`state ${name}: its input ${input} is ${ops.get(input) ?? 'no node'}`);
    if (!ops.has(output)) faults.push(`state ${name}: its output ${output} is no node`);
    // TF.js gives one tensor for both, and who disposes of the output loses the state.
    if (taken.has(output)) faults.push(`state ${name}: its output ${output} is an output of the model or of another state`);
    taken.add(output);
    if (!Array.isArray(shape) || typeof dtype !== 'string') faults.push(`state ${name}: shape ${shape}, dtype ${dtype}`);
  }
  const names = states.map(({ name }) => name);
  if (new Set(names).size !== names.length) faults.push(`states: the names are not unique: ${names}`);
  return faults;
}

/**
 * A stateful model called again and again on the same input, each time with the states that the call before gave, as a caller does it
 * who knows nothing but the metadata. The golden numbers are those of a stateful LayersModel that was simply called again.
 */
export async function carriedFaults(tf, { loaded, isAsync, inputs, source, golden }) {
  const states = loaded.metadata.states;
  const fetched = [...loaded.outputNodes, ...states.map(({ output }) => output)];
  const fed = Object.fromEntries(golden.inputs.map(({ name }, i) => [name, inputs[i]]));
  const calls = 1 + Math.min(...golden.outputs.map(({ nextCalls = [] }) => nextCalls.length));
  const faults = [];
  let carried = {};
  for (let call = 1; call <= calls; call++) {
    const feed = { ...fed, ...carried };
    const results = isAsync ? await loaded.executeAsync(feed, fetched) : loaded.execute(feed, fetched);
    tf.dispose(carried);
    const outputs = results.slice(0, golden.outputs.length);
    const after = results.slice(golden.outputs.length);
    for (const [i, output] of outputs.entries()) {
      const entry = golden.outputs[i];
      const file = call === 1 ? entry.file : entry.nextCalls[call - 2];
      faults.push(difference(`call ${call}, output ${i} (${entry.name})`, await output.data(), goldenValues(source, { ...entry, file })));
    }
    for (const [i, { name, shape, dtype }] of states.entries()) {
      if (after[i].dtype !== dtype || !sameShape(after[i].shape, shape)) {
        faults.push(`call ${call}, state ${name}: ${after[i].dtype} [${after[i].shape}], the metadata says ${dtype} [${shape}]`);
      }
    }
    tf.dispose(outputs);
    carried = Object.fromEntries(states.map(({ input }, i) => [input, after[i]]));
  }
  tf.dispose(carried);
  return faults.filter(Boolean);
}
