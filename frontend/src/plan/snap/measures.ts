// The lengths and angles written beside a line while it is drawn.

import { between, directionOf, distance } from '../geometry';
import type { Point } from '../types';

export interface Measure {
  readonly at: Point;
  /** Millimetres. */
  readonly length: number;
  /** Degrees, counter-clockwise from +x. */
  readonly angle: number;
}

export const measureOf = (from: Point, to: Point): Measure => ({
  at: between(from, to),
  length: Math.round(distance(from, to)),
  angle: Math.round(directionOf(from, to) * 10) / 10,
});

/** A measure for each line of a path; none for lines without a length. */
export function measuresOf(path: readonly Point[]): readonly Measure[] {
  return path
    .slice(1)
    .map((to, index) => measureOf(path[index] ?? to, to))
    .filter((one) => one.length > 0);
}
