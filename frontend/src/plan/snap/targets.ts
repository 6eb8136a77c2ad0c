// What a pointer can catch on: points and lines of the plan, near enough to matter.

import { between, edgesOf, type Edge } from '../geometry';
import { idsOf, type Plan, type Refs } from '../plan';
import type { Point } from '../types';

export interface Targets {
  readonly ends: readonly Point[];
  readonly lines: readonly Edge[];
}

/** Everything that stands still: what is being moved does not catch on itself. */
export function targetsOf(plan: Plan, moving: Refs): Targets {
  const [walls, areas, eyes, terminals] = [idsOf(moving, 'wall'), idsOf(moving, 'area'), idsOf(moving, 'viewpoint'), idsOf(moving, 'terminal')];
  const rings = [
    ...plan.areas.filter((one) => !areas.has(one.id)).flatMap((one) => [one.polygon, ...one.holes]),
    ...(plan.outline === null ? [] : [plan.outline]),
  ];
  const lines = [
    ...plan.walls.filter((one) => !walls.has(one.id)).map((one): Edge => [one.from, one.to]),
    ...rings.flatMap(edgesOf),
  ];
  return {
    lines,
    ends: [
      ...lines.flat(),
      ...plan.viewpoints.filter((one) => !eyes.has(one.id)).map((one) => one.at),
      ...plan.terminals.filter((one) => !terminals.has(one.id)).flatMap((one) => [one.seat.at, one.screen.at]),
    ],
  };
}

const inReach = ([from, to]: Edge, [x, y]: Point, reach: number): boolean =>
  Math.min(from[0], to[0]) - reach <= x &&
  Math.max(from[0], to[0]) + reach >= x &&
  Math.min(from[1], to[1]) - reach <= y &&
  Math.max(from[1], to[1]) + reach >= y;

export const nearLines = (lines: readonly Edge[], at: Point, reach: number): readonly Edge[] => lines.filter((one) => inReach(one, at, reach));

export const middleOf = ([from, to]: Edge): Point => between(from, to);
