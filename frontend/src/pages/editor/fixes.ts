// What the server proposes against a violation, made into ordinary actions of the desk.

import type { Action } from '../../plan/actions/action';
import { addViewpoint } from '../../plan/actions/addViewpoint';
import { inTurn } from '../../plan/actions/action';
import { placeTerminal } from '../../plan/actions/placeTerminal';
import { setField } from '../../plan/actions/setField';
import { refTo, type Ref } from '../../plan/plan';
import type { Point, Region } from '../../plan/types';

export interface Fix {
  readonly kind: string;
  readonly at?: Point;
  readonly nearest?: Point | null;
  readonly facing?: number | null;
  readonly region?: readonly Region[];
  readonly minutes?: number;
  readonly wall?: string;
  readonly top?: number;
  readonly door?: string;
  readonly [fact: string]: unknown;
}

export interface Room {
  readonly terminal: string;
  readonly facing: number | null;
  readonly m2: number;
  readonly region: readonly Region[];
}

const at = (id: string): ReadonlySet<Ref> => new Set([refTo('terminal', id)]);

type Make = (fix: Fix, terminal: string) => Action | null;

const MAKES: Readonly<Record<string, Make>> = {
  'add-viewpoint': ({ at: place, facing }) => (place === undefined ? null : addViewpoint([Math.round(place[0]), Math.round(place[1])], facing ?? 0, 'supervisor')),
  'move-terminal': ({ nearest, facing }, id) => (nearest ? placeTerminal(id, nearest, facing ?? null) : null),
  'turn-screen': ({ facing }, id) => (typeof facing === 'number' ? setField(at(id), 'screen.facing', facing) : null),
  'fit-filter': (_, id) => setField(at(id), 'privacy_filter', true),
  'set-lock': ({ minutes }, id) => (minutes === undefined ? null : setField(at(id), 'lock_minutes', minutes)),
  'fit-wire-lock': (_, id) => setField(at(id), 'wire_lock', true),
  'share-seat': (_, id) => inTurn(setField(at(id), 'seat.policy', 'shared'), setField(at(id), 'assigned_to', undefined)),
  'second-factor': (_, id) => setField(at(id), 'auth_factors', 2),
  'lower-wall': ({ wall, top }) => (wall === undefined || top === undefined ? null : setField(new Set([refTo('wall', wall)]), 'top', top)),
  'open-door': ({ wall, door }) => {
    const id = wall ?? door;
    return id === undefined ? null : setField(new Set([refTo('wall', id)]), 'open', true);
  },
};

/** The action of a proposal, or null when it is for people to do and not for the pen. */
export function actionOf(fix: Fix, subject: string): Action | null {
  const terminal = subject.split(':').pop() ?? '';
  return MAKES[fix.kind]?.(fix, terminal) ?? null;
}
