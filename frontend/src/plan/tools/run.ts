// 壁 and its kin: press and drag for one wall, or press point by point for a run of them.

import { addWalls, type WallLook } from '../actions/addWalls';
import { distance, same } from '../geometry';
import type { Plan } from '../plan';
import { newcomers } from '../selection';
import type { Point } from '../types';
import { isStroke, TREMBLE, type Reply, type Signal, type Situation, type State } from './tool';

export interface RunOf extends WallLook {
  /** Doors and windows come one at a time. */
  readonly single?: boolean;
}

/** What was drawn is selected, so that its numbers are at hand. */
const committed = (before: Plan, plan: Plan, look: RunOf) => ({
  commit: { plan, what: look.kind },
  selection: newcomers(before, plan),
});

export function running(look: RunOf): State {
  const self: State = {
    name: 'waiting',
    anchor: null,
    hear(signal, situation): Reply {
      if (signal.kind === 'typed') return { state: going(look, signal.at, signal.at), path: [signal.at] };
      if (!isStroke(signal)) return { state: self };
      const caught = situation.snap(signal, null);
      return signal.kind === 'press' ? { state: pressed(look, caught.at, signal.at), caught, path: [caught.at] } : { state: self, caught };
    },
  };
  return self;
}

/** The first point lies under the pressed button: let go there it begins a run, elsewhere it was one wall. */
function pressed(look: RunOf, from: Point, pressedAt: Point): State {
  const self: State = {
    name: 'pressed',
    anchor: from,
    hear(signal, situation): Reply {
      if (signal.kind === 'cancel') return { state: running(look) };
      if (!isStroke(signal)) return { state: self, path: [from] };
      const far = distance(signal.at, pressedAt) > TREMBLE * situation.unit;
      if (!far) return { state: signal.kind === 'release' ? going(look, from, from) : self, path: [from] };
      const caught = situation.snap(signal, from);
      const plan = addWalls([from, caught.at], look)(situation.plan);
      return signal.kind === 'release'
        ? { state: running(look), ...committed(situation.plan, plan, look) }
        : { state: self, preview: plan, path: [from, caught.at], caught };
    },
  };
  return self;
}

function placed(look: RunOf, last: Point, first: Point, at: Point, plan: Plan): Reply {
  if (same(last, at)) return { state: going(look, last, first), path: [last] };
  const next = addWalls([last, at], look)(plan);
  const over = look.single === true || same(at, first);
  return { state: over ? running(look) : going(look, at, first), ...committed(plan, next, look), path: over ? [] : [at] };
}

function shown(self: State, look: RunOf, last: Point, signal: Signal, situation: Situation): Reply {
  if (!isStroke(signal)) return { state: self, path: [last] };
  const caught = situation.snap(signal, last);
  const preview = addWalls([last, caught.at], look)(situation.plan);
  return { state: self, preview, path: [last, caught.at], caught };
}

function going(look: RunOf, last: Point, first: Point): State {
  const self: State = {
    name: 'going',
    anchor: last,
    hear(signal, situation): Reply {
      if (signal.kind === 'cancel' || signal.kind === 'finish' || signal.kind === 'double') return { state: running(look) };
      if (signal.kind === 'typed') return placed(look, last, first, signal.at, situation.plan);
      if (signal.kind === 'release') return placed(look, last, first, situation.snap(signal, last).at, situation.plan);
      return shown(self, look, last, signal, situation);
    },
  };
  return self;
}
