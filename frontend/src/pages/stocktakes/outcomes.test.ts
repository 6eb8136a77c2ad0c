import { describe, expect, test } from 'vitest';
import { mayAmend, seenOf, tally, toneOf } from './outcomes';

describe('how far the counting came', () => {
  test('what waits and what is missing was not seen', () => {
    expect(seenOf({ counts: { pending: 2, missing: 1, here: 4, unknown_code: 3 }, expected: 7 })).toBe(4);
  });

  test('before the start nothing was seen', () => {
    expect(seenOf({ counts: {}, expected: null })).toBe(0);
  });
});

test('what wants a person stands first', () => {
  expect(tally({ here: 3, missing: 1, pending: 0 })).toEqual([
    ['missing', 1],
    ['here', 3],
  ]);
});

test('a scan that was done before sounds neither good nor bad', () => {
  expect((['here', 'place_switched', 'already', 'wrong_place'] as const).map(toneOf)).toEqual(['good', 'good', 'again', 'bad']);
});

test('the register follows only what lies at a known place in the keeping of the section', () => {
  const place = { code: 'X', name: '棚' };
  expect(mayAmend({ outcome: 'wrong_place', seen_place: place, asset_state: 'in_storage' })).toBe(true);
  expect(mayAmend({ outcome: 'wrong_place', seen_place: place, asset_state: 'taken_out' })).toBe(false);
  expect(mayAmend({ outcome: 'no_place', seen_place: null, asset_state: 'draft' })).toBe(false);
  expect(mayAmend({ outcome: 'label_damaged', seen_place: place, asset_state: 'in_storage' })).toBe(false);
});
