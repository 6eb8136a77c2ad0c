import { expect, it } from 'vitest';
import { along } from './along';

it('goes round both ends of the row', () => {
  expect(along('ArrowRight', 0, 3)).toBe(1);
  expect(along('ArrowRight', 2, 3)).toBe(0);
  expect(along('ArrowLeft', 0, 3)).toBe(2);
});

it('leads to the ends by Home and End', () => {
  expect(along('Home', 2, 3)).toBe(0);
  expect(along('End', 0, 3)).toBe(2);
});

it('leaves every other key, and a focus that stands elsewhere, alone', () => {
  expect(along('ArrowDown', 0, 3)).toBeNull();
  expect(along('ArrowRight', -1, 3)).toBeNull();
});
