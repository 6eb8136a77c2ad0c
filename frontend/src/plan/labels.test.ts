import { describe, expect, test } from 'vitest';
import { labelPlaces } from './labels';
import type { Floor, Ring } from './types';

const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
];

const floor: Floor = {
  name: '',
  areas: [
    { id: 'room', kind: 'office', polygon: square(0, 0, 9000) },
    { id: 'corner', kind: 'handling', polygon: square(3000, 3000, 3000) },
  ],
  terminals: [{ id: 't', kind: 'juki', seat: { at: [4500, 4500] }, screen: { at: [4500, 4300] } }],
};

describe('names of areas', () => {
  const places = labelPlaces(floor);

  test('the name of a room is not written into the corner inside it', () => {
    const [x, y] = places.get('room') ?? [0, 0];
    expect(x > 0 && x < 9000 && y > 0 && y < 9000).toBe(true);
    expect(x > 3000 && x < 6000 && y > 3000 && y < 6000).toBe(false);
  });

  test('a name keeps clear of the equipment', () => {
    const [x, y] = places.get('corner') ?? [0, 0];
    expect(x > 3000 && x < 6000 && y > 3000 && y < 6000).toBe(true);
    expect(Math.hypot(x - 4500, y - 4500)).toBeGreaterThan(400);
  });

  test('a floor without areas has no names', () => {
    expect(labelPlaces({ name: '' }).size).toBe(0);
  });
});
