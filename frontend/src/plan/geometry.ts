// Points and lines of the plan: millimetres, y up, degrees counter-clockwise from +x.

import type { Point, Ring } from './types';

export const plus = ([x, y]: Point, [dx, dy]: Point): Point => [x + dx, y + dy];
export const minus = ([x, y]: Point, [ox, oy]: Point): Point => [x - ox, y - oy];
export const times = ([x, y]: Point, factor: number): Point => [x * factor, y * factor];
export const dot = ([x, y]: Point, [ox, oy]: Point): number => x * ox + y * oy;
export const cross = ([x, y]: Point, [ox, oy]: Point): number => x * oy - y * ox;
export const distance = (one: Point, other: Point): number => Math.hypot(one[0] - other[0], one[1] - other[1]);
export const same = (one: Point, other: Point): boolean => one[0] === other[0] && one[1] === other[1];
export const between = (one: Point, other: Point, share = 0.5): Point => plus(one, times(minus(other, one), share));

/** What is drawn stands on whole millimetres; -0 is 0. */
export const whole = ([x, y]: Point): Point => [Math.round(x) + 0, Math.round(y) + 0];

/** From 0 up to 360. */
export const turnOf = (degrees: number): number => ((degrees % 360) + 360) % 360;

/** The direction from one point to another, in degrees; 0 when they are the same. */
export function directionOf(from: Point, to: Point): number {
  return turnOf((Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI);
}

const QUARTERS: readonly Point[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

/** Quarter turns are exact: a square stays a square. */
function headingOf(degrees: number): Point {
  const turn = turnOf(degrees);
  const quarter = turn % 90 === 0 ? QUARTERS[turn / 90] : undefined;
  const angle = (turn * Math.PI) / 180;
  return quarter ?? [Math.cos(angle), Math.sin(angle)];
}

export const ahead = (from: Point, degrees: number, length: number): Point => plus(from, times(headingOf(degrees), length));

export function turned(point: Point, centre: Point, degrees: number): Point {
  const [cos, sin] = headingOf(degrees);
  const [x, y] = minus(point, centre);
  return plus(centre, [x * cos - y * sin, x * sin + y * cos]);
}

/** How far along a line (0 at its begin, 1 at its end) the nearest point lies, also beyond its ends. */
export function shareOf(point: Point, from: Point, to: Point): number {
  const along = minus(to, from);
  const length = dot(along, along);
  return length === 0 ? 0 : dot(minus(point, from), along) / length;
}

export function nearestOn(point: Point, from: Point, to: Point): Point {
  return between(from, to, Math.min(1, Math.max(0, shareOf(point, from, to))));
}

export const gapTo = (point: Point, from: Point, to: Point): number => distance(point, nearestOn(point, from, to));

/** Where two lines cross within both of them. */
export function crossingOf(from: Point, to: Point, other: Point, end: Point): Point | null {
  const [one, two] = [minus(to, from), minus(end, other)];
  const turn = cross(one, two);
  if (turn === 0) return null;
  const share = cross(minus(other, from), two) / turn;
  const along = cross(minus(other, from), one) / turn;
  return share >= 0 && share <= 1 && along >= 0 && along <= 1 ? between(from, to, share) : null;
}

export function isInside([x, y]: Point, ring: Ring): boolean {
  let within = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}

export type Edge = readonly [Point, Point];

export function edgesOf(ring: Ring): readonly Edge[] {
  return ring.map((corner, index) => [corner, ring[(index + 1) % ring.length] ?? corner] as const);
}

/** Square millimetres, whichever way round the ring runs. */
export function sizeOf(ring: Ring): number {
  return Math.abs(edgesOf(ring).reduce((sum, [[x1, y1], [x2, y2]]) => sum + x1 * y2 - x2 * y1, 0) / 2);
}

export interface Bounds {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export function boundsOf(points: readonly Point[]): Bounds | null {
  if (points.length === 0) return null;
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
  }
  return { left, bottom, right, top };
}

export const centreOf = ({ left, bottom, right, top }: Bounds): Point => [(left + right) / 2, (bottom + top) / 2];

export const contains = (bounds: Bounds, [x, y]: Point): boolean =>
  x >= bounds.left && x <= bounds.right && y >= bounds.bottom && y <= bounds.top;

/** The corners of the rectangle between two opposite ones, counter-clockwise. */
export function rectangle([x1, y1]: Point, [x2, y2]: Point): Ring {
  const [left, right, bottom, top] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
  return [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
}
