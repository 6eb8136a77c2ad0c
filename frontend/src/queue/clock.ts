// The municipality's time on this device: how far its clock is from the server's, as the server told it last.

const KEY = 'daicho.clock';

/** Less is the way of the answer, not the clock: then what was known stays, and rows stamped by it stay together. */
const SAME_MS = 10_000;

/** How far ahead of this device the municipality is, in milliseconds, after the server told its time. */
export function aheadAfter(before: number, told: number, asked: number, heard: number): number {
  // An answer that came late says little about the time at which it was given.
  if (!Number.isFinite(told) || heard < asked || heard - asked > SAME_MS) return before;
  const found = Math.round(told - (asked + heard) / 2);
  return Math.abs(found - before) < SAME_MS ? before : found;
}

function kept(): number {
  try {
    const told = Number(localStorage.getItem(KEY) ?? 0);
    return Number.isFinite(told) ? told : 0;
  } catch {
    return 0;
  }
}

let ahead = kept();

/** The municipality's time in an answer of the server, and when it was asked for, in milliseconds of this device. */
export function hearTime(told: string, asked: number): void {
  ahead = aheadAfter(ahead, Date.parse(told), asked, Date.now());
  try {
    localStorage.setItem(KEY, String(ahead));
  } catch {
    // A browser that keeps nothing learns it anew with the next page.
  }
}

export const aheadNow = (): number => ahead;

/** A moment of this device as the municipality writes it, RFC 3339. */
export const written = (at: number, by: number): string => new Date(at + by).toISOString();
