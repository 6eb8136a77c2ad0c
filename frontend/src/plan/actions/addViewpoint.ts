// A new place from which somebody, or a camera, looks.

import { turnOf } from '../geometry';
import { freshIds } from '../names';
import type { PlanViewpoint, ViewpointKind } from '../plan';
import type { Point } from '../types';
import type { Action } from './action';

const LOOKS: Readonly<Record<ViewpointKind, Pick<PlanViewpoint, 'eye' | 'fov' | 'range' | 'camera'>>> = {
  supervisor: { eye: 1250, fov: 200, range: null },
  staff: { eye: 1250, fov: 200, range: null },
  camera: { eye: 2400, fov: 90, range: 12_000, camera: { tilt: 20, vfov: 60, pixels: 1920 } },
};

export function addViewpoint(at: Point, facing: number, kind: ViewpointKind): Action {
  return (plan) => {
    const [id = ''] = freshIds(plan, 'viewpoint', 1);
    const made = { id, kind, at, facing: turnOf(Math.round(facing)), ...LOOKS[kind] };
    return { ...plan, viewpoints: [...plan.viewpoints, made] };
  };
}
