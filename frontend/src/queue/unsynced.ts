// Counts of a stock-take that wait on this device: told to the server, so that no result is approved without them.

import { freshKey } from '../api/attempt';
import { isKept, type Held } from './held';

/** Stock-take -> scans. */
export type Counts = Readonly<Record<string, number>>;

/** Whoever counted them: a shared device has one number. */
export function unsyncedIn(rows: readonly Held[]): Counts {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    if (row.act === 'recordCount' && row.session !== null && isKept(row)) counts[row.session] = (counts[row.session] ?? 0) + 1;
  }
  return counts;
}

/** What the server does not know yet: 0 where it still thinks that some wait. */
export function toTell(waiting: Counts, told: Counts): Counts {
  const known = [...new Set([...Object.keys(waiting), ...Object.keys(told)])].map((id) => [id, waiting[id] ?? 0] as const);
  return Object.fromEntries(known.filter(([id, n]) => n !== (told[id] ?? 0)));
}

/** What the server was told; a number that became 0 need not be remembered. */
export const toldAfter = (told: Counts, now: Counts): Counts =>
  Object.fromEntries(Object.entries({ ...told, ...now }).filter(([, n]) => n > 0));

const TOLD = 'daicho.unsynced';
const NAME = 'daicho.scanner';

/** What this device told last, kept beside the scans. */
export function lastTold(): Counts {
  try {
    return JSON.parse(localStorage.getItem(TOLD) ?? '{}') as Counts;
  } catch {
    return {};
  }
}

export function rememberTold(counts: Counts): void {
  localStorage.setItem(TOLD, JSON.stringify(counts));
}

/** The name of this device for what it still holds; it says nothing about it or its people. */
export function scannerName(): string {
  const name = localStorage.getItem(NAME) ?? freshKey();
  localStorage.setItem(NAME, name);
  return name;
}
