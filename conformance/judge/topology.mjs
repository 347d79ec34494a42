// What a model's topology says about it, found without loading it.

/** Classes that carry something from step to step. */
const RECURRENT = /^(SimpleRNN|GRU|LSTM|ConvLSTM[123]D|RNN|StackedRNNCells|Bidirectional|Unified(GRU|LSTM)|CuDNN(GRU|LSTM))(Cell)?$/;

const LOOP = /^((Stateless)?While|Enter)$/;

/** Nodes that compute nothing: constants, inputs, names, and those that only relabel the shape. */
const FREE = new Set(['Const', 'Placeholder', 'Identity', 'NoOp', 'Reshape', 'Squeeze', 'ExpandDims']);

/** Every object with a class_name in a LayersModel's topology: wrapped and nested layers, cells and initialisers included. */
function classesIn(topology) {
  const found = [];
  const pending = [topology];
  while (pending.length) {
    const value = pending.pop();
    if (value === null || typeof value !== 'object') continue;
    if (typeof value.class_name === 'string') found.push(value);
    pending.push(...Object.values(value));
  }
  return found;
}

/** Every class_name of a LayersModel's topology. */
export const classNames = (topology) => new Set(classesIn(topology).map(({ class_name: name }) => name));

export const isRecurrent = (topology) => [...classNames(topology)].some((name) => RECURRENT.test(name));

/** Whether a recurrent layer of the model carries its states from one call to the next. */
export const isStateful = (topology) =>
  classesIn(topology).some(({ class_name: name, config }) => RECURRENT.test(name) && config?.stateful === true);

/** For each of a golden's inputs, the axes whose size the model leaves open; the first is the batch, except for layers that are `time_major`. */
export function openAxes(topology, { inputs }) {
  const isTimeMajor = classesIn(topology).some(({ config }) => config?.time_major === true);
  const declared = new Map(classesIn(topology).map(({ config }) => [config?.name, config?.batch_input_shape ?? config?.batch_shape])
    .filter(([, shape]) => Array.isArray(shape)));
  return inputs.map(({ name, shape }) => {
    // A Sequential has no layer for its input: its first layer declares the shape.
    const found = declared.get(name) ?? (declared.size === 1 ? [...declared.values()][0] : shape);
    return [...found.keys()].filter((axis) => found[axis] === null && (axis > 0 || isTimeMajor));
  });
}

/** Whether a GraphModel holds a loop, which TF.js runs in executeAsync() alone. */
export const hasLoop = (json) => graphNodes(json).some(({ op }) => LOOP.test(op));

/** Whether a GraphModel looks something up in a hash table, which TF.js does in executeAsync() alone. */
export const hasTable = (json) => graphNodes(json).some(({ op }) => /^HashTable(V2)?$/.test(op));

/** Every node of a GraphModel: those of the graph and those of its functions. */
export const graphNodes = ({ modelTopology }) => [
  ...(modelTopology.node ?? []),
  ...(modelTopology.library?.function ?? []).flatMap((fn) => fn.nodeDef ?? []),
];

/** How many nodes of each op a GraphModel has. */
export function opCounts(json) {
  const counts = {};
  for (const { op } of graphNodes(json)) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

export const computeNodes = (counts) => Object.entries(counts).reduce((sum, [op, count]) => sum + (FREE.has(op) ? 0 : count), 0);

/** The signature that TF.js uses: the one in userDefinedMetadata wins. */
export const signatureOf = (json) => json.userDefinedMetadata?.signature ?? json.signature ?? { inputs: {}, outputs: {} };

/** A few ops whose counts are worth a line of their own, as '35 _FusedConv2D, 1 Softmax'. */
export const describeCounts = (counts) =>
  Object.entries(counts).filter(([op]) => !FREE.has(op)).sort(([, a], [, b]) => b - a).map(([op, count]) => `${count} ${op}`).join(', ');
