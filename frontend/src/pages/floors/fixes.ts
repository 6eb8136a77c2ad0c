// Proposals for a violation: what each would change, where it lies on the plan. Pure.

import type { Facts } from '../../api/problem';
import type { RuleFinding } from '../../api/workflow';
import { partsOf } from '../../plan/reading';
import type { Floor, Point, Region, Ring, Wall } from '../../plan/types';

export interface Fix {
  readonly kind: string;
  readonly [fact: string]: unknown;
}

export type Place =
  | { readonly kind: 'spot'; readonly at: Point; readonly facing: number }
  | { readonly kind: 'walls'; readonly walls: readonly Wall[] }
  | { readonly kind: 'region'; readonly region: readonly Region[] };

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number');

const isRing = (value: unknown): value is Ring => Array.isArray(value) && value.length > 2 && value.every(isPoint);

function idsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return typeof value === 'string' ? [value] : [];
  return value.map((one: unknown) => (typeof one === 'object' && one !== null && 'wall' in one ? String(one.wall) : String(one)));
}

/** The walls that are lowered or opened. */
export function wallsOf(fix: Fix, floor: Floor): readonly Wall[] {
  const ids = [fix['wall'], fix['doors'], fix['also']].flatMap(idsOf);
  return (floor.walls ?? []).filter((one) => ids.includes(one.id));
}

function regionOf({ region, polygon }: Fix): readonly Region[] {
  if (isRing(polygon)) return [{ polygon, holes: [] }];
  return Array.isArray(region) ? (region as readonly Region[]) : [];
}

/** Where a proposal lies; null for what changes a setting and no place. */
export function placeOfFix(fix: Fix, floor: Floor, terminal: string | null): Place | null {
  if (isPoint(fix['at'])) return { kind: 'spot', at: fix['at'], facing: Number(fix['facing'] ?? 0) };
  const walls = wallsOf(fix, floor);
  if (walls.length > 0) return { kind: 'walls', walls };
  const region = regionOf(fix);
  if (region.length > 0) return { kind: 'region', region };
  const screen = floor.terminals?.find((one) => one.id === terminal)?.screen;
  return fix.kind === 'turn-screen' && screen ? { kind: 'spot', at: screen.at, facing: Number(fix['facing'] ?? 0) } : null;
}

/** The violation of a register as the study of the same plan names it. */
export function keyAmong(found: readonly RuleFinding[], { rule, subject }: { readonly rule: string; readonly subject: string }): string | null {
  const { kind, id } = partsOf(subject);
  const same = found.find((one) => one.rule === rule && partsOf(one.subject).kind === kind && partsOf(one.subject).id === id);
  return same?.key ?? null;
}

/** Facts that a sentence needs and the server leaves out. */
export function factsOf(fix: Fix, floor: Floor, nameOf: (id: string) => string): Facts {
  const at = isPoint(fix['at']) ? fix['at'].map((one) => Math.round(one).toLocaleString('en-US')).join(', ') : '';
  const m2 = typeof fix['m2'] === 'number' ? fix['m2'].toFixed(1) : '';
  return { ...fix, at, m2, walls: wallsOf(fix, floor).map((one) => nameOf(one.id)) };
}
