// Where the name of an area is written: inside it, clear of edges, equipment and other names.

import { isInside, sizeOf } from './geometry';
import type { Floor, Point, Ring, Area } from './types';

const GRID = 14;
/** A name is wide and low: nearness above or below hurts less than nearness beside. */
const FLAT = 2.6;

function toSegment([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, (y2 - y1) * FLAT];
  const [px, py] = [x - x1, (y - y1) * FLAT];
  const share = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - share * dx, py - share * dy);
}

function toRing(point: Point, ring: Ring): number {
  return Math.min(...ring.map((corner, index) => toSegment(point, corner, ring[(index + 1) % ring.length] ?? corner)));
}

const toPoint = ([x, y]: Point, [ox, oy]: Point): number => Math.hypot(x - ox, (y - oy) * FLAT);

function candidates(ring: Ring): readonly Point[] {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [left, low] = [Math.min(...xs), Math.min(...ys)];
  const [width, tall] = [Math.max(...xs) - left, Math.max(...ys) - low];
  const steps = Array.from({ length: GRID * GRID }, (_, index) => [index % GRID, Math.floor(index / GRID)] as const);
  return steps.map(([i, j]): Point => [left + ((i + 0.5) / GRID) * width, low + ((j + 0.5) / GRID) * tall]);
}

function things(floor: Floor): readonly Point[] {
  const terminals = (floor.terminals ?? []).flatMap((terminal) => [terminal.seat.at, terminal.screen.at]);
  return [...terminals, ...(floor.viewpoints ?? []).map((viewpoint) => viewpoint.at)];
}

function bestFor(area: Area, others: readonly Area[], taken: readonly Point[]): Point {
  const within = others.filter((other) => sizeOf(other.polygon) < sizeOf(area.polygon));
  const clearance = (point: Point): number => {
    if (!isInside(point, area.polygon) || within.some((other) => isInside(point, other.polygon))) return -1;
    const rings = [area.polygon, ...(area.holes ?? []), ...within.map((other) => other.polygon)];
    return Math.min(...rings.map((ring) => toRing(point, ring)), ...taken.map((one) => toPoint(point, one)));
  };
  const places = candidates(area.polygon);
  return places.reduce((best, one) => (clearance(one) > clearance(best) ? one : best), places[0] ?? [0, 0]);
}

/** A point for each area's name, in the plan's space; small areas choose first. */
export function labelPlaces(floor: Floor): ReadonlyMap<string, Point> {
  const areas = [...(floor.areas ?? [])].sort((one, other) => sizeOf(one.polygon) - sizeOf(other.polygon));
  const taken = [...things(floor)];
  return new Map(
    areas.map((area) => {
      const place = bestFor(area, areas, taken);
      taken.push(place);
      return [area.id, place] as const;
    }),
  );
}
