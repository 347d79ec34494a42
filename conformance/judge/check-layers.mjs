// Judges a LayersModel that was made of a Keras file: does the real TF.js load it, and compute Keras' numbers?

import { outputFaults, throwsLine } from './check-graph.mjs';
import { goldenValues, inputTensors, readGolden } from './golden.mjs';
import { checkByteCount, fileHandler, readModel } from './model-files.mjs';

export async function checkLayers(tf, { model, source }) {
  try {
    const golden = readGolden(source);
    checkByteCount(readModel(model));
    const loaded = await tf.loadLayersModel(fileHandler(tf, model));
    const inputs = inputTensors(tf, source, golden);
    const result = loaded.predict(inputs.length === 1 ? inputs[0] : inputs);
    const outputs = Array.isArray(result) ? result : [result];
    const faults = await outputFaults(outputs, golden, golden.outputs.map((entry) => goldenValues(source, entry)));
    tf.dispose([inputs, outputs]);
    loaded.dispose();
    return { faults };
  } catch (error) {
    return { faults: [throwsLine(error)], threw: true };
  }
}
