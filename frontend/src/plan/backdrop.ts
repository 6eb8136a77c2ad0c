// Where a picture lies under the plan: two of its points stand on two points of the floor, without mirroring.

import { directionOf, distance, minus, ahead, whole } from './geometry';
import { drawn, type Box } from './space';
import type { Point } from './types';

export interface Pin {
  /** On the picture, in pixels, y down. */
  readonly px: Point;
  /** On the floor, in millimetres, y up. */
  readonly mm: Point;
}

export interface Pinned {
  readonly a: Pin;
  readonly b: Pin;
}

/** An SVG matrix (a b c d e f) from the picture's pixels to the drawing's space. */
export type Matrix = readonly [number, number, number, number, number, number];

export function matrixOf({ a, b }: Pinned): Matrix {
  const [px, py] = minus(b.px, a.px);
  const [x, y] = drawn(a.mm);
  const [qx, qy] = minus(drawn(b.mm), [x, y]);
  const length = px * px + py * py || 1;
  const [re, im] = [(qx * px + qy * py) / length, (qy * px - qx * py) / length];
  return [re, im, -im, re, x - re * a.px[0] + im * a.px[1], y - im * a.px[0] - re * a.px[1]];
}

/** The pixel of the picture under a point of the floor. */
export function pixelAt(pinned: Pinned, at: Point): Point {
  const [re, im, , , e, f] = matrixOf(pinned);
  const [x, y] = minus(drawn(at), [e, f]);
  const length = re * re + im * im || 1;
  return [Math.round(((x * re + y * im) / length) * 10) / 10, Math.round(((y * re - x * im) / length) * 10) / 10];
}

/** Lies down over the whole plan, until somebody says how long something on it is. */
export function laidOver(width: number, height: number, box: Box): Pinned {
  const scale = Math.min(box.width / Math.max(width, 1), box.height / Math.max(height, 1)) || 1;
  const left = Math.round(box.x);
  const bottom = Math.round(-(box.y + box.height)) + 0;
  return {
    a: { px: [0, height], mm: [left, bottom] },
    b: { px: [width, height], mm: [Math.round(left + width * scale), bottom] },
  };
}

/** Two points of the floor as they lie now, and how far apart they really are: the first stays where it is. */
export function scaled(pinned: Pinned, first: Point, second: Point, length: number): Pinned | null {
  if (length <= 0 || distance(first, second) === 0) return null;
  return {
    a: { px: pixelAt(pinned, first), mm: whole(first) },
    b: { px: pixelAt(pinned, second), mm: whole(ahead(whole(first), directionOf(first, second), length)) },
  };
}
