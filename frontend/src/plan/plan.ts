// The floor document while it is edited: every value written out, nothing ever changed in place.

import type { Floor, Point, Region, Ring } from './types';

export type Kind = 'wall' | 'area' | 'viewpoint' | 'terminal';
export type Ref = `${Kind}:${string}`;
export type Refs = ReadonlySet<Ref>;

export const WALL_KINDS = ['wall', 'partition', 'cabinet', 'counter', 'door', 'glass'] as const;
export const AREA_KINDS = ['controlled', 'handling', 'storage', 'office', 'public', 'passage'] as const;
export const VIEWPOINT_KINDS = ['supervisor', 'staff', 'camera'] as const;
export const TERMINAL_KINDS = ['juki', 'business'] as const;
export const SEAT_POLICIES = ['shared', 'assigned'] as const;

export type WallKind = (typeof WALL_KINDS)[number];
export type AreaKind = (typeof AREA_KINDS)[number];
export type ViewpointKind = (typeof VIEWPOINT_KINDS)[number];
export type TerminalKind = (typeof TERMINAL_KINDS)[number];
export type SeatPolicy = (typeof SEAT_POLICIES)[number];

export interface PlanWall {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  readonly bottom: number;
  readonly top: number;
  readonly kind: WallKind;
  readonly open: boolean;
}

export interface PlanArea extends Region {
  readonly id: string;
  readonly name: string;
  readonly kind: AreaKind;
  readonly level: number | null;
}

export interface Camera {
  readonly tilt?: number;
  readonly vfov?: number;
  readonly pixels?: number;
}

export interface PlanViewpoint {
  readonly id: string;
  readonly kind: ViewpointKind;
  readonly at: Point;
  readonly eye: number;
  readonly facing: number;
  readonly fov: number;
  readonly range: number | null;
  readonly camera?: Camera;
}

export interface PlanTerminal {
  readonly id: string;
  readonly kind: TerminalKind;
  readonly seat: { readonly at: Point; readonly height: number; readonly policy: SeatPolicy };
  readonly screen: { readonly at: Point; readonly height: number; readonly facing: number; readonly width: number };
  readonly privacy_filter: boolean;
  readonly lock_minutes: number;
  readonly wire_lock: boolean;
  readonly auth_factors: number;
  readonly asset?: string;
  readonly assigned_to?: string;
}

export interface Things {
  readonly wall: PlanWall;
  readonly area: PlanArea;
  readonly viewpoint: PlanViewpoint;
  readonly terminal: PlanTerminal;
}
export type Thing = Things[Kind];

/** Ids of what was taken off while drawing: another thing must not come by the name of one that is gone. Being a
 * symbol it is copied from plan to plan and never written into the document. */
export const SPENT = Symbol('spent');

export interface Plan {
  readonly [SPENT]?: ReadonlySet<string>;
  readonly format: 'daicho.floor/1';
  readonly name: string;
  readonly outline: Ring | null;
  readonly walls: readonly PlanWall[];
  readonly areas: readonly PlanArea[];
  readonly viewpoints: readonly PlanViewpoint[];
  readonly terminals: readonly PlanTerminal[];
}

export const KINDS: readonly Kind[] = ['wall', 'area', 'viewpoint', 'terminal'];
export const LIST = { wall: 'walls', area: 'areas', viewpoint: 'viewpoints', terminal: 'terminals' } as const;
export const NOTHING: Refs = new Set();

export const refTo = (kind: Kind, id: string): Ref => `${kind}:${id}`;
export const kindOf = (ref: Ref): Kind => ref.slice(0, ref.indexOf(':')) as Kind;
export const idOf = (ref: Ref): string => ref.slice(ref.indexOf(':') + 1);

export function listOf<K extends Kind>(plan: Plan, kind: K): readonly Things[K][] {
  return plan[LIST[kind]] as unknown as readonly Things[K][];
}

export function find<K extends Kind>(plan: Plan, kind: K, id: string): Things[K] | null {
  return listOf(plan, kind).find((one) => one.id === id) ?? null;
}

export const thingAt = (plan: Plan, ref: Ref): Thing | null => find(plan, kindOf(ref), idOf(ref));

export function refsOf(plan: Plan): readonly Ref[] {
  return KINDS.flatMap((kind) => listOf(plan, kind).map((one) => refTo(kind, one.id)));
}

export function idsOf(refs: Iterable<Ref>, kind: Kind): ReadonlySet<string> {
  return new Set([...refs].filter((ref) => kindOf(ref) === kind).map(idOf));
}

export type By = { readonly [K in Kind]?: (thing: Things[K]) => Things[K] };

function changed<T extends Thing>(list: readonly T[], ids: ReadonlySet<string>, by?: (thing: T) => T): readonly T[] {
  return ids.size === 0 || by === undefined ? list : list.map((one) => (ids.has(one.id) ? by(one) : one));
}

/** The plan with the named things changed; what is not named stays the very same object. */
export function change(plan: Plan, refs: Refs, by: By): Plan {
  return {
    ...plan,
    walls: changed(plan.walls, idsOf(refs, 'wall'), by.wall),
    areas: changed(plan.areas, idsOf(refs, 'area'), by.area),
    viewpoints: changed(plan.viewpoints, idsOf(refs, 'viewpoint'), by.viewpoint),
    terminals: changed(plan.terminals, idsOf(refs, 'terminal'), by.terminal),
  };
}

/** The points that a thing stands on. */
export function pointsOfThing(thing: Thing): readonly Point[] {
  if ('from' in thing) return [thing.from, thing.to];
  if ('polygon' in thing) return thing.polygon;
  return 'seat' in thing ? [thing.seat.at, thing.screen.at] : [thing.at];
}

export function pointsOf(plan: Plan, refs: Iterable<Ref>): readonly Point[] {
  return [...refs].flatMap((ref) => {
    const thing = thingAt(plan, ref);
    return thing === null ? [] : pointsOfThing(thing);
  });
}

const WALL = { bottom: 0, top: 2700, open: false };
const VIEWPOINT = { eye: 1400, facing: 0, fov: 360, range: null };
const TERMINAL = { privacy_filter: true, lock_minutes: 5, wire_lock: true, auth_factors: 2 };
const SEAT = { height: 1200, policy: 'shared' as const };
const SCREEN = { height: 1100, facing: 90, width: 500 };

/** A document of the server (or a file it accepted) with every absent value written out. */
export function planOf(floor: Floor): Plan {
  const { walls = [], areas = [], viewpoints = [], terminals = [] } = floor;
  return {
    format: 'daicho.floor/1',
    name: floor.name,
    outline: floor.outline ?? null,
    walls: walls.map((one) => ({ ...WALL, ...one }) as PlanWall),
    areas: areas.map((one) => ({ name: one.id, level: null, holes: [], ...one }) as PlanArea),
    viewpoints: viewpoints.map((one) => ({ ...VIEWPOINT, ...one }) as PlanViewpoint),
    terminals: terminals.map(
      (one) => ({ ...TERMINAL, ...one, seat: { ...SEAT, ...one.seat }, screen: { ...SCREEN, ...one.screen } }) as PlanTerminal,
    ),
  };
}

export const EMPTY: Plan = planOf({ name: '' });
