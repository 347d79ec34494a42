// The seeded random numbers that every golden.json names under `rng` and `weightRng`.

/** mulberry32: a 32-bit generator; each call gives a double in [0, 1) that is a multiple of 2^-32. */
export function mulberry32(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fills `array` uniformly from [lo, hi). The draw is rounded to float32 before it is scaled, because the goldens' maker did so. */
export function fillUniform(array, next, lo, hi) {
  for (let i = 0; i < array.length; i++) array[i] = Math.fround(next()) * (hi - lo) + lo;
  return array;
}

/**
 * The weights of a synthetic case as `golden.json` describes them: one stream over all weights in manifest order, where the range
 * of each follows from its name and, for kernels, from its fan-in.
 */
export function seededWeights(golden, specs) {
  const spread = /kernels \+-sqrt\((\d+)\/fanIn\)/.exec(golden.weightRng);
  if (!spread) throw new Error(`weightRng of an unknown form: ${golden.weightRng}`);
  const next = mulberry32(golden.weightSeed);
  return specs.map((spec) => {
    const values = new Float32Array(spec.shape.reduce((a, b) => a * b, 1));
    const [lo, hi] = weightRange(spec, Number(spread[1]));
    return fillUniform(values, next, lo, hi);
  });
}

function weightRange({ name, shape }, spread) {
  const leaf = name.slice(name.lastIndexOf('/') + 1);
  if (leaf === 'gamma' || leaf === 'moving_variance') return [0.5, 1.5];
  if (['beta', 'moving_mean', 'bias', 'alpha'].includes(leaf)) return [-0.25, 0.25];
  // A depthwise kernel [h, w, channels, multiplier] sums over its window only; every other kernel over all but its last dimension.
  const summed = leaf === 'depthwise_kernel' ? shape.slice(0, 2) : shape.slice(0, -1);
  const bound = Math.sqrt(spread / summed.reduce((a, b) => a * b, 1));
  return [-bound, bound];
}

/** The values of one of a golden's inputs, made from its generator and seed. */
export function seededInput({ gen, seed, shape, dtype }) {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = dtype === 'float32' ? new Float32Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
  const next = mulberry32(seed);
  switch (gen.kind) {
    case 'uniform': return fillUniform(values, next, gen.lo, gen.hi);
    case 'int': return values.map(() => gen.lo + Math.floor(next() * (gen.hi - gen.lo)));
    case 'bool': return values.map(() => (next() < 0.5 ? 1 : 0));
    default: throw new Error(`an input generator of unknown kind '${gen.kind}'`);
  }
}
