// A scan kept on this device: what it asks for, how far it came, and what the server said to it.

/** What a scan may ask of the server. */
export type Deed = 'lookUp' | 'handOver' | 'declareReturn' | 'recordCount' | 'recordSighting';

export type Answers = Readonly<Record<string, unknown>>;

export interface Reason {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** As the server wrote it; missing when the sentence is found here by its code. */
  readonly ja?: string;
  readonly en?: string;
}

export type Standing =
  /** In the list, until its person commits it. */
  | { readonly at: 'listed'; readonly blocked: Reason | null }
  /** To be sent, not before `from` (milliseconds of this device's clock): so long it can be taken back. */
  | { readonly at: 'ready'; readonly from: number }
  | { readonly at: 'done'; readonly on: string; readonly told: string | null }
  /** The server keeps it as a case for somebody to decide. */
  | { readonly at: 'conflict'; readonly on: string; readonly conflict: string | null; readonly reason: Reason }
  | { readonly at: 'refused'; readonly on: string; readonly reason: Reason };

export interface Scan {
  /** Sent with the scan, so that a repeated delivery acts once. */
  readonly key: string;
  /** Staff id of who scanned; nobody else sends it. */
  readonly person: string;
  readonly act: Deed;
  readonly code: string;
  /** Code of the place it was read at. */
  readonly place: string | null;
  /** The stock-take it belongs to. */
  readonly session: string | null;
  readonly answers: Answers;
  /** The municipality's time as this device knew it, RFC 3339. */
  readonly deviceAt: string;
  /** How far ahead of this device's clock that was, in milliseconds. */
  readonly ahead: number;
  /** Name of the thing, once somebody knew it. */
  readonly name: string | null;
  readonly standing: Standing;
}

/** `seq` rises with every scan of this device and is never given twice. */
export type Held = Scan & { readonly seq: number };

export const UNDO_MS = 10_000;

export const isListed = ({ standing }: Scan): boolean => standing.at === 'listed';
export const isWaiting = ({ standing }: Scan): boolean => standing.at === 'ready';
export const wantsAttention = ({ standing }: Scan): boolean => standing.at === 'conflict' || standing.at === 'refused';
export const isBlocked = ({ standing }: Scan): boolean => standing.at === 'listed' && standing.blocked !== null;

/** Still on this device only: neither sent nor given up. */
export const isKept = (scan: Scan): boolean => isListed(scan) || isWaiting(scan);

export const listed = (blocked: Reason | null = null): Standing => ({ at: 'listed', blocked });

export const readyFrom = (now: number, wait = UNDO_MS): Standing => ({ at: 'ready', from: now + wait });

/** Takes the answers given once for the whole list; blocked rows stay where they are. */
export function committed(scan: Held, answers: Answers, place: string | null, now: number): Held {
  if (!isListed(scan) || isBlocked(scan)) return scan;
  return { ...scan, answers, place: place ?? scan.place, standing: readyFrom(now) };
}

/** Back to the list it came from; what was sent stays sent. */
export function takenBack(scan: Held): Held {
  return isWaiting(scan) ? { ...scan, standing: listed() } : scan;
}

/** A row of the same thing for the same purpose that is not finished, or null. */
export function twinOf(rows: readonly Held[], scan: Pick<Scan, 'act' | 'code' | 'session' | 'place' | 'answers'>): Held | null {
  const same = (row: Held) => row.act === scan.act && row.code === scan.code && row.session === scan.session;
  // What was counted at a place is not counted again as being nowhere.
  const like = (row: Held) => (scan.place === null || row.place === scan.place) && row.answers['damaged'] === scan.answers['damaged'];
  const there = (row: Held) => row.act !== 'recordCount' || like(row);
  return rows.find((row) => same(row) && there(row) && (isKept(row) || row.act === 'recordCount') && !wantsAttention(row)) ?? null;
}

const KEEP_DONE_MS = 12 * 3_600_000;

/** What may be put away by itself: done, and long enough ago. Nothing else ever is. */
export function isStale({ standing }: Scan, now: number): boolean {
  return standing.at === 'done' && now - Date.parse(standing.on) > KEEP_DONE_MS;
}
