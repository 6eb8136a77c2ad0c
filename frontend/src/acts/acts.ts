// The acts on things, take-outs, plans and violations: where each is sent, and what it asks.

import type { Key } from '../i18n/catalogues';

/** With these answers the field may stay empty. */
type Spared = (answers: Answers) => boolean;

export type Field =
  | { readonly kind: 'text'; readonly name: string; readonly label: Key; readonly long: boolean; readonly required: boolean }
  | { readonly kind: 'date'; readonly name: string; readonly label: Key; /** Offered are months, not days. */ readonly far: boolean; readonly spared?: Spared }
  | { readonly kind: 'where'; readonly name: string; readonly label: Key }
  | { readonly kind: 'whither'; readonly name: string; readonly label: Key }
  | { readonly kind: 'carriers'; readonly name: string; readonly label: Key; readonly spared?: Spared }
  | { readonly kind: 'choice'; readonly name: string; readonly label: Key; /** The words of the options. */ readonly group: string; readonly options: readonly string[]; readonly required: boolean }
  | { readonly kind: 'company'; readonly name: string; readonly label: Key }
  | { readonly kind: 'signature'; readonly name: string; readonly label: Key }
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
  readonly extension?: string | null;
  readonly transfer?: string | null;
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
  transfer: { room: 'asset-transfers', id: ({ transfer }: Target) => transfer },
  extension: { room: 'take-outs', id: ({ takeOut }: Target) => takeOut },
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
const choice = (name: string, label: Key, group: string, options: readonly string[], required = true): Field => ({ kind: 'choice', name, label, group, options, required });
const signatureOf = (label: Key): Field => ({ kind: 'signature', name: 'signature', label });

const TRANSPORTS = ['by_hand', 'official_car', 'public_transport', 'registered_mail', 'traceable_courier', 'internal'];
const transport = choice('transport', 'form.transport', 'transport', TRANSPORTS, false);

export interface Company {
  readonly company: string;
  readonly contract: string;
  readonly persons: readonly string[];
}

const personsOf = ({ contractor }: Answers): number => (contractor as Company | null | undefined)?.persons.length ?? 0;
/** A loan without a day lasts for the fiscal year. */
const isLoan: Spared = ({ kind }) => kind === 'unit_loan';
/** Two of a company carry without anybody of the section; one never does. */
const isCarried: Spared = (answers) => personsOf(answers) >= 2;

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
      { kind: 'date', name: 'planned_return', label: 'form.planned_return', far: false, spared: isLoan },
      { kind: 'carriers', name: 'carriers', label: 'form.carriers', spared: isCarried },
      choice('kind', 'form.kind', 'take_out_kind', ['carry', 'unit_loan'], false),
      transport,
      { kind: 'company', name: 'contractor', label: 'form.contractor' },
    ],
    { sendsCode: true, on: null },
  ),
  approveTakeOut: act('approval', [], { instead: 'rejectTakeOut' }),
  rejectTakeOut: act('rejection', [text('reason', 'form.reason', true)], { danger: true }),
  withdrawTakeOut: act('withdrawal', [], { danger: true }),
  handOver: act(
    'hand-over',
    [answer('encrypted', 'form.encrypted'), answer('carriers_present', 'form.carriers_present'), mayBe(text('container', 'form.container')), transport, signatureOf('form.signature_out')],
    { sendsCode: true, readsLabel: true },
  ),
  declareReturn: act('return', [{ kind: 'place', name: 'place', label: 'form.place' }, signatureOf('form.signature_back')], { sendsCode: true }),
  verifyReturn: act('verification', [
    answer('seal_ok', 'form.seal_ok'),
    answer('label_ok', 'form.label_ok'),
    answer('count_ok', 'form.count_ok'),
    answer('erased', 'form.erased'),
    choice('malware_scan', 'form.malware_scan', 'malware_scan', ['clean', 'found', 'not_needed']),
  ]),
  resolveDiscrepancy: act('resolution', [text('explanation', 'form.explanation', true)], { instead: 'escalateDiscrepancy' }),
  closeIncident: act('closure', [text('findings', 'form.findings', true)]),
  escalateDiscrepancy: act('incident', [text('circumstances', 'form.circumstances_incident', true)], { danger: true }),
  requestExtension: act('extensions', [
    { kind: 'date', name: 'planned_return', label: 'form.planned_return_new', far: false },
    text('reason', 'form.extension_reason', true),
  ]),
  approveExtension: act('approval', [], { on: 'extension', instead: 'rejectExtension' }),
  rejectExtension: act('rejection', [text('reason', 'form.reason', true)], { on: 'extension', danger: true }),
  transferTakeOut: act('transfer', [{ kind: 'carriers', name: 'to', label: 'form.carriers_next' }, signatureOf('form.signature_next')], {
    sendsCode: true,
    readsLabel: true,
  }),
  releaseAsset: act('release', [{ kind: 'place', name: 'place', label: 'form.place_released' }, text('reason', 'form.release_reason')], {
    on: 'asset',
  }),
  transferAsset: act('transfer', [{ kind: 'whither', name: 'whither', label: 'form.to_section' }, text('reason', 'form.transfer_reason', true)], {
    on: 'asset',
  }),
  acceptTransfer: act('acceptance', [{ kind: 'place', name: 'place', label: 'form.place_received' }], { on: 'transfer', instead: 'declineTransfer' }),
  declineTransfer: act('refusal', [text('reason', 'form.decline_reason', true)], { on: 'transfer', danger: true }),
  withdrawTransfer: act('withdrawal', [], { on: 'transfer', danger: true }),
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

