// What the server proposes against a violation, made into ordinary actions of the desk.

import { addArea } from '../../plan/actions/addArea';
import { addViewpoint } from '../../plan/actions/addViewpoint';
import { inTurn, type Action } from '../../plan/actions/action';
import { placeTerminal } from '../../plan/actions/placeTerminal';
import { setField } from '../../plan/actions/setField';
import { whole } from '../../plan/geometry';
import { AREA_KINDS, refTo, type AreaKind, type Ref } from '../../plan/plan';
import { newcomers } from '../../plan/selection';
import type { Point, Region, Ring } from '../../plan/types';

export interface Fix {
  readonly kind: string;
  readonly at?: Point;
  readonly nearest?: Point | null;
  readonly facing?: number | null;
  readonly region?: readonly Region[];
  readonly minutes?: number;
  readonly wall?: string;
  readonly top?: number;
  readonly also?: readonly { readonly wall: string; readonly top: number }[];
  readonly doors?: readonly string[];
  readonly eye?: number;
  readonly factors?: number;
  readonly polygon?: Ring;
  readonly area_kind?: string;
  readonly [fact: string]: unknown;
}

export interface Room {
  readonly terminal: string;
  readonly facing: number | null;
  readonly m2: number;
  readonly region: readonly Region[];
}

const at = (id: string): ReadonlySet<Ref> => new Set([refTo('terminal', id)]);

/** A supervisor's seat with its eye at the proposed height. */
function watch(place: Point, facing: number, eye: number | undefined): Action {
  return (plan) => {
    const added = addViewpoint(place, facing, 'supervisor')(plan);
    return eye === undefined ? added : setField(newcomers(plan, added), 'eye', eye)(added);
  };
}

const lower = (walls: readonly { readonly wall: string; readonly top: number }[]): Action =>
  inTurn(...walls.map(({ wall, top }) => setField(new Set([refTo('wall', wall)]), 'top', top)));

const kindNamed = (name: string | undefined): AreaKind => AREA_KINDS.find((kind) => kind === name) ?? 'handling';

type Make = (fix: Fix, terminal: string, areaName: string) => Action | null;

const MAKES: Readonly<Record<string, Make>> = {
  'add-viewpoint': ({ at: place, facing, eye }) => (place === undefined ? null : watch(whole(place), facing ?? 0, eye)),
  'move-terminal': ({ nearest, facing }, id) => (nearest ? placeTerminal(id, nearest, facing ?? null) : null),
  'turn-screen': ({ facing }, id) => (typeof facing === 'number' ? setField(at(id), 'screen.facing', facing) : null),
  'fit-filter': (_, id) => setField(at(id), 'privacy_filter', true),
  'set-lock': ({ minutes }, id) => (minutes === undefined ? null : setField(at(id), 'lock_minutes', minutes)),
  'fit-wire-lock': (_, id) => setField(at(id), 'wire_lock', true),
  'share-seat': (_, id) => inTurn(setField(at(id), 'seat.policy', 'shared'), setField(at(id), 'assigned_to', undefined)),
  'second-factor': ({ factors }, id) => setField(at(id), 'auth_factors', factors ?? 2),
  'lower-wall': ({ wall, top, also = [] }) => (wall === undefined || top === undefined ? null : lower([{ wall, top }, ...also])),
  'open-door': ({ doors = [] }) => (doors.length === 0 ? null : setField(new Set(doors.map((id) => refTo('wall', id))), 'open', true)),
  'add-area': ({ polygon, area_kind }, _, name) => (polygon === undefined ? null : addArea(polygon.map(whole), kindNamed(area_kind), name)),
};

/** The action of a proposal, or null when it is for people to do and not for the pen. */
export function actionOf(fix: Fix, subject: string, areaName = ''): Action | null {
  const terminal = subject.split(':').pop() ?? '';
  return MAKES[fix.kind]?.(fix, terminal, areaName) ?? null;
}
