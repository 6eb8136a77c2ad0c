import { describe, expect, test } from 'vitest';
import type { Resolved } from '../api/types';
import { blockerOf, isReady, WAYS, wayOf, waysFor } from './modes';

const card = (rest: Partial<Resolved>): Resolved =>
  ({ kind: 'asset', name: 'USB', state: 'in_storage', actions: [], blockers: [], label: null, ...rest }) as Resolved;
const way = (name: string) => wayOf(name, WAYS);

describe('modes of the scanner', () => {
  test('only those modes are offered that the person may use', () => {
    const names = (may: readonly string[]) => waysFor((one) => may.includes(one)).map(({ mode }) => mode);
    expect(names(['resolveCode'])).toEqual(['lookUp']);
    expect(names(['resolveCode', 'handOver'])).toEqual(['lookUp']);
    expect(names(['resolveCode', 'handOver', 'syncScans'])).toEqual(['lookUp', 'handOver']);
  });

  test('an unknown mode in the address looks up', () => {
    expect(wayOf('burn', WAYS).mode).toBe('lookUp');
    expect(wayOf(null, WAYS).mode).toBe('lookUp');
  });

  test('what may be handed over has nothing against it', () => {
    expect(blockerOf(way('handOver'), card({ actions: ['handOver'] }))).toBeNull();
  });

  test('the reason of the server is told, and one of our own where it gave none', () => {
    const told = card({ blockers: [{ operation: 'handOver', code: 'own-request', facts: { a: 1 } }] });
    expect(blockerOf(way('handOver'), told)).toEqual({ code: 'own-request', facts: { a: 1 } });
    expect(blockerOf(way('declareReturn'), told)).toMatchObject({ code: 'nothing-to-return' });
    expect(blockerOf(way('recordSighting'), card({ asset_kind: 'terminal' }))).toMatchObject({ code: 'not-yours-to-do' });
    expect(blockerOf(way('recordSighting'), told)).toMatchObject({ code: 'sighting-of-no-terminal' });
  });

  test('people, blanks and places are no things; a void label hands nothing over', () => {
    expect(blockerOf(way('handOver'), card({ kind: 'staff' }))).toMatchObject({ code: 'not-a-thing' });
    const label = { code: 'A', current: 'B', state: 'void', read: true } as Resolved['label'];
    expect(blockerOf(way('handOver'), card({ label, actions: ['handOver'] }))).toMatchObject({ code: 'label-is-void' });
  });

  test('a return waits for its place, a count for its stock-take too', () => {
    expect(isReady(way('handOver'), null, null)).toBe(true);
    expect(isReady(way('declareReturn'), null, null)).toBe(false);
    expect(isReady(way('recordCount'), 'P', null)).toBe(false);
    expect(isReady(way('recordCount'), 'P', 'S')).toBe(true);
  });
});
