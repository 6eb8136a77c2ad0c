// Undo and redo: a stack of plans without an end. Plans share what did not change, so a step costs little.

import type { Plan } from './plan';

interface Step {
  readonly plan: Plan;
  /** The key of the words for what was done to reach this plan. */
  readonly what: string;
}

export interface History {
  readonly past: readonly Step[];
  readonly now: Step;
  readonly future: readonly Step[];
}

export const begun = (plan: Plan): History => ({ past: [], now: { plan, what: '' }, future: [] });

/** One more step; nothing when the plan did not change. What was undone before is gone then. */
export function done(history: History, plan: Plan, what: string): History {
  if (plan === history.now.plan) return history;
  return { past: [...history.past, history.now], now: { plan, what }, future: [] };
}

export function undone(history: History): History {
  const before = history.past[history.past.length - 1];
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redone(history: History): History {
  const [next, ...rest] = history.future;
  return next === undefined ? history : { past: [...history.past, history.now], now: next, future: rest };
}
