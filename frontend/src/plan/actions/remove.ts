// Takes things off the plan.

import { idOf, idsOf, SPENT, type Plan, type Refs } from '../plan';
import type { Action } from './action';

function without<T extends { readonly id: string }>(list: readonly T[], ids: ReadonlySet<string>): readonly T[] {
  return ids.size === 0 ? list : list.filter((one) => !ids.has(one.id));
}

export function remove(refs: Refs): Action {
  if (refs.size === 0) return (plan) => plan;
  return (plan): Plan => ({
    ...plan,
    [SPENT]: new Set([...(plan[SPENT] ?? []), ...[...refs].map(idOf)]),
    walls: without(plan.walls, idsOf(refs, 'wall')),
    areas: without(plan.areas, idsOf(refs, 'area')),
    viewpoints: without(plan.viewpoints, idsOf(refs, 'viewpoint')),
    terminals: without(plan.terminals, idsOf(refs, 'terminal')),
  });
}
