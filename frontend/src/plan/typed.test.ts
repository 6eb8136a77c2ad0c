import { expect, test } from 'vitest';
import { pointFrom } from './typed';

test.each([
  ['5000,0', [1000, 1000], [6000, 1000]],
  ['-500, 250', [1000, 1000], [500, 1250]],
  ['５０００，０', [0, 0], [5000, 0]],
  ['@1000,2000', [9, 9], [1000, 2000]],
  ['1000,2000', null, [1000, 2000]],
  ['5000<90', [100, 0], [100, 5000]],
  ['1000<45', [0, 0], [707, 707]],
  ['12.6 7', [0, 0], [13, 7]],
] as const)('%s from %s is %s', (text, last, point) => {
  expect(pointFrom(text, last)).toEqual(point);
});

test('one number goes on in the direction drawn', () => {
  expect(pointFrom('250', [0, 0], 180)).toEqual([-250, 0]);
  expect(pointFrom('250', [0, 0], null)).toBeNull();
});

test.each(['', 'wall', '1,2,3', '5000<', '99999999999,0', '5000<90'])('%s alone is no point', (text) => {
  expect(pointFrom(text, null)).toBeNull();
});
