// Where scans lie on this device: IndexedDB, which outlives the page, the browser and a power cut.

import type { Held, Scan } from './held';

/** What the queue needs from a store; every promise is kept once the data is on the disk. */
export interface Shelf {
  /** Gives the scan its place in the order of this device. */
  add(scan: Scan): Promise<Held>;
  put(rows: readonly Held[]): Promise<void>;
  drop(seqs: readonly number[]): Promise<void>;
  all(): Promise<readonly Held[]>;
}

const NAME = 'daicho-scans';
const SCANS = 'scans';

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const scans = request.result.createObjectStore(SCANS, { keyPath: 'seq', autoIncrement: true });
    scans.createIndex('key', 'key', { unique: true });
  };
  return promised(request);
}

/** Resolves when the transaction is on the disk, not merely when its requests were heard. */
async function write<T>(base: IDBDatabase, ask: (scans: IDBObjectStore) => IDBRequest<T> | null): Promise<T | null> {
  const change = base.transaction(SCANS, 'readwrite', { durability: 'strict' });
  const request = ask(change.objectStore(SCANS));
  await new Promise<void>((resolve, reject) => {
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error ?? new Error('storage'));
  });
  return request?.result ?? null;
}

export class DiskShelf implements Shelf {
  #base: Promise<IDBDatabase> | null = null;

  /** A store that could not be opened is tried again with the next scan. */
  async #open(): Promise<IDBDatabase> {
    this.#base ??= opened();
    try {
      return await this.#base;
    } catch (error) {
      this.#base = null;
      throw error;
    }
  }

  async add(scan: Scan): Promise<Held> {
    const seq = await write(await this.#open(), (scans) => scans.add(scan));
    return { ...scan, seq: Number(seq) };
  }

  async put(rows: readonly Held[]): Promise<void> {
    await write(await this.#open(), (scans) => {
      for (const row of rows) scans.put(row);
      return null;
    });
  }

  async drop(seqs: readonly number[]): Promise<void> {
    await write(await this.#open(), (scans) => {
      for (const seq of seqs) scans.delete(seq);
      return null;
    });
  }

  async all(): Promise<readonly Held[]> {
    const base = await this.#open();
    return promised(base.transaction(SCANS).objectStore(SCANS).getAll() as IDBRequest<Held[]>);
  }
}
