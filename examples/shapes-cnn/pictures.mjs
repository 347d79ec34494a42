// The data of this example: 12 x 12 grey pictures of five shapes, drawn at random places and sizes, turned, dimmed and under noise.

export const SIZE = 12;
export const CLASSES = ['disc', 'ring', 'square', 'triangle', 'cross'];

/** Whether a point in the shape's own frame (from -1 to 1 either way) belongs to it. */
const INSIDE = {
  disc: (x, y) => Math.hypot(x, y) < 0.9,
  ring: (x, y) => Math.hypot(x, y) < 1 && Math.hypot(x, y) > 0.55,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.75,
  triangle: (x, y) => y < 0.7 && y > 1.8 * Math.abs(x) - 0.95,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.28 && Math.max(Math.abs(x), Math.abs(y)) < 1,
};

/** `count` pictures and their class numbers: {images: Float32Array of [count, 12, 12, 1] in 0 to 1, labels: Int32Array}. */
export function drawPictures(count, random) {
  const images = new Float32Array(count * SIZE * SIZE);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % CLASSES.length;
    draw(images.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE), INSIDE[CLASSES[labels[i]]], random);
  }
  return { images, labels };
}

function draw(pixels, inside, random) {
  const between = (lo, hi) => lo + random() * (hi - lo);
  const radius = between(3.2, 4.8);
  const centreX = between(radius, SIZE - radius);
  const centreY = between(radius, SIZE - radius);
  const turn = between(-0.35, 0.35);
  const [ink, paper] = [between(0.6, 1), between(0, 0.2)];
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const covered = coverage(inside, (column - centreX) / radius, (row - centreY) / radius, 1 / radius, turn);
      const value = paper + (ink - paper) * covered + between(-0.12, 0.12);
      pixels[row * SIZE + column] = Math.min(1, Math.max(0, value));
    }
  }
}

/** How much of a pixel the shape covers, from nine points in it. */
function coverage(inside, left, top, width, turn) {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  let hits = 0;
  for (let i = 0; i < 9; i++) {
    const x = left + width * ((i % 3) + 0.5) / 3;
    const y = top + width * (Math.floor(i / 3) + 0.5) / 3;
    if (inside(cos * x + sin * y, cos * y - sin * x)) hits++;
  }
  return hits / 9;
}
