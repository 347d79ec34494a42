// Trains the model of this folder in TensorFlow.js and writes model.json, weights.bin, and a golden prediction of some new pictures.
// Usage, after `npm ci` in conformance/: node examples/shapes-cnn/train.mjs

import fs from 'node:fs';
import path from 'node:path';

import { rawBytes } from '../../conformance/judge/model-files.mjs';
import { mulberry32 } from '../../conformance/judge/random.mjs';
import { loadTf } from '../../conformance/judge/tfjs.mjs';
import { CLASSES, drawPictures, SIZE } from './pictures.mjs';

const HERE = import.meta.dirname;
const EPOCHS = 12;

// TF.js draws its initial weights, dropout masks and shuffles from Math.random: seeded, every run gives the same model.
Math.random = mulberry32(2024);

const tf = await loadTf('cpu');
const train = dataset(drawPictures(2500, mulberry32(1)));
const test = dataset(drawPictures(1000, mulberry32(2)));
const model = buildModel();
await model.fit(train.images, train.labels, { epochs: EPOCHS, batchSize: 50, shuffle: true, verbose: 0, callbacks: {
  onEpochEnd: (epoch, { loss, acc }) => console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, accuracy ${acc.toFixed(4)}`),
} });
const [, accuracy] = model.evaluate(test.images, test.labels).map((scalar) => scalar.dataSync()[0]);
console.log(`accuracy on ${test.labels.shape[0]} new pictures: ${accuracy.toFixed(4)}`);
if (accuracy < 0.95) throw new Error(`accuracy ${accuracy} is below 0.95`);
model.setUserDefinedMetadata({ classes: CLASSES });
await model.save(tf.io.withSaveHandler(writeModel));
await writeGolden();

function dataset({ images, labels }) {
  return {
    images: tf.tensor(images, [labels.length, SIZE, SIZE, 1]),
    labels: tf.oneHot(tf.tensor(labels, [labels.length], 'int32'), CLASSES.length).toFloat(),
  };
}

/** Two convolution blocks: one with its activation inside, one with it after the batch normalisation. */
function buildModel() {
  const built = tf.sequential({ name: 'shapes', layers: [
    tf.layers.conv2d({ inputShape: [SIZE, SIZE, 1], filters: 8, kernelSize: 3, padding: 'same', activation: 'relu', name: 'conv_1' }),
    tf.layers.batchNormalization({ name: 'norm_1' }),
    tf.layers.maxPooling2d({ poolSize: 2, name: 'pool_1' }),
    tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', useBias: false, name: 'conv_2' }),
    tf.layers.batchNormalization({ name: 'norm_2' }),
    tf.layers.reLU({ name: 'relu_2' }),
    tf.layers.maxPooling2d({ poolSize: 2, name: 'pool_2' }),
    tf.layers.dropout({ rate: 0.25, name: 'dropout' }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dense({ units: 32, activation: 'relu', name: 'hidden' }),
    tf.layers.dense({ units: CLASSES.length, activation: 'softmax', name: 'shape' }),
  ] });
  built.compile({ optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return built;
}

async function writeModel(artifacts) {
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData, userDefinedMetadata } = artifacts;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  const json = { modelTopology, format, generatedBy, convertedBy, weightsManifest, userDefinedMetadata };
  fs.writeFileSync(path.join(HERE, 'model.json'), JSON.stringify(json, null, 1));
  fs.writeFileSync(path.join(HERE, 'weights.bin'), Buffer.from(weightData));
  return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
}

/** Ten pictures that the model was not trained on, in the form of the cases in conformance/cases. */
async function writeGolden() {
  const { images, labels } = drawPictures(10, mulberry32(3));
  const input = { name: model.inputs[0].sourceLayer.name, shape: [10, SIZE, SIZE, 1], dtype: 'float32', file: 'in0.bin' };
  const output = { name: model.outputs[0].sourceLayer.name, shape: [10, CLASSES.length], dtype: 'float32', file: 'out0.bin' };
  const predicted = await model.predict(tf.tensor(images, input.shape)).data();
  fs.writeFileSync(path.join(HERE, input.file), rawBytes(images));
  fs.writeFileSync(path.join(HERE, output.file), rawBytes(predicted));
  const golden = {
    model: 'model.json', format: 'layers-model', tfjs: tf.version.tfjs, backend: 'cpu', callMode: 'predict',
    inputs: [input], outputs: [output], testAccuracy: Number(accuracy.toFixed(4)), labels: Array.from(labels, (label) => CLASSES[label]),
  };
  fs.writeFileSync(path.join(HERE, 'golden.json'), JSON.stringify(golden, null, 1));
}
