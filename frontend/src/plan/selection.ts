// Who is selected: sets of names, never things, so that a selection outlives every change of the plan.

import { boundsOf, centreOf, type Bounds } from './geometry';
import { KINDS, listOf, pointsOf, refsOf, refTo, type Plan, type Ref, type Refs } from './plan';
import type { Point } from './types';

export const all = (plan: Plan): Refs => new Set(refsOf(plan));
export const only = (ref: Ref): Refs => new Set([ref]);

export function flipped(refs: Refs, ref: Ref): Refs {
  const next = new Set(refs);
  if (!next.delete(ref)) next.add(ref);
  return next;
}

export const joined = (refs: Refs, more: Iterable<Ref>): Refs => new Set([...refs, ...more]);

/** The things that the second plan has and the first has not. */
export function newcomers(before: Plan, after: Plan): Refs {
  return new Set(
    KINDS.flatMap((kind) => {
      const known = new Set(listOf(before, kind).map((one) => one.id));
      return listOf(after, kind).filter((one) => !known.has(one.id)).map((one) => refTo(kind, one.id));
    }),
  );
}

/** Without those that are on the plan no more. */
export function standing(plan: Plan, refs: Refs): Refs {
  const there = new Set(refsOf(plan));
  return [...refs].every((ref) => there.has(ref)) ? refs : new Set([...refs].filter((ref) => there.has(ref)));
}

export const boundsOfAll = (plan: Plan, refs: Refs): Bounds | null => boundsOf(pointsOf(plan, refs));

export function centreOfAll(plan: Plan, refs: Refs): Point | null {
  const bounds = boundsOfAll(plan, refs);
  return bounds === null ? null : centreOf(bounds);
}

/** Where the grip for turning everything stands: above the middle. */
export function spinGrip(plan: Plan, refs: Refs, arm: number): Point | null {
  const bounds = boundsOfAll(plan, refs);
  return bounds === null ? null : [(bounds.left + bounds.right) / 2, bounds.top + arm];
}
