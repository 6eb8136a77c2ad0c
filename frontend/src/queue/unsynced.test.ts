import { describe, expect, test } from 'vitest';
import { listed, readyFrom, type Held } from './held';
import { toldAfter, toTell, unsyncedIn } from './unsynced';

const ON = '2026-11-23T09:00:00+09:00';
const count = (seq: number, rest: Partial<Held> = {}): Held => ({
  seq,
  key: `k${seq}`,
  person: 'p1',
  act: 'recordCount',
  code: 'CODE',
  place: null,
  session: 's1',
  answers: {},
  deviceAt: ON,
  ahead: 0,
  name: null,
  standing: readyFrom(0, 0),
  ...rest,
});

describe('what a device tells a stock-take', () => {
  test('every count that waits, whoever made it, and nothing else', () => {
    const done = count(3, { standing: { at: 'done', on: ON, told: 'here' } });
    const rows = [count(1), count(2, { person: 'p2' }), done, count(4, { session: 's2' }), count(5, { act: 'handOver', session: null, standing: listed() })];
    expect(unsyncedIn(rows)).toEqual({ s1: 2, s2: 1 });
  });

  test('only what the server does not know, and 0 at the end', () => {
    expect(toTell({ s1: 2 }, {})).toEqual({ s1: 2 });
    expect(toTell({ s1: 2 }, { s1: 2 })).toEqual({});
    expect(toTell({}, { s1: 2, s2: 1 })).toEqual({ s1: 0, s2: 0 });
    expect(toldAfter({ s1: 2, s2: 1 }, { s1: 0 })).toEqual({ s2: 1 });
  });
});
