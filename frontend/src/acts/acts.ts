// The acts on things, take-outs, plans and violations: where each is sent, and what it asks.

import type { Key } from '../i18n/catalogues';

export type Field =
  | { readonly kind: 'text'; readonly name: string; readonly label: Key; readonly long: boolean; readonly required: boolean }
  | { readonly kind: 'date'; readonly name: string; readonly label: Key; /** Offered are months, not days. */ readonly far: boolean }
  | { readonly kind: 'where'; readonly name: string; readonly label: Key }
  | { readonly kind: 'carriers'; readonly name: string; readonly label: Key }
  | { readonly kind: 'place'; readonly name: string; readonly label: Key }
  | { readonly kind: 'label'; readonly name: string; readonly label: Key }
  | { readonly kind: 'answer'; readonly name: string; readonly label: Key };

export interface Target {
  readonly code: string | null;
  readonly takeOut: string | null;
  /** The proxy decision that is looked at afterwards. */
  readonly decision?: string | null;
  readonly violation?: string | null;
  readonly remedy?: string | null;
  readonly floor?: string | null;
  /** Its label has just been read: it need not be read again. */
  readonly inHand?: boolean;
}

/** What an act may be on, the room of the server that holds it, and how a target names it. */
const HOLDERS = {
  'take-out': { room: 'take-outs', id: ({ takeOut }: Target) => takeOut },
  asset: { room: 'assets', id: ({ code }: Target) => code },
  decision: { room: 'proxy-decisions', id: ({ decision }: Target) => decision },
  violation: { room: 'violations', id: ({ violation }: Target) => violation },
  remedy: { room: 'remedies', id: ({ remedy }: Target) => remedy },
  floor: { room: 'floors', id: ({ floor }: Target) => floor },
} as const;

export type Answers = Readonly<Record<string, unknown>>;

export interface Act {
  /** The last part of the address below what the act is on; the whole address for what begins something new. */
  readonly step: string;
  readonly on: keyof typeof HOLDERS | null;
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
const act = (step: string, fields: readonly Field[] = [], rest: Partial<Act> = {}): Act => ({
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
    '/api/take-outs',
    [
      text('purpose', 'form.purpose', true),
      text('destination', 'form.destination'),
      { kind: 'date', name: 'planned_return', label: 'form.planned_return', far: false },
      { kind: 'carriers', name: 'carriers', label: 'form.carriers' },
    ],
    { sendsCode: true, on: null },
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
  recordSighting: act('/api/sightings', [{ kind: 'where', name: 'where', label: 'form.where' }], {
    on: null,
    sendsCode: true,
    readsLabel: true,
  }),
  requestRemedy: act(
    'remedies',
    [
      text('measure', 'form.measure', true),
      text('why', 'form.measure_why', true),
      { kind: 'date', name: 'until', label: 'form.until', far: true },
    ],
    { on: 'violation' },
  ),
  approveRemedy: act('approval', [], { on: 'remedy', instead: 'rejectRemedy' }),
  rejectRemedy: act('rejection', [text('why', 'form.reason', true)], { on: 'remedy', danger: true }),
  endRemedy: act('end', [text('why', 'form.end_why', true)], { on: 'remedy', danger: true }),
  returnFloor: act('proposal/return', [text('why', 'form.reason', true)], { on: 'floor', danger: true }),
  withdrawFloor: act('proposal/withdrawal', [], { on: 'floor', danger: true }),
};

export function actOf(operation: string): Act | null {
  return ACTS[operation] ?? null;
}

export function addressOf(operation: string, target: Target): string | null {
  const found = actOf(operation);
  if (found === null) return null;
  if (found.on === null) return found.step;
  const { room, id } = HOLDERS[found.on];
  const about = id(target);
  return about ? `/api/${room}/${encodeURIComponent(about)}/${found.step}` : null;
}

/** Nobody decides blindly: acts on a request that exists begin by showing it. */
export function showsRequest(operation: string, target: Target): boolean {
  const on = actOf(operation)?.on;
  return (on === 'take-out' || on === 'decision') && target.takeOut !== null;
}

function isAnswered(field: Field, value: unknown): boolean {
  if (field.kind === 'text' && !field.required) return true;
  if (field.kind === 'answer') return typeof value === 'boolean';
  if (field.kind === 'where') return typeof value === 'object' && value !== null;
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
  const fields = fieldsOf(operation, target).map((field) => bodyOfField(field, answers[field.name]));
  return Object.assign({}, found?.sendsCode ? { code: target.code } : {}, ...fields) as Answers;
}

/** A place comes as several names: shelf, floor and area. */
function bodyOfField({ kind, name }: Field, value: unknown): Answers {
  return kind === 'where' ? (value as Answers) : { [name]: tidy(value) };
}

/** A field left empty is sent as nothing. */
function tidy(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  return value.trim() === '' ? null : value.trim();
}
