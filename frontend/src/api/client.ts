// The one place that talks to the server: JSON in, JSON or a Problem out.

import { freshKey } from './attempt';
import { Problem, problemFrom, unreachable } from './problem';

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export interface Answer<T> {
  readonly body: T;
  readonly etag: string | null;
}

let onSignedOut: () => void = () => undefined;

/** Called when the server says that the session is over. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch {
    throw unreachable();
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

async function send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const response = await reach(path, init);
  const body = await bodyOf(response);
  if (!response.ok) {
    const problem: Problem = problemFrom(response.status, body);
    if (problem.code === 'not-signed-in') onSignedOut();
    throw problem;
  }
  return { body: body as T, etag: response.headers.get('ETag') };
}

export async function get<T>(path: string, query: Query = {}): Promise<T> {
  return (await send<T>(withQuery(path, query), { headers: { Accept: 'application/json' } })).body;
}

export async function post<T>(path: string, body: unknown, key: string = freshKey()): Promise<T> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
  return (await send<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })).body;
}

export async function remove(path: string): Promise<void> {
  await send<null>(path, { method: 'DELETE', headers: { 'Content-Type': 'application/json' } });
}
