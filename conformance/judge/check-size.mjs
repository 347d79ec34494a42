// Judges how large a converted GraphModel is: nodes and bytes, against the original converter and against fixed limits.

import { computeNodes, describeCounts, opCounts } from './topology.mjs';
import { readModel, weightBytes } from './model-files.mjs';

/** Whether there is anything to hold a case against. */
export const hasSizeLimit = ({ original, limits }) => Boolean(limits) || original?.result === 'correct';

/** A model that the original converter gets right must not come out larger than there. */
export function checkSize({ model, original, limits }) {
  const files = readModel(model);
  const counts = opCounts(files.json);
  const faults = [];
  if (original?.result === 'correct') {
    const nodes = computeNodes(counts);
    if (nodes > original.computeNodes) {
      faults.push(`${nodes} compute nodes, the original converter needs ${original.computeNodes}: ${describeCounts(counts)}`);
    }
    const bytes = weightBytes(files);
    if (bytes > original.weightBytes) faults.push(`${bytes} weight bytes, the original converter needs ${original.weightBytes}`);
  }
  return limits ? [...faults, ...limitFaults(counts, limits)] : faults;
}

/** `limits` lists every op that may compute something, and how many nodes a group of ops may have; any other op is one too many. */
function limitFaults(counts, limits) {
  const faults = [];
  const allowed = {};
  for (const { ops, atMost } of limits) {
    const found = ops.reduce((sum, op) => sum + (counts[op] ?? 0), 0);
    if (found > atMost) faults.push(`${found} ${ops.join(' or ')}, at most ${atMost} are needed`);
    for (const op of ops) allowed[op] = true;
  }
  const others = Object.fromEntries(Object.entries(counts).filter(([op]) => !allowed[op]));
  if (computeNodes(others)) faults.push(`ops that are not needed here: ${describeCounts(others)}`);
  return faults;
}
