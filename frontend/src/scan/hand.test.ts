import { expect, test } from 'vitest';
import { noteRead, wasRead } from './hand';

test('a reading counts once, and only for its own code', () => {
  noteRead('A');
  expect(wasRead('A')).toBe(true);
  expect(wasRead('A')).toBe(false);
  noteRead('A');
  expect(wasRead('B')).toBe(false);
  expect(wasRead('A')).toBe(false);
});
