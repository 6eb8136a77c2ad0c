// 端末, 監督席 and カメラ: press where it stands, drag to where it looks.

import { directionOf, distance } from '../geometry';
import type { Plan } from '../plan';
import { newcomers } from '../selection';
import type { Action } from '../actions/action';
import type { Point } from '../types';
import { isStroke, TREMBLE, type Reply, type State } from './tool';

export interface Placing {
  readonly make: (at: Point, facing: number) => Action;
  /** Where it looks when nothing is dragged. */
  readonly facing: number;
  readonly what: string;
}

export function placing(wanted: Placing): State {
  const self: State = {
    name: 'waiting',
    anchor: null,
    hear(signal, situation): Reply {
      if (signal.kind === 'typed') return placed(wanted, signal.at, wanted.facing, situation.plan);
      if (!isStroke(signal)) return { state: self };
      const caught = situation.snap(signal, null);
      if (signal.kind !== 'press') return { state: self, caught };
      return { state: aiming(wanted, caught.at, signal.at), preview: wanted.make(caught.at, wanted.facing)(situation.plan), caught };
    },
  };
  return self;
}

function placed(wanted: Placing, at: Point, facing: number, before: Plan): Reply {
  const plan = wanted.make(at, facing)(before);
  return { state: placing(wanted), commit: { plan, what: wanted.what }, selection: newcomers(before, plan) };
}

function aiming(wanted: Placing, at: Point, pressedAt: Point): State {
  const self: State = {
    name: 'aiming',
    anchor: at,
    hear(signal, situation): Reply {
      if (signal.kind === 'cancel') return { state: placing(wanted) };
      if (!isStroke(signal)) return { state: self };
      const far = distance(signal.at, pressedAt) > 3 * TREMBLE * situation.unit;
      const step = signal.shift ? 15 : 5;
      const facing = far ? Math.round(directionOf(at, signal.at) / step) * step : wanted.facing;
      if (signal.kind === 'release') return placed(wanted, at, facing, situation.plan);
      return { state: self, preview: wanted.make(at, facing)(situation.plan), path: far ? [at, signal.at] : [at] };
    },
  };
  return self;
}
