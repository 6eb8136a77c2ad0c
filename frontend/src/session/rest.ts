// What this browser remembers of the last sign-in, so that the scanner opens while the server is away. No names of people.

import type { Me } from '../api/types';

const KEY = 'daicho.rest';

/** What can be done without the server. */
const ALONE: readonly string[] = ['resolveCode', 'syncScans', 'handOver', 'declareReturn', 'recordCount', 'recordSighting'];

export function remember(me: Me): void {
  const rest = { ...me, account: '', name: '', posts: [], roles: [], may: me.may.filter((one) => ALONE.includes(one)) };
  try {
    localStorage.setItem(KEY, JSON.stringify(rest));
  } catch {
    // A browser that keeps nothing opens only with the server.
  }
}

export function forget(): void {
  localStorage.removeItem(KEY);
}

export function remembered(): Me | null {
  try {
    const told = localStorage.getItem(KEY);
    return told === null ? null : (JSON.parse(told) as Me);
  } catch {
    return null;
  }
}
