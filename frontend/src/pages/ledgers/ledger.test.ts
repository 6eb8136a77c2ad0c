import { describe, expect, test } from 'vitest';
import { asked, guessed, lacking, taken, type Inspection } from './ledger';

const inspection: Inspection = {
  format: 'csv',
  encoding: 'cp932',
  header_line: 1,
  lines: 2,
  columns: [{ index: 0, heading: '品名', samples: ['USB'] }],
  fields: [
    { name: 'name', ja: '品名', en: 'Name', required: true },
    { name: 'serial', ja: '製造番号', en: 'Serial no.', required: true },
    { name: 'maker', ja: 'メーカー', en: 'Maker', required: false },
  ],
  guessed: { name: 0 },
};
const file = { kind: 'media', name: 'a.csv', content: 'eA==' } as const;

describe('a ledger', () => {
  test('is sent with the columns that were chosen and the texts that say something', () => {
    expect(asked(file, { name: '0', serial: '', maker: '2' }, { serial: ' ', maker: '㈱x' })).toEqual({ ...file, mapping: { name: 0, maker: 2 }, defaults: { maker: '㈱x' } });
  });

  test('starts from the columns that were guessed', () => {
    expect(guessed(inspection)).toEqual({ name: '0', serial: '', maker: '' });
  });

  test('lacks what is required and has neither column nor text', () => {
    expect(lacking(inspection, guessed(inspection), {})).toEqual(['serial']);
    expect(lacking(inspection, guessed(inspection), { serial: 'x' })).toEqual([]);
  });

  test('gives no column to two fields', () => {
    expect([...taken({ name: '0', serial: '0', maker: '' })]).toEqual(['0']);
  });
});
