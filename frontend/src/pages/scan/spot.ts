// Where the scanner stood last: it outlives a reload, so that nothing is counted as being nowhere.

import { session } from '../../session/session.svelte';

/** Where the scanner stands: at a labelled place, or in an area of a floor. */
export interface Spot {
  readonly place: string | null;
  readonly floor: string | null;
  readonly area: string | null;
  readonly name: string;
}

const KEY = 'daicho.spot';

interface Kept {
  readonly person: string;
  readonly spot: Spot;
}

/** Of this person in this tab; the next person at a shared device begins anew. */
export function lastSpot(): Spot | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    return kept !== null && kept.person === session.me?.staff_id ? kept.spot : null;
  } catch {
    return null;
  }
}

export function remember(spot: Spot): void {
  if (session.me === null) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ person: session.me.staff_id, spot } satisfies Kept));
  } catch {
    // A browser that keeps nothing asks for the place again after a reload.
  }
}
