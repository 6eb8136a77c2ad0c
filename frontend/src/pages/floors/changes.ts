// What a draft changes: where it lies on the plan, and which values were and will be. Pure.

import type { Change } from '../../api/workflow';
import { boxOf, grown, type Box } from '../../plan/space';
import type { Floor, Point, Ring } from '../../plan/types';

type Thing = Readonly<Record<string, unknown>>;

export type Shape =
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'ring'; readonly ring: Ring }
  | { readonly kind: 'point'; readonly at: Point };

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');

const isRing = (value: unknown): value is Ring => Array.isArray(value) && value.length > 0 && value.every(isPoint);

const line = (from: unknown, to: unknown): Shape | null => (isPoint(from) && isPoint(to) ? { kind: 'line', from, to } : null);
const ring = (value: unknown): Shape | null => (isRing(value) ? { kind: 'ring', ring: value } : null);
const point = (at: unknown): Shape | null => (isPoint(at) ? { kind: 'point', at } : null);

/** The outline of a thing on the plan; null for what has no place, such as a name. */
export function shapeOf(what: Change['what'], thing: unknown): Shape | null {
  if (what === 'outline') return ring(thing);
  if (!isThing(thing)) return null;
  if (what === 'wall') return line(thing['from'], thing['to']);
  if (what === 'area') return ring(thing['polygon']);
  if (what === 'viewpoint') return point(thing['at']);
  return isThing(thing['screen']) ? point(thing['screen']['at']) : null;
}

export function pointsOf(shape: Shape | null): readonly Point[] {
  if (shape === null) return [];
  if (shape.kind === 'line') return [shape.from, shape.to];
  return shape.kind === 'ring' ? shape.ring : [shape.at];
}

const SIGNS: Readonly<Partial<Record<Change['how'], string>>> = {
  added: 'M-5 0H5M0-5V5',
  removed: 'M-4-4 4 4M4-4-4 4',
  moved: 'M-5 0H5M1-4 5 0 1 4',
};

/** The sign of a change on a field of 18 by 18 around its middle; whatever is no coming, going or moving is a triangle. */
export const signOf = (how: Change['how']): string => SIGNS[how] ?? 'M-5 3 0-5 5 3z';

const APART = 20;

/** Where a sign stands: beside a point, and off the middle of a wall, where its height is written. */
export function signPlace(shape: Shape, unit: number): Point {
  if (shape.kind === 'point') return [shape.at[0] + APART * unit, shape.at[1] + APART * unit];
  if (shape.kind === 'ring') return shape.ring[0] ?? [0, 0];
  const { from, to } = shape;
  return [from[0] + (to[0] - from[0]) * 0.25, from[1] + (to[1] - from[1]) * 0.25];
}

export function middleOf(shape: Shape): Point {
  const points = pointsOf(shape);
  const sum = points.reduce<Point>(([x, y], one) => [x + one[0], y + one[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

const AROUND = 1500;

/** The place to look at for a change: where the thing was and where it will be. */
export function placeOfChange(change: Change): Box | null {
  const points = [change.before, change.after].flatMap((one) => pointsOf(shapeOf(change.what, one)));
  const box = boxOf(points);
  return box === null ? null : grown(box, AROUND);
}

/** Leaves by their path, such as `screen.facing`; points and rings stay whole. */
function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (!isThing(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, one]) => leaves(one, path === '' ? name : `${path}.${name}`));
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export interface Value {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Each value that differs; nothing for things that are new or gone, whose name says enough. */
export function valuesOf({ what, before, after }: Change): readonly Value[] {
  if (what === 'name' || what === 'outline') return [{ field: what, before, after }];
  if (!isThing(before) || !isThing(after)) return [];
  const [old, now] = [new Map(leaves(before)), new Map(leaves(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }))
    .filter((one) => !same(one.before, one.after));
}

export function areaOf(polygon: Ring): number {
  const twice = polygon.reduce((sum, [x1, y1], index) => {
    const [x2, y2] = polygon[(index + 1) % polygon.length] ?? [x1, y1];
    return sum + x1 * y2 - x2 * y1;
  }, 0);
  return Math.abs(twice) / 2_000_000;
}

const DEGREES = /(^|\.)(facing|fov|tilt|vfov)$/;
const MILLIMETRES = /(^|\.)(top|bottom|height|eye|range|width)$/;

function numberOf(field: string, value: number): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  if (DEGREES.test(field)) return `${text}°`;
  return MILLIMETRES.test(field) ? `${text} mm` : text;
}

/** A number, point or ring of the plan, as it is written; null for what needs words. */
export function measured(field: string, value: unknown): string | null {
  if (typeof value === 'number') return numberOf(field, value);
  if (isPoint(value)) return `(${value.map((one) => numberOf('', one)).join(', ')})`;
  return isRing(value) ? `${areaOf(value).toFixed(1)} m²` : null;
}

const LISTS = { wall: 'walls', area: 'areas', viewpoint: 'viewpoints', terminal: 'terminals' } as const;

function changedList(floor: Floor, what: keyof typeof LISTS, changes: readonly Change[]): readonly unknown[] {
  const mine = changes.filter((one) => one.what === what);
  const after = new Map(mine.map((one) => [one.id, one.after]));
  const staying = (floor[LISTS[what]] ?? []).flatMap((one) => (after.has(one.id) ? [after.get(one.id)] : [one]));
  const added = mine.filter((one) => one.before === null).map((one) => one.after);
  return [...staying, ...added].filter((one) => one !== null && one !== undefined);
}

/** The draft itself, from the layout in force and what changes: for those who may compare but not draw. */
export function applied(floor: Floor, changes: readonly Change[]): Floor {
  const lists = Object.fromEntries(
    Object.entries(LISTS).map(([what, list]) => [list, changedList(floor, what as keyof typeof LISTS, changes)]),
  );
  const whole = Object.fromEntries(changes.filter((one) => one.what === 'outline' || one.what === 'name').map((one) => [one.what, one.after]));
  return { ...floor, ...lists, ...whole } as Floor;
}
