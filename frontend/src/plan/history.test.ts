import { describe, expect, test } from 'vitest';
import { nameFloor } from './actions/floor';
import { begun, done, redone, undone } from './history';
import { office } from './plan.fixture';

const named = (history: ReturnType<typeof begun>, name: string) => done(history, nameFloor(name)(history.now.plan), name);

describe('undo', () => {
  test('every step is taken back and done again, however many there are', () => {
    const first = begun(office());
    let history = first;
    for (let step = 0; step < 1000; step += 1) history = named(history, `${step}`);
    for (let step = 0; step < 1000; step += 1) history = undone(history);
    expect(history.now.plan).toBe(first.now.plan);
    expect(undone(history)).toBe(history);
    for (let step = 0; step < 1000; step += 1) history = redone(history);
    expect(history.now.plan.name).toBe('999');
    expect(redone(history)).toBe(history);
  });

  test('a new step forgets what was undone', () => {
    const history = named(undone(named(begun(office()), 'a')), 'b');
    expect(history.future).toEqual([]);
    expect(history.past).toHaveLength(1);
  });

  test('a step that changes nothing is no step', () => {
    const history = begun(office());
    expect(done(history, history.now.plan, 'nothing')).toBe(history);
  });
});
