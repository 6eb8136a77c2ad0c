// What a label that was read means in each of the scanner's modes.

import type { Resolved } from '../api/types';
import type { Deed, Reason } from '../queue/held';

export type Mode = Deed;

export interface Way {
  readonly mode: Mode;
  /** The operation that opens the mode. */
  readonly needs: string;
  /** Every scan takes the place that was read last. */
  readonly takesPlace: boolean;
  /** Collected in a list and committed together; otherwise each scan goes by itself. */
  readonly collects: boolean;
  /** How long a scan can be taken back before it is sent, in milliseconds. */
  readonly undo: number;
}

const way = (mode: Mode, needs: string, rest: Partial<Way> = {}): Way => ({
  mode,
  needs,
  takesPlace: false,
  collects: false,
  undo: 0,
  ...rest,
});

const UNDO = 10_000;

export const WAYS: readonly Way[] = [
  way('lookUp', 'resolveCode'),
  way('handOver', 'handOver', { collects: true, undo: UNDO }),
  way('declareReturn', 'declareReturn', { collects: true, takesPlace: true, undo: UNDO }),
  way('recordCount', 'recordCount', { takesPlace: true }),
  way('recordSighting', 'recordSighting', { takesPlace: true, undo: UNDO }),
];

/** Looking up is open to whoever scans; the others also need the door that scans go through. */
export function waysFor(may: (operation: string) => boolean): readonly Way[] {
  return WAYS.filter((one) => may(one.needs) && (one.mode === 'lookUp' || may('syncScans')));
}

export function wayOf(name: string | null, ways: readonly Way[]): Way {
  return ways.find((one) => one.mode === name) ?? (WAYS[0] as Way);
}

/** The server gives no reason for what nobody could do with the thing now. */
const NOTHING: Partial<Readonly<Record<Mode, string>>> = { handOver: 'nothing-to-hand-over', declareReturn: 'nothing-to-return' };

const factsOf = ({ code, asset_kind }: Resolved) => ({ code, kind: asset_kind });

/** Why this thing cannot be part of the commit, as far as the server told; null when nothing speaks against it. */
export function blockerOf({ needs, mode }: Way, card: Resolved): Reason | null {
  if (card.kind !== 'asset') return { code: 'not-a-thing', facts: { name: card.name } };
  if (card.label?.state === 'void') return { code: 'label-is-void', facts: { code: card.label.current } };
  if (mode === 'recordCount' || card.actions.includes(needs)) return null;
  if (mode === 'recordSighting' && card.asset_kind !== 'terminal') return { code: 'sighting-of-no-terminal', facts: factsOf(card) };
  const told = card.blockers.find((one) => one.operation === needs);
  return told === undefined ? { code: NOTHING[mode] ?? 'not-yours-to-do', facts: {} } : { code: told.code, facts: told.facts };
}

/** What is asked once for the whole list has been answered. */
export function isReady(wanted: Way, place: string | null, session: string | null): boolean {
  return (!wanted.takesPlace || place !== null) && (wanted.mode !== 'recordCount' || session !== null);
}
