import { describe, expect, test } from 'vitest';
import { find, type Ref } from '../../plan/plan';
import { office } from '../../plan/plan.fixture';
import { commonFields, commonValue, FIELDS, numberFrom, writing } from './fields';

const refs = (...names: Ref[]) => new Set(names);
const paths = (...names: Ref[]) => commonFields(office(), refs(...names)).map((one) => one.path);

describe('the numbers panel', () => {
  test('one thing shows every field it can have', () => {
    expect(paths('wall:w1')).toEqual(['kind', 'from', 'to', 'top', 'bottom']);
    expect(paths('wall:w4')).toContain('open');
    expect(paths('viewpoint:v2')).toEqual(FIELDS.viewpoint.map((one) => one.path));
    expect(paths('viewpoint:v1')).not.toContain('camera.tilt');
  });

  test('several things show what they share, and no places', () => {
    expect(paths('wall:w1', 'wall:w4')).toEqual(['kind', 'top', 'bottom']);
    expect(paths('terminal:t1', 'wall:w1')).toEqual([]);
    expect(paths()).toEqual([]);
  });

  test('values that differ are said to be several', () => {
    expect(commonValue(office(), refs('wall:w1', 'wall:w2'), 'top')).toEqual({ value: 2700, mixed: false });
    expect(commonValue(office(), refs('wall:w1', 'wall:w3'), 'top').mixed).toBe(true);
  });

  test('a camera that becomes a supervisor has no lens, a door that becomes a wall is not open', () => {
    const camera = writing(office(), refs('viewpoint:v2'), 'camera.pixels', 1920)(office());
    const seat = writing(camera, refs('viewpoint:v2'), 'kind', 'supervisor')(camera);
    expect(find(seat, 'viewpoint', 'v2')).not.toHaveProperty('camera');
    const open = writing(office(), refs('wall:w4'), 'open', true)(office());
    expect(find(writing(open, refs('wall:w4'), 'kind', 'wall')(open), 'wall', 'w4')).toMatchObject({ kind: 'wall', open: false });
  });

  test.each([
    ['1450', 1450],
    ['１４５０', 1450],
    ['1,450', 1450],
    ['-5', null],
    ['99999', null],
    ['', null],
    ['高い', null],
  ])('%s typed as a height is %s', (text, value) => expect(numberFrom(text, 0, 10_000)).toBe(value));
});
