import { describe, expect, test } from 'vitest';
import { isSigned, onSheet, SHEET, stamped } from './signature';

describe('a signature', () => {
  test('a touch is none, and a line is one', () => {
    expect(isSigned([])).toBe(false);
    expect(isSigned([[[10, 10]], [[20, 20], [22, 20]]])).toBe(false);
    expect(isSigned([[[10, 10], [60, 10]], [[10, 40], [30, 40]]])).toBe(true);
  });

  test('a typed one says when, in Japan, so that no two are the same', () => {
    expect(stamped(new Date('2023-02-20T01:05:07Z'))).toBe('2023-02-20 10:05:07');
  });

  test('it is written where the pointer is, however small the sheet is shown', () => {
    const shown = { left: 100, top: 50, width: SHEET.width / 2, height: SHEET.height / 2 };
    expect(onSheet({ x: 100, y: 50 }, shown)).toEqual([0, 0]);
    expect(onSheet({ x: 100 + SHEET.width / 4, y: 50 + SHEET.height / 4 }, shown)).toEqual([SHEET.width / 2, SHEET.height / 2]);
  });
});
