import { expect, it } from 'vitest';
import { matrix, MEDIA, type Method } from './matrix';

const of = (method: Method['method'], level: Method['level'], media: Method['media'], edition = 'Rev.1'): Method => ({
  method,
  level,
  media,
  edition,
  encrypted_only: false,
  valid_from: '2014-12-17',
  valid_until: null,
});

it('has a row for each method, and a cell for each medium', () => {
  const [shred, drill] = matrix([of('shred', 'destroy', ['usb', 'hdd']), of('drill', 'destroy', ['hdd'])]);
  expect(shred?.cells).toHaveLength(MEDIA.length);
  expect(shred?.cells.filter((one) => one !== null)).toHaveLength(2);
  expect(drill?.cells[MEDIA.indexOf('hdd')]?.level).toBe('destroy');
  expect(drill?.cells[MEDIA.indexOf('usb')]).toBeNull();
});

it('keeps one row for a method that two entries speak of, and names each edition once', () => {
  const rows = matrix([of('degauss', 'purge', ['hdd']), of('degauss', 'clear', ['tape']), of('degauss', 'none', ['usb'], 'Rev.2')]);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.cells[MEDIA.indexOf('tape')]?.level).toBe('clear');
  expect(rows[0]?.editions.map((one) => one.edition)).toEqual(['Rev.1', 'Rev.2']);
});
