// What the page asks about a ledger: which column is which field, and what stands where there is none.

import type { Told } from '../../api/types';

export type Inspection = Told<'inspectLedger'>;
export type Report = Told<'tryLedger'>;
export type Line = Report['items'][number];
export type Outcome = Line['outcome'];

export const KINDS = ['assets', 'media', 'places', 'people'] as const;
export type Kind = (typeof KINDS)[number];

export interface LedgerFile {
  readonly kind: Kind;
  readonly name: string;
  readonly content: string;
}

/** Field -> the column's number as the select has it, '' for none. */
export type Columns = Readonly<Record<string, string>>;
export type Texts = Readonly<Record<string, string>>;

export function guessed(inspection: Inspection): Columns {
  return Object.fromEntries(inspection.fields.map(({ name }) => [name, String(inspection.guessed[name] ?? '')]));
}

/** What is sent: only fields with a column, only texts for fields that have something to say. */
export function asked(file: LedgerFile, columns: Columns, texts: Texts) {
  const mapping = Object.fromEntries(Object.entries(columns).flatMap(([field, column]) => (column === '' ? [] : [[field, Number(column)]])));
  const defaults = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  return { ...file, mapping, defaults };
}

/** Required fields that have neither a column nor a text. */
export function lacking(inspection: Inspection, columns: Columns, texts: Texts): readonly string[] {
  return inspection.fields.filter(({ name, required }) => required && (columns[name] ?? '') === '' && (texts[name] ?? '').trim() === '').map(({ name }) => name);
}

/** Columns that two fields were given. */
export function taken(columns: Columns): ReadonlySet<string> {
  const chosen = Object.values(columns).filter((column) => column !== '');
  return new Set(chosen.filter((column, index) => chosen.indexOf(column) !== index));
}
