// Cuts a hole into an area.

import { change, refTo } from '../plan';
import type { Ring } from '../types';
import type { Action } from './action';

export function addHole(area: string, hole: Ring): Action {
  return (plan) => change(plan, new Set([refTo('area', area)]), { area: (one) => ({ ...one, holes: [...one.holes, hole] }) });
}
