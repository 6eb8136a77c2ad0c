import { describe, expect, test } from 'vitest';
import { match } from './match';

describe('paths', () => {
  test.each([
    ['/', { page: 'tasks' }],
    ['/scan', { page: 'scan', code: null }],
    ['/q/ABCD-EFGH-JKMN-0', { page: 'scan', code: 'ABCD-EFGH-JKMN-0' }],
    ['/Q/ABCD', { page: 'scan', code: 'ABCD' }],
    ['/floors', { page: 'floors', floor: null }],
    ['/floors/f1', { page: 'floors', floor: 'f1' }],
    ['/floors/f1/edit', { page: 'editor', floor: 'f1' }],
    ['/floors/f1/edit/more', { page: 'unknown' }],
    ['/floors/f1/proposal', { page: 'proposal', floor: 'f1' }],
    ['/floors/f1/import', { page: 'import', floor: 'f1' }],
    ['/floors/f1/burn', { page: 'unknown' }],
    ['/settings', { page: 'settings' }],
    ['/devices', { page: 'devices' }],
    ['/calendar', { page: 'calendar' }],
    ['/reminders', { page: 'reminders' }],
    ['/my-mail', { page: 'my-mail' }],
    ['/conflicts', { page: 'conflicts' }],
    ['/registers', { page: 'registers', register: 'assets' }],
    ['/registers/take-outs', { page: 'registers', register: 'take-outs' }],
    ['/registers/nothing', { page: 'unknown' }],
    ['/labels', { page: 'labels' }],
    ['/history', { page: 'history' }],
    ['/exports', { page: 'exports' }],
    ['/stock-takes', { page: 'stocktakes', session: null }],
    ['/stock-takes/s1', { page: 'stocktakes', session: 's1' }],
    ['/floors/a/b', { page: 'unknown' }],
    ['/somewhere', { page: 'unknown' }],
  ])('%s leads to its page', (path, page) => {
    expect(match(path)).toEqual(page);
  });

  test('a broken escape does not break the page', () => {
    expect(match('/q/%E3%81')).toEqual({ page: 'scan', code: '%E3%81' });
  });
});
