// Puts a corner into an edge of an area, or takes one out; a hole without three corners goes whole.

import { whole } from '../geometry';
import { change, refTo, type PlanArea } from '../plan';
import type { Point, Ring } from '../types';
import type { Action } from './action';

/** Ring -1 is the area's own, others are its holes; the corner comes after the numbered one. */
export function addCorner(area: string, ring: number, after: number, at: Point): Action {
  const into = (old: Ring): Ring => [...old.slice(0, after + 1), whole(at), ...old.slice(after + 1)];
  return (plan) =>
    change(plan, new Set([refTo('area', area)]), {
      area: (one) =>
        ring < 0
          ? { ...one, polygon: into(one.polygon) }
          : { ...one, holes: one.holes.map((hole, index) => (index === ring ? into(hole) : hole)) },
    });
}

const FEWEST = 3;

function shorter(one: PlanArea, ring: number, corner: number): PlanArea {
  const out = (old: Ring): Ring => old.filter((_, index) => index !== corner);
  if (ring < 0) return one.polygon.length <= FEWEST ? one : { ...one, polygon: out(one.polygon) };
  const holes = one.holes.map((hole, index) => (index === ring ? out(hole) : hole));
  return { ...one, holes: holes.filter((hole) => hole.length >= FEWEST) };
}

export function removeCorner(area: string, ring: number, corner: number): Action {
  return (plan) => change(plan, new Set([refTo('area', area)]), { area: (one) => shorter(one, ring, corner) });
}
