import { describe, expect, test } from 'vitest';
import { checkCharacter, hasRightCheck } from './check';

describe('check character', () => {
  test('the published example of MOD 37,36, a GRid, is accepted', () => {
    expect(checkCharacter('A12425GABC1234002')).toBe('M');
    expect(hasRightCheck('A12425GABC1234002M')).toBe(true);
  });

  test('every single wrong character is found', () => {
    const right = `0123ABCDWXYZ${checkCharacter('0123ABCDWXYZ')}`;
    expect(hasRightCheck(right)).toBe(true);
    for (let place = 0; place < right.length; place += 1) {
      for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        if (other === right[place]) continue;
        expect(hasRightCheck(right.slice(0, place) + other + right.slice(place + 1))).toBe(false);
      }
    }
  });

  test('text outside the alphabet has no check character', () => {
    expect(checkCharacter('AB-C')).toBeNull();
    expect(hasRightCheck('')).toBe(false);
  });
});
