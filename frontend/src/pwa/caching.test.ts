import { describe, expect, test } from 'vitest';
import { cacheName, isKeptAtOnce, isWriting, outdated, wayOf } from './caching';

const BUILT = new Set(['/', '/icon.svg', '/assets/index-abc.js', '/assets/font-abc.woff2']);
const way = (path: string, { navigates = false, method = 'GET' } = {}) => wayOf(method, path, navigates, BUILT);

describe('what the service worker keeps', () => {
  test('answers of the server are never taken from or put into the cache', () => {
    for (const path of ['/api/session', '/api/assets', '/health/live', '/sw.js']) expect(way(path)).toBe('server');
    expect(way('/api/labels/X.png', { navigates: true })).toBe('server');
    expect(way('/assets/unknown.js')).toBe('server');
    expect(way('/', { method: 'POST' })).toBe('server');
  });

  test('built files come from the device, pages from the server when it answers', () => {
    expect(way('/assets/index-abc.js')).toBe('file');
    expect(way('/icon.svg')).toBe('file');
    for (const path of ['/', '/scan', '/q/ABC', '/registers/assets']) expect(way(path, { navigates: true })).toBe('page');
  });

  test('the writing is kept later, spare characters when they are seen, everything else at once', () => {
    expect(['/assets/a.js', '/assets/a.wasm', '/', '/assets/a.css'].every(isKeptAtOnce)).toBe(true);
    expect(isKeptAtOnce('/assets/font-abc.woff2')).toBe(false);
    expect(['/assets/biz-udpgothic-1-abc.woff2', '/assets/noto-sans-jp-1-abc.woff2', '/assets/biz.js'].map(isWriting)).toEqual([true, false, false]);
  });

  test('the version before stays for pages still open; older ones and no foreign ones go', () => {
    const names = ['other', cacheName('1'), cacheName('2'), cacheName('3')];
    expect(outdated(names, '3')).toEqual([cacheName('1')]);
    expect(outdated([cacheName('3')], '3')).toEqual([]);
  });
});
