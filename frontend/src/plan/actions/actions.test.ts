import { describe, expect, test } from 'vitest';
import { find, planOf, refTo, thingAt, type Plan, type Ref } from '../plan';
import { office } from '../plan.fixture';
import { addArea } from './addArea';
import { addHole } from './addHole';
import { addTerminal } from './addTerminal';
import { addViewpoint } from './addViewpoint';
import { addWalls } from './addWalls';
import { align, distribute } from './align';
import { inTurn } from './action';
import { pasted, picked } from './copy';
import { addCorner, removeCorner } from './corner';
import { drag } from './drag';
import { nameFloor, outlineFloor } from './floor';
import { move } from './move';
import { placeTerminal } from './placeTerminal';
import { remove } from './remove';
import { reorder } from './reorder';
import { rotate } from './rotate';
import { setField, valueOf } from './setField';

const refs = (...names: Ref[]) => new Set(names);
const wall = (plan: Plan, id: string) => find(plan, 'wall', id);
const area = (plan: Plan, id: string) => find(plan, 'area', id);
const terminal = (plan: Plan, id: string) => find(plan, 'terminal', id);

describe('drawing', () => {
  test('a run of walls gets new ids and the usual height of its kind', () => {
    const plan = addWalls([[0, 0], [0, 0], [1000, 0], [1000, 500]], { kind: 'partition' })(office());
    expect(plan.walls.slice(4)).toEqual([
      { id: 'w5', from: [0, 0], to: [1000, 0], bottom: 0, top: 1600, kind: 'partition', open: false },
      { id: 'w6', from: [1000, 0], to: [1000, 500], bottom: 0, top: 1600, kind: 'partition', open: false },
    ]);
  });

  test('a run without a length draws nothing', () => {
    const plan = office();
    expect(addWalls([[0, 0], [0, 0]], { kind: 'wall' })(plan)).toBe(plan);
  });

  test('an area, and a hole in it', () => {
    const ring = [[0, 0], [100, 0], [100, 100]] as const;
    const plan = inTurn(addArea(ring, 'storage', ''), addHole('a2', ring))(office());
    const named = inTurn(addArea(ring, 'storage', '保管場所'), addArea(ring, 'storage', '保管場所'))(office());
    expect(named.areas.slice(-2).map((one) => one.name)).toEqual(['保管場所 1', '保管場所 2']);
    expect(area(plan, 'a3')).toMatchObject({ name: 'a3', kind: 'storage', level: null, polygon: ring });
    expect(area(plan, 'a2')?.holes).toEqual([ring]);
  });

  test('a terminal looks at its seat, and a new camera knows what it is', () => {
    const plan = inTurn(addTerminal([5000, 5000], 90, 'juki'), addViewpoint([1, 2], 361, 'camera'))(office());
    expect(terminal(plan, 't2')).toMatchObject({ seat: { at: [5000, 5000], policy: 'shared' }, screen: { at: [5000, 4350], facing: 90 } });
    expect(find(plan, 'viewpoint', 'v3')).toMatchObject({ kind: 'camera', facing: 1, camera: { pixels: 1920 } });
  });

  test('no action changes the plan it was given', () => {
    const plan = office();
    const before = JSON.stringify(plan);
    const all = refs('wall:w3', 'area:a2', 'viewpoint:v1', 'terminal:t1');
    inTurn(move(all, [10, 10]), rotate(all, [0, 0], 30), remove(all))(plan);
    expect(JSON.stringify(plan)).toBe(before);
  });
});

describe('moving', () => {
  test('everything of a thing moves, and nothing else does', () => {
    const before = office();
    const plan = move(refs('wall:w3', 'terminal:t1', 'area:a2', 'viewpoint:v1'), [100, -50])(before);
    expect(wall(plan, 'w3')).toMatchObject({ from: [2100, 3950], to: [6100, 3950] });
    expect(terminal(plan, 't1')).toMatchObject({ seat: { at: [2100, 6450] }, screen: { at: [2100, 5800] } });
    expect(area(plan, 'a2')?.polygon[0]).toEqual([1100, 4950]);
    expect(wall(plan, 'w1')).toBe(wall(before, 'w1'));
  });

  test('a quarter turn is exact, four of them are none', () => {
    const turn = rotate(refs('area:a2', 'viewpoint:v1', 'terminal:t1'), [2500, 6000], 90);
    const plan = office();
    expect(area(turn(plan), 'a2')?.polygon).toEqual([[3500, 4500], [3500, 7500], [1500, 7500], [1500, 4500]]);
    expect(find(turn(plan), 'viewpoint', 'v1')?.facing).toBe(270);
    expect(inTurn(turn, turn, turn, turn)(plan)).toEqual(plan);
  });

  test('any turn lands on whole millimetres', () => {
    const plan = rotate(refs('wall:w3'), [4000, 4000], 33)(office());
    expect([...(wall(plan, 'w3')?.from ?? []), ...(wall(plan, 'w3')?.to ?? [])].every(Number.isInteger)).toBe(true);
  });

  test('grips move an end, a corner, an edge, a seat, a direction and a range', () => {
    const plan = office();
    const end = drag({ ref: 'wall:w3', grip: { of: 'end', end: 'to' }, at: [6000, 4000] }, [6500.4, 4100.6]);
    expect(wall(end(plan), 'w3')).toMatchObject({ from: [2000, 4000], to: [6500, 4101] });
    const corner = drag({ ref: 'area:a2', grip: { of: 'corner', ring: -1, corner: 2 }, at: [4000, 7000] }, [5000, 7500]);
    expect(area(corner(plan), 'a2')?.polygon[2]).toEqual([5000, 7500]);
    const edge = drag({ ref: 'area:a2', grip: { of: 'edge', ring: -1, corner: 3 }, at: [1000, 6000] }, [500, 6000]);
    expect(area(edge(plan), 'a2')?.polygon).toEqual([[500, 5000], [4000, 5000], [4000, 7000], [500, 7000]]);
    const seat = drag({ ref: 'terminal:t1', grip: { of: 'seat' }, at: [2000, 6500] }, [2100, 6600]);
    expect(terminal(seat(plan), 't1')?.seat.at).toEqual([2100, 6600]);
    const turn = drag({ ref: 'viewpoint:v1', grip: { of: 'facing' }, at: [0, 0] }, [8000, 7000], 15);
    expect(find(turn(plan), 'viewpoint', 'v1')?.facing).toBe(90);
    const range = drag({ ref: 'viewpoint:v2', grip: { of: 'range' }, at: [0, 0] }, [9800, 2800]);
    expect(find(range(plan), 'viewpoint', 'v2')?.range).toBe(5000);
  });

  test('an end does not land on the other end', () => {
    const plan = office();
    const end = drag({ ref: 'wall:w3', grip: { of: 'end', end: 'to' }, at: [6000, 4000] }, [2000, 4000]);
    expect(wall(end(plan), 'w3')).toBe(wall(plan, 'w3'));
  });

  test('a terminal set down elsewhere takes its seat along, turned with it', () => {
    const plan = placeTerminal('t1', [5000, 5000], 180)(office());
    expect(terminal(plan, 't1')).toMatchObject({ seat: { at: [4350, 5000] }, screen: { at: [5000, 5000], facing: 180 } });
  });
});

