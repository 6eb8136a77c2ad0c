import { describe, expect, test } from 'vitest';
import { aheadAfter, written } from './clock';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const YEARS = Date.parse('2023-02-20T09:00:00Z') - NOW;

describe('the clock of the device', () => {
  test('however far the municipality is, its time is what the scans are stamped with', () => {
    const ahead = aheadAfter(0, NOW + YEARS, NOW - 50, NOW + 50);
    expect(ahead).toBe(YEARS);
    expect(written(NOW, ahead)).toBe('2023-02-20T09:00:00.000Z');
  });

  test('the way of an answer is no other clock', () => {
    expect(aheadAfter(YEARS, NOW + YEARS + 1500, NOW - 200, NOW)).toBe(YEARS);
    expect(aheadAfter(0, NOW - 900, NOW - 200, NOW)).toBe(0);
  });

  test('an answer that came late, or over a clock that was set meanwhile, says nothing', () => {
    expect(aheadAfter(7, NOW + YEARS, NOW - 60_000, NOW)).toBe(7);
    expect(aheadAfter(7, NOW + YEARS, NOW + 60_000, NOW)).toBe(7);
    expect(aheadAfter(7, Number.NaN, NOW, NOW)).toBe(7);
  });

  test('a clock that was set is seen with the next answer', () => {
    expect(aheadAfter(YEARS, NOW + YEARS, NOW + 3_600_000, NOW + 3_600_000)).toBe(YEARS - 3_600_000);
  });
});