/** An extension stands below its take-out. */
function withinOf({ on }: Act, { extension }: Target): string | null {
  if (on !== 'extension') return '';
  return extension ? `extensions/${encodeURIComponent(extension)}/` : null;
}

export function addressOf(operation: string, target: Target): string | null {
  const found = actOf(operation);
  if (found === null) return null;
  if (found.on === null) return found.step;
  const { room, id } = HOLDERS[found.on];
  const about = id(target);
  const within = withinOf(found, target);
  return about && within !== null ? `/api/${room}/${encodeURIComponent(about)}/${within}${found.step}` : null;
}

/** Nobody decides blindly: acts on a request that exists begin by showing it. */
export function showsRequest(operation: string, target: Target): boolean {
  const on = actOf(operation)?.on;
  return (on === 'take-out' || on === 'decision' || on === 'extension') && target.takeOut !== null;
}

/** Whether the field is one that may be left out, at least with these answers. */
export function mayStayEmpty(field: Field, answers: Answers): boolean {
  if (field.kind === 'signature' || field.kind === 'company') return true;
  if (field.kind === 'text' || field.kind === 'choice') return !field.required;
  return (field.kind === 'date' || field.kind === 'carriers') && field.spared?.(answers) === true;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** A contractor is named whole or not at all. */
function isNamed(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  const { company, contract, persons } = value as Company;
  return isText(company) && isText(contract) && persons.length > 0;
}

function isAnswered(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'answer':
      return typeof value === 'boolean';
    case 'where':
    case 'whither':
      return typeof value === 'object' && value !== null;
    case 'carriers':
      return Array.isArray(value) && value.length > 0;
    default:
      return isText(value);
  }
}

function isLacking(field: Field, answers: Answers): boolean {
  const value = answers[field.name];
  if (field.kind === 'company') return !isNamed(value);
  // A signature that was begun is used or wiped: none is lost unseen.
  if (field.kind === 'signature') return value === false;
  return !isAnswered(field, value) && !mayStayEmpty(field, answers);
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
  return fieldsOf(operation, target).filter((field) => isLacking(field, answers));
}

export function bodyOf(operation: string, target: Target, answers: Answers): Answers {
  const found = actOf(operation);
  const fields = fieldsOf(operation, target).map((field) => bodyOfField(field, answers[field.name]));
  return Object.assign({}, found?.sendsCode ? { code: target.code } : {}, ...fields) as Answers;
}

/** A place comes as several names: shelf, floor and area, or the section that takes it and a shelf there. */
function bodyOfField({ kind, name }: Field, value: unknown): Answers {
  if (kind === 'where' || kind === 'whither') return value as Answers;
  if (kind === 'choice' && value === undefined) return {};
  return { [name]: kind === 'carriers' ? (value ?? []) : tidy(value) };
}

/** A field left empty is sent as nothing. */
function tidy(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  return value.trim() === '' ? null : value.trim();
}
