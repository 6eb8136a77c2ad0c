// New ids: short, and used nowhere else in the plan, so that an id alone names one thing.

import { KINDS, listOf, type Kind, type Plan } from './plan';

const LETTER: Readonly<Record<Kind, string>> = { wall: 'w', area: 'a', viewpoint: 'v', terminal: 't' };

export function takenIds(plan: Plan): ReadonlySet<string> {
  return new Set(KINDS.flatMap((kind) => listOf(plan, kind).map((one) => one.id)));
}

/** As many ids as asked for, counted on from those of their kind. */
export function freshIds(plan: Plan, kind: Kind, count: number, besides: ReadonlySet<string> = new Set()): readonly string[] {
  const taken = takenIds(plan);
  const ids: string[] = [];
  for (let number = listOf(plan, kind).length + 1; ids.length < count; number += 1) {
    const id = `${LETTER[kind]}${number}`;
    if (!taken.has(id) && !besides.has(id)) ids.push(id);
  }
  return ids;
}
