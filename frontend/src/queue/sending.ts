// From kept scans to a batch for the server, and from its answer back to the rows.

import type { Deed, Held, Reason } from './held';

export const LARGEST_BATCH = 200;

export interface Sent {
  readonly key: string;
  readonly act: Deed;
  readonly code: string;
  readonly place: string | null;
  readonly session: string | null;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly device_at: string;
  readonly device_seq: number;
}

export interface Batch {
  readonly device_now: string;
  readonly items: readonly Sent[];
}

export interface Told {
  readonly key: string;
  readonly state: string;
  readonly id?: string | null;
  readonly conflict?: string | null;
  readonly outcome?: string | null;
  readonly code?: string | null;
  readonly title?: string | null;
  readonly detail?: string | null;
  readonly facts?: Readonly<Record<string, unknown>> | null;
}

function isDue({ standing }: Held, now: number): boolean {
  return standing.at === 'ready' && standing.from <= now;
}

/**
 * The oldest first; another person's scans wait for that person.
 * Only those stamped by the same clock: a batch tells what that clock says now, so that one which was set shows.
 */
export function due(rows: readonly Held[], person: string, now: number): readonly Held[] {
  const all = rows.filter((row) => row.person === person && isDue(row, now)).sort((one, other) => one.seq - other.seq);
  const other = all.findIndex((row) => row.ahead !== all[0]?.ahead);
  return all.slice(0, other < 0 ? LARGEST_BATCH : Math.min(other, LARGEST_BATCH));
}

/** When the next row may be sent, in milliseconds of this device's clock; null when nothing waits. */
export function nextDue(rows: readonly Held[], person: string): number | null {
  const times = rows.flatMap((row) => (row.person === person && row.standing.at === 'ready' ? [row.standing.from] : []));
  return times.length === 0 ? null : Math.min(...times);
}

function item({ key, act, code, place, session, answers, deviceAt, seq }: Held): Sent {
  return { key, act, code, place, session, answers, device_at: deviceAt, device_seq: seq };
}

export const batchOf = (rows: readonly Held[], deviceNow: string): Batch => ({ device_now: deviceNow, items: rows.map(item) });

function reasonOf({ code, title, detail, facts }: Told): Reason {
  return {
    code: code ?? 'unexpected',
    facts: facts ?? {},
    ...(detail ? { ja: detail } : {}),
    ...(title ? { en: title } : {}),
  };
}

const TAKEN: readonly string[] = ['done', 'again'];

/** Taken, and nothing is said against it. A label that nobody knows is taken as read, and its act is not done all the same. */
const isDone = ({ state, conflict, code }: Told): boolean => TAKEN.includes(state) && !conflict && !code;

/** The row after the server's answer; a state that we do not know is looked at by a person, never taken for done. */
export function answered(row: Held, told: Told, on: string): Held {
  if (isDone(told)) return { ...row, standing: { at: 'done', on, told: outcomeOf(told) } };
  const reason = reasonOf(told);
  if (told.state === 'conflict' || told.conflict) {
    return { ...row, standing: { at: 'conflict', on, conflict: told.conflict ?? null, reason } };
  }
  return { ...row, standing: { at: 'refused', on, reason } };
}

/** What a count found, wherever the answer says it. */
function outcomeOf({ outcome, facts }: Told): string | null {
  const told = outcome ?? facts?.['outcome'];
  return typeof told === 'string' ? told : null;
}

/** The rows that the answer changed; one that the server said nothing about stays to be sent. */
export function merged(rows: readonly Held[], answers: readonly Told[], on: string): readonly Held[] {
  const byKey = new Map(answers.map((told) => [told.key, told]));
  return rows.flatMap((row) => {
    const told = byKey.get(row.key);
    return told === undefined ? [] : [answered(row, told, on)];
  });
}
