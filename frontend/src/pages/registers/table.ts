// Reading rows: cells as words, columns on show, rows that hold a text.

import { printed } from '../../scan/normalise';
import type { Column, Definition, Row } from './definitions';

export interface Voice {
  readonly word: (group: string, name: string | null) => string;
  readonly value: (fact: unknown) => string;
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

const nameOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'name' in value ? value.name : value;

export function cell(row: Row, column: Column, voice: Voice): string {
  const found = row[column.name];
  switch (column.as) {
    case 'state':
      return voice.word(`state.${column.group ?? ''}`, textOrNull(found));
    case 'word':
      return voice.word(column.group ?? '', textOrNull(found));
    case 'code':
      return typeof found === 'string' ? printed(found) : voice.value(found);
    case 'people':
      return voice.value(Array.isArray(found) ? found.map(nameOf) : found);
    default:
      return voice.value(nameOf(found));
  }
}

/** A take-out that is late or ran out says so instead of its bare state. */
export function stateOf(row: Row, column: Column): string {
  if (column.group === 'take_out' && row['overdue'] === true) return 'overdue';
  if (column.group === 'take_out' && row['expired'] === true) return 'expired';
  return String(row[column.name]);
}

export function columnsOnShow(definition: Definition, wanted: string | null): readonly Column[] {
  if (wanted === null) return definition.columns.filter((column) => column.first !== false);
  const names = wanted.split(',');
  return definition.columns.filter((column, index) => index === 0 || names.includes(column.name));
}

export function holding(rows: readonly Row[], columns: readonly Column[], q: string, voice: Voice): readonly Row[] {
  const wanted = q.normalize('NFKC').toLowerCase().trim();
  if (wanted === '') return rows;
  return rows.filter((row) =>
    columns.some((column) => cell(row, column, voice).normalize('NFKC').toLowerCase().includes(wanted)),
  );
}
