// The acts on a thing and its take-out: where each is sent, and what it asks.

import type { Key } from '../i18n/catalogues';

export type Field =
  | { readonly kind: 'text'; readonly name: string; readonly label: Key; readonly long: boolean; readonly required: boolean }
  | { readonly kind: 'date'; readonly name: string; readonly label: Key }
  | { readonly kind: 'carriers'; readonly name: string; readonly label: Key }
  | { readonly kind: 'place'; readonly name: string; readonly label: Key }
  | { readonly kind: 'label'; readonly name: string; readonly label: Key }
  | { readonly kind: 'answer'; readonly name: string; readonly label: Key };

export interface Target {
  readonly code: string | null;
  readonly takeOut: string | null;
  /** The proxy decision that is looked at afterwards. */
  readonly decision?: string | null;
  /** Its label has just been read: it need not be read again. */
  readonly inHand?: boolean;
}

export type Answers = Readonly<Record<string, unknown>>;

export interface Act {
  /** The last part of the address; null for the request, which has no take-out yet. */
  readonly step: string | null;
  readonly on: 'take-out' | 'asset' | 'decision';
  readonly fields: readonly Field[];
  /** The thing in hand is named again in the body, so that another thing cannot be handed over by mistake. */
  readonly sendsCode: boolean;
  /** The label is asked for unless the thing is in the hand. */
  readonly readsLabel: boolean;
  readonly danger: boolean;
  /** The other answer to the same question, offered beside. */
  readonly instead: string | null;
}

const text = (name: string, label: Key, long = false): Field => ({ kind: 'text', name, label, long, required: true });
const mayBe = (field: Field): Field => (field.kind === 'text' ? { ...field, required: false } : field);
const answer = (name: string, label: Key): Field => ({ kind: 'answer', name, label });
const act = (step: string | null, fields: readonly Field[] = [], rest: Partial<Act> = {}): Act => ({
  step,
  on: 'take-out',
  fields,
  sendsCode: false,
  readsLabel: false,
  danger: false,
  instead: null,
  ...rest,
});

const ACTS: Readonly<Record<string, Act>> = {
  requestTakeOut: act(
    null,
    [
      text('purpose', 'form.purpose', true),
      text('destination', 'form.destination'),
      { kind: 'date', name: 'planned_return', label: 'form.planned_return' },
      { kind: 'carriers', name: 'carriers', label: 'form.carriers' },
    ],
    { sendsCode: true },
  ),
  approveTakeOut: act('approval', [], { instead: 'rejectTakeOut' }),
  rejectTakeOut: act('rejection', [text('reason', 'form.reason', true)], { danger: true }),
  withdrawTakeOut: act('withdrawal', [], { danger: true }),
  handOver: act('hand-over', [answer('encrypted', 'form.encrypted'), mayBe(text('container', 'form.container'))], {
    sendsCode: true,
    readsLabel: true,
  }),
  declareReturn: act('return', [{ kind: 'place', name: 'place', label: 'form.place' }], { sendsCode: true }),
  verifyReturn: act('verification', [
    answer('seal_ok', 'form.seal_ok'),
    answer('count_ok', 'form.count_ok'),
    answer('erased', 'form.erased'),
  ]),
  resolveDiscrepancy: act('resolution', [text('explanation', 'form.explanation', true)]),
  reportLoss: act('loss', [text('circumstances', 'form.circumstances', true)], { danger: true }),
  reportAbsence: act('absence', [text('circumstances', 'form.circumstances_absent', true)], { on: 'asset', danger: true }),
  reportFound: act('found', [{ kind: 'place', name: 'place', label: 'form.place' }], { on: 'asset' }),
  reviewProxyDecision: act('review', [], { on: 'decision' }),
};

export function actOf(operation: string): Act | null {
  return ACTS[operation] ?? null;
}

function holderOf(on: Act['on'], { code, takeOut, decision }: Target): string | null {
  const [room, id] = {
    'take-out': ['take-outs', takeOut],
    asset: ['assets', code],
    decision: ['proxy-decisions', decision],
  }[on] as [string, string | null | undefined];
  return id ? `/api/${room}/${encodeURIComponent(id)}` : null;
}

export function addressOf(operation: string, target: Target): string | null {
  const found = actOf(operation);
  if (found === null) return null;
  if (found.step === null) return '/api/take-outs';
  const holder = holderOf(found.on, target);
  return holder === null ? null : `${holder}/${found.step}`;
}

/** Nobody decides blindly: acts on a request that exists begin by showing it. */
export function showsRequest(operation: string, target: Target): boolean {
  const found = actOf(operation);
  return found !== null && found.on !== 'asset' && found.step !== null && target.takeOut !== null;
}

function isAnswered(field: Field, value: unknown): boolean {
  if (field.kind === 'text' && !field.required) return true;
  if (field.kind === 'answer') return typeof value === 'boolean';
  if (field.kind === 'carriers') return Array.isArray(value) && value.length > 0;
  return typeof value === 'string' && value.trim() !== '';
}

const LABEL: Field = { kind: 'label', name: 'code', label: 'form.label' };

/** What an act asks about this target. */
export function fieldsOf(operation: string, target: Target): readonly Field[] {
  const found = actOf(operation);
  if (found === null) return [];
  return found.readsLabel && target.inHand !== true ? [LABEL, ...found.fields] : found.fields;
}

/** The fields still to be filled before the act can be sent. */
export function missing(operation: string, target: Target, answers: Answers): readonly Field[] {
  return fieldsOf(operation, target).filter((field) => !isAnswered(field, answers[field.name]));
}

export function bodyOf(operation: string, target: Target, answers: Answers): Answers {
  const found = actOf(operation);
  const fields = fieldsOf(operation, target).map(({ name }) => [name, tidy(answers[name])] as const);
  return { ...(found?.sendsCode ? { code: target.code } : {}), ...Object.fromEntries(fields) };
}

/** A field left empty is sent as nothing. */
function tidy(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  return value.trim() === '' ? null : value.trim();
}
