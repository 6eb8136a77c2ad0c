import { describe, expect, test } from 'vitest';
import { setBack, unknownHere, type Own } from './conflicts';
import { readyFrom, type Held } from './held';

const ON = '2026-11-23T09:00:00+09:00';
const own = {
  id: 'c1',
  act: 'handOver',
  code: '0123-ABCD-WXYZ-K',
  asset_name: 'USB',
  device_at: '2026-11-23T00:00:00Z',
  device_seq: 4,
  happened_at: ON,
  refusal: 'state-conflict',
  facts: { state: 'handed_over' },
} as unknown as Own;
const row = (rest: Partial<Held> = {}): Held => ({
  seq: 4,
  key: 'k4',
  person: 'p1',
  act: 'handOver',
  code: '0123ABCDWXYZK',
  place: null,
  session: null,
  answers: {},
  deviceAt: ON,
  ahead: 0,
  name: 'USB',
  standing: { at: 'done', on: ON, told: null },
  ...rest,
});
const conflict = { at: 'conflict', on: ON, conflict: 'c1', reason: { code: 'state-conflict', facts: { state: 'handed_over' } } };

describe('what the server set back later', () => {
  test('a row that was done is looked at by a person again', () => {
    expect(setBack([row(), row({ seq: 5, key: 'k5' })], [own], ON)).toEqual([row({ standing: conflict as Held['standing'] })]);
  });

  test('what still waits here, or is told already, stays as it is', () => {
    const rows = [row({ standing: readyFrom(0) }), row({ standing: conflict as Held['standing'] })];
    expect(setBack(rows, [own], ON)).toEqual([]);
    expect(rows.map((one) => unknownHere([one], [own], [], 'p1', ON))).toEqual([[], []]);
  });

  test('a scan of another device of the same person comes back too, until it is put away', () => {
    const [told] = unknownHere([row({ deviceAt: '2026-11-22T09:00:00+09:00' })], [own], [], 'p1', ON);
    expect(told).toMatchObject({ key: 'conflict-c1', person: 'p1', act: 'handOver', code: '0123ABCDWXYZK', name: 'USB', standing: conflict });
    expect(unknownHere([], [own], ['c1'], 'p1', ON)).toEqual([]);
  });
});
