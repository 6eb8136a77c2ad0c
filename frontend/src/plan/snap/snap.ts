// Where a pointer means to be: on an end, a crossing, a middle, square to a line, in line with a point, on a line, on the grid.

import { ahead, crossingOf, cross, directionOf, distance, minus, nearestOn, plus, same, shareOf, times, whole, type Edge } from '../geometry';
import type { Point } from '../types';
import { middleOf, nearLines, type Targets } from './targets';

export type Catch = 'end' | 'crossing' | 'middle' | 'square' | 'ortho' | 'aligned' | 'line' | 'grid' | 'free';

export interface Wish {
  readonly targets: Targets;
  /** How near counts, in millimetres. */
  readonly reach: number;
  /** The distance of the grid's lines; 0 for none. */
  readonly grid: number;
  /** The point before, when a line is being drawn. */
  readonly anchor: Point | null;
  /** Shift: only along multiples of 45 degrees from the anchor. */
  readonly ortho?: boolean;
  /** Alt: catch on nothing. */
  readonly off?: boolean;
}

export interface Snapped {
  readonly at: Point;
  readonly how: Catch;
  /** Lines to show: from what was caught to where the pointer is. */
  readonly guides: readonly Edge[];
}

type Found = Snapped | null;

const caught = (at: Point, how: Catch, guides: readonly Edge[] = []): Snapped => ({ at: whole(at), how, guides });

function closest(points: readonly Point[], at: Point, reach: number): Point | null {
  let [best, gap]: [Point | null, number] = [null, reach];
  for (const one of points) {
    const apart = distance(one, at);
    if (apart <= gap) [best, gap] = [one, apart];
  }
  return best;
}

/** So many lines cross near one pointer at most. */
const MOST = 24;

function crossings(lines: readonly Edge[]): readonly Point[] {
  const few = lines.slice(0, MOST);
  return few.flatMap(([from, to], index) =>
    few.slice(index + 1).flatMap(([one, other]) => {
      const point = crossingOf(from, to, one, other);
      return point === null ? [] : [point];
    }),
  );
}

const onPoint = (points: readonly Point[], at: Point, wish: Wish, how: Catch): Found => {
  const point = closest(points, at, wish.reach);
  return point === null ? null : caught(point, how);
};

function feet(lines: readonly Edge[], anchor: Point): readonly (readonly [Point, Edge])[] {
  return lines.flatMap((edge) => {
    const share = shareOf(anchor, ...edge);
    const foot = nearestOn(anchor, ...edge);
    return share > 0 && share < 1 && !same(foot, anchor) ? [[foot, edge] as const] : [];
  });
}

function square(lines: readonly Edge[], at: Point, { anchor, reach }: Wish): Found {
  if (anchor === null) return null;
  const found = feet(lines, anchor);
  const foot = closest(found.map(([point]) => point), at, reach);
  const edge = found.find(([point]) => point === foot)?.[1];
  return foot === null || edge === undefined ? null : caught(past(foot, edge, anchor), 'square', [[anchor, foot]]);
}

const STEP = 45;

function orthogonal(at: Point, { anchor, ortho, grid }: Wish): Found {
  if (ortho !== true || anchor === null) return null;
  const heading = Math.round(directionOf(anchor, at) / STEP) * STEP;
  const along = minus(ahead(anchor, heading, 1), anchor);
  const length = Math.max(0, (at[0] - anchor[0]) * along[0] + (at[1] - anchor[1]) * along[1]);
  const end = plus(anchor, times(along, grid > 0 ? Math.round(length / grid) * grid : length));
  return caught(end, 'ortho', [[anchor, end]]);
}

/** In line with what is far away says nothing any more: so many times the reach. */
const FAR = 60;

/** Level with, or right above or below, the anchor or an end somewhere. */
function aligned(at: Point, { anchor, targets, reach }: Wish): Found {
  const points = anchor === null ? targets.ends : [anchor, ...targets.ends];
  const near = reach / 2;
  const fitting = (axis: 0 | 1): Point | null => {
    const found = points.filter((one) => Math.abs(one[axis] - at[axis]) <= near && Math.abs(one[axis === 0 ? 1 : 0] - at[axis === 0 ? 1 : 0]) <= near * FAR);
    return found.reduce<Point | null>((best, one) => (best === null || distance(one, at) < distance(best, at) ? one : best), null);
  };
  const [above, beside] = [fitting(0), fitting(1)];
  if (above === null && beside === null) return null;
  const end: Point = [above?.[0] ?? at[0], beside?.[1] ?? at[1]];
  return caught(end, 'aligned', [above, beside].filter((one) => one !== null && !same(one, end)).map((one) => [one as Point, end] as const));
}

/** Rounding may leave a gap of half a millimetre at a slanted line, and light through it: end just beyond instead. */
function past(at: Point, [from, to]: Edge, anchor: Point | null): Point {
  const side = (point: Point): number => cross(minus(to, from), minus(point, from));
  const mine = anchor === null ? 0 : side(anchor);
  const [x, y] = whole(at);
  if (mine === 0 || side([x, y]) * mine <= 0) return [x, y];
  const around: readonly Point[] = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy): Point => [x + dx, y + dy]));
  return closest(around.filter((one) => side(one) * mine <= 0), at, 3) ?? [x, y];
}

function onLine(lines: readonly Edge[], at: Point, { anchor, reach }: Wish): Found {
  const feet = lines.map((edge) => [nearestOn(at, ...edge), edge] as const);
  const foot = closest(feet.map(([point]) => point), at, reach);
  const edge = feet.find(([point]) => point === foot)?.[1];
  return foot === null || edge === undefined ? null : caught(past(foot, edge, anchor), 'line');
}

function onGrid(at: Point, grid: number): Snapped {
  if (grid <= 0) return caught(at, 'free');
  return caught([Math.round(at[0] / grid) * grid, Math.round(at[1] / grid) * grid], 'grid');
}

/** The first that catches wins; without any, the grid; with `off`, the pointer's own place in whole millimetres. */
export function snap(at: Point, wish: Wish): Snapped {
  if (wish.off === true) return caught(at, 'free');
  const lines = nearLines(wish.targets.lines, at, wish.reach);
  return (
    onPoint(wish.targets.ends, at, wish, 'end') ??
    onPoint(crossings(lines), at, wish, 'crossing') ??
    onPoint(lines.map(middleOf), at, wish, 'middle') ??
    orthogonal(at, wish) ??
    square(lines, at, wish) ??
    aligned(at, wish) ??
    onLine(lines, at, wish) ??
    onGrid(at, wish.grid)
  );
}
