// The lines that prove a blind seat: from each of the nearest viewpoints, and what is in the way.

import type { Point } from './types';

export interface Witness {
  readonly viewpoint: string;
  /** `blocked`, `out-of-range`, `outside-field-of-view` or `own-seat`. */
  readonly because: string;
  /** Millimetres. */
  readonly distance: number;
  readonly walls: readonly string[];
  readonly from: Point;
  readonly to: Point;
}

const isPoint = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number';

const flat = (point: readonly number[]): Point => [point[0] ?? 0, point[1] ?? 0];

function witness(value: unknown): Witness | null {
  if (typeof value !== 'object' || value === null) return null;
  const { viewpoint, because, distance, walls, ray } = value as Record<string, unknown>;
  const [from, to] = Array.isArray(ray) ? (ray as unknown[]) : [];
  if (typeof viewpoint !== 'string' || !isPoint(from) || !isPoint(to)) return null;
  return {
    viewpoint,
    because: String(because),
    distance: Number(distance),
    walls: Array.isArray(walls) ? walls.map(String) : [],
    from: flat(from),
    to: flat(to),
  };
}

export function witnessesOf(facts: Readonly<Record<string, unknown>>): readonly Witness[] {
  const { nearest } = facts;
  return Array.isArray(nearest) ? nearest.map(witness).filter((one) => one !== null) : [];
}
