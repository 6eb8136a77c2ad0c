// New ids: short, and used nowhere else in the plan, so that an id alone names one thing.

import { KINDS, listOf, SPENT, type Kind, type Plan } from './plan';

const LETTER: Readonly<Record<Kind, string>> = { wall: 'w', area: 'a', viewpoint: 'v', terminal: 't' };

export function takenIds(plan: Plan): ReadonlySet<string> {
  return new Set(KINDS.flatMap((kind) => listOf(plan, kind).map((one) => one.id)));
}

/** `w12` among the walls is 12; ids of other makes have no number. */
const numberOf = (id: string, letter: string): number => (id.startsWith(letter) && /^\d{1,9}$/.test(id.slice(letter.length)) ? Number(id.slice(letter.length)) : 0);

/** As many ids as asked for, counted on from the last of their kind. */
export function freshIds(plan: Plan, kind: Kind, count: number, besides: ReadonlySet<string> = new Set()): readonly string[] {
  const taken = new Set([...takenIds(plan), ...(plan[SPENT] ?? []), ...besides]);
  const numbers = [...taken].map((id) => numberOf(id, LETTER[kind]));
  const last = numbers.reduce((most, one) => Math.max(most, one), 0);
  return Array.from({ length: count }, (_, index) => `${LETTER[kind]}${last + 1 + index}`);
}
