// An action makes the next plan out of a plan; it knows nothing of undo, pointers or pages.

import type { Plan } from '../plan';

export type Action = (plan: Plan) => Plan;

export const inTurn =
  (...actions: readonly Action[]): Action =>
  (plan) =>
    actions.reduce((before, action) => action(before), plan);
