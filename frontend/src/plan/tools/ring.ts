// 区域 and 穴: press and drag for a rectangle, or corner by corner; the first corner, Enter or a double press ends it.

import { distance, isInside, rectangle, same, sizeOf } from '../geometry';
import type { Plan } from '../plan';
import { newcomers } from '../selection';
import type { Point, Ring } from '../types';
import { isStroke, reachOf, TREMBLE, type Reply, type Situation, type State } from './tool';

/** Makes the next plan of a ring; null when the ring does not fit there, with a sentence why. */
export type Close = (ring: Ring, plan: Plan) => { readonly plan: Plan; readonly what: string } | { readonly note: string };

export function ringing(close: Close): State {
  const self: State = {
    name: 'waiting',
    anchor: null,
    hear(signal, situation): Reply {
      if (signal.kind === 'typed') return { state: going(close, [signal.at]), path: [signal.at] };
      if (!isStroke(signal)) return { state: self };
      const caught = situation.snap(signal, null);
      return signal.kind === 'press' ? { state: pressed(close, caught.at, signal.at), caught, path: [caught.at] } : { state: self, caught };
    },
  };
  return self;
}

function pressed(close: Close, from: Point, pressedAt: Point): State {
  const self: State = {
    name: 'pressed',
    anchor: from,
    hear(signal, situation): Reply {
      if (signal.kind === 'cancel') return { state: ringing(close) };
      if (!isStroke(signal)) return { state: self, path: [from] };
      const far = distance(signal.at, pressedAt) > TREMBLE * situation.unit;
      if (!far) return { state: signal.kind === 'release' ? going(close, [from]) : self, path: [from] };
      const caught = situation.snap({ ...signal, shift: false }, null);
      const ring = rectangle(from, caught.at);
      if (signal.kind === 'release') return closed(close, ring, situation);
      return { state: self, ring, caught, path: [ring[0] ?? from, ring[1] ?? from, ring[2] ?? from] };
    },
  };
  return self;
}

function closed(close: Close, ring: Ring, situation: Situation): Reply {
  if (ring.length < 3 || sizeOf(ring) === 0) return { state: ringing(close), note: 'no_ring' };
  const made = close(ring, situation.plan);
  return 'note' in made ? { state: ringing(close), note: made.note } : { state: ringing(close), commit: made, selection: newcomers(situation.plan, made.plan) };
}

function cornered(close: Close, corners: readonly Point[], at: Point, situation: Situation): Reply {
  const [first, last] = [corners[0], corners[corners.length - 1]];
  if (first !== undefined && corners.length >= 3 && distance(first, at) <= reachOf(situation) / 2) return closed(close, corners, situation);
  const next = last !== undefined && same(last, at) ? corners : [...corners, at];
  return { state: going(close, next), path: next };
}

function going(close: Close, corners: readonly Point[]): State {
  const last = corners[corners.length - 1] ?? null;
  const self: State = {
    name: 'going',
    anchor: last,
    hear(signal, situation): Reply {
      if (signal.kind === 'cancel') return { state: ringing(close) };
      if (signal.kind === 'finish' || signal.kind === 'double') return closed(close, corners, situation);
      if (signal.kind === 'typed') return cornered(close, corners, signal.at, situation);
      if (!isStroke(signal)) return { state: self, path: corners };
      const caught = situation.snap(signal, last);
      if (signal.kind === 'release') return cornered(close, corners, caught.at, situation);
      const ring = [...corners, caught.at];
      return { state: self, path: ring, caught, ...(ring.length >= 3 ? { ring } : {}) };
    },
  };
  return self;
}

/** The area that a hole lies in: one of the preferred, else the smallest around all of its corners. */
export function areaAround(plan: Plan, ring: Ring, preferred: ReadonlySet<string>): string | null {
  const around = plan.areas.filter((one) => ring.every((corner) => isInside(corner, one.polygon) || one.polygon.some((other) => same(other, corner))));
  const sorted = [...around].sort((one, other) => sizeOf(one.polygon) - sizeOf(other.polygon));
  return (sorted.find((one) => preferred.has(one.id)) ?? sorted[0])?.id ?? null;
}
