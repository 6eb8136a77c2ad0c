import { expect, it } from 'vitest';
import { editions, MEDIA, type Method } from './matrix';

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
  const [only] = editions([of('shred', 'destroy', ['usb', 'hdd']), of('drill', 'destroy', ['hdd'])]);
  const [shred, drill] = only?.rows ?? [];
  expect(shred?.cells).toHaveLength(MEDIA.length);
  expect(shred?.cells.filter((one) => one !== null)).toHaveLength(2);
  expect(drill?.cells[MEDIA.indexOf('hdd')]?.level).toBe('destroy');
  expect(drill?.cells[MEDIA.indexOf('usb')]).toBeNull();
});

it('keeps one row for a method that two entries of an edition speak of', () => {
  const [only] = editions([of('degauss', 'purge', ['hdd']), of('degauss', 'clear', ['tape'])]);
  expect(only?.rows).toHaveLength(1);
  expect(only?.rows[0]?.cells[MEDIA.indexOf('tape')]?.level).toBe('clear');
});

it('names each edition once, with its time', () => {
  const told = editions([of('format', 'none', ['usb'], 'A'), of('shred', 'destroy', ['usb'], 'B'), of('drill', 'destroy', ['hdd'], 'A')]);
  expect(told.map((one) => [one.name, one.rows.length, one.from, one.until])).toEqual([
    ['A', 2, '2014-12-17', null],
    ['B', 1, '2014-12-17', null],
  ]);
});
