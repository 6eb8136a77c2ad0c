import { describe, expect, test } from 'vitest';
import { normalise, printed } from './normalise';

const CODE = '0123ABCDWXYZK';
const accepted = { ok: true, code: CODE };

describe('normalise', () => {
  test.each([
    ['as it is', CODE],
    ['with hyphens', '0123-ABCD-WXYZ-K'],
    ['in small letters', '0123abcdwxyzk'],
    ['in full width, as an input method writes it', '０１２３－ＡＢＣＤ－ＷＸＹＺ－Ｋ'],
    ['with long vowel marks for hyphens', '0123ーABCDーWXYZーK'],
    ['with blanks around and between', '  0123 ABCD WXYZ K '],
    ['inside the address of a label', 'HTTPS://DAICHO.EXAMPLE/Q/0123ABCDWXYZK'],
    ['inside an address with a port and hyphens', 'https://daicho.example:8443/q/0123-abcd-wxyz-k'],
    ['from a reader set for another keyboard', 'HTTPS+//DAICHO.EXAMPLE/Q/0123ABCDWXYZK'],
    ['with the line end of a reader', `${CODE}\r\n`],
  ])('a code %s is taken', (_how, raw) => {
    expect(normalise(raw)).toEqual(accepted);
  });

  test.each([
    ['another page of the host', 'https://daicho.example/sign-in'],
    ['another scheme', 'javascript:alert(1)'],
    ['a code that is too short', '0123ABCD'],
    ['letters that codes do not use', 'IIII-LLLL-OOOO-U'],
    ['control characters inside', '0123\u0000ABCDWXYZK'],
    ['more than 64 characters', `HTTPS://${'A'.repeat(60)}/Q/${CODE}`],
    ['nothing', ''],
  ])('%s is not one of ours', (_what, raw) => {
    expect(normalise(raw).ok).toBe(false);
  });

  test('what is refused is shown short and without control characters', () => {
    const long = normalise(`\u001b[31m${'x'.repeat(200)}`);
    expect(long.ok).toBe(false);
    if (!long.ok) {
      expect(long.shown.length).toBeLessThanOrEqual(65);
      expect(long.shown.startsWith('\ufffd')).toBe(true);
    }
  });

  test('codes are printed in groups', () => {
    expect(printed(CODE)).toBe('0123-ABCD-WXYZ-K');
    expect(printed('short')).toBe('short');
  });
});
