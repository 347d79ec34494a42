// When two tensors are the same, and how to say that they are not.

/**
 * |a - b| <= min(1e-5, range / 10000) + range / 10000, where range is the larger of the spread of the golden values and their largest
 * magnitude: an output of values around 101325 is no more exact than these are, and one of values around 0.001 has no room for 1e-5.
 */
export const TOLERANCE = { absolute: 1e-5, relative: 1e-4 };

export function toleranceFor(golden) {
  let min = Infinity, max = -Infinity;
  for (const value of golden) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return 0;
  const share = TOLERANCE.relative * Math.max(max - min, Math.abs(min), Math.abs(max));
  return Math.min(TOLERANCE.absolute, share) + share;
}

/**
 * The first fault between `ours` and `golden` as text, or null. NaN equals only NaN and an infinity only itself, and both are named,
 * because a NaN in a difference would otherwise pass every "greater than".
 */
export function difference(label, ours, golden, tolerance = toleranceFor(golden)) {
  if (ours.length !== golden.length) return `${label}: ${ours.length} values, golden has ${golden.length}`;
  let first = -1, wrong = 0, nans = 0, worst = 0;
  for (let i = 0; i < ours.length; i++) {
    if (agree(ours[i], golden[i], tolerance)) continue;
    if (first < 0) first = i;
    wrong++;
    if (Number.isNaN(ours[i])) nans++;
    else worst = Math.max(worst, Math.abs(ours[i] - golden[i]));
  }
  if (!wrong) return null;
  const nan = nans ? `, ${nans} NaN` : '';
  return `${label}[${first}]: ours ${ours[first]}, golden ${golden[first]}, tolerance ${tolerance.toPrecision(3)}`
    + ` (${wrong} of ${ours.length} differ${nan}, worst by ${worst.toPrecision(3)})`;
}

function agree(a, b, tolerance) {
  if (Number.isFinite(a) && Number.isFinite(b)) return Math.abs(a - b) <= tolerance;
  return Object.is(a, b);
}

/** As `difference`, but only identical numbers pass; 0 and -0 are the same number. */
export const exactDifference = (label, ours, golden) => difference(label, ours, golden, 0);

export const sameShape = (a, b) => a.length === b.length && a.every((dim, i) => dim === b[i]);
