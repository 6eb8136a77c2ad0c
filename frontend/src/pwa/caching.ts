// What the service worker may keep: built files by their names, never an answer of the server.

export type Way = 'page' | 'file' | 'server';

/** Addresses of operations, health and what is made for one person are always asked of the server. */
const ALWAYS_ASKED = ['/api/', '/health/', '/sw.js'];

/** How a request is answered: `file` from the built files first, `page` from the server and else from the built index. */
export function wayOf(method: string, path: string, navigates: boolean, built: ReadonlySet<string>): Way {
  if (method !== 'GET' || ALWAYS_ASKED.some((start) => path.startsWith(start)) || path === '/api') return 'server';
  if (built.has(path)) return path.startsWith('/assets/') ? 'file' : navigates ? 'page' : 'file';
  return navigates ? 'page' : 'server';
}

/** The characters of our own font; the spare ones are kept when they are first seen. */
export const isWriting = (path: string): boolean => path.startsWith('/assets/biz-') && path.endsWith('.woff2');

/** Kept at once, so that the pages open without the server; fonts come later. */
export const isKeptAtOnce = (path: string): boolean => !/\.(woff2?|txt)$/.test(path);

const PREFIX = 'daicho-built-';

export const cacheName = (version: string): string => `${PREFIX}${version}`;

/** Of our caches all but this version and the one before it, whose pages may still be open. `names` are oldest first. */
export function outdated(names: readonly string[], version: string): readonly string[] {
  const ours = names.filter((name) => name.startsWith(PREFIX) && name !== cacheName(version));
  return ours.slice(0, -1);
}
