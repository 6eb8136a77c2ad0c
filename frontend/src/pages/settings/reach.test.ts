import { expect, test } from 'vitest';
import { reached } from './reach';

const SECTIONS = [
  { id: 'ward', parent: null },
  { id: 'koseki', parent: 'ward' },
  { id: 'nippori', parent: 'koseki' },
  { id: 'zei', parent: 'ward' },
];

const ids = (posts: Parameters<typeof reached>[1]): readonly string[] => reached(SECTIONS, posts).map((one) => one.id);

test('staff reach their own section, heads what lies below', () => {
  expect(ids([{ section: 'koseki', role: 'staff' }])).toEqual(['koseki']);
  expect(ids([{ section: 'koseki', role: 'section_head' }])).toEqual(['koseki', 'nippori']);
  expect(ids([{ section: 'ward', role: 'auditor' }])).toHaveLength(4);
});

test('two posts reach both', () => {
  expect(ids([{ section: 'zei', role: 'staff' }, { section: 'nippori', role: 'custodian' }])).toEqual(['nippori', 'zei']);
});
