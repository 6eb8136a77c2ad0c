// The states of a disposal in order, which of them its way leads through, and what its forms begin with.

import type { Disposal } from '../../api/types';

export const STATES = [
  'requested',
  'approved',
  'in_custody',
  'sanitising',
  'sanitised',
  'witnessed',
  'evidenced',
  'completed',
  'rejected',
  'withdrawn',
] as const;

type Line = Disposal['lines'][number];

const WAY = ['requested', 'approved', 'sanitised', 'witnessed', 'evidenced', 'completed'] as const;
export type Milestone = (typeof WAY)[number];

const REACHED: Readonly<Record<string, number>> = {
  requested: 0,
  approved: 1,
  in_custody: 1,
  sanitising: 1,
  sanitised: 2,
  witnessed: 3,
  evidenced: 4,
  completed: 5,
};

/** What nobody can do any more once everything is lost. */
const OF_WHAT_IS_THERE: readonly Milestone[] = ['sanitised', 'witnessed', 'evidenced'];

/** The milestones of a disposal, and whether each is behind it; none for what was refused or taken back. */
export function milestones(state: string, lines: readonly Pick<Line, 'state'>[] = []): readonly { readonly name: Milestone; readonly reached: boolean }[] {
  const at = REACHED[state];
  if (at === undefined) return [];
  const lost = lines.length > 0 && lines.every((line) => line.state === 'lost');
  return WAY.map((name, place) => ({ name, reached: place <= at })).filter(({ name }) => !lost || !OF_WHAT_IS_THERE.includes(name));
}

/** The lines that work can still be recorded for; what nobody finds is found first, what is lost is given up. */
export function undone(lines: readonly Line[]): readonly Line[] {
  return lines.filter((line) => line.state !== 'sanitised' && line.state !== 'lost' && !line.absent);
}

export interface CertifiedDraft {
  serial: string;
  method: string;
  performed_on: string;
}

/** What a certificate is expected to say: the lines that a contractor did. Dates are those of Japan, as the server writes them. */
export function expected(lines: readonly Line[]): CertifiedDraft[] {
  return lines
    .filter((line) => line.by_contractor === true && line.gaps.includes('certificate'))
    .map((line) => ({ serial: '', method: line.method ?? 'shred', performed_on: (line.performed_at ?? '').slice(0, 10) }));
}

/** The methods that suffice for every one of these lines. */
export function commonMethods(lines: readonly Line[]): readonly string[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  return first.accepted.filter((method) => rest.every((line) => line.accepted.includes(method)));
}

/** `2023-02-20T10:05` of a form as the moment in Japan that it means. */
export function moment(local: string): string {
  return `${local}:00+09:00`;
}
