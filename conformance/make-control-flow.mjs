// Makes the cases of control flow and of lists in cases/ops that begin with `cf_`: GraphModels written by hand, with the
// numbers that TF.js 4.22.0 computes for them on its cpu backend. Usage: node make-control-flow.mjs
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.warn = () => {};
const tf = require('@tensorflow/tfjs');
const HERE = path.dirname(new URL(import.meta.url).pathname);

const TYPES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' };
const dims = shape => ({ dim: shape.map(d => ({ size: String(d) })) });
const b64 = s => Buffer.from(s).toString('base64');

/** A graph, or a function, under construction. */
class Nodes {
  constructor(model, prefix = '') { Object.assign(this, { model, prefix, list: [] }); }
  node(name, op, input = [], attr = {}) { this.list.push({ name, op, input, attr }); return name; }
  /** A constant, which becomes a weight. */
  constant(name, values, dtype, shape, controls = []) {
    const full = this.prefix + name;
    this.model.weights.push({ name: full, shape, dtype, values });
    return this.node(full, 'Const', controls, { dtype: { type: TYPES[dtype] }, value: { tensor: { dtype: TYPES[dtype], tensorShape: dims(shape) } } });
  }
  int(name, v, controls) { return this.constant(name, [v], 'int32', [], controls); }
  float(name, v, controls) { return this.constant(name, [v], 'float32', [], controls); }
  ints(name, v) { return this.constant(name, v, 'int32', [v.length]); }
  /** A loop variable of a loop of TensorFlow 1; `next` closes its cycle. */
  variable(name, first, cond, frame) {
    this.node(name + '/Enter', 'Enter', [first], { frame_name: { s: b64(frame) }, is_constant: { b: false }, parallel_iterations: { i: '10' } });
    this.node(name, 'Merge', [name + '/Enter', name + '/NextIteration'], { N: { i: '2' } });
    this.node(name + '/Switch', 'Switch', [name, cond]);
    this.node(name + '/Exit', 'Exit', [name + '/Switch']);
    return { now: name, body: name + '/Switch:1', exit: name + '/Exit', next: v => this.node(name + '/NextIteration', 'NextIteration', [v]) };
  }
  invariant(name, value, frame) {
    return this.node(name, 'Enter', [value], { frame_name: { s: b64(frame) }, is_constant: { b: true }, parallel_iterations: { i: '10' } });
  }
}

class Model extends Nodes {
  constructor() { super(null); this.model = this; this.weights = []; this.inputs = []; this.functions = []; this.outputs = []; }
  input(name, dtype, shape, data) {
    this.inputs.push({ name, dtype, shape, data });
    return this.node(name, 'Placeholder', [], { dtype: { type: TYPES[dtype] }, shape: { shape: dims(shape) } });
  }
  /** @param build takes the function's nodes, gives what each result reads */
  fn(name, args, build) {
    const nodes = new Nodes(this, name + '/');
    const results = build(nodes);
    this.functions.push({
      signature: { name, inputArg: args.map(([n, type]) => ({ name: n, type })), outputArg: results.map(([, type], i) => ({ name: 'r' + i, type })) },
      nodeDef: nodes.list, ret: Object.fromEntries(results.map(([ref], i) => ['r' + i, ref])),
    });
    return { func: { name } };
  }
  output(value) { this.outputs.push(this.node('out' + this.outputs.length, 'Identity', [value])); }
}

const random = (seed, n) => { // mulberry32, -2 to 2
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    out[i] = ((t ^ (t >>> 14)) >>> 0) / 4294967296 * 4 - 2;
  }
  return out;
};

