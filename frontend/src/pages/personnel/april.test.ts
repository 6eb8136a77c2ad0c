import { expect, test } from 'vitest';
import { nextApril } from './april';

test('the next first of April', () => {
  expect([nextApril('2023-02-20'), nextApril('2023-04-01'), nextApril('2023-04-02')]).toEqual(['2023-04-01', '2023-04-01', '2024-04-01']);
});
