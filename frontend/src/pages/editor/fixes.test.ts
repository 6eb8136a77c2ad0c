import { expect, test } from 'vitest';
import { find } from '../../plan/plan';
import { office } from '../../plan/plan.fixture';
import { actionOf } from './fixes';

const SUBJECT = 'terminal:t1';

test('proposals become actions of the desk', () => {
  const plan = office();
  const done = (fix: Parameters<typeof actionOf>[0]) => actionOf(fix, SUBJECT)?.(plan) ?? plan;
  expect(find(done({ kind: 'add-viewpoint', at: [1.4, 2.6], facing: 90, eye: 1400 }), 'viewpoint', 'v3')).toMatchObject({ at: [1, 3], facing: 90, eye: 1400 });
  expect(find(done({ kind: 'move-terminal', nearest: [3000, 3000] }), 'terminal', 't1')?.screen.at).toEqual([3000, 3000]);
  expect(find(done({ kind: 'turn-screen', facing: 270 }), 'terminal', 't1')?.screen.facing).toBe(270);
  expect(find(done({ kind: 'share-seat' }), 'terminal', 't1')?.seat.policy).toBe('shared');
  expect(find(done({ kind: 'set-lock', minutes: 3 }), 'terminal', 't1')?.lock_minutes).toBe(3);
  expect(find(done({ kind: 'lower-wall', wall: 'w3', top: 1100 }), 'wall', 'w3')?.top).toBe(1100);
});

test('several walls are lowered, several doors opened in one step', () => {
  const plan = office();
  const lowered = actionOf({ kind: 'lower-wall', wall: 'w3', top: 1100, also: [{ wall: 'w2', top: 1000 }] }, SUBJECT)?.(plan);
  expect(lowered?.walls.map((one) => one.top)).toEqual([2700, 1000, 1100, 2000]);
  const opened = actionOf({ kind: 'open-door', doors: ['w4'] }, SUBJECT)?.(plan);
  expect(opened?.walls.map((one) => one.open)).toEqual([false, false, false, true]);
  const around = actionOf({ kind: 'add-area', area_kind: 'handling', polygon: [[0, 0], [9.6, 0], [9.6, 9]] }, SUBJECT)?.(plan);
  expect(around?.areas[2]).toMatchObject({ kind: 'handling', polygon: [[0, 0], [10, 0], [10, 9]] });
});

test('what people do and not the pen is no action', () => {
  expect(actionOf({ kind: 'operational-remedy' }, SUBJECT)).toBeNull();
  expect(actionOf({ kind: 'move-terminal', nearest: null }, SUBJECT)).toBeNull();
});
