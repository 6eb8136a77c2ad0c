import { describe, expect, test } from 'vitest';
import { addWalls } from './actions/addWalls';
import { inTurn } from './actions/action';
import { drag } from './actions/drag';
import { move } from './actions/move';
import { remove } from './actions/remove';
import { rotate } from './actions/rotate';
import { setField } from './actions/setField';
import { changesOf } from './changes';
import { differences, patchOf } from './differences';
import type { Ref } from './plan';
import { office } from './plan.fixture';

const refs = (...names: Ref[]) => new Set(names);

describe('what differs', () => {
  test('a patch holds the complete new state of what changed, and the ids of what went', () => {
    const before = office();
    const after = inTurn(move(refs('viewpoint:v1'), [1, 0]), remove(refs('wall:w4')), addWalls([[0, 0], [9, 9]], { kind: 'glass' }))(before);
    expect(patchOf(before, after)).toMatchObject({
      walls: [{ id: 'w5', kind: 'glass' }],
      viewpoints: [{ id: 'v1', at: [8001, 6000], fov: 200 }],
      areas: [],
      terminals: [],
      removed: ['w4'],
    });
  });

  test('there and back again is no difference', () => {
    const before = office();
    expect(differences(before, inTurn(move(refs('wall:w1'), [5, 5]), move(refs('wall:w1'), [-5, -5]))(before))).toEqual([]);
  });

  test('changes are called what a person would call them', () => {
    const before = office();
    const after = inTurn(
      move(refs('area:a2'), [100, 0]),
      drag({ ref: 'wall:w3', grip: { of: 'end', end: 'to' }, at: [6000, 4000] }, [5000, 4000]),
      rotate(refs('wall:w2'), [10_000, 4000], 90),
      setField(refs('wall:w1'), 'top', 1000),
      setField(refs('viewpoint:v1'), 'facing', 90),
      remove(refs('wall:w4')),
      addWalls([[0, 0], [9, 9]], { kind: 'glass' }),
    )(before);
    expect(Object.fromEntries(changesOf(before, after).map(({ ref, how }) => [ref, how]))).toEqual({
      'area:a2': 'moved',
      'wall:w3': 'resized',
      'wall:w2': 'turned',
      'wall:w1': 'changed',
      'viewpoint:v1': 'turned',
      'wall:w4': 'removed',
      'wall:w5': 'added',
    });
  });
});
