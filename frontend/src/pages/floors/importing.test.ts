import { describe, expect, test } from 'vitest';
import type { Inspection } from '../../api/workflow';
import { conversionOf, firstScale, isOurs, lacking, needsChoices, sizeAt, snapped, suggested } from './importing';

const inspection: Inspection = {
  format: 'dxf',
  unit: null,
  bounds: [0, 0, 10, 10],
  layers: [
    { name: '壁', objects: 4, suggestion: 'wall' },
    { name: '寸法', objects: 9, suggestion: 'skip' },
    { name: '室', objects: 1, suggestion: 'area' },
  ],
  preview: [],
  truncated: false,
  warnings: [],
};
const wanted = { name: 'a.dxf', content: 'AAAA', floor_name: '1階' };
const choices = suggested(inspection);
const scale = firstScale(inspection);

describe('taking a drawing in', () => {
  test('layers begin as suggested, at their usual height', () => {
    expect(choices['壁']).toEqual({ as: 'wall', top: 2700, area_kind: null });
    expect(choices['寸法']).toEqual({ as: 'skip', top: null, area_kind: null });
    expect(choices['室']).toEqual({ as: 'area', top: null, area_kind: 'office' });
  });

  test('the name of a layer tells the kind of its areas', () => {
    const layers = ['取扱区域', '書庫室名', '待合エリア', '室'].map((name) => ({ name, objects: 1, suggestion: 'area' }));
    expect(Object.values(suggested({ ...inspection, layers })).map((one) => one.area_kind)).toEqual(['handling', 'storage', 'public', 'office']);
  });

  test('a scale tells how large the drawing comes to be', () => {
    expect(sizeAt(inspection, { ...scale, unit: 'm' })).toEqual([10, 10]);
    expect(sizeAt(inspection, { ...scale, way: 'points', a: [0, 0], b: [0, 5], length_mm: 8000 })).toEqual([16, 16]);
    expect(sizeAt(inspection, { ...scale, way: 'points' })).toBeNull();
    expect(sizeAt({ ...inspection, bounds: null }, scale)).toBeNull();
  });

  test('two points must lie apart and tell their length', () => {
    expect(lacking(inspection, choices, scale)).toEqual([]);
    const points = { ...scale, way: 'points', a: [0, 0], b: [0, 0] } as const;
    expect(lacking(inspection, choices, points)).toEqual(['points', 'length']);
    expect(lacking(inspection, choices, { ...points, b: [5, 0], length_mm: 5000 })).toEqual([]);
  });

  test('something must be taken, and heights stay below ten metres', () => {
    const skip = Object.fromEntries(Object.keys(choices).map((name) => [name, { as: 'skip', top: null, area_kind: null } as const]));
    expect(lacking(inspection, skip, scale)).toEqual(['layers']);
    expect(lacking(inspection, { ...skip, 壁: { as: 'wall', top: 99_999, area_kind: null } }, scale)).toEqual(['top']);
  });

  test('one way of scaling is sent, and none for our own format', () => {
    expect(conversionOf(wanted, inspection, choices, scale)).toMatchObject({ unit: 'mm', points: null, layers: choices, snap_mm: 10 });
    const points = { ...scale, way: 'points', a: [0, 0], b: [5, 0], length_mm: 5000 } as const;
    expect(conversionOf(wanted, inspection, choices, points)).toMatchObject({ unit: null, points: { a: [0, 0], b: [5, 0], length_mm: 5000 } });
    expect(conversionOf(wanted, { ...inspection, format: 'floor' }, {}, scale)).toMatchObject({ unit: null, points: null, layers: {} });
  });

  test('what this register wrote itself is taken whole', () => {
    expect(isOurs('{"features":[{"properties":{"daicho": "wall","id":"w1"}}]}')).toBe(true);
    expect(isOurs('{"features":[{"properties":{"layer":"wall"}}]}')).toBe(false);
    expect(needsChoices({ ...inspection, format: 'geojson', whole: true })).toBe(false);
    expect(needsChoices({ ...inspection, format: 'geojson' })).toBe(true);
  });

  test('a click near a corner means the corner', () => {
    expect(snapped([1, 1], [[0, 0], [9, 9]], 3)).toEqual([0, 0]);
    expect(snapped([5, 5], [[0, 0], [9, 9]], 3)).toEqual([5, 5]);
  });
});
