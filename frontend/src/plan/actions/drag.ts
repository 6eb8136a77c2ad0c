// Moves one grip of a thing: an end of a wall, a corner or an edge of an area, a seat, where something looks.

import { directionOf, distance, minus, plus, same, whole } from '../geometry';
import type { Grip, Handle } from '../handles';
import { change, type PlanArea, type PlanTerminal, type PlanViewpoint, type PlanWall } from '../plan';
import type { Point, Ring } from '../types';
import type { Action } from './action';

function withRing(area: PlanArea, number: number, to: (ring: Ring) => Ring): PlanArea {
  if (number < 0) return { ...area, polygon: to(area.polygon) };
  return { ...area, holes: area.holes.map((ring, index) => (index === number ? to(ring) : ring)) };
}

function area(one: PlanArea, grip: Grip, handle: Handle, at: Point): PlanArea {
  if (grip.of === 'corner') return withRing(one, grip.ring, (ring) => ring.map((old, index) => (index === grip.corner ? at : old)));
  if (grip.of !== 'edge') return one;
  const by = whole(minus(at, handle.at));
  return withRing(one, grip.ring, (ring) =>
    ring.map((old, index) => (index === grip.corner || index === (grip.corner + 1) % ring.length ? plus(old, by) : old)),
  );
}

const heading = (from: Point, to: Point, step: number): number => (Math.round(directionOf(from, to) / step) * step) % 360;

function viewpoint(one: PlanViewpoint, grip: Grip, at: Point, step: number): PlanViewpoint {
  if (grip.of === 'range') return { ...one, range: Math.max(1, Math.round(distance(one.at, at))) };
  return grip.of === 'facing' ? { ...one, facing: heading(one.at, at, step) } : one;
}

function terminal(one: PlanTerminal, grip: Grip, at: Point, step: number): PlanTerminal {
  if (grip.of === 'seat') return { ...one, seat: { ...one.seat, at } };
  if (grip.of === 'screen') return { ...one, screen: { ...one.screen, at } };
  return grip.of === 'facing' ? { ...one, screen: { ...one.screen, facing: heading(one.screen.at, at, step) } } : one;
}

/** A wall keeps a length: an end does not land on the other. */
function wall(one: PlanWall, end: 'from' | 'to', at: Point): PlanWall {
  return same(at, end === 'from' ? one.to : one.from) ? one : { ...one, [end]: at };
}

/** `step`: directions are whole multiples of it, in degrees. */
export function drag(handle: Handle, to: Point, step = 1): Action {
  const { grip, ref } = handle;
  const at = whole(to);
  return (plan) =>
    change(plan, new Set([ref]), {
      wall: (one) => (grip.of === 'end' ? wall(one, grip.end, at) : one),
      area: (one) => area(one, grip, handle, at),
      viewpoint: (one) => viewpoint(one, grip, at, step),
      terminal: (one) => terminal(one, grip, at, step),
    });
}
