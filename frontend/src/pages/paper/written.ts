// What stands on a form for a downtime: the fields of each act, and the body that the server takes.

import type { Key } from '../../i18n/catalogues';

export type Act =
  | 'requestTakeOut'
  | 'approveTakeOut'
  | 'handOver'
  | 'declareReturn'
  | 'verifyReturn'
  | 'requestBringIn'
  | 'approveBringIn'
  | 'inspectIn'
  | 'inspectOut'
  | 'startMediaUse'
  | 'endMediaUse'
  | 'recordDelivery';

export interface Field {
  readonly name: string;
  readonly label: Key;
  readonly kind: 'text' | 'day' | 'check' | 'choice' | 'floor';
  readonly optional?: boolean;
  readonly choices?: readonly string[];
}

export type Values = Readonly<Record<string, string | boolean>>;

const CODE: Field = { name: 'code', label: 'paper.code', kind: 'text' };
const PURPOSE: Field = { name: 'purpose', label: 'paper.purpose', kind: 'text' };
const ERASED: Field = { name: 'erased', label: 'paper.erased', kind: 'check' };
const MALWARE: Field = { name: 'malware_scan', label: 'paper.malware', kind: 'choice', choices: ['clean', 'found', 'not_needed'] };

export const FIELDS: Readonly<Record<Act, readonly Field[]>> = {
  requestTakeOut: [
    CODE,
    PURPOSE,
    { name: 'destination', label: 'paper.destination', kind: 'text' },
    { name: 'planned_return', label: 'paper.planned_return', kind: 'day' },
    { name: 'carriers', label: 'paper.carriers', kind: 'text' },
  ],
  approveTakeOut: [],
  handOver: [CODE, { name: 'encrypted', label: 'paper.encrypted', kind: 'check' }, { name: 'container', label: 'paper.container', kind: 'text', optional: true }],
  declareReturn: [CODE, { name: 'place', label: 'paper.place', kind: 'text' }],
  verifyReturn: [
    { name: 'seal_ok', label: 'paper.seal_ok', kind: 'check' },
    { name: 'count_ok', label: 'paper.count_ok', kind: 'check' },
    ERASED,
    { name: 'label_ok', label: 'paper.label_ok', kind: 'check' },
    MALWARE,
  ],
  requestBringIn: [
    { name: 'floor', label: 'paper.floor', kind: 'floor' },
    PURPOSE,
    { name: 'visitor', label: 'paper.visitor', kind: 'text' },
    { name: 'company', label: 'paper.company', kind: 'text' },
    { name: 'item', label: 'paper.item', kind: 'text' },
    { name: 'serial', label: 'paper.item_serial', kind: 'text', optional: true },
    { name: 'kind', label: 'paper.item_kind', kind: 'choice', choices: ['computer', 'medium', 'phone', 'camera', 'measuring', 'tool', 'other'] },
    { name: 'ownership', label: 'paper.ownership', kind: 'choice', choices: ['contractor', 'organisation', 'private'] },
    { name: 'planned_in', label: 'paper.planned_in', kind: 'day' },
    { name: 'planned_out', label: 'paper.planned_out', kind: 'day' },
  ],
  approveBringIn: [],
  inspectIn: [MALWARE],
  inspectOut: [{ name: 'no_data_copied', label: 'paper.no_data_copied', kind: 'check' }],
  startMediaUse: [
    { name: 'subject', label: 'paper.code', kind: 'text' },
    { name: 'terminal', label: 'paper.terminal', kind: 'text' },
    PURPOSE,
    { name: 'note', label: 'paper.leave', kind: 'text', optional: true },
  ],
  endMediaUse: [ERASED],
  recordDelivery: [
    { name: 'direction', label: 'paper.direction', kind: 'choice', choices: ['in', 'out'] },
    { name: 'what', label: 'paper.what', kind: 'text' },
    { name: 'company', label: 'paper.company', kind: 'text' },
    { name: 'place', label: 'paper.place', kind: 'text', optional: true },
    { name: 'witness', label: 'paper.witness', kind: 'text', optional: true },
  ],
};

/** What nothing was written into, and is wanted. */
export function lacking(act: Act, values: Values): readonly Key[] {
  return FIELDS[act].filter((field) => field.kind !== 'check' && field.optional !== true && (values[field.name] ?? '') === '').map((field) => field.label);
}

function said(act: Act, values: Values): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const { name, kind } of FIELDS[act]) {
    const value = values[name];
    if (kind === 'check') told[name] = value === true;
    else if (typeof value === 'string' && value.trim() !== '') told[name] = value.trim();
  }
  return told;
}

/** Staff numbers as people write them one after the other. */
function numbers(text: unknown): readonly string[] {
  return String(text).split(/[\s,、，]+/u).filter((one) => one !== '');
}

/** `items` is how many things the bring-in lists; on paper all of them came and went. */
export function answersOf(act: Act, values: Values, context: { readonly section: string; readonly items: number }): Record<string, unknown> {
  const { subject: _subject, ...told } = said(act, values);
  const seen = Array.from({ length: context.items }, (_, index) => ({ index, present: true }));
  switch (act) {
    case 'requestTakeOut':
      return { ...told, carriers: numbers(told['carriers']) };
    case 'requestBringIn': {
      const { visitor, company, item, serial, kind, ownership, ...rest } = told;
      const items = [{ name: item, kind, ownership, ...(serial === undefined ? {} : { serial }) }];
      return { ...rest, section: context.section, bringer: { name: visitor, company }, items };
    }
    case 'inspectIn':
    case 'inspectOut':
      return { ...told, items: seen };
    case 'recordDelivery':
      return { ...told, section: context.section };
    default:
      return told;
  }
}
