import { describe, expect, test } from 'vitest';
import { DEFINITIONS, type Row } from './definitions';
import { cell, columnsOnShow, holding, stateOf, type Voice } from './table';

const voice: Voice = {
  word: (group, name) => `${group}/${name ?? ''}`,
  value: (fact) => (fact === null || fact === undefined ? '—' : String(fact)),
};
const takeOuts = DEFINITIONS['take-outs'];
const row: Row = { number: 'R8-1', state: 'handed_over', applicant: { staff_id: 'p', name: '青木' }, carriers: [{ name: '石田' }], code: '0123ABCDWXYZK' };
const column = (name: string) => [...takeOuts.columns, ...takeOuts.facts].find((one) => one.name === name) ?? { name, as: 'text' as const };

describe('registers', () => {
  test('a cell is written the way its column says', () => {
    expect(cell(row, column('applicant'), voice)).toBe('青木');
    expect(cell(row, column('carriers'), voice)).toBe('石田');
    expect(cell(row, column('state'), voice)).toBe('state.take_out/handed_over');
    expect(cell(row, column('code'), voice)).toBe('0123-ABCD-WXYZ-K');
    expect(cell(row, column('destination'), voice)).toBe('—');
  });

  test('a late take-out says that it is late', () => {
    expect(stateOf(row, column('state'))).toBe('handed_over');
    expect(stateOf({ ...row, overdue: true }, column('state'))).toBe('overdue');
    expect(stateOf({ ...row, state: 'approved', expired: true }, column('state'))).toBe('expired');
  });

  test('the first column stays, the others are chosen', () => {
    const names = (wanted: string | null) => columnsOnShow(takeOuts, wanted).map((one) => one.name);
    expect(names(null)).not.toContain('code');
    expect(names('code')).toEqual(['number', 'code']);
  });

  test('words are found in full width and in any case', () => {
    expect(holding([row], takeOuts.columns, 'ｒ８', voice)).toEqual([row]);
    expect(holding([row], takeOuts.columns, 'nothing', voice)).toEqual([]);
    expect(holding([row], takeOuts.columns, ' ', voice)).toEqual([row]);
  });

  test('every register has a name, an address and a subject', () => {
    for (const [name, definition] of Object.entries(DEFINITIONS)) {
      expect(definition.name).toBe(name);
      expect(definition.address.startsWith('/api/')).toBe(true);
      expect(definition.subject({ id: 'x', code: 'A-B' })).toMatch(/^[a-z-]+:(x|AB)$/);
    }
  });
});