const CASES = {
  /** Invariants, one of them of the condition. */
  cf_v1_loop(m) {
    const n = m.input('n', 'int32', [], [4]), x = m.input('x', 'float32', [3], random(1, 3));
    const limit = m.invariant('limit', n, 'loop'), factor = m.invariant('factor', m.float('f', 1.5), 'loop');
    const i = m.variable('i', m.int('zero', 0), 'cond', 'loop'), y = m.variable('y', x, 'cond', 'loop');
    m.node('cond', 'LoopCond', [m.node('less', 'Less', [i.now, limit])]);
    i.next(m.node('i1', 'AddV2', [i.body, m.int('one', 1)]));
    y.next(m.node('y1', 'Mul', [y.body, factor]));
    m.output(i.exit); m.output(y.exit);
  },
  cf_v1_no_round(m) {
    const x = m.input('x', 'float32', [3], random(2, 3));
    const i = m.variable('i', m.int('zero', 0), 'cond', 'loop'), y = m.variable('y', x, 'cond', 'loop');
    m.node('cond', 'LoopCond', [m.node('less', 'Less', [i.now, m.invariant('limit', m.int('l', 0), 'loop')])]);
    i.next(m.node('i1', 'AddV2', [i.body, m.invariant('step', m.int('one', 1), 'loop')]));
    y.next(m.node('y1', 'AddV2', [y.body, y.body]));
    m.output(y.exit);
  },
  /** TF.js does not see an invariant of both loops from the second round of the outer one on, so there is none. */
  cf_v1_nested_loops(m) {
    const x = m.input('x', 'float32', [2], random(3, 2));
    const i = m.variable('i', m.int('zero', 0), 'cond', 'outer'), y = m.variable('y', x, 'cond', 'outer');
    m.node('cond', 'LoopCond', [m.node('less', 'Less', [i.now, m.invariant('n', m.int('three', 3), 'outer')])]);
    const start = m.node('start', 'Sub', [i.body, i.body]);
    const j = m.variable('j', start, 'cond2', 'inner'), z = m.variable('z', y.body, 'cond2', 'inner');
    const limit = m.invariant('limit', i.body, 'inner'), each = m.invariant('each', m.node('sum', 'AddV2', [y.body, m.invariant('x1', x, 'outer')]), 'inner');
    m.node('cond2', 'LoopCond', [m.node('less2', 'LessEqual', [j.now, limit])]);
    j.next(m.node('j1', 'AddV2', [j.body, m.int('one', 1)]));
    z.next(m.node('z1', 'AddV2', [m.node('z2', 'Mul', [z.body, m.node('jf', 'Cast', [j.body], { DstT: { type: 'DT_FLOAT' } })]), each]));
    i.next(m.node('i1', 'AddV2', [i.body, 'one']));
    y.next(m.node('y1', 'Tanh', [z.exit]));
    m.output(y.exit); m.output(i.exit);
  },
  cf_v1_two_loops_one_frame(m) {
    const x = m.input('x', 'float32', [2], random(4, 2));
    const zero = m.int('zero', 0), one = m.int('one', 1);
    let value = x;
    for (const k of ['a', 'b']) {
      const i = m.variable(k + 'i', zero, k + 'cond', 'loop'), y = m.variable(k + 'y', value, k + 'cond', 'loop');
      m.node(k + 'cond', 'LoopCond', [m.node(k + 'less', 'Less', [i.now, m.int(k + 'n', k === 'a' ? 2 : 3)])]);
      i.next(m.node(k + 'i1', 'AddV2', [i.body, one]));
      y.next(m.node(k + 'y1', k === 'a' ? 'Square' : 'Neg', [y.body]));
      value = y.exit;
    }
    m.output(value);
  },
  /** The second branch is a constant that only a control edge ties to it. */
  cf_v1_condition(m) {
    const p = m.input('p', 'bool', [], [0]), x = m.input('x', 'float32', [2], random(5, 2)), y = m.input('y', 'float32', [2], random(6, 2));
    m.node('both', 'Switch', [p, p]);
    m.node('yes', 'Identity', ['both:1']); m.node('no', 'Identity', ['both']);
    m.node('xs', 'Switch', [x, p]); m.node('ys', 'Switch', [y, p]);
    m.node('then', 'Mul', ['xs:1', 'ys:1']);
    m.constant('else', [3, 4], 'float32', [2], ['^no']);
    m.node('merge', 'Merge', ['else', 'then'], { N: { i: '2' } });
    m.output('merge');
  },
  cf_v1_nested_condition(m) {
    const p = m.input('p', 'bool', [], [1]), q = m.input('q', 'bool', [], [0]), x = m.input('x', 'float32', [2], random(7, 2));
    m.node('xs', 'Switch', [x, p]); m.node('qs', 'Switch', [q, p]);
    m.node('xss', 'Switch', ['xs:1', 'qs:1']);
    m.node('then_then', 'Exp', ['xss:1']); m.node('then_else', 'Neg', ['xss']);
    m.node('inner', 'Merge', ['then_else', 'then_then'], { N: { i: '2' } });
    m.node('then', 'AddV2', ['inner', 'xs:1']);
    m.node('else', 'Square', ['xs']);
    m.node('outer', 'Merge', ['else', 'then'], { N: { i: '2' } });
    m.output(m.node('behind', 'Abs', ['outer']));
  },
  cf_v1_condition_in_loop(m) {
    const x = m.input('x', 'float32', [2], random(8, 2));
    const i = m.variable('i', m.int('zero', 0), 'cond', 'loop'), y = m.variable('y', x, 'cond', 'loop');
    m.node('cond', 'LoopCond', [m.node('less', 'Less', [i.now, m.invariant('n', m.int('five', 5), 'loop')])]);
    const odd = m.node('odd', 'Equal', [m.node('rest', 'FloorMod', [i.body, m.invariant('two', m.int('t', 2), 'loop')]), m.invariant('one', m.int('o', 1), 'loop')]);
    m.node('ys', 'Switch', [y.body, odd]); m.node('is', 'Switch', [i.body, odd]);
    m.node('then', 'AddV2', ['ys:1', m.node('if', 'Cast', ['is:1'], { DstT: { type: 'DT_FLOAT' } })]);
    m.node('else', 'Sin', ['ys']);
    y.next(m.node('merge', 'Merge', ['else', 'then'], { N: { i: '2' } }));
    i.next(m.node('i1', 'AddV2', [i.body, 'one']));
    m.output(y.exit);
  },
  /** A recurrent cell as TensorFlow 1 unrolls it in time. */
  cf_v1_tensorarray_loop(m) {
    const x = m.input('x', 'float32', [4, 1, 2], random(9, 8)), h0 = m.input('h', 'float32', [1, 2], random(10, 2));
    const array = shape => ({ dtype: { type: 'DT_FLOAT' }, element_shape: { shape: dims(shape) }, dynamic_size: { b: false }, clear_after_read: { b: true }, identical_element_shapes: { b: true }, tensor_array_name: { s: '' } });
    const n = m.int('n', 4), all = m.ints('all', [0, 1, 2, 3]);
    m.node('in', 'TensorArrayV3', [n], array([1, 2])); m.node('outs', 'TensorArrayV3', [n], array([1, 2]));
    m.node('scatter', 'TensorArrayScatterV3', ['in', all, x, 'in:1'], { T: { type: 'DT_FLOAT' } });
    const i = m.variable('i', m.int('zero', 0), 'cond', 'rnn'), h = m.variable('state', h0, 'cond', 'rnn'), flow = m.variable('flow', 'outs:1', 'cond', 'rnn');
    m.node('cond', 'LoopCond', [m.node('less', 'Less', [i.now, m.invariant('limit', n, 'rnn')])]);
    const inHandle = m.invariant('in1', 'in', 'rnn'), inFlow = m.invariant('flow1', 'scatter', 'rnn'), outHandle = m.invariant('outs1', 'outs', 'rnn');
    const w = m.invariant('w1', m.constant('w', Array.from(random(11, 4)), 'float32', [2, 2]), 'rnn');
    m.node('read', 'TensorArrayReadV3', [inHandle, i.body, inFlow], { dtype: { type: 'DT_FLOAT' } });
    const product = { transpose_a: { b: false }, transpose_b: { b: false } };
    const next = m.node('next', 'Tanh', [m.node('sum', 'AddV2', ['read', m.node('product', 'MatMul', [h.body, w], product)])]);
    flow.next(m.node('write', 'TensorArrayWriteV3', [outHandle, i.body, next, flow.body], { T: { type: 'DT_FLOAT' } }));
    h.next(m.node('h1', 'Identity', [next])); i.next(m.node('i1', 'AddV2', [i.body, m.invariant('step', m.int('one', 1), 'rnn')]));
    m.output(m.node('gather', 'TensorArrayGatherV3', ['outs', all, flow.exit], { dtype: { type: 'DT_FLOAT' }, element_shape: { shape: dims([1, 2]) } }));
    m.output(h.exit); m.output(m.node('size', 'TensorArraySizeV3', ['outs', flow.exit]));
  },
  cf_v1_tensorlist_loop(m) {
    const x = m.input('x', 'float32', [3, 2], random(12, 6));
    const shape = m.ints('shape', [2]), list = { element_dtype: { type: 'DT_FLOAT' }, shape_type: { type: 'DT_INT32' } }, item = { element_dtype: { type: 'DT_FLOAT' } };
    m.node('given', 'TensorListFromTensor', [x, shape], list); m.node('made', 'TensorListReserve', [shape, m.int('n', 3)], list);
    const i = m.variable('i', m.int('zero', 0), 'cond', 'map'), from = m.variable('from', 'given', 'cond', 'map'), to = m.variable('to', 'made', 'cond', 'map');
    m.node('cond', 'LoopCond', [m.node('less', 'Less', [i.now, m.invariant('limit', 'n', 'map')])]);
    m.node('get', 'TensorListGetItem', [from.body, i.body, m.invariant('shape1', shape, 'map')], item);
    to.next(m.node('set', 'TensorListSetItem', [to.body, i.body, m.node('y', 'Square', ['get'])], item));
    from.next(from.body); i.next(m.node('i1', 'AddV2', [i.body, m.invariant('step', m.int('one', 1), 'map')]));
    m.output(m.node('stack', 'TensorListStack', [to.exit, shape], { ...item, num_elements: { i: '3' } }));
  },
  cf_nested_functions(m) {
    const x = m.input('x', 'float32', [2], random(13, 2)), n = m.input('n', 'int32', [], [3]);
    const args = [['i', 'DT_INT32'], ['n', 'DT_INT32'], ['y', 'DT_FLOAT']];
    const cond = m.fn('less', args, f => [[f.node('l', 'Less', ['i', 'n']) + ':z:0', 'DT_BOOL']]);
    const yes = m.fn('yes', [['y', 'DT_FLOAT']], f => [[f.node('double', 'AddV2', ['y', 'y']) + ':z:0', 'DT_FLOAT']]);
    const no = m.fn('no', [['y', 'DT_FLOAT']], f => [['y', 'DT_FLOAT']]);
    const inner = m.fn('inner', args, f => {
      const one = f.int('one', 1);
      const odd = f.node('odd', 'Equal', [f.node('rest', 'FloorMod', ['i', f.int('two', 2) + ':output:0']) + ':z:0', one + ':output:0']);
      const y = f.node('y1', 'StatelessIf', [odd + ':z:0', 'y'], { then_branch: yes, else_branch: no, Tcond: { type: 'DT_BOOL' }, Tin: { list: { type: ['DT_FLOAT'] } }, Tout: { list: { type: ['DT_FLOAT'] } }, output_shapes: { list: { shape: [dims([2])] } } });
      return [[f.node('i1', 'AddV2', ['i', one + ':output:0']) + ':z:0', 'DT_INT32'], ['n', 'DT_INT32'], [f.node('y2', 'Sin', [y + ':output:0']) + ':y:0', 'DT_FLOAT']];
    });
    const types = { T: { list: { type: ['DT_INT32', 'DT_INT32', 'DT_FLOAT'] } }, output_shapes: { list: { shape: [dims([]), dims([]), dims([2])] } }, parallel_iterations: { i: '10' } };
    const outer = m.fn('outer', args, f => {
      const loop = f.node('loop', 'StatelessWhile', [f.int('zero', 0) + ':output:0', 'i', 'y'], { cond, body: inner, ...types });
      const y = f.node('y3', 'AddV2', [loop + ':output:2', f.float('half', 0.5) + ':output:0']);
      return [[f.node('i2', 'AddV2', ['i', f.int('one', 1) + ':output:0']) + ':z:0', 'DT_INT32'], ['n', 'DT_INT32'], [y + ':z:0', 'DT_FLOAT']];
    });
    m.node('while', 'While', [m.int('zero', 0), n, x], { cond, body: outer, ...types });
    m.output('while:2'); m.output('while:0');
  },
  cf_tensorlist_pieces(m) {
    const x = m.input('x', 'float32', [5, 2], random(14, 10));
    const row = m.ints('row', [2]), item = { element_dtype: { type: 'DT_FLOAT' } }, list = { ...item, shape_type: { type: 'DT_INT32' } };
    m.node('split', 'TensorListSplit', [x, row, m.ints('lengths', [1, 1, 1, 1, 1])], list);
    m.output(m.node('second', 'TensorListGetItem', ['split', m.int('one', 1), row], item));
    m.node('scatter', 'TensorListScatterV2', [x, m.ints('places', [4, 2, 0, 1, 3]), row, m.int('minus', -1)], list);
    m.output(m.node('scattered', 'TensorListStack', ['scatter', row], { ...item, num_elements: { i: '-1' } }));
    m.node('resized', 'TensorListResize', ['scatter', m.int('three', 3)]);
    m.output(m.node('shorter', 'TensorListStack', ['resized', row], { ...item, num_elements: { i: '-1' } }));
    m.output(m.node('length', 'TensorListLength', ['resized']));
    m.output(m.node('gathered', 'TensorListGather', ['scatter', m.ints('which', [3, 3, 0]), row], item));
    m.output(m.node('none', 'TensorListLength', [m.node('reserved', 'TensorListReserve', [row, 'three'], list)]));
  },
};

