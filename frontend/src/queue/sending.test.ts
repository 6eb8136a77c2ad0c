import { describe, expect, test } from 'vitest';
import { readyFrom, type Held } from './held';
import { answered, batchOf, due, LARGEST_BATCH, merged, nextDue } from './sending';

const NOW = 1_000_000;
const ON = '2026-11-23T09:00:00+09:00';
const ready = (seq: number, rest: Partial<Held> = {}): Held => ({
  seq,
  key: `k${seq}`,
  person: 'p1',
  act: 'declareReturn',
  code: '0123ABCDWXYZK',
  place: 'PLACE',
  session: null,
  answers: { place: 'PLACE' },
  deviceAt: ON,
  ahead: 0,
  name: 'USB',
  standing: readyFrom(NOW, 0),
  ...rest,
});

describe('sending', () => {
  test('the oldest scans go first, and no more than the server takes', () => {
    const rows = Array.from({ length: LARGEST_BATCH + 5 }, (_, n) => ready(LARGEST_BATCH + 5 - n));
    const sent = due(rows, 'p1', NOW);
    expect(sent).toHaveLength(LARGEST_BATCH);
    expect(sent.slice(0, 3).map((row) => row.seq)).toEqual([1, 2, 3]);
  });

  test('a scan that can still be taken back waits, and so does that of another person', () => {
    const young = ready(1, { standing: readyFrom(NOW, 10_000) });
    const foreign = ready(2, { person: 'p2' });
    expect(due([young, foreign], 'p1', NOW)).toEqual([]);
    expect(due([young], 'p1', NOW + 10_000)).toEqual([young]);
    expect(nextDue([young, foreign], 'p1')).toBe(NOW + 10_000);
    expect(nextDue([foreign], 'p1')).toBeNull();
  });

  test('a batch tells the device time, the order and the key of each scan', () => {
    expect(batchOf([ready(7)], ON)).toEqual({
      device_now: ON,
      items: [
        {
          key: 'k7',
          act: 'declareReturn',
          code: '0123ABCDWXYZK',
          place: 'PLACE',
          session: null,
          answers: { place: 'PLACE' },
          device_at: ON,
          device_seq: 7,
        },
      ],
    });
  });

  test('a repeated delivery is as good as the first', () => {
    expect(answered(ready(1), { key: 'k1', state: 'again' }, ON).standing.at).toBe('done');
  });

  test('a conflict and a refusal keep the sentence of the server', () => {
    const told = { key: 'k1', code: 'late', title: 'Too late', detail: '遅すぎました' };
    expect(answered(ready(1), { ...told, state: 'conflict', conflict: 'c1' }, ON).standing).toEqual({
      at: 'conflict',
      on: ON,
      conflict: 'c1',
      reason: { code: 'late', facts: {}, ja: '遅すぎました', en: 'Too late' },
    });
    expect(answered(ready(1), { ...told, state: 'refused' }, ON).standing).toMatchObject({ at: 'refused', reason: { code: 'late' } });
  });

  test('a repeated delivery of a conflict stays a conflict, and an unknown label is looked at by a person', () => {
    expect(answered(ready(1), { key: 'k1', state: 'again', conflict: 'c1' }, ON).standing.at).toBe('conflict');
    expect(answered(ready(1), { key: 'k1', state: 'done', code: 'unknown-code' }, ON).standing.at).toBe('refused');
  });

  test('what a count found is told, wherever the answer says it', () => {
    const told = (rest: object) => answered(ready(1), { key: 'k1', state: 'done', ...rest }, ON).standing;
    expect(told({ outcome: 'here' })).toMatchObject({ told: 'here' });
    expect(told({ facts: { outcome: 'wrong_place' } })).toMatchObject({ told: 'wrong_place' });
    expect(told({})).toMatchObject({ told: null });
  });

  test('an answer in words we do not know is looked at by a person', () => {
    expect(answered(ready(1), { key: 'k1', state: 'perhaps' }, ON).standing.at).toBe('refused');
  });

  test('what the server said nothing about stays to be sent', () => {
    const rows = [ready(1), ready(2)];
    const changed = merged(rows, [{ key: 'k2', state: 'done' }, { key: 'stranger', state: 'done' }], ON);
    expect(changed.map((row) => row.key)).toEqual(['k2']);
  });
});
