import { describe, expect, test } from 'vitest';
import { fit, kept, middleOf, nudge, pan, zoom } from './view';

const whole = { x: 0, y: -6000, width: 12_000, height: 6000 };

describe('view', () => {
  test('the whole plan fits into any shape of screen', () => {
    for (const ratio of [0.5, 1, 2, 3]) {
      const view = fit(whole, ratio);
      expect(view.width / view.height).toBeCloseTo(ratio);
      expect(view.x).toBeLessThan(whole.x);
      expect(view.y + view.height).toBeGreaterThan(whole.y + whole.height);
    }
  });

  test('the point under the pointer stays under the pointer', () => {
    const view = fit(whole, 2);
    const centre = { x: 3000, y: -1000 };
    const near = zoom(view, 2, centre, whole);
    expect(near.width).toBeCloseTo(view.width / 2);
    expect((centre.x - near.x) / near.width).toBeCloseTo((centre.x - view.x) / view.width);
    expect((centre.y - near.y) / near.height).toBeCloseTo((centre.y - view.y) / view.height);
  });

  test('zooming ends at both ends', () => {
    const view = fit(whole, 2);
    expect(zoom(view, 1e6, middleOf(view), whole).width).toBe(600);
    expect(zoom(view, 1e-6, middleOf(view), whole).width).toBe(24_000);
  });

  test('nobody gets lost on empty paper', () => {
    const view = fit(whole, 2);
    expect(middleOf(pan(view, 1e6, 1e6, whole))).toEqual({ x: 12_000, y: 0 });
    expect(kept(view, whole)).toEqual(view);
  });

  test('an arrow key moves by a part of the screen', () => {
    const view = { x: 1000, y: -4000, width: 1000, height: 500 };
    expect(nudge(view, 'right', whole).x).toBeCloseTo(1150);
    expect(nudge(view, 'up', whole).y).toBeCloseTo(-4075);
  });
});
