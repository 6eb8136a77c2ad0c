import { beforeEach, describe, expect, test } from 'vitest';
import { listed, readyFrom, UNDO_MS, type Held, type Scan } from './held';
import { Keeper } from './keeper';
import type { Batch, Told } from './sending';
import type { Shelf } from './shelf';

/** A shelf of the test: what lies on it is what a restart would find. */
class Board implements Shelf {
  rows = new Map<number, Held>();
  full = false;
  #seq = 0;

  add(scan: Scan): Promise<Held> {
    if (this.full) return Promise.reject(new Error('quota'));
    const held = { ...scan, seq: ++this.#seq };
    this.rows.set(held.seq, held);
    return Promise.resolve(held);
  }
  put(rows: readonly Held[]): Promise<void> {
    for (const row of rows) this.rows.set(row.seq, row);
    return Promise.resolve();
  }
  drop(seqs: readonly number[]): Promise<void> {
    for (const seq of seqs) this.rows.delete(seq);
    return Promise.resolve();
  }
  all(): Promise<readonly Held[]> {
    return Promise.resolve([...this.rows.values()]);
  }
}

const ON = '2026-11-23T09:00:00+09:00';
const scan = (key: string, rest: Partial<Scan> = {}): Scan => ({
  key,
  person: 'p1',
  act: 'handOver',
  code: `CODE-${key}`,
  place: null,
  session: null,
  answers: {},
  deviceAt: ON,
  ahead: 0,
  name: null,
  standing: listed(),
  ...rest,
});

let now: number;
let ahead: number;
let board: Board;
let sent: Batch[];
let answer: (batch: Batch) => Promise<readonly Told[]>;
let shown: readonly Held[];
const doneAll = (batch: Batch) => Promise.resolve(batch.items.map(({ key }) => ({ key, state: 'done' })));
const begun = () =>
  new Keeper(
    board,
    (batch) => {
      sent.push(batch);
      return answer(batch);
    },
    { now: () => now, ahead: () => ahead },
    (rows) => (shown = rows),
  );

beforeEach(() => {
  now = Date.parse(ON);
  ahead = 0;
  board = new Board();
  sent = [];
  shown = [];
  answer = doneAll;
});

describe('the queue of a device', () => {
  test('a scan that cannot be kept is not in the list', async () => {
    board.full = true;
    await expect(begun().add(scan('a'))).rejects.toThrow();
    expect(shown).toEqual([]);
  });

  test('a scan lies on the disk before it is shown, and a restart finds it', async () => {
    await begun().add(scan('a'));
    expect([...board.rows.values()].map((row) => row.key)).toEqual(['a']);
    await begun().open();
    expect(shown.map((row) => row.key)).toEqual(['a']);
  });

  test('a commit is sent after the time to take it back, in the order of the scans', async () => {
    const keeper = begun();
    for (const key of ['a', 'b']) await keeper.add(scan(key));
    await keeper.commit(['a', 'b'], { encrypted: true }, null);
    await keeper.sync('p1');
    expect(sent).toEqual([]);
    now += UNDO_MS;
    await keeper.sync('p1');
    expect(sent.map((batch) => batch.items.map((one) => [one.key, one.device_seq]))).toEqual([[['a', 1], ['b', 2]]]);
    expect(shown.map((row) => row.standing.at)).toEqual(['done', 'done']);
  });

  test('what was taken back is not sent', async () => {
    const keeper = begun();
    await keeper.add(scan('a'));
    await keeper.commit(['a'], {}, null);
    await keeper.takeBack(['a']);
    now += UNDO_MS;
    await keeper.sync('p1');
    expect(sent).toEqual([]);
    expect(shown[0]?.standing).toEqual(listed());
  });

  test('when the answer is lost, the same key is sent again and the row is done once', async () => {
    const keeper = begun();
    await keeper.add(scan('a', { standing: readyFrom(now, 0) }));
    answer = () => Promise.reject(new Error('unreachable'));
    await expect(keeper.sync('p1')).rejects.toThrow();
    answer = ({ items }) => Promise.resolve(items.map(({ key }) => ({ key, state: 'again' })));
    const restarted = begun();
    await restarted.open();
    await restarted.sync('p1');
    expect(sent.map((batch) => batch.items.map((one) => one.key))).toEqual([['a'], ['a']]);
    expect(shown.map((row) => row.standing.at)).toEqual(['done']);
  });

  test('two syncs at once send each scan once', async () => {
    const keeper = begun();
    await keeper.add(scan('a', { standing: readyFrom(now, 0) }));
    await Promise.all([keeper.sync('p1'), keeper.sync('p1')]);
    expect(sent).toHaveLength(1);
  });

  test('a long queue goes in several batches', async () => {
    const keeper = begun();
    for (let n = 0; n < 205; n += 1) await keeper.add(scan(`k${n}`, { standing: readyFrom(now, 0) }));
    await keeper.sync('p1');
    expect(sent.map((batch) => batch.items.length)).toEqual([200, 5]);
  });

  test('scans stamped by a clock that was set since go by themselves, and tell what that clock says now', async () => {
    const keeper = begun();
    await keeper.add(scan('a', { ahead: 0, standing: readyFrom(now, 0) }));
    ahead = -3_600_000;
    await keeper.add(scan('b', { ahead, standing: readyFrom(now, 0) }));
    await keeper.sync('p1');
    const told = sent.map((batch) => [batch.items[0]?.key, Date.parse(batch.device_now) - now]);
    expect(told).toEqual([['a', 0], ['b', ahead]]);
    expect(shown.map((row) => row.standing.at)).toEqual(['done', 'done']);
  });

  test('the scans of another person wait for that person', async () => {
    const keeper = begun();
    await keeper.add(scan('a', { standing: readyFrom(now, 0) }));
    await keeper.sync('p2');
    expect(sent).toEqual([]);
    expect(keeper.nextDue('p1')).toBe(now);
  });

  test('a refusal of the whole queue loses nothing', async () => {
    const keeper = begun();
    await keeper.add(scan('a', { standing: readyFrom(now, 0) }));
    answer = () => Promise.reject(new Error('device-revoked'));
    await expect(keeper.sync('p1')).rejects.toThrow('device-revoked');
    expect([...board.rows.values()].map((row) => row.standing.at)).toEqual(['ready']);
  });

  test('a conflict stays until a person puts it away', async () => {
    const keeper = begun();
    await keeper.add(scan('a', { standing: readyFrom(now, 0) }));
    answer = ({ items }) => Promise.resolve(items.map(({ key }) => ({ key, state: 'conflict', conflict: 'c1', code: 'late' })));
    await keeper.sync('p1');
    now += 365 * 86_400_000;
    const later = begun();
    await later.open();
    expect(shown.map((row) => row.standing.at)).toEqual(['conflict']);
    await later.drop('a');
    expect(board.rows.size).toBe(0);
  });
});
