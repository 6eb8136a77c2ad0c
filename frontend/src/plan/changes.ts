// What somebody did to a plan, thing by thing: added, removed, moved, resized, turned or otherwise changed.

import { distance, minus } from './geometry';
import { differences, equal, type Difference } from './differences';
import { pointsOfThing, type Plan, type Thing } from './plan';
import type { Point } from './types';

export type How = 'added' | 'removed' | 'moved' | 'resized' | 'turned' | 'changed';

export interface Change extends Difference {
  readonly how: How;
}

/** Everything of a thing but where it stands and looks. */
function rest(thing: Thing): unknown {
  if ('from' in thing) return { ...thing, from: 0, to: 0 };
  if ('polygon' in thing) return { ...thing, polygon: 0, holes: 0 };
  if ('seat' in thing) return { ...thing, seat: { ...thing.seat, at: 0 }, screen: { ...thing.screen, at: 0, facing: 0 } };
  return { ...thing, at: 0, facing: 0 };
}

const facingOf = (thing: Thing): number | null => ('screen' in thing ? thing.screen.facing : 'facing' in thing ? thing.facing : null);

/** Rounding to whole millimetres moves corners apart a little. */
const NEARLY = 2;

function isShifted(before: readonly Point[], after: readonly Point[]): boolean {
  const [first, moved] = [before[0], after[0]];
  if (first === undefined || moved === undefined || before.length !== after.length) return false;
  const by = minus(moved, first);
  return after.every((point, index) => distance(minus(point, before[index] ?? point), by) <= NEARLY);
}

const reachOf = (points: readonly Point[]): number => points.slice(1).reduce((sum, one, index) => sum + distance(points[index] ?? one, one), 0);

function shape(before: Thing, after: Thing): How {
  if (facingOf(before) !== facingOf(after)) return 'turned';
  const [old, now] = [pointsOfThing(before), pointsOfThing(after)];
  if (isShifted(old, now)) return 'moved';
  return old.length === now.length && Math.abs(reachOf(old) - reachOf(now)) <= NEARLY * old.length ? 'turned' : 'resized';
}

function howOf({ before, after }: Difference): How {
  if (before === null) return 'added';
  if (after === null) return 'removed';
  return equal(rest(before), rest(after)) ? shape(before, after) : 'changed';
}

export const changesOf = (base: Plan, mine: Plan): readonly Change[] => differences(base, mine).map((one) => ({ ...one, how: howOf(one) }));
