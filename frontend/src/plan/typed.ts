// A point typed instead of pointed at: `5000,0` goes on from the last point, `@1000,2000` is absolute,
// `5000<90` is a length and a direction.

import { ahead, plus, whole } from './geometry';
import type { Point } from './types';

const NUMBER = '([+-]?\\d+(?:\\.\\d+)?)';
const PAIR = new RegExp(`^(@?)\\s*${NUMBER}\\s*[, ]\\s*${NUMBER}$`);
const ARM = new RegExp(`^${NUMBER}\\s*<\\s*${NUMBER}$`);
const ONE = new RegExp(`^${NUMBER}$`);

/** Full-width input of a Japanese keyboard is as good as any. */
const folded = (text: string): string => text.normalize('NFKC').replaceAll('、', ',').replaceAll('−', '-').replaceAll('ー', '-').trim();

function pair(text: string, last: Point | null): Point | null {
  const found = PAIR.exec(text);
  if (found === null) return null;
  const point: Point = [Number(found[2]), Number(found[3])];
  return found[1] === '@' || last === null ? point : plus(last, point);
}

function arm(text: string, last: Point): Point | null {
  const found = ARM.exec(text);
  return found === null ? null : ahead(last, Number(found[2]), Number(found[1]));
}

/** One number alone is a length in the direction drawn last. */
function length(text: string, last: Point, heading: number | null): Point | null {
  const found = ONE.exec(text);
  return found === null || heading === null ? null : ahead(last, heading, Number(found[1]));
}

export function pointFrom(text: string, last: Point | null, heading: number | null = null): Point | null {
  const clean = folded(text);
  const point = pair(clean, last) ?? (last === null ? null : (arm(clean, last) ?? length(clean, last, heading)));
  return point === null || !point.every((one) => Math.abs(one) <= 10_000_000) ? null : whole(point);
}
