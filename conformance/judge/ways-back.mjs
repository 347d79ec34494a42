// The ways back: models of TF.js as files of Keras and TensorFlow, which those run.

import fs from 'node:fs';
import path from 'node:path';

import { exceptionFor, unusedExceptions } from './python.mjs';

/**
 * What a model can be written as, from LayersModels (`layers`) or GraphModels (`graph`): the format, the name of the file or folder, what
 * predict.py takes it for, and who runs it.
 */
const WAYS = [];

/** Every model in every format that its kind has, to be converted into `folder`. */
export function waysBack(layersModels, graphModels, folder) {
  const models = { layers: layersModels, graph: graphModels };
  return WAYS.flatMap(({ from, format, file, kind, frameworks }) => models[from].map((entry) => ({
    ...entry, group: `${entry.group}, ${format}`, format, kind, frameworks,
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
  for (const { id, group, format, output } of entries) {
    const exception = exceptionFor(format, id);
    const error = verdicts.get(output);
    if (exception && error === null) report.judge(`convert, ${group}`, id, [`was written, but python-exceptions.json says that it is refused: ${exception.why}`]);
    else if (exception && /Keras|TensorFlow/.test(error)) report.skip(`convert, ${group}`, id, `refused: ${exception.why}`);
    else report.judge(`convert, ${group}`, id, [error].filter(Boolean));
  }
}

/** What `judgeInPython` is to run of them. */
export function pythonJobs(entries, verdicts) {
  return entries.filter(({ output }) => verdicts.get(output) === null).flatMap(({ id, group, kind, frameworks, output, source }) =>
    frameworks.map((framework) => ({ framework, kind, group, id, model: output, source })));
}

/** Exceptions without a case, which can be said where all are judged. */
export function judgeExceptions(entries, report) {
  const used = entries.flatMap(({ id, format, frameworks }) => [format, ...frameworks].map((place) => exceptionFor(place, id)));
  report.judge('python-exceptions.json', 'all', unusedExceptions(new Set(used)));
}
