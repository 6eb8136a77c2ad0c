import { describe, expect, test } from 'vitest';
import { addWalls } from './actions/addWalls';
import { inTurn } from './actions/action';
import { nameFloor } from './actions/floor';
import { move } from './actions/move';
import { remove } from './actions/remove';
import { setField } from './actions/setField';
import { samePlan } from './differences';
import { decided, merge } from './merge';
import { find, type Ref } from './plan';
import { office } from './plan.fixture';

const refs = (...names: Ref[]) => new Set(names);

describe('two drawings of one plan', () => {
  test('changes of different things are all taken', () => {
    const base = office();
    const mine = move(refs('terminal:t1'), [500, 0])(base);
    const theirs = inTurn(setField(refs('wall:w3'), 'top', 1200), remove(refs('viewpoint:v2')))(base);
    const { plan, conflicts, mine: own, theirs: other } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect([own, other]).toEqual([1, 2]);
    expect(find(plan, 'terminal', 't1')?.seat.at).toEqual([2500, 6500]);
    expect(find(plan, 'wall', 'w3')?.top).toBe(1200);
    expect(find(plan, 'viewpoint', 'v2')).toBeNull();
  });

  test('the same change on both sides is no conflict', () => {
    const base = office();
    const both = move(refs('wall:w3'), [10, 0])(base);
    const merged = merge(base, both, move(refs('wall:w3'), [10, 0])(base));
    expect(merged.conflicts).toEqual([]);
    expect(samePlan(merged.plan, both)).toBe(true);
  });

  test('one thing changed in two ways waits for a person, who takes either', () => {
    const base = office();
    const [mine, theirs] = [move(refs('wall:w3'), [10, 0])(base), setField(refs('wall:w3'), 'top', 900)(base)];
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map((one) => one.ref)).toEqual(['wall:w3']);
    const [conflict] = merged.conflicts;
    if (conflict === undefined) throw new Error('no conflict');
    expect(samePlan(decided(merged.plan, conflict, 'mine'), mine)).toBe(true);
    expect(samePlan(decided(merged.plan, conflict, 'theirs'), theirs)).toBe(true);
  });

  test('deleted here and changed there is asked about; mine may bring nothing back or all of it', () => {
    const base = office();
    const merged = merge(base, move(refs('wall:w3'), [10, 0])(base), remove(refs('wall:w3'))(base));
    const [conflict] = merged.conflicts;
    if (conflict === undefined) throw new Error('no conflict');
    expect(conflict.theirs).toBeNull();
    expect(find(decided(merged.plan, conflict, 'mine'), 'wall', 'w3')?.from).toEqual([2010, 4000]);
    expect(find(decided(merged.plan, conflict, 'theirs'), 'wall', 'w3')).toBeNull();
  });

  test('two walls drawn under one new id are two walls', () => {
    const base = office();
    const mine = addWalls([[0, 1000], [500, 1000], [500, 1500]], { kind: 'wall' })(base);
    const theirs = addWalls([[0, 2000], [500, 2000]], { kind: 'glass' })(base);
    const { plan, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(new Set(plan.walls.map((one) => one.id)).size).toBe(7);
    expect(plan.walls.filter((one) => one.id === 'w5').map((one) => one.kind)).toEqual(['glass']);
  });

  test('a name changed twice is asked about, changed once it is taken', () => {
    const base = office();
    expect(merge(base, nameFloor('甲')(base), base).plan.name).toBe('甲');
    expect(merge(base, base, nameFloor('乙')(base)).plan.name).toBe('乙');
    const { conflicts, plan } = merge(base, nameFloor('甲')(base), nameFloor('乙')(base));
    expect([conflicts.map((one) => one.ref), plan.name]).toEqual([['floor:name'], '乙']);
  });
});
