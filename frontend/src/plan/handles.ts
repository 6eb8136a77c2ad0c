// The grips of a selected thing: ends, corners, seat and screen, and where it looks.

import { ahead, between, distance } from './geometry';
import { thingAt, type Plan, type PlanArea, type PlanTerminal, type PlanViewpoint, type Ref, type Thing } from './plan';
import type { Point, Ring } from './types';

export type Grip =
  | { readonly of: 'end'; readonly end: 'from' | 'to' }
  | { readonly of: 'corner'; readonly ring: number; readonly corner: number }
  | { readonly of: 'edge'; readonly ring: number; readonly corner: number }
  | { readonly of: 'seat' }
  | { readonly of: 'screen' }
  | { readonly of: 'facing' }
  | { readonly of: 'range' };

export interface Handle {
  readonly ref: Ref;
  readonly grip: Grip;
  readonly at: Point;
}

/** Ring -1 is the area's own, others are its holes. */
export const ringOf = (area: PlanArea, ring: number): Ring => (ring < 0 ? area.polygon : (area.holes[ring] ?? []));

function ofRing(ring: Ring, number: number): readonly (readonly [Grip, Point])[] {
  const corners = ring.map((at, corner) => [{ of: 'corner', ring: number, corner } as Grip, at] as const);
  const edges = ring.map(
    (at, corner) => [{ of: 'edge', ring: number, corner } as Grip, between(at, ring[(corner + 1) % ring.length] ?? at)] as const,
  );
  return [...edges, ...corners];
}

function ofArea(area: PlanArea): readonly (readonly [Grip, Point])[] {
  return [area.polygon, ...area.holes].flatMap((ring, index) => ofRing(ring, index - 1));
}

function ofViewpoint(one: PlanViewpoint, arm: number): readonly (readonly [Grip, Point])[] {
  const facing = [{ of: 'facing' } as Grip, ahead(one.at, one.facing, arm)] as const;
  return one.range === null ? [facing] : [facing, [{ of: 'range' }, ahead(one.at, one.facing, Math.max(one.range, arm * 1.5))]];
}

function ofTerminal(one: PlanTerminal, arm: number): readonly (readonly [Grip, Point])[] {
  const apart = distance(one.seat.at, one.screen.at) > arm / 3;
  const facing = [{ of: 'facing' } as Grip, ahead(one.screen.at, one.screen.facing, arm)] as const;
  return apart ? [[{ of: 'seat' }, one.seat.at], [{ of: 'screen' }, one.screen.at], facing] : [facing];
}

function gripsOf(thing: Thing, arm: number): readonly (readonly [Grip, Point])[] {
  if ('from' in thing) return [[{ of: 'end', end: 'from' }, thing.from], [{ of: 'end', end: 'to' }, thing.to]];
  if ('polygon' in thing) return ofArea(thing);
  return 'seat' in thing ? ofTerminal(thing, arm) : ofViewpoint(thing, arm);
}

/** `arm`: how far out (millimetres) the grip for turning stands. */
export function handlesOf(plan: Plan, ref: Ref, arm: number): readonly Handle[] {
  const thing = thingAt(plan, ref);
  return thing === null ? [] : gripsOf(thing, arm).map(([grip, at]) => ({ ref, grip, at }));
}
