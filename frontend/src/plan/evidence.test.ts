import { describe, expect, test } from 'vitest';
import { witnessesOf } from './evidence';

describe('evidence', () => {
  const line = {
    because: 'blocked',
    distance: 5200,
    ray: [
      [9400, 8000, 1250],
      [14600, 8000, 1200],
    ],
    viewpoint: 'v3',
    walls: ['w11'],
  };

  test('the lines of a blind seat are read from the facts', () => {
    expect(witnessesOf({ nearest: [line] })).toEqual([
      { viewpoint: 'v3', because: 'blocked', distance: 5200, walls: ['w11'], from: [9400, 8000], to: [14600, 8000] },
    ]);
  });

  test('facts of another shape prove nothing and break nothing', () => {
    expect(witnessesOf({})).toEqual([]);
    expect(witnessesOf({ nearest: 'none' })).toEqual([]);
    expect(witnessesOf({ nearest: [null, {}, { ...line, ray: [] }] })).toEqual([]);
  });
});
