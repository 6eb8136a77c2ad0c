import { describe, expect, test } from 'vitest';
import { find, NOTHING, type Plan, type Refs } from '../plan';
import { office } from '../plan.fixture';
import { snap } from '../snap/snap';
import { targetsOf } from '../snap/targets';
import type { Point } from '../types';
import { toolOf, type ToolName } from './box';
import type { Reply, Signal, Situation, State } from './tool';

/** A desk as small as it can be. */
class Bench {
  plan: Plan = office();
  selection: Refs = NOTHING;
  steps: string[] = [];
  last: Reply;
  state: State;

  constructor(tool: ToolName) {
    this.state = toolOf(tool, { areaKind: 'storage', areaName: '', terminalKind: 'juki', selection: NOTHING });
    this.last = { state: this.state };
  }

  hear(signal: Signal): this {
    const reply = this.state.hear(signal, this.situation());
    this.last = reply;
    this.state = reply.state;
    this.selection = reply.selection ?? this.selection;
    if (reply.commit !== undefined) {
      if (reply.commit.plan !== this.plan) this.steps.push(reply.commit.what);
      this.plan = reply.commit.plan;
    }
    return this;
  }

  stroke(kind: 'press' | 'drag' | 'hover' | 'release' | 'double', at: Point, more: { shift?: boolean; alt?: boolean } = {}): this {
    return this.hear({ kind, at, shift: false, alt: false, ctrl: false, ...more });
  }

  click(at: Point, more: { shift?: boolean } = {}): this {
    return this.stroke('press', at, more).stroke('release', at, more);
  }

  pull(from: Point, to: Point, more: { shift?: boolean; alt?: boolean } = {}): this {
    const half: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    return this.stroke('press', from, more).stroke('drag', half, more).stroke('drag', to, more).stroke('release', to, more);
  }

  private situation(): Situation {
    const { plan, selection } = this;
    return {
      plan, selection, unit: 10, grid: 100, finger: false,
      snap: (stroke, anchor, moving = NOTHING) =>
        snap(stroke.at, { targets: targetsOf(plan, moving), reach: 110, grid: 100, anchor, ortho: stroke.shift, off: stroke.alt }),
    };
  }
}

const FREE = { alt: true };

describe('選択', () => {
  test('a press selects, Shift adds, empty ground selects nothing', () => {
    const bench = new Bench('select').click([3000, 4000]).click([8000, 6000], { shift: true });
    expect([...bench.selection]).toEqual(['wall:w3', 'viewpoint:v1']);
    expect([...bench.click([-4000, 0]).selection]).toEqual([]);
  });

  test('a drag moves what is under it in one step', () => {
    const bench = new Bench('select').pull([3000, 4000], [3000, 4500]);
    expect(bench.steps).toEqual(['move']);
    expect(find(bench.plan, 'wall', 'w3')?.from).toEqual([2000, 4500]);
  });

  test('a trembling press moves nothing', () => {
    const bench = new Bench('select').stroke('press', [3000, 4000]).stroke('drag', [3010, 4010]).stroke('release', [3010, 4010]);
    expect(bench.steps).toEqual([]);
  });

  test('a drag given up leaves everything as it was', () => {
    const bench = new Bench('select').stroke('press', [3000, 4000]).stroke('drag', [3000, 4800]);
    expect(bench.last.preview).toBeDefined();
    expect(bench.hear({ kind: 'cancel' }).steps).toEqual([]);
    expect(bench.state.name).toBe('idle');
  });

  test('grips resize, and the ground takes in by a box', () => {
    const bench = new Bench('select').click([3000, 4000]).pull([2000, 4000], [2500, 4500], FREE);
    expect(find(bench.plan, 'wall', 'w3')?.from).toEqual([2500, 4500]);
    expect([...bench.pull([-500, -500], [10_500, 200]).selection]).toEqual(['wall:w1']);
  });

  test('the grip above turns everything about its middle', () => {
    const bench = new Bench('select').click([3000, 4000]).pull([4000, 4440], [3560, 4000]);
    expect(find(bench.plan, 'wall', 'w3')).toMatchObject({ from: [4000, 2000], to: [4000, 6000] });
    expect(bench.steps).toEqual(['turn']);
  });

  test('a double press on an edge makes a corner', () => {
    const bench = new Bench('select').click([3500, 5500]).stroke('double', [2500, 5000]);
    expect(find(bench.plan, 'area', 'a2')?.polygon).toHaveLength(5);
  });
});

