// What belongs to the floor as a whole: its name and its outline.

import type { Ring } from '../types';
import type { Action } from './action';

export const nameFloor =
  (name: string): Action =>
  (plan) =>
    name === plan.name ? plan : { ...plan, name };

/** Null: the box around everything. */
export const outlineFloor =
  (outline: Ring | null): Action =>
  (plan) => ({ ...plan, outline });
