import { describe, expect, test } from 'vitest';
import { differences, isSealed, recordedLate } from './differences';

describe('differences', () => {
  test('only what changed is told, with both values', () => {
    const before = { state: 'requested', purpose: 'a', gone: 1 };
    const after = { state: 'approved', purpose: 'a', come: true };
    expect(differences({ before, after, texts: {} })).toEqual([
      { name: 'state', before: 'requested', after: 'approved' },
      { name: 'gone', before: 1, after: undefined },
      { name: 'come', before: undefined, after: true },
    ]);
  });

  test('a first entry tells everything it set, but no empty fields', () => {
    const found = differences({ before: null, after: { name: 'USB', place: null }, texts: {} });
    expect(found).toEqual([{ name: 'name', before: undefined, after: 'USB' }]);
  });

  test('bookkeeping is left out', () => {
    expect(differences({ before: null, after: { id: 'x', serial_no: 6 }, texts: {} })).toEqual([]);
  });

  test('a sealed text is opened for those who were given its words', () => {
    const entry = { before: null, after: { purpose: 'c:ab12' } };
    expect(differences({ ...entry, texts: { 'c:ab12': '搬送' } })[0]?.after).toBe('搬送');
    expect(differences({ ...entry, texts: {} })[0]?.after).toBeNull();
    expect(isSealed('c:ab12', {})).toBe(true);
    expect(isSealed('c:ab12', { 'c:ab12': '搬送' })).toBe(false);
  });

  test('a later record is noticed', () => {
    const at = '2026-11-21T16:40:00+09:00';
    expect(recordedLate({ occurred_at: at, recorded_at: '2026-11-21T18:10:00+09:00' })).toBe(true);
    expect(recordedLate({ occurred_at: at, recorded_at: '2026-11-21T07:40:20Z' })).toBe(false);
  });
});
