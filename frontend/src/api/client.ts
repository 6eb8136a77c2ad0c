// The one place that talks to the server: JSON in, JSON or a Problem out.

import { freshKey } from './attempt';
import { Problem, problemFrom, unreachable } from './problem';

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export interface Answer<T> {
  readonly body: T;
  readonly etag: string | null;
}

/** True when the same person signed in again: what was asked can be asked once more. */
type SignInAgain = () => Promise<boolean>;

/** True when the person gave the own secret: what was asked can be asked once more. */
type AskSecret = () => Promise<boolean>;

let askSecret: AskSecret = () => Promise.resolve(false);
let signInAgain: SignInAgain = () => Promise.resolve(false);
let onReach: (reached: boolean) => void = () => undefined;

/** Called when the server says that the session is over. */
export function whenSignedOut(callback: SignInAgain): void {
  signInAgain = callback;
}

/** Called when a badge is not enough for what was asked. */
export function whenSecretWanted(callback: AskSecret): void {
  askSecret = callback;
}

/** Told after every request whether the server could be reached. */
export function whenReached(callback: (reached: boolean) => void): void {
  onReach = callback;
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A proxy that answers for a server that is gone is as good as no answer. */
const AWAY: readonly number[] = [502, 503, 504];

async function asked(path: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch {
    return null;
  }
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const response = await asked(path, init);
  const reached = response !== null && !AWAY.includes(response.status);
  onReach(reached);
  if (!reached) throw unreachable();
  return response;
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

async function once<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const response = await reach(path, init);
  const body = await bodyOf(response);
  if (!response.ok) throw problemFrom(response.status, body);
  return { body: body as T, etag: response.headers.get('ETag') };
}

/** Whether the person took away what stood in the way. */
async function isRemoved({ code }: Problem): Promise<boolean> {
  if (code === 'not-signed-in') return signInAgain();
  return code === 'own-secret-required' && askSecret();
}

/** When the session ended meanwhile, the request waits for its person; its key makes sure that it acts once. */
async function send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    return await once<T>(path, init);
  } catch (error) {
    if (!(error instanceof Problem) || !(await isRemoved(error))) throw error;
    return once<T>(path, init);
  }
}

export async function get<T>(path: string, query: Query = {}): Promise<T> {
  return (await send<T>(withQuery(path, query), { headers: { Accept: 'application/json' } })).body;
}

export async function post<T>(path: string, body: unknown, key: string = freshKey()): Promise<T> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
  return (await send<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })).body;
}

/** Sends a file as it is; what is asked about it stands in the address. */
export async function postFile<T>(path: string, query: Query, file: Blob, key: string = freshKey()): Promise<T> {
  const headers = { 'Content-Type': file.type, 'Idempotency-Key': key };
  return (await send<T>(withQuery(path, query), { method: 'POST', headers, body: file })).body;
}

export async function getTagged<T>(path: string): Promise<Answer<T>> {
  return send<T>(path, { headers: { Accept: 'application/json' } });
}

/** Keeps a text under a name, when what is there still bears this tag. */
export async function put<T>(path: string, text: string, etag: string): Promise<Answer<T>> {
  return send<T>(path, { method: 'PUT', headers: { 'Content-Type': 'application/json', 'If-Match': etag }, body: text });
}

/** Sends a text that is JSON already, as it was written. */
export async function postText<T>(path: string, text: string): Promise<T> {
  return (await send<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: text })).body;
}

export async function remove(path: string): Promise<void> {
  await send<null>(path, { method: 'DELETE', headers: { 'Content-Type': 'application/json' } });
}
