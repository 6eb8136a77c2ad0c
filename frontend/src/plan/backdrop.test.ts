import { expect, test } from 'vitest';
import { laidOver, matrixOf, pixelAt, scaled } from './backdrop';
import type { Point } from './types';

const through = ([a, b, c, d, e, f]: readonly number[], [x, y]: Point): Point => [
  Math.round((a ?? 0) * x + (c ?? 0) * y + (e ?? 0)),
  Math.round((b ?? 0) * x + (d ?? 0) * y + (f ?? 0)),
];

const pinned = { a: { px: [100, 900], mm: [1000, 2000] }, b: { px: [600, 900], mm: [1000, 7000] } } as const;

test('both points of the picture stand on their points of the floor, without mirroring', () => {
  const matrix = matrixOf(pinned);
  expect(through(matrix, [100, 900])).toEqual([1000, -2000]);
  expect(through(matrix, [600, 900])).toEqual([1000, -7000]);
  expect((matrix[0] * matrix[3] - matrix[1] * matrix[2])).toBeGreaterThan(0);
});

test('a point of the floor finds its pixel', () => {
  expect(pixelAt(pinned, [1000, 7000])).toEqual([600, 900]);
  expect(pixelAt(pinned, [1000, 4500])).toEqual([350, 900]);
});

test('before anything is known a picture lies over the whole plan', () => {
  const lies = laidOver(1000, 500, { x: 0, y: -8000, width: 10_000, height: 8000 });
  expect(lies).toEqual({ a: { px: [0, 500], mm: [0, 0] }, b: { px: [1000, 500], mm: [10_000, 0] } });
});

test('two points and their real distance give the scale; the first stays', () => {
  const next = scaled(pinned, [1000, 2000], [1000, 4500], 5000);
  expect(next).toEqual({ a: { px: [100, 900], mm: [1000, 2000] }, b: { px: [350, 900], mm: [1000, 7000] } });
  expect(scaled(pinned, [0, 0], [0, 0], 5000)).toBeNull();
});