describe('arranging', () => {
  test('things come into line on a side, each as a whole', () => {
    const plan = align(refs('viewpoint:v1', 'terminal:t1', 'area:a2'), 'left')(office());
    expect(find(plan, 'viewpoint', 'v1')?.at).toEqual([1000, 6000]);
    expect(terminal(plan, 't1')?.seat.at).toEqual([1000, 6500]);
    expect(area(plan, 'a2')?.polygon[0]).toEqual([1000, 5000]);
  });

  test('three things spread evenly, the outermost stay', () => {
    const before = inTurn(addViewpoint([0, 0], 0, 'staff'), addViewpoint([100, 0], 0, 'staff'), addViewpoint([1000, 0], 0, 'staff'))(planOf({ name: 'x' }));
    const plan = distribute(refs('viewpoint:v1', 'viewpoint:v2', 'viewpoint:v3'), 'across')(before);
    expect(plan.viewpoints.map((one) => one.at[0])).toEqual([0, 500, 1000]);
  });

  test('copies get new ids and no asset', () => {
    const before = setField(refs('terminal:t1'), 'asset', 'ABC')(office());
    const { plan, refs: made } = pasted(before, picked(before, refs('terminal:t1', 'wall:w3')), [500, 0]);
    expect([...made]).toEqual(['wall:w5', 'terminal:t2']);
    expect(terminal(plan, 't2')).toMatchObject({ seat: { at: [2500, 6500] } });
    expect(terminal(plan, 't2')).not.toHaveProperty('asset');
  });

  test('what was copied can be pasted after it is gone', () => {
    const clipboard = picked(office(), refs('wall:w3'));
    const { plan } = pasted(remove(refs('wall:w3'))(office()), clipboard, [0, 0]);
    expect(plan.walls.filter((one) => one.kind === 'partition')).toHaveLength(1);
  });

  test('the last of a list lies above', () => {
    expect(reorder(refs('area:a1'), 'front')(office()).areas.map((one) => one.id)).toEqual(['a2', 'a1']);
    expect(reorder(refs('area:a2'), 'back')(office()).areas.map((one) => one.id)).toEqual(['a2', 'a1']);
  });

  test('deleting nothing is nothing', () => {
    const plan = office();
    expect(remove(new Set())(plan)).toBe(plan);
  });
});

describe('values', () => {
  test('a field is written in all things that are named, also inside', () => {
    const plan = inTurn(setField(refs('wall:w1', 'wall:w2'), 'top', 3000), setField(refs('terminal:t1'), 'screen.facing', 45))(office());
    expect(plan.walls.map((one) => one.top)).toEqual([3000, 3000, 1600, 2000]);
    expect(valueOf(thingAt(plan, refTo('terminal', 't1')) as NonNullable<ReturnType<typeof thingAt>>, 'screen.facing')).toBe(45);
  });

  test('an optional value goes away again', () => {
    const plan = inTurn(setField(refs('viewpoint:v2'), 'camera.pixels', 3840), setField(refs('viewpoint:v2'), 'camera', undefined))(office());
    expect(find(plan, 'viewpoint', 'v2')).not.toHaveProperty('camera');
  });

  test('corners come and go, an area keeps three', () => {
    const more = addCorner('a2', -1, 0, [2500.4, 5000])(office());
    expect(area(more, 'a2')?.polygon[1]).toEqual([2500, 5000]);
    const less = inTurn(...[0, 0, 0, 0].map(() => removeCorner('a2', -1, 0)))(more);
    expect(area(less, 'a2')?.polygon).toHaveLength(3);
  });

  test('a hole with two corners is none', () => {
    const plan = inTurn(addHole('a2', [[0, 0], [1, 0], [1, 1]]), removeCorner('a2', 0, 1))(office());
    expect(area(plan, 'a2')?.holes).toEqual([]);
  });

  test('the floor has a name and an outline', () => {
    const plan = inTurn(nameFloor('2階'), outlineFloor(null))(office());
    expect([plan.name, plan.outline]).toEqual(['2階', null]);
  });
});
