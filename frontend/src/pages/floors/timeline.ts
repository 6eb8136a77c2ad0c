// The days of a floor: from its first layout on, with a mark where each begins. Pure.

import { addDays, daysBetween } from '../../dates/wareki';
import type { VersionRow } from '../../api/types';

export interface Mark {
  readonly version: number;
  readonly day: string;
}

export interface Days {
  readonly first: string;
  readonly last: string;
  /** How many days lie between the first and the last. */
  readonly length: number;
  readonly marks: readonly Mark[];
}

const byDay = (one: Mark, other: Mark): number => one.day.localeCompare(other.day) || one.version - other.version;

/** Published layouts alone; null while there is none. */
export function daysOf(versions: readonly VersionRow[], today: string): Days | null {
  const marks = versions.flatMap(({ version, valid_from }) => (valid_from === null ? [] : [{ version, day: valid_from }])).sort(byDay);
  const [first, last] = [marks[0]?.day, marks.at(-1)?.day];
  if (first === undefined || last === undefined) return null;
  const end = last > today ? last : today;
  return { first, last: end, length: daysBetween(first, end), marks };
}

export const dayAt = ({ first }: Days, step: number): string => addDays(first, step);

export const stepOf = ({ first, length }: Days, day: string): number => Math.min(Math.max(daysBetween(first, day), 0), length);

/** The layout that holds on a day: the latest begun, of several the one published last. */
export function holding({ marks }: Days, day: string): Mark | null {
  return marks.filter((mark) => mark.day <= day).at(-1) ?? null;
}

/** The day on which the layout before or after the one of a day begins. */
export function neighbour(days: Days, day: string, way: -1 | 1): string | null {
  const present = holding(days, day)?.day ?? '';
  const begun = days.marks.map((mark) => mark.day);
  return (way < 0 ? begun.filter((one) => one < present).at(-1) : begun.find((one) => one > present)) ?? null;
}
