// A new area with a ring of corners.

import { freshIds } from '../names';
import type { AreaKind, Plan } from '../plan';
import type { Ring } from '../types';
import type { Action } from './action';

/** The first number by which no other area of the plan goes. */
function numbered(plan: Plan, name: string): string {
  const taken = new Set(plan.areas.map((one) => one.name));
  let number = 1;
  while (taken.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}

/** `name` is what areas of this kind are called; the area goes by its id when there is no such word. */
export function addArea(polygon: Ring, kind: AreaKind, name: string): Action {
  return (plan) => {
    const [id = ''] = freshIds(plan, 'area', 1);
    return { ...plan, areas: [...plan.areas, { id, name: name === '' ? id : numbered(plan, name), kind, level: null, polygon, holes: [] }] };
  };
}
