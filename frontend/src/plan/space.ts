// From the plan's space (y up) to the drawing's (y down), and boxes around things.

import type { Floor, Point, Region } from './types';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Turns the y axis over; everything below speaks the drawing's space. */
export const drawn = ([x, y]: Point): Point => [x, -y];

export function boxOf(points: readonly Point[]): Box | null {
  if (points.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points.map(drawn)) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function grown(box: Box, margin: number): Box {
  return { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin };
}

const EMPTY: Box = { x: 0, y: -10_000, width: 10_000, height: 10_000 };

function everyPoint(floor: Floor): readonly Point[] {
  return [
    ...(floor.walls ?? []).flatMap((wall) => [wall.from, wall.to]),
    ...(floor.areas ?? []).flatMap((area) => area.polygon),
    ...(floor.viewpoints ?? []).map((viewpoint) => viewpoint.at),
    ...(floor.terminals ?? []).flatMap((terminal) => [terminal.seat.at, terminal.screen.at]),
  ];
}

export function boxOfFloor(floor: Floor): Box {
  return boxOf(floor.outline ?? everyPoint(floor)) ?? EMPTY;
}

export function pointsOf(regions: readonly Region[]): readonly Point[] {
  return regions.flatMap((region) => region.polygon);
}

/** The point at a distance and an angle (degrees, counter-clockwise from +x, y up). */
export function towards([x, y]: Point, degrees: number, distance: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [x + distance * Math.cos(angle), y + distance * Math.sin(angle)];
}
