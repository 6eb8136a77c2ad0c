import { describe, expect, test } from 'vitest';
import { office } from '../../plan/plan.fixture';
import { remove } from '../../plan/actions/remove';
import { judged, overlaid, type Found, type Step, type Study } from './study';

const found = (key: string): Found => ({ rule: key.slice(0, 5), subject: 'terminal:t1', key, grade: 'observation', facts: {} });
const square = [{ polygon: [[0, 0], [1, 0], [1, 1]] as const, holes: [] }];

const study: Study = {
  study: 's1',
  target_height: 1200,
  viewpoints: [{ id: 'v1', visible_m2: 1 }, { id: 'v2', visible_m2: 2 }],
  areas: [{ id: 'a1', area_m2: 80, blind_m2: 1 }],
  terminals: [{ id: 't1', area: 'a2', seen_by: ['v1'], screen_exposed_m2: 3, exposed_to: ['a1'] }],
  violations: [],
  exposure: [{ terminal: 't1', region: square }],
  cameras: [],
};

const step: Step = {
  viewpoints: [{ id: 'v2', visible_m2: 5 }],
  areas: [],
  terminals: [{ id: 't1', area: 'a2', seen_by: [], screen_exposed_m2: 0, exposed_to: [] }],
  violations: [found('TM-01:terminal:t1')],
  keys: ['TM-01:terminal:t1'],
  exposure: [],
  cameras: [],
};

describe('a step over a study', () => {
  test('leaves what is not told, and what is shown already, as it is', () => {
    const little: Step = { ...step, viewpoints: [], terminals: [] };
    const shown = overlaid(study, little, office());
    const again = overlaid(study, { ...little, violations: [found('TM-01:terminal:t1')] }, office(), shown);
    expect(again.viewpoints).toBe(study.viewpoints);
    expect(again.terminals).toBe(study.terminals);
    expect(again.violations).toBe(shown.violations);
  });

  test('keeps the violations that are named and drops the others', () => {
    const before = { ...study, violations: [found('AR-01:c'), found('TM-02:b')] };
    const whole = overlaid(before, { ...step, keys: ['TM-01:terminal:t1', 'TM-02:b'] }, office());
    expect(whole.violations.map((one) => one.key)).toEqual(['TM-01:terminal:t1', 'TM-02:b']);
  });

  test('takes what changed and keeps the rest', () => {
    const whole = overlaid(study, step, office());
    expect(whole.viewpoints.map((one) => one.visible_m2)).toEqual([1, 5]);
    expect(whole.areas).toEqual(study.areas);
    expect(whole.violations).toHaveLength(1);
    expect(whole.study).toBe('s1');
  });

  test('forgets what is removed and screens that are read no more', () => {
    const whole = overlaid(study, step, remove(new Set(['viewpoint:v1'] as const))(office()));
    expect(whole.viewpoints.map((one) => one.id)).toEqual(['v2']);
    expect(whole.exposure).toEqual([]);
  });
});

test('violations are told beside those at the start', () => {
  const rows = judged([found('TM-01:a'), found('TM-02:b')], [found('TM-02:b'), found('AR-01:c')]);
  expect(rows.map(({ found: { key }, since }) => [key, since])).toEqual([
    ['AR-01:c', 'new'],
    ['TM-02:b', 'same'],
    ['TM-01:a', 'gone'],
  ]);
});
