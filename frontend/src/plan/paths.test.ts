import { describe, expect, test } from 'vitest';
import { conePath, regionPath } from './paths';
import { boxOf, boxOfFloor, towards } from './space';

describe('paths', () => {
  test('the plan has y up, the drawing y down', () => {
    expect(regionPath({ polygon: [[0, 0], [10, 0], [10, 5]] })).toBe('M0 0L10 0L10 -5Z');
    expect(boxOf([[0, 0], [10, 5]])).toEqual({ x: 0, y: -5, width: 10, height: 5 });
  });

  test('holes are part of the same path', () => {
    const ring = [[0, 0], [9, 0], [9, 9]] as const;
    expect(regionPath({ polygon: ring, holes: [[[1, 1], [2, 1], [2, 2]]] })).toBe('M0 0L9 0L9 -9ZM1 -1L2 -1L2 -2Z');
  });

  test('a ring of two points draws nothing', () => {
    expect(regionPath({ polygon: [[0, 0], [1, 1]] })).toBe('');
  });

  test('a cone opens around its facing, and a full circle is one', () => {
    expect(conePath([0, 0], 90, 180, 100)).toBe('M0 0L100 0A100 100 0 0 0 -100 0Z');
    expect(conePath([0, 0], 0, 270, 100)).toContain('A100 100 0 1 0');
    expect(conePath([0, 0], 0, 360, 100).match(/A/g)).toHaveLength(2);
  });

  test('a floor without outline is as large as its walls', () => {
    const wall = { id: 'w', from: [0, 0], to: [4000, 3000], kind: 'wall' } as const;
    expect(boxOfFloor({ name: '', walls: [wall] })).toEqual({ x: 0, y: -3000, width: 4000, height: 3000 });
    expect(boxOfFloor({ name: '' }).width).toBeGreaterThan(0);
  });

  test('directions turn counter-clockwise', () => {
    const [x, y] = towards([0, 0], 90, 100);
    expect(x).toBeCloseTo(0);
    expect(y).toBeCloseTo(100);
  });
});
