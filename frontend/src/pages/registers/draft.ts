// A thing not yet registered: what the form holds, and what of it is sent.

export type Kind = 'medium' | 'terminal' | 'device';

export interface Draft {
  kind: Kind;
  type: string;
  name: string;
  model: string;
  serial: string;
  maker: string;
  control_no: string;
  section: string;
  place: string;
  dataClass: string;
  encrypted: boolean;
  privacyFilter: boolean;
  wireLock: boolean;
  lockMinutes: number;
  authFactors: number;
}

export const TYPES: Readonly<Record<Kind, readonly string[]>> = {
  medium: ['usb', 'hdd', 'ssd', 'optical', 'tape', 'sd', 'other'],
  terminal: ['juki_terminal', 'business_terminal', 'laptop', 'tablet', 'other'],
  device: ['laptop', 'tablet', 'other'],
};

export function blank(section: string): Draft {
  return {
    kind: 'medium',
    type: 'usb',
    name: '',
    model: '',
    serial: '',
    maker: '',
    control_no: '',
    section,
    place: '',
    dataClass: '',
    encrypted: false,
    privacyFilter: false,
    wireLock: false,
    lockMinutes: 5,
    authFactors: 2,
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The four of a terminal are sent for terminals only. */
function ofTerminal(draft: Draft): Readonly<Record<string, unknown>> {
  if (draft.kind !== 'terminal') return {};
  return {
    privacy_filter: draft.privacyFilter,
    wire_lock: draft.wireLock,
    lock_minutes: draft.lockMinutes,
    auth_factors: draft.authFactors,
  };
}

export function bodyOf(draft: Draft): Readonly<Record<string, unknown>> {
  return {
    kind: draft.kind,
    type: draft.type,
    name: draft.name.trim(),
    model: draft.model.trim(),
    serial: draft.serial.trim(),
    maker: orNull(draft.maker),
    control_no: orNull(draft.control_no),
    section: draft.section,
    place: orNull(draft.place),
    data_class: draft.dataClass === '' ? null : Number(draft.dataClass),
    encrypted: draft.encrypted,
    ...ofTerminal(draft),
  };
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** What is registered, as the form holds it. */
export function draftOf(row: Readonly<Record<string, unknown>>): Draft {
  const text = (name: string) => textOf(row[name]);
  return {
    kind: text('kind') as Kind,
    type: text('type'),
    name: text('name'),
    model: text('model'),
    serial: text('serial'),
    maker: text('maker'),
    control_no: text('control_no'),
    section: text('section'),
    place: text('place'),
    dataClass: text('data_class'),
    encrypted: row['encrypted'] === true,
    privacyFilter: row['privacy_filter'] === true,
    wireLock: row['wire_lock'] === true,
    lockMinutes: Number(row['lock_minutes'] ?? 5),
    authFactors: Number(row['auth_factors'] ?? 1),
  };
}

/** Only what differs is corrected; what a thing is and whose it is stay as they are. */
export function changesOf(before: Draft, after: Draft): Readonly<Record<string, unknown>> {
  const [old, now] = [bodyOf(before), bodyOf(after)];
  const names = Object.keys(now).filter((name) => !['kind', 'section'].includes(name) && now[name] !== old[name]);
  return Object.fromEntries(names.map((name) => [name, now[name]]));
}

/** What stood in the fields that are corrected when the form was opened: the server refuses what is no longer so. */
export function seenOf(before: Draft, changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const old = bodyOf(before);
  return Object.fromEntries(Object.keys(changes).map((name) => [name, old[name] ?? null]));
}

/** The form after somebody else corrected the thing: what was typed here stays, everything else is as it stands now. */
export function onto(before: Draft, mine: Draft, now: Draft): Draft {
  const typed = Object.entries(mine).filter(([name, value]) => value !== before[name as keyof Draft]);
  return { ...now, ...(Object.fromEntries(typed) as Partial<Draft>) };
}
