// What an entry changed: the fields whose value before and after differ.

import type { Entry, Snapshot } from '../api/types';

export interface Difference {
  readonly name: string;
  /** Absent when the entry began the thing. */
  readonly before: unknown;
  readonly after: unknown;
}

const COMMITMENT = /^c:[0-9a-f]+$/;

/** A sealed text stands as a commitment; it is opened when the reader was given its words. */
export function opened(value: unknown, texts: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string' && COMMITMENT.test(value)) return texts[value] ?? null;
  if (Array.isArray(value)) return value.map((one) => opened(one, texts));
  return value;
}

export const isSealed = (value: unknown, texts: Readonly<Record<string, string>>): boolean =>
  typeof value === 'string' && COMMITMENT.test(value) && texts[value] === undefined;

/** Bookkeeping of the register that tells a reader nothing. */
const INTERNAL = new Set(['id', 'key', 'fiscal_year', 'serial_no', 'series', 'series_no', 'document', 'episode']);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export function differences({ before, after, texts }: Pick<Entry, 'before' | 'after' | 'texts'>): readonly Difference[] {
  const [old, now]: [Snapshot, Snapshot] = [before ?? {}, after ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names
    .filter((name) => !INTERNAL.has(name) && !same(old[name], now[name]))
    .map((name) => ({ name, before: opened(old[name], texts), after: opened(now[name], texts) }));
}

/** Both times are told when something was recorded later than it happened. */
export function recordedLate({ occurred_at, recorded_at }: Pick<Entry, 'occurred_at' | 'recorded_at'>): boolean {
  return Date.parse(recorded_at) - Date.parse(occurred_at) > 60_000;
}