describe('壁', () => {
  test('a drag draws one wall', () => {
    const bench = new Bench('wall').pull([1000, 1000], [1000, 2000]);
    expect(bench.plan.walls[4]).toMatchObject({ id: 'w5', from: [1000, 1000], to: [1000, 2000] });
    expect(bench.state.name).toBe('waiting');
  });

  test('points make a run, each wall a step, and Enter ends it', () => {
    const bench = new Bench('partition').click([1000, 1000]).click([2000, 1000]).click([2000, 2000]).hear({ kind: 'finish' });
    expect(bench.steps).toEqual(['partition', 'partition']);
    expect(bench.click([5000, 1000]).plan.walls).toHaveLength(6);
  });

  test('a run that comes back to its begin is over', () => {
    const bench = new Bench('wall').click([1000, 1000]).click([2000, 1000]).click([2000, 2000]).click([1000, 1000]);
    expect([bench.steps.length, bench.state.name]).toEqual([3, 'waiting']);
  });

  test('typed points draw the same', () => {
    const bench = new Bench('wall').hear({ kind: 'typed', at: [0, 1000] });
    expect(bench.state.anchor).toEqual([0, 1000]);
    expect(bench.hear({ kind: 'typed', at: [5000, 1000] }).plan.walls[4]).toMatchObject({ from: [0, 1000], to: [5000, 1000] });
  });

  test('a wall is seen before it is drawn', () => {
    const bench = new Bench('wall').click([1000, 1000]).stroke('hover', [3000, 1000]);
    expect(bench.last.preview?.walls).toHaveLength(5);
    expect(bench.plan.walls).toHaveLength(4);
  });

  test('a door is done with two points', () => {
    expect(new Bench('door').click([1000, 1000]).click([2000, 1000]).state.name).toBe('waiting');
  });
});

describe('区域 and 穴', () => {
  test('a drag draws a rectangle', () => {
    const bench = new Bench('area').pull([5000, 1000], [7000, 2000], FREE);
    expect(find(bench.plan, 'area', 'a3')).toMatchObject({ kind: 'storage', polygon: [[5000, 1000], [7000, 1000], [7000, 2000], [5000, 2000]] });
  });

  test('corners make a ring that the first one closes', () => {
    const bench = new Bench('area').click([5000, 1000]).click([7000, 1000]).click([7000, 2500]).click([5000, 1000]);
    expect(find(bench.plan, 'area', 'a3')?.polygon).toHaveLength(3);
  });

  test('two corners are no area, and the person is told', () => {
    const bench = new Bench('area').click([5000, 1000]).click([7000, 1000]).hear({ kind: 'finish' });
    expect([bench.last.note, bench.steps]).toEqual(['no_ring', []]);
  });

  test('a hole goes into the smallest area around it', () => {
    const bench = new Bench('hole').pull([2000, 5500], [3000, 6000], FREE);
    expect(find(bench.plan, 'area', 'a2')?.holes).toHaveLength(1);
    expect(new Bench('hole').pull([-3000, -3000], [-2000, -2000], FREE).last.note).toBe('no_area');
  });
});

describe('置く', () => {
  test('a terminal stands where it was pressed and looks where it was dragged', () => {
    const bench = new Bench('terminal').pull([5000, 6000], [6000, 6000], FREE);
    expect(find(bench.plan, 'terminal', 't2')).toMatchObject({ seat: { at: [5000, 6000] }, screen: { at: [4350, 6000], facing: 0 } });
    expect([...bench.selection]).toEqual(['terminal:t2']);
  });

  test('supervisors and cameras by a press alone', () => {
    expect(new Bench('supervisor').click([5000, 6000]).plan.viewpoints).toHaveLength(3);
    expect(find(new Bench('camera').click([5000, 6000]).plan, 'viewpoint', 'v3')?.kind).toBe('camera');
  });

  test('two points of a background are handed on, the plan stays', () => {
    const bench = new Bench('background').click([0, 0]).click([5000, 0]);
    expect(bench.last.pair).toEqual([[0, 0], [5000, 0]]);
    expect(bench.steps).toEqual([]);
  });
});