const array = (values, dtype) => dtype === 'float32' ? Float32Array.from(values) : dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
const bytes = a => Buffer.from(a.buffer, a.byteOffset, a.byteLength);

for (const [name, build] of Object.entries(CASES)) {
  const m = new Model();
  build(m);
  const info = i => ({ name: i.name + ':0', dtype: TYPES[i.dtype], tensorShape: dims(i.shape) });
  const json = {
    format: 'graph-model', generatedBy: 'make-control-flow.mjs', convertedBy: null,
    signature: {
      inputs: Object.fromEntries(m.inputs.map(i => [i.name, info(i)])),
      outputs: Object.fromEntries(m.outputs.map((o, i) => ['output_' + i, { name: o + ':0' }])),
    },
    modelTopology: { node: m.list, library: m.functions.length ? { function: m.functions } : {}, versions: { producer: 1395 } },
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: m.weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })) }],
  };
  const data = Buffer.concat(m.weights.map(w => bytes(array(w.values, w.dtype))));
  const model = await tf.loadGraphModel({
    load: async () => ({ modelTopology: json.modelTopology, signature: json.signature, weightSpecs: json.weightsManifest[0].weights, weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) }),
  });
  const results = await model.executeAsync(Object.fromEntries(m.inputs.map(i => [i.name, tf.tensor(array(i.data, i.dtype), i.shape, i.dtype)])), m.outputs);
  const dir = path.join(HERE, 'cases', 'ops', name);
  fs.mkdirSync(dir, { recursive: true });
  const outputs = [].concat(results).map((t, i) => {
    fs.writeFileSync(path.join(dir, `out${i}.bin`), bytes(array(t.dataSync(), t.dtype)));
    return { name: 'output_' + i, shape: t.shape, dtype: t.dtype, file: `out${i}.bin` };
  });
  const inputs = m.inputs.map((x, i) => {
    fs.writeFileSync(path.join(dir, `in${i}.bin`), bytes(array(x.data, x.dtype)));
    return { name: x.name, shape: x.shape, dtype: x.dtype, file: `in${i}.bin` };
  });
  fs.writeFileSync(path.join(dir, 'model.json'), JSON.stringify(json));
  fs.writeFileSync(path.join(dir, 'group1-shard1of1.bin'), data);
  fs.writeFileSync(path.join(dir, 'golden.json'), JSON.stringify({ model: 'model.json', format: 'graph-model', tfjs: tf.version_core, backend: tf.getBackend(), callMode: 'executeAsync', inputs, outputs }, null, 1));
  console.log(name, outputs.map(o => JSON.stringify(o.shape)).join(' '));
}
