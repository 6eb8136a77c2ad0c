// Turns things about a point, counter-clockwise; each lands on whole millimetres.

import { turned, turnOf, whole } from '../geometry';
import { change, type Refs } from '../plan';
import type { Point, Ring } from '../types';
import type { Action } from './action';

export function rotate(refs: Refs, centre: Point, degrees: number): Action {
  const to = (point: Point) => whole(turned(point, centre, degrees));
  const ring = (one: Ring) => one.map(to);
  const heading = (one: number) => Math.round(turnOf(one + degrees) * 10) / 10;
  if (turnOf(degrees) === 0) return (plan) => plan;
  return (plan) =>
    change(plan, refs, {
      wall: (one) => ({ ...one, from: to(one.from), to: to(one.to) }),
      area: (one) => ({ ...one, polygon: ring(one.polygon), holes: one.holes.map(ring) }),
      viewpoint: (one) => ({ ...one, at: to(one.at), facing: heading(one.facing) }),
      terminal: (one) => ({
        ...one,
        seat: { ...one.seat, at: to(one.seat.at) },
        screen: { ...one.screen, at: to(one.screen.at), facing: heading(one.screen.facing) },
      }),
    });
}
