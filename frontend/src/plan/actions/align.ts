// Brings things into line, or spreads them evenly; each moves as a whole.

import { boundsOf, type Bounds } from '../geometry';
import { pointsOf, type Plan, type Ref, type Refs } from '../plan';
import type { Point } from '../types';
import type { Action } from './action';
import { move } from './move';

export type Line = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'across' | 'up';

const WHERE: Readonly<Record<Line, (bounds: Bounds) => number>> = {
  left: ({ left }) => left,
  right: ({ right }) => right,
  centre: ({ left, right }) => (left + right) / 2,
  top: ({ top }) => top,
  bottom: ({ bottom }) => bottom,
  middle: ({ top, bottom }) => (top + bottom) / 2,
};

const isAcross = (line: Line): boolean => ['left', 'centre', 'right'].includes(line);

interface Placed {
  readonly ref: Ref;
  readonly bounds: Bounds;
}

function placed(plan: Plan, refs: Refs): readonly Placed[] {
  return [...refs].flatMap((ref) => {
    const bounds = boundsOf(pointsOf(plan, [ref]));
    return bounds === null ? [] : [{ ref, bounds }];
  });
}

function shifted(plan: Plan, ref: Ref, by: number, across: boolean): Plan {
  const whole = Math.round(by);
  return move(new Set([ref]), (across ? [whole, 0] : [0, whole]) as Point)(plan);
}

export function align(refs: Refs, line: Line): Action {
  return (plan) => {
    const all = boundsOf(pointsOf(plan, refs));
    if (all === null) return plan;
    const goal = WHERE[line](all);
    return placed(plan, refs).reduce((next, one) => shifted(next, one.ref, goal - WHERE[line](one.bounds), isAcross(line)), plan);
  };
}

/** Equal steps between the middles; the outermost two stay. */
export function distribute(refs: Refs, axis: Axis): Action {
  const middle = WHERE[axis === 'across' ? 'centre' : 'middle'];
  return (plan) => {
    const row = [...placed(plan, refs)].sort((one, other) => middle(one.bounds) - middle(other.bounds));
    const [first, last] = [row[0], row[row.length - 1]];
    if (first === undefined || last === undefined || row.length < 3) return plan;
    const from = middle(first.bounds);
    const step = (middle(last.bounds) - from) / (row.length - 1);
    return row.reduce(
      (next, one, index) => shifted(next, one.ref, from + index * step - middle(one.bounds), axis === 'across'),
      plan,
    );
  };
}
