// A process with one TF.js backend that judges models, one message each. Usage: fork('worker.mjs', [BACKEND]).

import { checkGraph, throwsLine } from './check-graph.mjs';
import { checkLayers } from './check-layers.mjs';
import { checkOptimized } from './check-optimized.mjs';
import { checkRewritten } from './check-rewritten.mjs';
import { loadTf } from './tfjs.mjs';

const CHECKS = { graph: checkGraph, layers: checkLayers, optimized: checkOptimized, rewritten: checkRewritten };
const tf = await loadTf(process.argv[2]);

process.on('message', async ({ check, ...job }) => {
  try {
    process.send(await CHECKS[check](tf, job));
  } catch (error) {
    process.send({ faults: [throwsLine(error)], threw: true });
  }
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
