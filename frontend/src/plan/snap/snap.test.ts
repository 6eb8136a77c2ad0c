import { describe, expect, test } from 'vitest';
import { NOTHING } from '../plan';
import { office } from '../plan.fixture';
import type { Point } from '../types';
import { measuresOf } from './measures';
import { snap, type Wish } from './snap';
import { targetsOf } from './targets';

const wish = (more: Partial<Wish> = {}): Wish => ({ targets: targetsOf(office(), NOTHING), reach: 100, grid: 100, anchor: null, ...more });
const caught = (at: Point, more: Partial<Wish> = {}) => {
  const { at: place, how } = snap(at, wish(more));
  return [how, ...place];
};

describe('a pointer catches', () => {
  test('an end before anything else', () => expect(caught([6040, 4030])).toEqual(['end', 6000, 4000]));
  test('the middle of a line', () => expect(caught([4020, 4060])).toEqual(['middle', 4000, 4000]));
  test('a crossing of two lines', () => {
    const lines = [[[0, 0], [1000, 1000]], [[0, 600], [1000, 0]]] as const;
    expect(caught([380, 380], { targets: { ends: [], lines } })).toEqual(['crossing', 375, 375]);
  });
  test('square to a line from where drawing began', () => expect(caught([3320, 4040], { anchor: [3300, 6000] })).toEqual(['square', 3300, 4000]));
  test('a line anywhere along it', () => {
    const targets = { ends: [], lines: [[[0, 0], [10_000, 0]]] as const };
    expect(caught([3321, 40], { targets })).toEqual(['line', 3321, 0]);
  });
  test('what is level with an end', () => {
    const targets = { ends: [[5000, 3000]] as const, lines: [] };
    expect(caught([7777, 3020], { targets, grid: 0 })).toEqual(['aligned', 7777, 3000]);
  });
  test('the grid when nothing is near', () => expect(caught([4960, 2240], { targets: { ends: [], lines: [] } })).toEqual(['grid', 5000, 2200]));
  test('nothing with Alt, on whole millimetres still', () => expect(caught([6040.4, 4030.6], { off: true })).toEqual(['free', 6040, 4031]));
  test('multiples of 45 degrees with Shift', () => {
    const targets = { ends: [], lines: [] };
    expect(caught([6080, 1070], { targets, anchor: [5000, 0], ortho: true, grid: 0 })).toEqual(['ortho', 6075, 1075]);
    expect(caught([6080, 90], { targets, anchor: [5000, 0], ortho: true })).toEqual(['ortho', 6100, 0]);
  });
  test('not what is being moved', () => {
    const targets = targetsOf(office(), new Set(['wall:w3', 'wall:w4'] as const));
    expect(snap([4020, 4060], { ...wish(), targets }).how).not.toBe('middle');
  });
});

test('a wall that ends on a slanted one leaves no gap for light', () => {
  const slanted = [[0, 0], [997, 1009]] as const;
  for (let x = 100; x < 900; x += 37) {
    const anchor: Point = [x + 400, x - 300];
    const { at, how } = snap([x + 3, x], { targets: { ends: [], lines: [slanted] }, reach: 60, grid: 0, anchor });
    expect(['line', 'square', 'aligned', 'middle']).toContain(how);
    if (how !== 'line' && how !== 'square') continue;
    const side = ([px, py]: Point) => 997 * py - 1009 * px;
    expect(side(at) * side(anchor)).toBeLessThanOrEqual(0);
  }
});

test('lengths and angles of a line while it is drawn', () => {
  expect(measuresOf([[0, 0], [3000, 4000], [3000, 4000], [3000, 0]])).toEqual([
    { at: [1500, 2000], length: 5000, angle: 53.1 },
    { at: [3000, 2000], length: 4000, angle: 270 },
  ]);
});
