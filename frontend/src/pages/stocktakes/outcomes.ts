// What a stock-take can find, in the order in which it wants a person; and how far the counting came.

import type { components } from '../../api/schema';
import type { Listed, Told } from '../../api/types';

export type Session = Listed<'listStockTakes'>;
export type Whole = Told<'getStockTake'>;
export type Line = Readonly<Required<Whole['lines'][number]>>;
export type Counted = Readonly<components['schemas']['Counted']>;
export type Outcome = Line['outcome'];

export const OUTCOMES: readonly Outcome[] = [
  'missing',
  'wrong_place',
  'no_place',
  'unknown_code',
  'elsewhere_section',
  'label_damaged',
  'disposed',
  'pending',
  'here',
  'out',
];

/** Things of the list that somebody has read, or that are out with leave. */
export function seenOf({ counts, expected }: Pick<Session, 'counts' | 'expected'>): number {
  const open = (counts['pending'] ?? 0) + (counts['missing'] ?? 0);
  return Math.max(0, (expected ?? 0) - open);
}

/** Outcomes that occur, and how often. */
export function tally(counts: Session['counts']): readonly (readonly [Outcome, number])[] {
  return OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0] as const).filter(([, n]) => n > 0);
}

export type Tone = 'good' | 'again' | 'bad';

/** What a scan sounds like. */
export function toneOf(outcome: Counted['outcome']): Tone {
  if (outcome === 'here' || outcome === 'place_switched') return 'good';
  return outcome === 'already' ? 'again' : 'bad';
}

/** Whether the register could follow what was found: then that is asked first. */
export function mayAmend(line: Pick<Line, 'outcome' | 'seen_place' | 'asset_state'>): boolean {
  const elsewhere = line.outcome === 'wrong_place' || line.outcome === 'no_place';
  return elsewhere && line.seen_place !== null && (line.asset_state === 'in_storage' || line.asset_state === 'draft');
}
