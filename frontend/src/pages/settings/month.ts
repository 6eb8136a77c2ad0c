// Days and minutes as the calendar page needs them; months are 'YYYY-MM', days 'YYYY-MM-DD'.

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Six weeks hold every month, whatever day it begins on. */
export const SHOWN = 42;

const DAY = 24 * 3600 * 1000;

const stamp = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const written = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

export const monthOf = (day: string): string => day.slice(0, 7);

export function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return written(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

/** The Monday on which a month's sheet begins. */
export function firstShown(month: string): string {
  const first = stamp(`${month}-01`);
  return written(first - ((new Date(first).getUTCDay() + 6) % 7) * DAY);
}

export function lastShown(month: string): string {
  return written(stamp(firstShown(month)) + (SHOWN - 1) * DAY);
}

export function weeks<T>(days: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, number) => days.slice(number * 7, number * 7 + 7));
}

/** 510 is '08:30'. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  return found === null ? null : Number(found[1]) * 60 + Number(found[2]);
}
