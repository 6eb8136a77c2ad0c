// A run of walls through points; a point that repeats the one before makes no wall.

import { same } from '../geometry';
import { freshIds } from '../names';
import type { PlanWall, WallKind } from '../plan';
import type { Point } from '../types';
import type { Action } from './action';

/** The heights that each kind of wall usually has, in millimetres. */
export const HEIGHTS: Readonly<Record<WallKind, { readonly bottom: number; readonly top: number }>> = {
  wall: { bottom: 0, top: 2700 },
  partition: { bottom: 0, top: 1600 },
  cabinet: { bottom: 0, top: 1800 },
  counter: { bottom: 0, top: 1000 },
  door: { bottom: 0, top: 2000 },
  glass: { bottom: 0, top: 2700 },
};

export interface WallLook {
  readonly kind: WallKind;
  readonly bottom?: number;
  readonly top?: number;
}

export function addWalls(points: readonly Point[], look: WallLook): Action {
  return (plan) => {
    const pairs = points.slice(1).map((to, index) => [points[index] ?? to, to] as const).filter(([from, to]) => !same(from, to));
    const ids = freshIds(plan, 'wall', pairs.length);
    const { bottom, top } = { ...HEIGHTS[look.kind], ...look };
    const walls = pairs.map(
      ([from, to], index): PlanWall => ({ id: ids[index] ?? '', from, to, bottom, top, kind: look.kind, open: false }),
    );
    return walls.length === 0 ? plan : { ...plan, walls: [...plan.walls, ...walls] };
  };
}
