import { expect, test } from 'vitest';
import { clock, firstShown, lastShown, minutesOf, shifted, weeks } from './month';

test('a sheet begins on the Monday before the month does', () => {
  expect(firstShown('2023-02')).toBe('2023-01-30');
  expect(firstShown('2023-05')).toBe('2023-05-01');
  expect(lastShown('2023-02')).toBe('2023-03-12');
});

test('months go on over the turn of the year', () => {
  expect(shifted('2023-12', 1)).toBe('2024-01');
  expect(shifted('2024-01', -1)).toBe('2023-12');
});

test('minutes are read and written as a clock shows them', () => {
  expect(clock(510)).toBe('08:30');
  expect(minutesOf('17:15')).toBe(1035);
  expect(minutesOf('')).toBeNull();
});

test('days fall into weeks', () => {
  expect(weeks([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([[1, 2, 3, 4, 5, 6, 7], [8]]);
});
