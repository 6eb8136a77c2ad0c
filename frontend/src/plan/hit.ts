// What lies under the pointer, and what a drawn box takes in.

import { boundsOf, contains, crossingOf, distance, edgesOf, gapTo, isInside, rectangle, sizeOf, type Bounds } from './geometry';
import { handlesOf, type Handle } from './handles';
import { pointsOfThing, refTo, type Plan, type PlanArea, type Ref, type Thing } from './plan';
import type { Point, Region } from './types';

const nearest = <T>(found: readonly (readonly [T, number])[], reach: number): T | null =>
  found.filter(([, gap]) => gap <= reach).reduce<readonly [T, number] | null>((best, one) => (best === null || one[1] < best[1] ? one : best), null)?.[0] ?? null;

function signUnder(plan: Plan, at: Point, reach: number): Ref | null {
  return nearest<Ref>(
    [
      ...plan.viewpoints.map((one) => [refTo('viewpoint', one.id), distance(at, one.at)] as const),
      ...plan.terminals.map(
        (one) => [refTo('terminal', one.id), Math.min(distance(at, one.screen.at), gapTo(at, one.seat.at, one.screen.at))] as const,
      ),
    ],
    reach,
  );
}

export const inRegion = (at: Point, { polygon, holes }: Region): boolean =>
  isInside(at, polygon) && !holes.some((hole) => isInside(at, hole));

/** The smallest area around a point. */
export function areaUnder(plan: Plan, at: Point): PlanArea | null {
  const around = plan.areas.filter((one) => inRegion(at, one));
  return around.reduce<PlanArea | null>((best, one) => (best === null || sizeOf(one.polygon) <= sizeOf(best.polygon) ? one : best), null);
}

/** Signs first, then lines, then the smallest area; `sign` and `line` are reaches in millimetres. */
export function under(plan: Plan, at: Point, { sign, line }: { readonly sign: number; readonly line: number }): Ref | null {
  const thing = signUnder(plan, at, sign);
  if (thing !== null) return thing;
  const wall = nearest(plan.walls.map((one) => [one.id, gapTo(at, one.from, one.to)] as const), line);
  if (wall !== null) return refTo('wall', wall);
  const area = areaUnder(plan, at);
  return area === null ? null : refTo('area', area.id);
}

export function handleUnder(plan: Plan, refs: Iterable<Ref>, at: Point, reach: number, arm: number): Handle | null {
  const handles = [...refs].flatMap((ref) => handlesOf(plan, ref, arm));
  // Corners come after edges in their list: the last of equals is taken.
  return nearest([...handles].reverse().map((one) => [one, distance(at, one.at)] as const), reach);
}

function touches(bounds: Bounds, points: readonly Point[], closed: boolean): boolean {
  if (points.some((one) => contains(bounds, one))) return true;
  const sides = edgesOf(rectangle([bounds.left, bounds.bottom], [bounds.right, bounds.top]));
  const edges = closed ? edgesOf(points) : edgesOf(points).slice(0, -1);
  return edges.some(([from, to]) => sides.some(([one, other]) => crossingOf(from, to, one, other) !== null));
}

function taken(bounds: Bounds, thing: Thing, whole: boolean): boolean {
  const points = pointsOfThing(thing);
  return whole ? points.every((one) => contains(bounds, one)) : touches(bounds, points, 'polygon' in thing);
}

/** Drawn to the right a box takes what lies wholly inside; to the left also what it touches. */
export function boxed(plan: Plan, from: Point, to: Point): readonly Ref[] {
  const bounds = boundsOf([from, to]);
  if (bounds === null) return [];
  const whole = to[0] >= from[0];
  return [
    ...plan.walls.filter((one) => taken(bounds, one, whole)).map((one) => refTo('wall', one.id)),
    // An area that is only touched would be caught by every box drawn inside it.
    ...plan.areas.filter((one) => taken(bounds, one, true)).map((one) => refTo('area', one.id)),
    ...plan.viewpoints.filter((one) => taken(bounds, one, whole)).map((one) => refTo('viewpoint', one.id)),
    ...plan.terminals.filter((one) => taken(bounds, one, whole)).map((one) => refTo('terminal', one.id)),
  ];
}
