// Outlines as SVG path data.

import { drawn, towards } from './space';
import type { Point, Region, Ring, Wall } from './types';

const round = (value: number): number => Math.round(value * 10) / 10;

function at(point: Point): string {
  const [x, y] = drawn(point);
  return `${round(x)} ${round(y)}`;
}

function ringPath(ring: Ring): string {
  return ring.length < 3 ? '' : `M${ring.map(at).join('L')}Z`;
}

/** Draw with `fill-rule="evenodd"`, so that holes stay empty. */
export function regionPath({ polygon, holes }: { polygon: Ring; holes?: readonly Ring[] }): string {
  return [polygon, ...(holes ?? [])].map(ringPath).join('');
}

export function regionsPath(regions: readonly Region[]): string {
  return regions.map(regionPath).join('');
}

/** A field of view as a slice of a circle; a full circle when nothing limits it. */
export function conePath(eye: Point, facing: number, fov: number, radius: number): string {
  if (fov >= 360) {
    const [left, right] = [towards(eye, 180, radius), towards(eye, 0, radius)];
    return `M${at(left)}A${radius} ${radius} 0 1 0 ${at(right)}A${radius} ${radius} 0 1 0 ${at(left)}Z`;
  }
  const [from, to] = [towards(eye, facing - fov / 2, radius), towards(eye, facing + fov / 2, radius)];
  return `M${at(eye)}L${at(from)}A${radius} ${radius} 0 ${fov > 180 ? 1 : 0} 0 ${at(to)}Z`;
}

/** All these walls as one path: a plan of thousands stays quick to draw. */
export function wallsPath(walls: readonly Pick<Wall, 'from' | 'to'>[]): string {
  return walls.map(({ from, to }) => `M${at(from)}L${at(to)}`).join('');
}

/** A piece of a circle around a point, open towards it. */
export function arcPath(eye: Point, facing: number, fov: number, radius: number): string {
  if (fov >= 360) return conePath(eye, facing, fov, radius);
  const [from, to] = [towards(eye, facing - fov / 2, radius), towards(eye, facing + fov / 2, radius)];
  return `M${at(from)}A${radius} ${radius} 0 ${fov > 180 ? 1 : 0} 0 ${at(to)}`;
}
