// A scan as a row in a queue: each step is pure, and the row says by itself what it waits for.

import { hasRightCheck } from './check';
import { normalise, printed } from './normalise';

export type Refusal = {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

interface Origin {
  /** Made with the scan and sent with the act, so that a repeated delivery acts once. */
  readonly key: string;
  readonly raw: string;
  /** Time on this device, RFC 3339. */
  readonly scannedAt: string;
}

export type Row<Card> = Origin &
  (
    | { readonly stage: 'captured' }
    | { readonly stage: 'normalised'; readonly code: string }
    | { readonly stage: 'checked'; readonly code: string }
    | { readonly stage: 'resolved'; readonly code: string; readonly card: Card }
    | { readonly stage: 'acted'; readonly code: string; readonly card: Card; readonly operation: string }
    | { readonly stage: 'refused'; readonly code: string | null; readonly refusal: Refusal; readonly shown: string }
  );

export type Outcome<Card> =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'acted'; readonly operation: string };

export function captured<Card>(raw: string, scannedAt: string, key: string): Row<Card> {
  return { key, raw, scannedAt, stage: 'captured' };
}

function origin({ key, raw, scannedAt }: Origin): Origin {
  return { key, raw, scannedAt };
}

function refused<Card>(row: Row<Card>, refusal: Refusal, shown: string, code: string | null = null): Row<Card> {
  return { ...origin(row), stage: 'refused', code, refusal, shown };
}

function normalised<Card>(row: Row<Card>): Row<Card> {
  const result = normalise(row.raw);
  if (result.ok) return { ...origin(row), stage: 'normalised', code: result.code };
  return refused(row, { code: 'not-one-of-ours', facts: { scan: result.shown } }, result.shown);
}

function checked<Card>(row: Row<Card>, code: string): Row<Card> {
  if (hasRightCheck(code)) return { ...origin(row), stage: 'checked', code };
  return refused(row, { code: 'wrong-check-character', facts: { scan: printed(code) } }, printed(code), code);
}

/** One step that needs nobody else; a row that waits for the server or for a person is handed back unchanged. */
export function step<Card>(row: Row<Card>): Row<Card> {
  if (row.stage === 'captured') return normalised(row);
  return row.stage === 'normalised' ? checked(row, row.code) : row;
}

/** All steps up to the first that needs the server, a person, or nothing more. */
export function advance<Card>(row: Row<Card>): Row<Card> {
  const next = step(row);
  return next === row ? row : advance(next);
}

export const waitsForServer = (row: Row<unknown>): boolean => row.stage === 'checked';

/** What came back from outside, put into the row; an answer that the row does not wait for changes nothing. */
export function settle<Card>(row: Row<Card>, outcome: Outcome<Card>): Row<Card> {
  if (row.stage === 'checked' && outcome.kind === 'card') {
    return { ...origin(row), stage: 'resolved', code: row.code, card: outcome.card };
  }
  if (row.stage === 'checked' && outcome.kind === 'refusal') {
    return refused(row, outcome.refusal, printed(row.code), row.code);
  }
  if (row.stage === 'resolved' && outcome.kind === 'acted') {
    return { ...origin(row), stage: 'acted', code: row.code, card: row.card, operation: outcome.operation };
  }
  return row;
}

export type Queue<Card> = readonly Row<Card>[];

const LONGEST_QUEUE = 50;

/** The newest row stands first. */
export function enqueue<Card>(queue: Queue<Card>, row: Row<Card>): Queue<Card> {
  return [row, ...queue].slice(0, LONGEST_QUEUE);
}

export function replace<Card>(queue: Queue<Card>, row: Row<Card>): Queue<Card> {
  return queue.map((one) => (one.key === row.key ? row : one));
}

/** The same thing, read again while its card still lies open. */
export function isRepeat(queue: Queue<unknown>, row: Row<unknown>): boolean {
  const front = queue[0];
  return front?.stage === 'resolved' && 'code' in row && row.stage !== 'refused' && front.code === row.code;
}
