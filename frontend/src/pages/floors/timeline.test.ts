import { describe, expect, test } from 'vitest';
import type { VersionRow } from '../../api/types';
import { dayAt, daysOf, holding, neighbour, stepOf } from './timeline';

const who = { staff_id: 's', name: '' };
const version = (number: number, valid_from: string | null): VersionRow => ({
  version: number,
  state: valid_from === null ? 'draft' : 'published',
  valid_from,
  drafted_by: who,
  published_by: null,
});

const days = daysOf([version(3, null), version(2, '2026-12-01'), version(1, '2026-11-01')], '2026-11-23');

describe('the days of a floor', () => {
  test('they reach from the first layout to today or to the last planned one; a draft has no day', () => {
    expect(days).toMatchObject({ first: '2026-11-01', last: '2026-12-01', length: 30 });
    expect(days?.marks.map((mark) => mark.version)).toEqual([1, 2]);
    expect(daysOf([version(1, null)], '2026-11-23')).toBeNull();
    expect(daysOf([version(1, '2026-11-01')], '2026-11-23')?.last).toBe('2026-11-23');
  });

  test('a step is a day, and days outside are the nearest inside', () => {
    if (days === null) throw new Error('no days');
    expect(dayAt(days, 22)).toBe('2026-11-23');
    expect([stepOf(days, '2026-11-23'), stepOf(days, '2020-01-01'), stepOf(days, '2030-01-01')]).toEqual([22, 0, 30]);
  });

  test('the layout of a day is the latest begun', () => {
    if (days === null) throw new Error('no days');
    expect(holding(days, '2026-11-30')?.version).toBe(1);
    expect(holding(days, '2026-12-01')?.version).toBe(2);
    expect(holding(days, '2026-10-31')).toBeNull();
  });

  test('the layout before and after are found from any day of the present one', () => {
    if (days === null) throw new Error('no days');
    expect(neighbour(days, '2026-11-23', 1)).toBe('2026-12-01');
    expect(neighbour(days, '2026-11-23', -1)).toBeNull();
    expect(neighbour(days, '2026-12-05', -1)).toBe('2026-11-01');
    expect(neighbour(days, '2026-12-05', 1)).toBeNull();
  });
});
