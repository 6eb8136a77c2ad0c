import { expect, test } from 'vitest';
import type { Resolved } from '../api/types';
import { isOdd } from './odd';

const card = (state: string, label: string): Resolved => ({ kind: 'asset', state, label: { state: label } }) as Resolved;

test('a replaced label and a thing that is gone are told to the server', () => {
  expect(isOdd(card('in_storage', 'void'))).toBe(true);
  expect(isOdd(card('disposed', 'current'))).toBe(true);
  expect(isOdd(card('lease_returned', 'current'))).toBe(true);
});

test('a good code, and a label without a thing, are only looked up', () => {
  expect(isOdd(card('in_storage', 'current'))).toBe(false);
  expect(isOdd({ ...card('blank', 'blank'), kind: 'blank' })).toBe(false);
});
