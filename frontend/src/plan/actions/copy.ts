// Copies things, also from another plan (what was copied may be gone by now), under new ids.

import { freshIds } from '../names';
import { KINDS, LIST, listOf, idsOf, NOTHING, refTo, type Kind, type Plan, type Ref, type Refs, type Thing } from '../plan';
import type { Point } from '../types';
import { move } from './move';

/** What lies on the clipboard: a plan that holds nothing but the copied things. */
export function picked(plan: Plan, refs: Refs): Plan {
  const of = <K extends Kind>(kind: K) => listOf(plan, kind).filter((one) => idsOf(refs, kind).has(one.id));
  return { ...plan, walls: of('wall'), areas: of('area'), viewpoints: of('viewpoint'), terminals: of('terminal') };
}

/** An asset stands in one place only, so a copy of its terminal names none. */
function copyOf(thing: Thing, id: string): Thing {
  if (!('seat' in thing)) return { ...thing, id };
  const { asset: _asset, assigned_to: _person, ...rest } = thing;
  return { ...rest, id };
}

/** The plan with the copies on it, and the copies' names. */
export function pasted(plan: Plan, clipboard: Plan, by: Point): { readonly plan: Plan; readonly refs: Refs } {
  const refs: Ref[] = [];
  let next = plan;
  for (const kind of KINDS) {
    const things = listOf(clipboard, kind);
    const ids = freshIds(next, kind, things.length);
    const copies = things.map((one, index) => copyOf(one, ids[index] ?? ''));
    refs.push(...copies.map((one) => refTo(kind, one.id)));
    if (copies.length > 0) next = { ...next, [LIST[kind]]: [...next[LIST[kind]], ...copies] } as Plan;
  }
  const made = refs.length === 0 ? NOTHING : new Set(refs);
  return { plan: move(made, by)(next), refs: made };
}
