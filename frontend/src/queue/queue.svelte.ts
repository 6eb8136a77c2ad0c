// The queue of this device as the pages see it: rows, what waits, and whether it is on its way.

import { freshKey } from '../api/attempt';
import { post } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import { connection } from '../session/connection.svelte';
import { isBlocked, isKept, isListed, isWaiting, wantsAttention, type Answers, type Deed, type Held, type Standing } from './held';
import { Keeper } from './keeper';
import type { Batch, Told } from './sending';
import { DiskShelf } from './shelf';

export interface Wanted {
  readonly act: Deed;
  readonly code: string;
  readonly place: string | null;
  readonly session: string | null;
  readonly answers: Answers;
  readonly name: string | null;
  readonly standing: Standing;
}

const AFTER_TROUBLE_MS = 30_000;

const send = async (batch: Batch): Promise<readonly Told[]> =>
  (await post<{ readonly items: readonly Told[] }>('/api/scans', batch)).items;

const written = (): string => new Date().toISOString();

class ScanQueue {
  rows = $state.raw<readonly Held[]>([]);
  busy = $state(false);
  /** Why the last try to send did not come through; the rows are safe meanwhile. */
  problem = $state.raw<Problem | null>(null);
  /** The person whose scans are kept and sent; nobody before the sign-in. */
  #person = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #keeper = new Keeper(new DiskShelf(), send, { now: () => Date.now(), written }, (rows) => {
    this.rows = rows;
    this.#plan();
  });

  readonly mine = $derived(this.rows.filter((row) => row.person === this.#person));
  readonly kept = $derived(this.mine.filter(isKept));
  /** To be committed by their person; what is blocked cannot be, and was told so. */
  readonly listed = $derived(this.mine.filter((row) => isListed(row) && !isBlocked(row)));
  readonly waiting = $derived(this.mine.filter(isWaiting));
  readonly attention = $derived(this.mine.filter(wantsAttention));
  /** Kept for people who are not signed in now. */
  readonly foreign = $derived(this.rows.filter((row) => row.person !== this.#person && isKept(row)));

  /** Shows what lies here for this person, and sends nothing. */
  async read(person: string): Promise<boolean> {
    this.#person = person;
    try {
      await this.#keeper.open();
      return true;
    } catch {
      this.problem = new Problem('device-cannot-keep', 0);
      return false;
    }
  }

  async begin(person: string): Promise<void> {
    if (await this.read(person)) await this.sync();
  }

  /** Rejects when this device could not keep the scan: nothing may be told green then. */
  async add(wanted: Wanted): Promise<Held> {
    if (this.#person === '') throw new Problem('nobody-scans', 0);
    try {
      return await this.#keeper.add({ ...wanted, key: freshKey(), person: this.#person, deviceAt: written() });
    } catch {
      throw new Problem('device-cannot-keep', 0);
    }
  }

  commit(keys: readonly string[], answers: Answers, place: string | null): Promise<void> {
    return this.#keeper.commit(keys, answers, place);
  }

  takeBack(keys: readonly string[]): Promise<void> {
    return this.#keeper.takeBack(keys);
  }

  amend(key: string, change: (row: Held) => Held): Promise<void> {
    return this.#keeper.amend(key, change);
  }

  drop(key: string): Promise<void> {
    return this.#keeper.drop(key);
  }

  /** Sends also what could still be taken back: the page may be gone in a moment. */
  async flush(): Promise<void> {
    if (this.waiting.length === 0 || connection.lost) return;
    await this.#keeper.hurry(this.#person);
    await this.sync();
  }

  async sync(): Promise<void> {
    if (this.#person === '') return;
    this.busy = true;
    try {
      await this.#keeper.sync(this.#person);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.busy = false;
      this.#plan();
    }
  }

  /** Sends the next row when its time to be taken back is over; without a server it waits for the connection. */
  #plan(): void {
    clearTimeout(this.#timer);
    const next = this.#keeper.nextDue(this.#person);
    if (next === null || connection.lost || this.busy) return;
    const wait = Math.max(this.problem === null ? 0 : AFTER_TROUBLE_MS, next - Date.now());
    this.#timer = setTimeout(() => void this.sync(), wait);
  }
}

export const queue = new ScanQueue();
