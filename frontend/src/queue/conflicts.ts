// What the server could not let stand of this person's scans, although a device may still call it done.

import type { Listed } from '../api/types';
import type { Held, Scan } from './held';

export type Own = Listed<'listScanConflicts'>;

const standing = ({ id, refusal, facts }: Own, on: string) =>
  ({ at: 'conflict', on, conflict: id, reason: { code: refusal ?? 'unexpected', facts } }) as const;

function isOf(row: Held, own: Own): boolean {
  if (row.standing.at === 'conflict' && row.standing.conflict === own.id) return true;
  return row.act === own.act && row.seq === own.device_seq && Date.parse(row.deviceAt) === Date.parse(own.device_at);
}

/** Rows of this device that were done and are not any more. */
export function setBack(rows: readonly Held[], told: readonly Own[], on: string): readonly Held[] {
  return rows.flatMap((row) => {
    const own = row.standing.at === 'done' ? told.find((one) => isOf(row, one)) : undefined;
    return own === undefined ? [] : [{ ...row, standing: standing(own, on) }];
  });
}

const KEY = (id: string): string => `conflict-${id}`;

/** Conflicts that no row of this device stands for, and that nobody has put away here. */
export function unknownHere(rows: readonly Held[], told: readonly Own[], seen: readonly string[], person: string, on: string): readonly Scan[] {
  const missing = told.filter((own) => !seen.includes(own.id) && !rows.some((row) => row.person === person && isOf(row, own)));
  return missing.map((own) => ({
    key: KEY(own.id),
    person,
    act: own.act,
    code: own.code.replaceAll('-', ''),
    place: null,
    session: null,
    answers: {},
    deviceAt: own.happened_at,
    ahead: 0,
    name: own.asset_name,
    standing: standing(own, on),
  }));
}

const SEEN = 'daicho.seen';
const MOST_SEEN = 500;

/** Ids of conflicts that a person of this device has put away. */
export function seenHere(): readonly string[] {
  try {
    return JSON.parse(localStorage.getItem(SEEN) ?? '[]') as string[];
  } catch {
    return [];
  }
}

export function rememberSeen(id: string): void {
  localStorage.setItem(SEEN, JSON.stringify([...seenHere(), id].slice(-MOST_SEEN)));
}
