// Writes one value of things; `screen.facing` reaches inside. Only things that have such a value change.

import { change, type Refs, type Thing } from '../plan';
import type { Action } from './action';

type Record_ = Readonly<Record<string, unknown>>;

function written(thing: Record_, [first = '', ...rest]: readonly string[], value: unknown): Record_ {
  if (rest.length > 0) return { ...thing, [first]: written((thing[first] ?? {}) as Record_, rest, value) };
  if (value !== undefined) return { ...thing, [first]: value };
  const { [first]: _gone, ...left } = thing;
  return left;
}

/** `undefined` takes an optional value away. */
export function setField(refs: Refs, path: string, value: unknown): Action {
  const to = <T extends Thing>(thing: T): T => written(thing as unknown as Record_, path.split('.'), value) as unknown as T;
  return (plan) => change(plan, refs, { wall: to, area: to, viewpoint: to, terminal: to });
}

export function valueOf(thing: Thing, path: string): unknown {
  return path.split('.').reduce<unknown>((inside, key) => (inside as Record_ | undefined)?.[key], thing);
}
