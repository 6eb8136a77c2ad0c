// A state is told three times: by a word, by a shape and by a colour.

export type Tone = 'calm' | 'good' | 'warn' | 'bad' | 'plain';
export type Shape = 'disc' | 'ring' | 'square' | 'frame' | 'triangle' | 'diamond' | 'half' | 'cross' | 'tick' | 'dash';

export interface Look {
  readonly tone: Tone;
  readonly shape: Shape;
}

const LOOKS: Readonly<Record<string, Look>> = {
  'asset.draft': { tone: 'plain', shape: 'dash' },
  'asset.in_storage': { tone: 'calm', shape: 'square' },
  'asset.in_use': { tone: 'good', shape: 'disc' },
  'asset.taken_out': { tone: 'warn', shape: 'triangle' },
  'asset.missing': { tone: 'bad', shape: 'diamond' },
  'asset.disposed': { tone: 'plain', shape: 'cross' },
  'asset.quarantined': { tone: 'warn', shape: 'frame' },
  'take_out.requested': { tone: 'calm', shape: 'ring' },
  'take_out.approved': { tone: 'calm', shape: 'half' },
  'take_out.handed_over': { tone: 'warn', shape: 'triangle' },
  'take_out.returned': { tone: 'calm', shape: 'square' },
  'take_out.discrepancy': { tone: 'bad', shape: 'diamond' },
  'take_out.verified': { tone: 'good', shape: 'tick' },
  'take_out.rejected': { tone: 'plain', shape: 'cross' },
  'take_out.withdrawn': { tone: 'plain', shape: 'dash' },
  'take_out.expired': { tone: 'plain', shape: 'frame' },
  'take_out.overdue': { tone: 'bad', shape: 'diamond' },
  'take_out.lost': { tone: 'bad', shape: 'cross' },
  'take_out.incident': { tone: 'bad', shape: 'cross' },
  'extension.requested': { tone: 'calm', shape: 'ring' },
  'extension.approved': { tone: 'good', shape: 'tick' },
  'extension.rejected': { tone: 'plain', shape: 'cross' },
  'extension.lapsed': { tone: 'plain', shape: 'dash' },
  'transfer.proposed': { tone: 'calm', shape: 'ring' },
  'transfer.accepted': { tone: 'good', shape: 'tick' },
  'transfer.declined': { tone: 'plain', shape: 'cross' },
  'transfer.withdrawn': { tone: 'plain', shape: 'dash' },
  'grade.major': { tone: 'bad', shape: 'diamond' },
  'grade.minor': { tone: 'warn', shape: 'triangle' },
  'grade.observation': { tone: 'calm', shape: 'ring' },
  'violation.open': { tone: 'bad', shape: 'diamond' },
  'violation.excepted': { tone: 'warn', shape: 'half' },
  'violation.closed': { tone: 'good', shape: 'tick' },
  'remedy.requested': { tone: 'calm', shape: 'ring' },
  'remedy.approved': { tone: 'warn', shape: 'half' },
  'remedy.rejected': { tone: 'plain', shape: 'cross' },
  'remedy.ended': { tone: 'plain', shape: 'dash' },
  'remedy.expired': { tone: 'plain', shape: 'frame' },
  'proposal.proposed': { tone: 'calm', shape: 'ring' },
  'review.well': { tone: 'good', shape: 'tick' },
  'review.soon': { tone: 'warn', shape: 'half' },
  'review.late': { tone: 'bad', shape: 'diamond' },
  'device.enrolled': { tone: 'calm', shape: 'ring' },
  'device.active': { tone: 'good', shape: 'disc' },
  'device.revoked': { tone: 'plain', shape: 'cross' },
  'conflict.conflict': { tone: 'warn', shape: 'triangle' },
  'conflict.waiting': { tone: 'calm', shape: 'ring' },
  'conflict.applied': { tone: 'good', shape: 'tick' },
  'conflict.discarded': { tone: 'plain', shape: 'cross' },
  'stock_take.planned': { tone: 'calm', shape: 'ring' },
  'stock_take.counting': { tone: 'warn', shape: 'half' },
  'stock_take.reconciling': { tone: 'warn', shape: 'frame' },
  'stock_take.completed': { tone: 'good', shape: 'tick' },
  'stock_take.cancelled': { tone: 'plain', shape: 'cross' },
  'count.pending': { tone: 'plain', shape: 'dash' },
  'count.here': { tone: 'good', shape: 'tick' },
  'count.wrong_place': { tone: 'warn', shape: 'triangle' },
  'count.no_place': { tone: 'warn', shape: 'frame' },
  'count.unknown_code': { tone: 'bad', shape: 'ring' },
  'count.elsewhere_section': { tone: 'warn', shape: 'half' },
  'count.label_damaged': { tone: 'warn', shape: 'square' },
  'count.disposed': { tone: 'bad', shape: 'cross' },
  'count.missing': { tone: 'bad', shape: 'diamond' },
  'count.out': { tone: 'calm', shape: 'triangle' },
  'count.already': { tone: 'calm', shape: 'disc' },
  'count.place_switched': { tone: 'good', shape: 'square' },
  'settling.open': { tone: 'bad', shape: 'diamond' },
  'settling.proposed': { tone: 'calm', shape: 'half' },
  'settling.applied': { tone: 'good', shape: 'tick' },
  'settling.reported': { tone: 'plain', shape: 'square' },
  'floor.in_force': { tone: 'good', shape: 'disc' },
  'floor.draft': { tone: 'plain', shape: 'dash' },
};

export function lookOf(group: string, state: string): Look {
  return LOOKS[`${group}.${state}`] ?? { tone: 'plain', shape: 'ring' };
}

/** Outlines on a field of 16 by 16. */
export const OUTLINES: Readonly<Record<Shape, { readonly d: string; readonly filled: boolean }>> = {
  disc: { d: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2', filled: true },
  ring: { d: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2', filled: false },
  square: { d: 'M3 3h10v10H3z', filled: true },
  frame: { d: 'M3 3h10v10H3zM3 3l10 10', filled: false },
  triangle: { d: 'M3 2.5 14 8 3 13.500z', filled: true },
  diamond: { d: 'M8 .8 15.200 8 8 15.200 .8 8z', filled: true },
  half: { d: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12', filled: true },
  cross: { d: 'M3 3l10 10M13 3 3 13', filled: false },
  tick: { d: 'M2.500 8.500 6.500 12.500 14 4', filled: false },
  dash: { d: 'M2 8h3M6.500 8h3M11 8h3', filled: false },
};
