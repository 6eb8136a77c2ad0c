import { describe, expect, test } from 'vitest';
import { addHole } from './actions/addHole';
import { handlesOf } from './handles';
import { boxed, handleUnder, under } from './hit';
import { office } from './plan.fixture';
import { centreOfAll, flipped, joined, only, standing } from './selection';

const reach = { sign: 200, line: 80 };

describe('what lies under the pointer', () => {
  test('signs before lines before areas', () => {
    expect(under(office(), [8050, 6100], reach)).toBe('viewpoint:v1');
    expect(under(office(), [2000, 6200], reach)).toBe('terminal:t1');
    expect(under(office(), [3000, 4050], reach)).toBe('wall:w3');
    expect(under(office(), [3500, 5500], reach)).toBe('area:a2');
    expect(under(office(), [5000, 2000], reach)).toBe('area:a1');
    expect(under(office(), [-5000, 2000], reach)).toBeNull();
  });

  test('a hole is not the area', () => {
    const plan = addHole('a1', [[4500, 1500], [5500, 1500], [5500, 2500], [4500, 2500]])(office());
    expect(under(plan, [5000, 2000], reach)).toBeNull();
  });

  test('a box to the right takes what is inside, to the left what it touches', () => {
    expect(boxed(office(), [1500, 3500], [6500, 4500])).toEqual(['wall:w3']);
    expect(boxed(office(), [6500, 4500], [1500, 3500])).toEqual(['wall:w3', 'wall:w4']);
  });

  test('corners are taken before the edges beside them', () => {
    expect(handleUnder(office(), ['area:a2'], [1000, 5000], 3000, 400)?.grip.of).toBe('corner');
    expect(handlesOf(office(), 'wall:w3', 400).map((one) => one.at)).toEqual([[2000, 4000], [6000, 4000]]);
    expect(handlesOf(office(), 'viewpoint:v2', 400).map((one) => one.grip.of)).toEqual(['facing', 'range']);
  });
});

describe('a selection', () => {
  test('grows and shrinks by one', () => {
    const both = joined(only('wall:w1'), ['wall:w2']);
    expect([...flipped(both, 'wall:w1')]).toEqual(['wall:w2']);
    expect([...flipped(both, 'area:a1')]).toEqual(['wall:w1', 'wall:w2', 'area:a1']);
  });

  test('loses what is gone and keeps its identity otherwise', () => {
    const kept = only('wall:w1');
    expect(standing(office(), kept)).toBe(kept);
    expect([...standing(office(), new Set(['wall:w1', 'wall:w99'] as const))]).toEqual(['wall:w1']);
  });

  test('has a middle', () => expect(centreOfAll(office(), only('area:a2'))).toEqual([2500, 6000]));
});
