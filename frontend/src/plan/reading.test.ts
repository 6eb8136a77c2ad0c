import { describe, expect, test } from 'vitest';
import { exposureOf, hasSecrets, lookOfWall, partsOf, placeOf, raysOf } from './reading';
import type { Analysis, Floor, Wall } from './types';

const floor: Floor = {
  name: '1階',
  areas: [{ id: 'a1', kind: 'handling', polygon: [[0, 0], [4000, 0], [4000, 4000]] }],
  viewpoints: [
    { id: 'v1', kind: 'supervisor', at: [0, 0] },
    { id: 'v2', kind: 'camera', at: [5000, 0] },
  ],
  terminals: [{ id: 't1', kind: 'juki', seat: { at: [1000, 1000] }, screen: { at: [1000, 1500] } }],
};

const analysis: Analysis = {
  target_height: 1200,
  viewpoints: [],
  areas: [],
  terminals: [{ id: 't1', area: 'a1', seen_by: ['v2'], screen_exposed_m2: 1.5, exposed_to: [] }],
  exposure: [{ terminal: 't1', region: [{ polygon: [[0, 0], [9000, 0], [0, 9000]], holes: [] }] }],
};

const wall = (rest: Partial<Wall>): Wall => ({ id: 'w', from: [0, 0], to: [1, 0], kind: 'wall', ...rest });

describe('reading a plan', () => {
  test('walls are drawn by what they hide', () => {
    expect(lookOfWall(wall({}))).toBe('full');
    expect(lookOfWall(wall({ kind: 'partition', top: 1600 }))).toBe('partition');
    expect(lookOfWall(wall({ kind: 'counter', top: 1050 }))).toBe('low');
    expect(lookOfWall(wall({ kind: 'glass' }))).toBe('glass');
    expect(lookOfWall(wall({ kind: 'door', top: 2100, open: true }))).toBe('open');
  });

  test('rays go only to those who see the seat', () => {
    const terminal = floor.terminals?.[0];
    expect(terminal && raysOf(terminal, floor, analysis).map((ray) => ray.viewpoint)).toEqual(['v2']);
    expect(terminal && raysOf(terminal, floor, null)).toEqual([]);
  });

  test('a subject is found with or without the floor in its name', () => {
    expect(partsOf('terminal:f1:t1')).toEqual({ kind: 'terminal', id: 't1' });
    expect(partsOf('area:a1')).toEqual({ kind: 'area', id: 'a1' });
  });

  test('the place of a violation holds the thing and the region its screen is read from', () => {
    const box = placeOf('terminal:f1:t1', floor, analysis);
    expect(box).toMatchObject({ x: -1500, width: 12_000 });
    expect(placeOf('area:a1', floor, null)).toMatchObject({ width: 7000 });
    const far = { viewpoint: 'v2', because: 'blocked', distance: 1, walls: [], from: [20_000, 0], to: [0, 0] } as const;
    expect(placeOf('area:a1', floor, null, [far])).toMatchObject({ width: 23_000 });
    expect(placeOf('take-out:t9', floor, analysis)).toBeNull();
  });

  test('a reader without the right gets no secret layers', () => {
    expect(hasSecrets(analysis)).toBe(true);
    expect(hasSecrets({ ...analysis, exposure: [] })).toBe(false);
    expect(exposureOf('t9', analysis)).toEqual([]);
  });
});
