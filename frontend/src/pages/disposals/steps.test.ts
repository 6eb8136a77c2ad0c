import { describe, expect, test } from 'vitest';
import type { Disposal } from '../../api/types';
import { commonMethods, expected, milestones, moment, undone } from './steps';

type Line = Disposal['lines'][number];

const line = (facts: Partial<Line>): Line =>
  ({ serial: 'S1', state: 'waiting', accepted: ['shred'], gaps: [], by_contractor: null, method: null, performed_at: null, ...facts }) as Line;

describe('a disposal on its way', () => {
  test('what lies behind it is reached, what is to come is not', () => {
    expect(milestones('sanitising').filter(({ reached }) => reached).map(({ name }) => name)).toEqual(['requested', 'approved']);
    expect(milestones('completed').every(({ reached }) => reached)).toBe(true);
  });

  test('what was rejected or withdrawn has no way any more', () => {
    expect(milestones('rejected')).toEqual([]);
    expect(milestones('withdrawn')).toEqual([]);
  });
});

describe('its lines', () => {
  test('what failed or fell short can be done again', () => {
    expect(undone([line({ state: 'failed' }), line({ state: 'sanitised' }), line({ state: 'insufficient' })])).toHaveLength(2);
    expect(undone([line({ absent: true }), line({})])).toHaveLength(1);
  });

  test('only methods that suffice for all of them are offered first', () => {
    expect(commonMethods([line({ accepted: ['secure_erase', 'shred'] }), line({ accepted: ['shred'] })])).toEqual(['shred']);
    expect(commonMethods([])).toEqual([]);
  });

  test('a certificate is expected for what a contractor did, and its serial numbers are typed from the paper', () => {
    const done = { by_contractor: true, method: 'melt', performed_at: '2023-02-20T10:00:00+09:00', gaps: ['certificate'] } as const;
    const lines = [line({ ...done, gaps: [...done.gaps] }), line({ by_contractor: false })];
    expect(expected(lines)).toEqual([{ serial: '', method: 'melt', performed_on: '2023-02-20' }]);
  });
});

test('a moment typed in a form is one in Japan', () => {
  expect(moment('2023-02-20T10:05')).toBe('2023-02-20T10:05:00+09:00');
});

describe('what is lost', () => {
  test('is not worked on any more', () => {
    expect(undone([line({ state: 'lost' }), line({})])).toHaveLength(1);
  });

  test('leaves a disposal of nothing but itself no work, witness or certificate to reach', () => {
    const lost = [line({ state: 'lost' })];
    expect(milestones('evidenced', lost).map(({ name }) => name)).toEqual(['requested', 'approved', 'completed']);
    expect(milestones('evidenced', [...lost, line({ state: 'sanitised' })])).toHaveLength(6);
  });
});
