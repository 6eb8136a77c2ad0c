// The service worker: keeps the built pages on the device, so that they open while the server is away.

import { cacheName, isKeptAtOnce, isWriting, outdated, wayOf } from './caching';

/** Written into the built file: what was built, and a version that changes with it. */
declare const __BUILT__: { readonly version: string; readonly files: readonly string[] };

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Told extends Lasting {
  readonly data: unknown;
}
interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void;
}

const worker = self as unknown as Worker;
const { version, files } = __BUILT__;
const built = new Set(files);
const PAGE_MS = 4000;
const AWAY: readonly number[] = [502, 503, 504];

const current = (): Promise<Cache> => caches.open(cacheName(version));

async function install(): Promise<void> {
  const cache = await current();
  await cache.addAll(files.filter(isKeptAtOnce).map((path) => new Request(path, { cache: 'no-cache' })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  await Promise.all(outdated(await caches.keys(), version).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Any name may need any character: the writing is fetched once the page is at rest, one file after another. */
async function keepWriting(): Promise<void> {
  const cache = await current();
  for (const path of files.filter(isWriting)) {
    if ((await cache.match(path)) === undefined) await cache.add(path);
  }
}

/** A page still open may ask for a file of the version before. */
async function file(request: Request): Promise<Response> {
  const found = (await (await current()).match(request)) ?? (await caches.match(request));
  if (found !== undefined) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await current()).put(request, answer.clone());
  return answer;
}

async function page(request: Request): Promise<Response> {
  const kept = await (await current()).match('/');
  try {
    const answer = await fetch(request, kept === undefined ? {} : { signal: AbortSignal.timeout(PAGE_MS) });
    return AWAY.includes(answer.status) ? (kept ?? answer) : answer;
  } catch (error) {
    if (kept === undefined) throw error;
    return kept;
  }
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  const asked = event.data === 'claim' ? worker.clients.claim() : keepWriting();
  event.waitUntil(asked.catch(() => undefined));
});
worker.addEventListener('fetch', (event) => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== worker.location.origin) return;
  const way = wayOf(method, pathname, mode === 'navigate', built);
  if (way === 'file') event.respondWith(file(event.request));
  if (way === 'page') event.respondWith(page(event.request));
});
