import { expect, test } from 'vitest';
import { checkCharacter } from './check';
import { noteArrival, noteRead, wasRead } from './hand';

test('a reading counts once, and only for its own code', () => {
  noteRead('A');
  expect(wasRead('A')).toBe(true);
  expect(wasRead('A')).toBe(false);
  noteRead('A');
  expect(wasRead('B')).toBe(false);
  expect(wasRead('A')).toBe(false);
});

test('a label that the telephone itself opened is a reading; a reload, a link of ours or another page is none', () => {
  const CODE = `0123ABCDWXYZ${checkCharacter('0123ABCDWXYZ')}`;
  const checked = (path: string, more = {}) => {
    noteArrival({ href: `https://daicho.example${path}`, origin: 'https://daicho.example', referrer: '', type: 'navigate', ...more });
    return wasRead(CODE);
  };
  expect(checked(`/q/${CODE}`)).toBe(true);
  expect(checked(`/q/${CODE}`, { type: 'reload' })).toBe(false);
  expect(checked(`/q/${CODE}`, { referrer: 'https://daicho.example/tasks' })).toBe(false);
  expect(checked(`/registers/assets?open=${CODE}`)).toBe(false);
});
