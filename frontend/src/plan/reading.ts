// What the plan says about one thing: who sees a seat, where its screen is read, where a violation lies.

import type { Witness } from './evidence';
import { boxOf, grown, pointsOf, type Box } from './space';
import type { Analysis, Floor, Point, Region, Terminal, Viewpoint, Wall } from './types';

export type WallLook = 'full' | 'partition' | 'low' | 'glass' | 'door' | 'open';

const FULL_HEIGHT = 2000;
const EYE_OF_A_SEATED_PERSON = 1200;

/** Walls are drawn by what they hide: everything, a seated person, or nothing. */
export function lookOfWall({ kind, open, top }: Wall): WallLook {
  if (kind === 'glass') return 'glass';
  if (kind === 'door') return open === true ? 'open' : 'door';
  const height = top ?? 2700;
  if (height >= FULL_HEIGHT) return 'full';
  return height >= EYE_OF_A_SEATED_PERSON ? 'partition' : 'low';
}

export interface Ray {
  readonly viewpoint: string;
  readonly from: Point;
  readonly to: Point;
}

/** Lines from the seat of a terminal to everyone who sees it. */
export function raysOf(terminal: Terminal, floor: Floor, analysis: Analysis | null): readonly Ray[] {
  const seenBy = analysis?.terminals.find((one) => one.id === terminal.id)?.seen_by ?? [];
  return (floor.viewpoints ?? [])
    .filter((viewpoint) => seenBy.includes(viewpoint.id))
    .map((viewpoint: Viewpoint) => ({ viewpoint: viewpoint.id, from: viewpoint.at, to: terminal.seat.at }));
}

export function exposureOf(terminal: string, analysis: Analysis | null): readonly Region[] {
  return analysis?.exposure?.find((one) => one.terminal === terminal)?.region ?? [];
}

export function blindOf(analysis: Analysis | null): readonly Region[] {
  return analysis?.areas.flatMap((area) => area.blind ?? []) ?? [];
}

/** Terminals whose seat no viewpoint sees. */
export function unseenOf(analysis: Analysis | null): ReadonlySet<string> {
  if (!hasSecrets(analysis)) return new Set();
  return new Set(analysis?.terminals.filter((one) => one.seen_by.length === 0).map((one) => one.id));
}

/** A subject such as `terminal:f1:t3` or `area:a1`, taken apart. */
export function partsOf(subject: string): { readonly kind: string; readonly id: string } {
  const parts = subject.split(':');
  return { kind: parts[0] ?? '', id: parts[parts.length - 1] ?? '' };
}

function pointsOfSubject(subject: string, floor: Floor, analysis: Analysis | null): readonly Point[] {
  const { kind, id } = partsOf(subject);
  if (kind === 'area') return floor.areas?.find((area) => area.id === id)?.polygon ?? [];
  if (kind === 'viewpoint') return (floor.viewpoints ?? []).filter((one) => one.id === id).map((one) => one.at);
  const terminal = kind === 'terminal' ? floor.terminals?.find((one) => one.id === id) : undefined;
  if (terminal === undefined) return [];
  return [terminal.seat.at, terminal.screen.at, ...pointsOf(exposureOf(id, analysis))];
}

const AROUND = 1500;

/** The place to look at for a violation, with those who should see it; null when it lies on no plan. */
export function placeOf(
  subject: string,
  floor: Floor,
  analysis: Analysis | null,
  witnesses: readonly Witness[] = [],
): Box | null {
  const points = pointsOfSubject(subject, floor, analysis);
  const box = boxOf(points.length === 0 ? [] : [...points, ...witnesses.map((one) => one.from)]);
  return box === null ? null : grown(box, AROUND);
}

/** Whether the server gave this reader the map of what is hidden and seen: not every role gets it. */
export function hasSecrets(analysis: Analysis | null): boolean {
  if (analysis === null) return false;
  const regions = analysis.viewpoints.some((one) => (one.region ?? []).length > 0);
  return regions || blindOf(analysis).length > 0 || (analysis.exposure ?? []).length > 0;
}
