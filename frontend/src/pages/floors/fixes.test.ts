import { describe, expect, test } from 'vitest';
import type { Floor } from '../../plan/types';
import { factsOf, keyAmong, placeOfFix, wallsOf } from './fixes';

const wall = (id: string) => ({ id, from: [0, 0], to: [1000, 0], kind: 'cabinet', top: 2100 }) as const;
const floor: Floor = {
  name: '',
  walls: [wall('w1'), wall('w2'), wall('w3')],
  terminals: [{ id: 't1', kind: 'juki', seat: { at: [0, 0] }, screen: { at: [5, 5] } }],
};

describe('proposals for a violation', () => {
  test('a new seat is a spot with a direction', () => {
    expect(placeOfFix({ kind: 'add-viewpoint', at: [1, 2], facing: 90 }, floor, 't1')).toEqual({ kind: 'spot', at: [1, 2], facing: 90 });
  });

  test('every wall that is lowered or opened is shown', () => {
    const lowered = { kind: 'lower-wall', wall: 'w1', top: 1200, also: [{ wall: 'w3', top: 1200 }] };
    expect(wallsOf(lowered, floor).map((one) => one.id)).toEqual(['w1', 'w3']);
    expect(wallsOf({ kind: 'open-door', doors: ['w2'] }, floor).map((one) => one.id)).toEqual(['w2']);
    expect(factsOf(lowered, floor, (id) => `棚${id}`)).toMatchObject({ top: 1200, walls: ['棚w1', '棚w3'] });
  });

  test('a region is lit, a turned screen points, a setting lies nowhere', () => {
    const polygon = [[0, 0], [9, 0], [9, 9]] as const;
    expect(placeOfFix({ kind: 'move-terminal', region: [{ polygon, holes: [] }] }, floor, 't1')).toMatchObject({ kind: 'region' });
    expect(placeOfFix({ kind: 'add-area', polygon }, floor, 't1')).toMatchObject({ kind: 'region' });
    expect(placeOfFix({ kind: 'turn-screen', facing: 180 }, floor, 't1')).toEqual({ kind: 'spot', at: [5, 5], facing: 180 });
    expect(placeOfFix({ kind: 'set-lock', minutes: 5 }, floor, 't1')).toBeNull();
  });

  test('a violation is found again in the study, whose subjects do not name the floor', () => {
    const found = [{ rule: 'TM-01', subject: 'terminal:t1', key: 'TM-01:terminal:t1', grade: 'observation', facts: {} }];
    expect(keyAmong(found, { rule: 'TM-01', subject: 'terminal:f9:t1' })).toBe('TM-01:terminal:t1');
    expect(keyAmong(found, { rule: 'TM-02', subject: 'terminal:f9:t1' })).toBeNull();
  });
});
