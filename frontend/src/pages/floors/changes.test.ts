import { describe, expect, test } from 'vitest';
import type { Change } from '../../api/workflow';
import type { Floor } from '../../plan/types';
import { applied, areaOf, measured, placeOfChange, shapeOf, valuesOf } from './changes';

const wall = { id: 'w1', from: [0, 0], to: [4000, 0], kind: 'wall', top: 2700 };
const floor = { name: '1階', walls: [wall, { ...wall, id: 'w2' }], areas: [] } as unknown as Floor;
const change = (rest: Partial<Change>): Change => ({ what: 'wall', id: 'w1', how: 'changed', before: wall, after: wall, fields: [], ...rest });

describe('what a draft changes', () => {
  test('a thing lies where it was and where it will be', () => {
    expect(shapeOf('wall', wall)).toEqual({ kind: 'line', from: [0, 0], to: [4000, 0] });
    expect(shapeOf('terminal', { screen: { at: [1, 2] } })).toEqual({ kind: 'point', at: [1, 2] });
    expect(shapeOf('name', '2階')).toBeNull();
    const moved = change({ after: { ...wall, from: [0, 3000], to: [4000, 3000] } });
    expect(placeOfChange(moved)).toMatchObject({ width: 7000, height: 6000 });
    expect(placeOfChange(change({ what: 'name', before: 'a', after: 'b' }))).toBeNull();
  });

  test('each value that differs is told with both, deep ones by their path', () => {
    const [before, after] = [{ screen: { at: [0, 0], facing: 90 }, lock_minutes: 5 }, { screen: { at: [0, 0], facing: 180 }, lock_minutes: 5 }];
    expect(valuesOf(change({ what: 'terminal', before, after }))).toEqual([{ field: 'screen.facing', before: 90, after: 180 }]);
    expect(valuesOf(change({ before: null }))).toEqual([]);
    expect(valuesOf(change({ what: 'name', id: null, before: null, after: '1階' }))).toHaveLength(1);
    expect(valuesOf(change({ what: 'name', id: '', before: '1階', after: '2階' }))).toEqual([{ field: 'name', before: '1階', after: '2階' }]);
  });

  test('numbers carry their unit, rings their size', () => {
    expect(measured('screen.facing', 90)).toBe('90°');
    expect(measured('top', 1200)).toBe('1,200 mm');
    expect(measured('at', [1000, 2000.5])).toBe('(1,000, 2,000.5)');
    expect(areaOf([[0, 0], [4000, 0], [4000, 3000], [0, 3000]])).toBe(12);
    expect(measured('polygon', [[0, 0], [4000, 0], [4000, 3000], [0, 3000]])).toBe('12.0 m²');
    expect(measured('open', true)).toBeNull();
  });

  test('the changes applied to the layout in force are the draft', () => {
    const lower = { ...wall, top: 1200 };
    const added = { ...wall, id: 'w3' };
    const drawn = applied(floor, [
      change({ how: 'resized', after: lower }),
      change({ id: 'w2', how: 'removed', before: { ...wall, id: 'w2' }, after: null }),
      change({ id: 'w3', how: 'added', before: null, after: added }),
      change({ what: 'name', id: '', before: '1階', after: '一階' }),
    ]);
    expect(drawn).toEqual({ name: '一階', walls: [lower, added], areas: [], viewpoints: [], terminals: [] });
  });
});
