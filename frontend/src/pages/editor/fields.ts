// Every value of the floor document that a person can type, by the kind of thing that has it.

import type { Action } from '../../plan/actions/action';
import { inTurn } from '../../plan/actions/action';
import { setField, valueOf } from '../../plan/actions/setField';
import {
  AREA_KINDS, find, idOf, kindOf, SEAT_POLICIES, TERMINAL_KINDS, thingAt, VIEWPOINT_KINDS, WALL_KINDS,
  type Kind, type Plan, type Ref, type Refs, type Thing,
} from '../../plan/plan';

export type Field = { readonly path: string; readonly only?: (thing: Thing) => boolean } & (
  | { readonly as: 'number'; readonly least: number; readonly most: number; readonly step?: number }
  | { readonly as: 'maybe'; readonly least: number; readonly most: number; readonly step?: number; readonly nothing: null | undefined }
  | { readonly as: 'point' | 'flag' }
  | { readonly as: 'text'; readonly optional: boolean }
  | { readonly as: 'choice'; readonly group: string; readonly choices: readonly string[] }
  | { readonly as: 'level' }
);

const FAR = 10_000_000;
const HIGH = 10_000;

const number = (path: string, least: number, most: number, step = 1): Field => ({ path, as: 'number', least, most, step });
const height = (path: string): Field => number(path, 0, HIGH);
const choice = (path: string, group: string, choices: readonly string[]): Field => ({ path, as: 'choice', group, choices });
const point = (path: string): Field => ({ path, as: 'point' });
const flag = (path: string, only?: (thing: Thing) => boolean): Field => ({ path, as: 'flag', ...(only ? { only } : {}) });

const isCamera = (thing: Thing): boolean => thing.kind === 'camera';
const camera = (path: string, least: number, most: number, step = 1): Field => ({
  path: `camera.${path}`, as: 'maybe', least, most, step, nothing: undefined, only: isCamera,
});

export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  wall: [
    choice('kind', 'wall', WALL_KINDS), point('from'), point('to'), height('top'), height('bottom'),
    flag('open', (thing) => thing.kind === 'door'),
  ],
  area: [{ path: 'name', as: 'text', optional: false }, choice('kind', 'area', AREA_KINDS), { path: 'level', as: 'level' }],
  viewpoint: [
    choice('kind', 'viewpoint', VIEWPOINT_KINDS), point('at'), height('eye'), number('facing', -360, 360, 0.1), number('fov', 1, 360, 0.1),
    { path: 'range', as: 'maybe', least: 1, most: FAR, nothing: null },
    camera('tilt', -180, 180, 0.1), camera('vfov', 0.1, 180, 0.1), camera('pixels', 1, 1_000_000),
  ],
  terminal: [
    choice('kind', 'terminal', TERMINAL_KINDS), point('seat.at'), height('seat.height'), choice('seat.policy', 'seat', SEAT_POLICIES),
    point('screen.at'), number('screen.facing', -360, 360, 0.1), height('screen.height'), number('screen.width', 0, HIGH),
    flag('privacy_filter'), number('lock_minutes', 0, 100_000), flag('wire_lock'), number('auth_factors', 0, 10),
    { path: 'asset', as: 'text', optional: true }, { path: 'assigned_to', as: 'text', optional: true },
  ],
};

const fits = (field: Field, thing: Thing): boolean => field.only === undefined || field.only(thing);

/** The fields that all of these things have. Places belong to one thing: two cannot stand on one spot. */
export function commonFields(plan: Plan, refs: Refs): readonly Field[] {
  const things = [...refs].map((ref) => [kindOf(ref), thingAt(plan, ref)] as const);
  const [first] = things;
  if (first === undefined) return [];
  const shared = FIELDS[first[0]].filter((field) =>
    things.every(([kind, thing]) => thing !== null && FIELDS[kind].some((one) => one.path === field.path && one.as === field.as && fits(one, thing))),
  );
  const kinds = new Set(things.map(([kind]) => kind));
  return shared.filter((field) => (field.as !== 'point' || refs.size === 1) && (field.path !== 'kind' || kinds.size === 1));
}

/** The value of a field in all of these things; `mixed` when they differ. */
export function commonValue(plan: Plan, refs: Refs, path: string): { readonly value: unknown; readonly mixed: boolean } {
  const values = [...refs].map((ref) => {
    const thing = thingAt(plan, ref);
    return thing === null ? undefined : valueOf(thing, path);
  });
  return { value: values[0], mixed: values.some((one) => JSON.stringify(one) !== JSON.stringify(values[0])) };
}

/** Writes a field; what a new kind may not have goes with it. */
export function writing(plan: Plan, refs: Refs, path: string, value: unknown): Action {
  const write = setField(refs, path, value);
  const noCamera = path === 'kind' && value !== 'camera' && [...refs].some((ref) => isViewpoint(plan, ref));
  const closed = path === 'kind' && value !== 'door' && [...refs].some((ref) => kindOf(ref) === 'wall');
  return inTurn(write, ...(noCamera ? [setField(refs, 'camera', undefined)] : []), ...(closed ? [setField(refs, 'open', false)] : []));
}

const isViewpoint = (plan: Plan, ref: Ref): boolean => kindOf(ref) === 'viewpoint' && find(plan, 'viewpoint', idOf(ref)) !== null;

/** A number as a person wrote it, full-width digits included; null when it is none or out of bounds. */
export function numberFrom(text: string, least: number, most: number): number | null {
  const clean = text.normalize('NFKC').replaceAll(',', '').replaceAll('−', '-').trim();
  const value = clean === '' ? Number.NaN : Number(clean);
  return Number.isFinite(value) && value >= least && value <= most ? value : null;
}
