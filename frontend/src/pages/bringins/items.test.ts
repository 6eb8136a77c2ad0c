import { expect, test } from 'vitest';
import { blank, levelAt, lookedAt, seen, wantsException, written } from './items';

const AREAS = [
  { id: 'a1', kind: 'handling', level: 1 },
  { id: 'a2', kind: 'controlled', level: null },
  { id: 'a3', kind: 'office' },
];

test('a place has the level of its area, a floor that of its strictest one', () => {
  expect(levelAt(AREAS, 'a1')).toBe(1);
  expect(levelAt(AREAS, 'a2')).toBe(2);
  expect(levelAt(AREAS, 'a3')).toBe(0);
  expect(levelAt(AREAS, '')).toBe(2);
  expect(levelAt([], '')).toBe(0);
});

test('an exception is wanted for what is private where level two holds', () => {
  const own = { ...blank(), ownership: 'private' };
  expect(wantsException([blank(), own], 2)).toBe(true);
  expect(wantsException([own], 1)).toBe(false);
  expect(wantsException([blank()], 3)).toBe(false);
});

test('empty lines are not sent and spaces around words neither', () => {
  expect(written([{ ...blank(), name: ' PC ', serial: ' 1 ' }, blank()])).toEqual([{ ...blank(), name: 'PC', serial: '1' }]);
});

test('a serial number that nobody read is not told', () => {
  const lines = lookedAt([0, 2]).map((line) => (line.index === 0 ? { ...line, serial_read: ' X1 ' } : { ...line, present: false }));
  expect(seen(lines)).toEqual([
    { index: 0, present: true, serial_read: 'X1' },
    { index: 2, present: false, serial_read: null },
  ]);
});
