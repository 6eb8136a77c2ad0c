// Moves things; what stood on whole millimetres stays on them.

import { plus } from '../geometry';
import { change, type Refs } from '../plan';
import type { Point, Ring } from '../types';
import type { Action } from './action';

export function move(refs: Refs, by: Point): Action {
  const to = (point: Point) => plus(point, by);
  const ring = (one: Ring) => one.map(to);
  if (by[0] === 0 && by[1] === 0) return (plan) => plan;
  return (plan) =>
    change(plan, refs, {
      wall: (one) => ({ ...one, from: to(one.from), to: to(one.to) }),
      area: (one) => ({ ...one, polygon: ring(one.polygon), holes: one.holes.map(ring) }),
      viewpoint: (one) => ({ ...one, at: to(one.at) }),
      terminal: (one) => ({ ...one, seat: { ...one.seat, at: to(one.seat.at) }, screen: { ...one.screen, at: to(one.screen.at) } }),
    });
}
