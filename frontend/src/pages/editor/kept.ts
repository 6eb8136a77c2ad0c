// What was drawn and is not yet on the server, kept in this browser: reloading or a crash loses nothing.

import type { Plan } from '../../plan/plan';

export interface Kept {
  /** The floor and the person: what one drew is not offered to another. */
  readonly name: string;
  /** What was on the server when drawing began. */
  readonly base: Plan;
  readonly mine: Plan;
  readonly at: string;
}

/** Now, as the server writes times. */
export const moment = (): string => new Date().toISOString();

const STORE = 'drawings';

export const nameFor = (floor: string, person: string): string => `${person}/${floor}`;

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(STORE));
  });
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open('daicho-editor', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'name' });
  return answered(request);
}

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await answered(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** A browser that keeps nothing (private windows of some) still draws and saves. */
const quietly = <T>(promise: Promise<T>): Promise<T | null> => promise.catch(() => null);

export const keep = (kept: Kept): Promise<unknown> => quietly(within('readwrite', (store) => store.put(kept)));
export const forget = (name: string): Promise<unknown> => quietly(within('readwrite', (store) => store.delete(name)));

export async function keptFor(name: string): Promise<Kept | null> {
  const found: unknown = await quietly(within<unknown>('readonly', (store) => store.get(name)));
  return found === undefined || found === null ? null : (found as Kept);
}
