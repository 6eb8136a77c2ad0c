import { describe, expect, test } from 'vitest';
import { addDays, addMonths, dayInJapan, daysBetween, monthEnd, writeDate, writeTime } from './wareki';

const ja = { calendar: 'wareki', language: 'ja' } as const;

describe('dates', () => {
  test('an era begins on its first day and its first year is called gannen', () => {
    expect(writeDate('2019-04-30', ja)).toBe('平成31年4月30日');
    expect(writeDate('2019-05-01', ja)).toBe('令和元年5月1日');
    expect(writeDate('2023-02-03', ja)).toBe('令和5年2月3日');
    expect(writeDate('1989-01-07', ja)).toBe('昭和64年1月7日');
  });

  test('the switch writes western years', () => {
    expect(writeDate('2023-02-03', { calendar: 'western', language: 'ja' })).toBe('2023年2月3日');
    expect(writeDate('2023-02-03', { calendar: 'western', language: 'en' })).toBe('3 Feb 2023');
    expect(writeDate('2023-02-03', { calendar: 'wareki', language: 'en' })).toBe('3 Feb 2023 (R5)');
  });

  test('a moment is shown on the day it was in Japan', () => {
    expect(dayInJapan('2023-01-31T15:30:00Z')).toBe('2023-02-01');
    expect(writeTime('2023-01-31T15:30:00Z', ja)).toBe('令和5年2月1日 00:30');
    expect(writeTime('2023-01-31T09:15:00+09:00', ja)).toBe('令和5年1月31日 09:15');
  });

  test('text that is no date stays as it is', () => {
    expect(writeDate('いつか', ja)).toBe('いつか');
  });

  test('days are counted by the calendar, over month ends and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-11-20T23:59:00+09:00', '2026-11-21T00:01:00+09:00')).toBe(1);
    expect(monthEnd('2024-02-10')).toBe('2024-02-29');
    expect(monthEnd('2026-12-01')).toBe('2026-12-31');
    expect(addMonths('2026-11-23', 3)).toBe('2027-02-23');
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
  });
});
