// What differs between two plans: as complete new states for the server, and as words for people.

import { KINDS, listOf, refTo, type Kind, type Plan, type PlanArea, type PlanTerminal, type PlanViewpoint, type PlanWall, type Ref, type Thing } from './plan';

export const equal = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** The order of keys says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

export interface Difference {
  readonly ref: Ref;
  readonly before: Thing | null;
  readonly after: Thing | null;
}

function ofList(kind: Kind, before: readonly Thing[], after: readonly Thing[]): readonly Difference[] {
  if (before === after) return [];
  const known = new Map(before.map((one) => [one.id, one]));
  const found: Difference[] = [];
  for (const one of after) {
    const old = known.get(one.id) ?? null;
    known.delete(one.id);
    if (old !== one && !equal(old, one)) found.push({ ref: refTo(kind, one.id), before: old, after: one });
  }
  return [...found, ...[...known.values()].map((one) => ({ ref: refTo(kind, one.id), before: one, after: null }))];
}

export function differences(before: Plan, after: Plan): readonly Difference[] {
  return before === after ? [] : KINDS.flatMap((kind) => ofList(kind, listOf(before, kind), listOf(after, kind)));
}

export const samePlan = (one: Plan, other: Plan): boolean =>
  one === other || (one.name === other.name && equal(one.outline, other.outline) && differences(one, other).length === 0);

export interface Patch {
  readonly walls: readonly PlanWall[];
  readonly areas: readonly PlanArea[];
  readonly viewpoints: readonly PlanViewpoint[];
  readonly terminals: readonly PlanTerminal[];
  readonly removed: readonly string[];
}

/** The complete new state of everything that differs. */
export function patchOf(before: Plan, after: Plan): Patch {
  const found = differences(before, after);
  const of = (kind: Kind) => found.filter((one) => one.after !== null && one.ref.startsWith(`${kind}:`)).map((one) => one.after);
  return {
    walls: of('wall') as readonly PlanWall[],
    areas: of('area') as readonly PlanArea[],
    viewpoints: of('viewpoint') as readonly PlanViewpoint[],
    terminals: of('terminal') as readonly PlanTerminal[],
    removed: found.filter((one) => one.after === null).map((one) => one.before?.id ?? ''),
  };
}
