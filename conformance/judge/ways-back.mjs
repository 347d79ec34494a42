// The ways back: models of TF.js as files of Keras and TensorFlow, which those run.

import fs from 'node:fs';
import path from 'node:path';

import { exceptionFor, placesOf, unusedExceptions } from './python.mjs';

/** Groups of LayersModels of TF.js' own. */
const LAYERS = ['layers', 'layers-more', 'layers-recurrent'];

/** Groups of GraphModels. */
const GRAPHS = ['ops', 'real graphs'];

/**
 * What a model can be written as, from LayersModels (`layers`) or GraphModels (`graph`) of some groups: the format, the name of the file or
 * folder, what predict.py takes it for, and who runs which groups of it. Keras 3 starts slowly, and reads an .h5 file as it reads another.
 */
const WAYS = [
  { from: 'layers', groups: LAYERS, format: 'keras', file: 'model.h5', kind: 'keras', runs: { keras2: LAYERS, keras3: ['layers'] } },
  { from: 'layers', groups: LAYERS, format: 'keras_keras', file: 'model.keras', kind: 'keras', runs: { keras3: LAYERS } },
  { from: 'layers', groups: LAYERS, format: 'tf_saved_model', file: 'saved_model', kind: 'saved_model', runs: { tensorflow: LAYERS } },
  { from: 'graph', groups: GRAPHS, format: 'tf_saved_model', file: 'saved_model', kind: 'saved_model', runs: { tensorflow: GRAPHS } },
  { from: 'graph', groups: GRAPHS, format: 'tf_frozen_model', file: 'graph.pb', kind: 'frozen', runs: { tensorflow: GRAPHS } },
];

/** Every model in every format that its kind has, to be converted into `folder`. */
export function waysBack(layersModels, graphModels, folder) {
  const models = { layers: layersModels, graph: graphModels };
  return WAYS.flatMap(({ from, groups, format, file, kind, runs }) => models[from].filter(({ group }) => groups.includes(group)).map((entry) => ({
    ...entry, group: `${entry.group}, ${format}`, format, kind,
    frameworks: Object.keys(runs).filter((framework) => runs[framework].includes(entry.group)),
    input: path.join(entry.source, 'model.json'), output: path.join(folder, 'back', entry.id, file),
    options: [...(entry.options ?? []), `--output_format=${format}`],
  })));
}

/** Makes the folders around the outputs: a file goes into one that is there. */
export function prepare(entries) {
  for (const { output } of entries) fs.mkdirSync(path.dirname(output), { recursive: true });
}

/** Judges what the converter says of each: it must write it, or refuse what python-exceptions.json lists for the format. */
export function judgeWritten(entries, verdicts, report) {
  for (const { id, group, format, output, source } of entries) {
    const exception = exceptionFor([format], { id, source });
    const error = verdicts.get(output);
    if (exception && error === null) report.judge(`convert, ${group}`, id, [`was written, but python-exceptions.json says that it is refused: ${exception.why}`]);
    else if (exception && /Keras|TensorFlow/.test(error)) report.skip(`convert, ${group}`, id, `refused: ${exception.why}`);
    else report.judge(`convert, ${group}`, id, [error].filter(Boolean));
  }
}

/** What `judgeInPython` is to run of them. */
export function pythonJobs(entries, verdicts) {
  return entries.filter(({ output }) => verdicts.get(output) === null).flatMap(({ id, group, format, kind, frameworks, output, source }) =>
    frameworks.map((framework) => ({ framework, format, kind, group, id, model: output, source })));
}

/** Exceptions without a case, which can be said where all are judged. */
export function judgeExceptions(entries, report) {
  const used = entries.flatMap(({ id, source, format, frameworks }) => [[format], ...frameworks.map((framework) => placesOf({ framework, format }))]
    .map((places) => exceptionFor(places, { id, source })));
  report.judge('python-exceptions.json', 'all', unusedExceptions(new Set(used)));
}
