// Two people drew from the same plan: what only one of them changed is taken, the rest is for a person to decide.

import { differences, equal } from './differences';
import { freshIds } from './names';
import { KINDS, kindOf, idOf, LIST, listOf, thingAt, type Plan, type Ref, type Thing } from './plan';

export interface Conflict {
  readonly ref: Ref | 'floor:name' | 'floor:outline';
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merged {
  /** Where both changed one thing, it is theirs until somebody decides. */
  readonly plan: Plan;
  readonly conflicts: readonly Conflict[];
  /** How many changes of theirs, and of mine, went in without a question. */
  readonly theirs: number;
  readonly mine: number;
}

/** Puts one thing's state into a plan; null takes it away. */
export function withThing(plan: Plan, ref: Ref, thing: Thing | null): Plan {
  const kind = kindOf(ref);
  const list: readonly Thing[] = listOf(plan, kind);
  const id = idOf(ref);
  if (thing === null) return { ...plan, [LIST[kind]]: list.filter((one) => one.id !== id) } as Plan;
  const there = list.some((one) => one.id === id);
  return { ...plan, [LIST[kind]]: there ? list.map((one) => (one.id === id ? thing : one)) : [...list, thing] } as Plan;
}

/** Things that both added under one id are different things: mine get new ids. */
function renamed(base: Plan, mine: Plan, theirs: Plan): Plan {
  let next = mine;
  for (const kind of KINDS) {
    const known = new Set(listOf(base, kind).map((one) => one.id));
    const added = new Map(listOf(theirs, kind).filter((one) => !known.has(one.id)).map((one) => [one.id, one as Thing]));
    const clash = (one: Thing): boolean => !known.has(one.id) && added.has(one.id) && !equal(added.get(one.id), one);
    const list: readonly Thing[] = listOf(next, kind).map((one): Thing => {
      if (!clash(one)) return one;
      const [id = one.id] = freshIds(next, kind, 1, new Set(added.keys()));
      const fresh = { ...one, id };
      next = { ...next, [LIST[kind]]: [...listOf(next, kind), fresh] } as Plan;
      return fresh;
    });
    next = { ...next, [LIST[kind]]: list } as Plan;
  }
  return next;
}

interface Whole {
  readonly plan: Plan;
  readonly conflicts: readonly Conflict[];
}

/** Name and outline: one value each. */
function wholeFloor(base: Plan, mine: Plan, theirs: Plan): Whole {
  return (['name', 'outline'] as const).reduce<Whole>(
    ({ plan, conflicts }, field) => {
      const [changed, differ] = [!equal(base[field], mine[field]), !equal(mine[field], theirs[field])];
      if (!changed || !differ) return { plan, conflicts };
      if (equal(base[field], theirs[field])) return { plan: { ...plan, [field]: mine[field] } as Plan, conflicts };
      return { plan, conflicts: [...conflicts, { ref: `floor:${field}`, mine: mine[field], theirs: theirs[field] }] };
    },
    { plan: theirs, conflicts: [] },
  );
}

export function merge(base: Plan, drawn: Plan, theirs: Plan): Merged {
  const mine = renamed(base, drawn, theirs);
  const other = new Set(differences(base, theirs).map((one) => one.ref));
  const own = differences(base, mine);
  const start = wholeFloor(base, mine, theirs);
  const clashes = own.filter((one) => other.has(one.ref) && !equal(one.after, thingAt(theirs, one.ref)));
  const free = own.filter((one) => !other.has(one.ref));
  return {
    plan: free.reduce((plan, one) => withThing(plan, one.ref, one.after), start.plan),
    conflicts: [...start.conflicts, ...clashes.map((one) => ({ ref: one.ref, mine: one.after, theirs: thingAt(theirs, one.ref) }))],
    theirs: other.size - clashes.length,
    mine: free.length,
  };
}

/** Takes mine where somebody decided so; theirs is in the plan already. */
export function decided(plan: Plan, conflict: Conflict, side: 'mine' | 'theirs'): Plan {
  const state = conflict[side];
  if (conflict.ref === 'floor:name' || conflict.ref === 'floor:outline') return { ...plan, [conflict.ref.slice('floor:'.length)]: state } as Plan;
  return withThing(plan, conflict.ref, state as Thing | null);
}
