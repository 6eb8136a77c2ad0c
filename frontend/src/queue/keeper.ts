// Keeps scans until the server has answered each of them: first on the disk, then in sight, then on the way.

import { written } from './clock';
import { committed, isStale, readyFrom, takenBack, type Answers, type Held, type Scan } from './held';
import { batchOf, due, merged, nextDue, type Batch, type Told } from './sending';
import type { Shelf } from './shelf';

export type Send = (batch: Batch) => Promise<readonly Told[]>;

interface Clock {
  /** Milliseconds of this device. */
  readonly now: () => number;
  /** How far ahead of it the municipality is. */
  readonly ahead: () => number;
}

export class Keeper {
  #rows: readonly Held[] = [];
  #sending: Promise<void> | null = null;

  constructor(
    private readonly shelf: Shelf,
    private readonly send: Send,
    private readonly clock: Clock,
    private readonly changed: (rows: readonly Held[]) => void,
  ) {}

  get rows(): readonly Held[] {
    return this.#rows;
  }

  /** The municipality's time now, RFC 3339. */
  written(): string {
    return written(this.clock.now(), this.clock.ahead());
  }

  async open(): Promise<void> {
    const rows = await this.shelf.all();
    const now = this.clock.now() + this.clock.ahead();
    const stale = rows.filter((row) => isStale(row, now));
    if (stale.length > 0) await this.shelf.drop(stale.map((row) => row.seq));
    this.#show(rows.filter((row) => !stale.includes(row)));
  }

  /** Rejects when the device could not keep it: then nothing may be told green. */
  async add(scan: Scan): Promise<Held> {
    const held = await this.shelf.add(scan);
    this.#show([...this.#rows.filter((row) => row.key !== held.key), held]);
    return held;
  }

  async commit(keys: readonly string[], answers: Answers, place: string | null): Promise<void> {
    const now = this.clock.now();
    await this.#change(keys, (row) => committed(row, answers, place, now));
  }

  /** What was sent meanwhile stays sent. */
  async takeBack(keys: readonly string[]): Promise<void> {
    await this.#change(keys, takenBack);
  }

  /** What the server said later about rows that it had answered. */
  async put(rows: readonly Held[]): Promise<void> {
    if (rows.length === 0) return;
    await this.shelf.put(rows);
    this.#replace(rows);
  }

  async amend(key: string, change: (row: Held) => Held): Promise<void> {
    await this.#change([key], change);
  }

  async drop(key: string): Promise<void> {
    const row = this.#rows.find((one) => one.key === key);
    if (row === undefined) return;
    await this.shelf.drop([row.seq]);
    this.#show(this.#rows.filter((one) => one.key !== key));
  }

  /** Gives up the time in which the person's rows could be taken back. */
  async hurry(person: string): Promise<void> {
    const now = this.clock.now();
    const mine = this.#rows.filter((row) => row.person === person && row.standing.at === 'ready' && row.standing.from > now);
    await this.#change(mine.map((row) => row.key), (row) => ({ ...row, standing: readyFrom(now, 0) }));
  }

  nextDue(person: string): number | null {
    return nextDue(this.#rows, person);
  }

  /** Sends what is due; one at a time, and a failure leaves every row where it was. */
  async sync(person: string): Promise<void> {
    this.#sending ??= this.#sendAll(person).finally(() => (this.#sending = null));
    await this.#sending;
  }

  /** Another window of this device may have sent some meanwhile: what lies on the disk counts. */
  async #sendAll(person: string): Promise<void> {
    await this.open();
    for (;;) {
      const batch = due(this.#rows, person, this.clock.now());
      if (batch.length === 0) return;
      const told = await this.send(batchOf(batch, written(this.clock.now(), batch[0]?.ahead ?? 0)));
      const answered = merged(batch, told, this.written());
      if (answered.length === 0) return;
      await this.shelf.put(answered);
      this.#replace(answered);
    }
  }

  async #change(keys: readonly string[], change: (row: Held) => Held): Promise<void> {
    const rows = this.#rows.filter((row) => keys.includes(row.key)).map((row) => [row, change(row)] as const);
    const changed = rows.filter(([before, after]) => before !== after).map(([, after]) => after);
    if (changed.length === 0) return;
    await this.shelf.put(changed);
    this.#replace(changed);
  }

  #replace(rows: readonly Held[]): void {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    this.#show(this.#rows.map((row) => byKey.get(row.key) ?? row));
  }

  #show(rows: readonly Held[]): void {
    this.#rows = rows;
    this.changed(rows);
  }
}
