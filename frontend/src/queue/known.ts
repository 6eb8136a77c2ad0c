// Names of places and things by their codes, so that a scan without the server still says what was read.

import { get } from '../api/client';
import type { Asset, Page, Place } from '../api/types';

export interface Known {
  readonly kind: 'asset' | 'place';
  readonly name: string;
}

const KEY = 'daicho.known';
const AGE_MS = 600_000;
const LARGEST = 2000;

const bare = (code: string): string => code.replaceAll('-', '');

type Book = Readonly<Record<string, Known>>;

let book: Book = read();
let readAt = 0;

function read(): Book {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Book;
  } catch {
    return {};
  }
}

async function all<T>(path: string, section: string | null): Promise<readonly T[]> {
  const items: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await get<Page<T>>(path, { section, limit: 200, after });
    items.push(...page.items);
    after = page.next;
  } while (after !== null && items.length < LARGEST);
  return items;
}

/** Asks for the names of a section; without an answer the old ones stay. No names of people are among them. */
export async function learn(section: string | null, may: (operation: string) => boolean): Promise<void> {
  if (Date.now() - readAt < AGE_MS) return;
  readAt = Date.now();
  try {
    const places = may('listPlaces') ? await all<Place>('/api/places', section) : [];
    const assets = may('listAssets') ? await all<Asset>('/api/assets', section) : [];
    book = Object.fromEntries([
      ...places.map(({ code, name }) => [bare(code), { kind: 'place', name }] as const),
      ...assets.map(({ code, name }) => [bare(code), { kind: 'asset', name }] as const),
    ]);
    localStorage.setItem(KEY, JSON.stringify(book));
  } catch {
    readAt = 0;
  }
}

export const known = (code: string): Known | null => book[bare(code)] ?? null;

export const knownPlaces = (): readonly { readonly code: string; readonly name: string }[] =>
  Object.entries(book).flatMap(([code, one]) => (one.kind === 'place' ? [{ code, name: one.name }] : []));

/** With the sign-out the device forgets the names too. */
export function unlearn(): void {
  book = {};
  readAt = 0;
  localStorage.removeItem(KEY);
}
