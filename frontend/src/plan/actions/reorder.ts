// Changes what lies above what: the last of a list is drawn last.

import { idsOf, KINDS, LIST, listOf, type Plan, type Refs } from '../plan';
import type { Action } from './action';

export function reorder(refs: Refs, to: 'front' | 'back'): Action {
  return (plan) =>
    KINDS.reduce((next, kind) => {
      const ids = idsOf(refs, kind);
      if (ids.size === 0) return next;
      const [chosen, others] = [listOf(next, kind).filter((one) => ids.has(one.id)), listOf(next, kind).filter((one) => !ids.has(one.id))];
      return { ...next, [LIST[kind]]: to === 'front' ? [...others, ...chosen] : [...chosen, ...others] } as Plan;
    }, plan);
}
