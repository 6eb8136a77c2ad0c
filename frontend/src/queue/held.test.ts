import { describe, expect, test } from 'vitest';
import { committed, isKept, isStale, listed, readyFrom, takenBack, twinOf, UNDO_MS, type Held, type Standing } from './held';

const NOW = Date.parse('2026-11-23T09:00:00+09:00');
const row = (standing: Standing, rest: Partial<Held> = {}): Held => ({
  seq: 1,
  key: 'k1',
  person: 'p1',
  act: 'handOver',
  code: '0123ABCDWXYZK',
  place: null,
  session: null,
  answers: {},
  deviceAt: '2026-11-23T09:00:00+09:00',
  ahead: 0,
  name: null,
  standing,
  ...rest,
});
const blocked = listed({ code: 'not-approved', facts: {} });
const done: Standing = { at: 'done', on: '2026-11-23T09:00:00+09:00', told: null };
const conflict: Standing = { at: 'conflict', on: done.on, conflict: 'c1', reason: { code: 'x', facts: {} } };

describe('kept scans', () => {
  test('a commit gives every row of the list the answers, and ten seconds to take it back', () => {
    const sent = committed(row(listed()), { encrypted: true }, 'PLACE', NOW);
    expect(sent).toMatchObject({ answers: { encrypted: true }, place: 'PLACE', standing: { at: 'ready', from: NOW + UNDO_MS } });
    expect(takenBack(sent).standing).toEqual(listed());
  });

  test('a blocked row is left out of the commit, the others are not', () => {
    expect(committed(row(blocked), {}, null, NOW)).toEqual(row(blocked));
  });

  test('what the server has answered cannot be taken back', () => {
    expect(takenBack(row(done))).toEqual(row(done));
    expect(takenBack(row(conflict))).toEqual(row(conflict));
  });

  test('the same thing read twice finds its twin while the first is not finished', () => {
    const first = row(listed());
    expect(twinOf([first], first)).toBe(first);
    expect(twinOf([row(done)], first)).toBeNull();
    expect(twinOf([row(conflict)], first)).toBeNull();
    expect(twinOf([first], { ...first, act: 'declareReturn' })).toBeNull();
  });

  test('a thing counted already is told, at the same place of the same stock-take only', () => {
    const counted = row(done, { act: 'recordCount', session: 's1', place: 'A' });
    expect(twinOf([counted], { ...counted })).toBe(counted);
    expect(twinOf([counted], { ...counted, place: 'B' })).toBeNull();
    expect(twinOf([counted], { ...counted, place: null })).toBe(counted);
    expect(twinOf([counted], { ...counted, session: 's2' })).toBeNull();
    expect(twinOf([counted], { ...counted, answers: { damaged: true } })).toBeNull();
  });

  test('only what is done long ago is put away by itself', () => {
    const later = NOW + 13 * 3_600_000;
    expect(isStale(row(done), NOW)).toBe(false);
    expect(isStale(row(done), later)).toBe(true);
    for (const kept of [listed(), blocked, readyFrom(NOW), conflict]) expect(isStale(row(kept), later)).toBe(false);
    expect([listed(), readyFrom(NOW)].map((one) => isKept(row(one)))).toEqual([true, true]);
  });
});
