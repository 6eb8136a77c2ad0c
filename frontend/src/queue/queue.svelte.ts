// The queue of this device as the pages see it: rows, what waits, and whether it is on its way.

import { freshKey } from '../api/attempt';
import { get, post } from '../api/client';
import { asProblem, Problem } from '../api/problem';
import type { Page } from '../api/types';
import { connection } from '../session/connection.svelte';
import { aheadNow } from './clock';
import { rememberSeen, seenHere, setBack, unknownHere, type Own } from './conflicts';
import { isBlocked, isKept, isListed, isWaiting, wantsAttention, type Answers, type Deed, type Held, type Standing } from './held';
import { Keeper } from './keeper';
import type { Batch, Told } from './sending';
import { DiskShelf } from './shelf';
import { lastTold, rememberTold, scannerName, toldAfter, toTell, unsyncedIn, type Counts } from './unsynced';

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

/** What the server said is remembered; what it did not take is not ours to declare any more. */
async function declare(stockTake: string, unsynced: number): Promise<void> {
  try {
    await post(`/api/stock-takes/${encodeURIComponent(stockTake)}/unsynced`, { device: scannerName(), unsynced });
  } catch (error) {
    const { status } = asProblem(error);
    if (status === 0 || status === 401 || status >= 500) throw error;
  }
  rememberTold(toldAfter(lastTold(), { [stockTake]: unsynced }));
}

class ScanQueue {
  rows = $state.raw<readonly Held[]>([]);
  busy = $state(false);
  /** Why the last try to send did not come through; the rows are safe meanwhile. */
  problem = $state.raw<Problem | null>(null);
  /** The person whose scans are kept and sent; nobody before the sign-in. */
  #person = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Something was sent since the server was asked for what it set back. */
  #wonders = false;
  readonly #keeper = new Keeper(new DiskShelf(), (batch) => this.#send(batch), { now: () => Date.now(), ahead: aheadNow }, (rows) => {
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
    this.#wonders = true;
    if (await this.read(person)) await this.sync();
  }

  /** Rejects when this device could not keep the scan: nothing may be told green then. */
  async add(wanted: Wanted): Promise<Held> {
    if (this.#person === '') throw new Problem('nobody-scans', 0);
    try {
      const stamp = { deviceAt: this.#keeper.written(), ahead: aheadNow() };
      return await this.#keeper.add({ ...wanted, ...stamp, key: freshKey(), person: this.#person });
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

  async drop(key: string): Promise<void> {
    const standing = this.mine.find((row) => row.key === key)?.standing;
    if (standing?.at === 'conflict' && standing.conflict !== null) rememberSeen(standing.conflict);
    await this.#keeper.drop(key);
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
    await this.#talk();
  }

  /** A batch says in the same breath how many counts stay behind. */
  async #send(batch: Batch): Promise<readonly Told[]> {
    const going = new Set(batch.items.map(({ key }) => key));
    const staying = unsyncedIn(this.#keeper.rows.filter(({ key }) => !going.has(key)));
    const counted = batch.items.flatMap(({ act, session }) => (act === 'recordCount' && session !== null ? [session] : []));
    const counts: Counts = { ...Object.fromEntries(counted.map((id) => [id, staying[id] ?? 0])), ...toTell(staying, lastTold()) };
    const unsynced = Object.entries(counts).map(([stock_take, n]) => ({ stock_take, unsynced: n }));
    const told = await post<{ readonly items: readonly Told[] }>('/api/scans', { ...batch, scanner: scannerName(), unsynced });
    rememberTold(toldAfter(lastTold(), counts));
    this.#wonders = true;
    return told.items;
  }

  /** What is left to say, and to hear, once the scans have gone or could not go; without a server it waits. */
  async #talk(): Promise<void> {
    if (this.#person === '' || connection.lost) return;
    try {
      for (const [stockTake, n] of Object.entries(toTell(unsyncedIn(this.rows), lastTold()))) await declare(stockTake, n);
      if (this.#wonders) await this.#learn(this.#person);
    } catch {
      // It is said again with the next scan, and when the server is back.
    }
  }

  /** A scan that was done may have been set back by an earlier one from elsewhere: its person hears of it here. */
  async #learn(person: string): Promise<void> {
    const { items } = await get<Page<Own>>('/api/scan-conflicts', { mine: 'true', limit: 200 });
    this.#wonders = false;
    await this.#keeper.put(setBack(this.mine, items, this.#keeper.written()));
    for (const row of unknownHere(this.rows, items, seenHere(), person, this.#keeper.written())) await this.#keeper.add(row);
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
