// Puts new things on the plan.

import { LIST, refTo, type Kind, type Plan, type Ref, type Things } from '../plan';
import type { Action } from './action';

export function add<K extends Kind>(kind: K, ...things: readonly Things[K][]): Action {
  return (plan) => ({ ...plan, [LIST[kind]]: [...plan[LIST[kind]], ...things] }) as Plan;
}

export const refsTo = <K extends Kind>(kind: K, things: readonly Things[K][]): ReadonlySet<Ref> =>
  new Set(things.map((one) => refTo(kind, one.id)));
