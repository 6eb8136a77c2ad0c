// A new area with a ring of corners.

import { freshIds } from '../names';
import type { AreaKind } from '../plan';
import type { Ring } from '../types';
import type { Action } from './action';

export function addArea(polygon: Ring, kind: AreaKind, name: string): Action {
  return (plan) => {
    const [id = ''] = freshIds(plan, 'area', 1);
    return { ...plan, areas: [...plan.areas, { id, name: name === '' ? id : name, kind, level: null, polygon, holes: [] }] };
  };
}
