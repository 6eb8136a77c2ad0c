import { describe, expect, test } from 'vitest';
import { hear, SILENCE, type Stroke } from './capture';

function type(keys: readonly Partial<Stroke>[], gap: number): (string | null)[] {
  let burst = SILENCE;
  return keys.map((key, index) => {
    const heard = hear(burst, { key: '', code: '', shift: false, at: 1000 + index * gap, ...key });
    burst = heard.burst;
    return heard.scanned;
  });
}

const keysOf = (text: string) => [...text].map((key) => ({ key }));
const last = <T>(items: readonly T[]): T | undefined => items[items.length - 1];

describe('capture', () => {
  test('a reader types fast and ends with Enter', () => {
    expect(last(type([...keysOf('0123ABCDWXYZK'), { key: 'Enter' }], 5))).toBe('0123ABCDWXYZK');
  });

  test('a reader may end with Tab', () => {
    expect(last(type([...keysOf('0123ABCDWXYZK'), { key: 'Tab' }], 5))).toBe('0123ABCDWXYZK');
  });

  test('a person who types slowly is not a reader', () => {
    expect(last(type([...keysOf('0123ABCDWXYZK'), { key: 'Enter' }], 150))).toBeNull();
  });

  test('a key that a busy machine hands on late does not break a scan', () => {
    let burst = SILENCE;
    let at = 0;
    for (const [index, key] of [...'0123ABCDWXYZK'].entries()) {
      burst = hear(burst, { key, code: '', shift: false, at: (at += index === 5 ? 120 : 6) }).burst;
    }
    expect(hear(burst, { key: 'Enter', code: 'Enter', shift: false, at: at + 6 }).scanned).toBe('0123ABCDWXYZK');
  });

  test('a few quick letters are not a scan', () => {
    expect(last(type([...keysOf('abc'), { key: 'Enter' }], 5))).toBeNull();
  });

  test('letters typed before the reader began are left out', () => {
    let burst = hear(SILENCE, { key: 'x', code: 'KeyX', shift: false, at: 0 }).burst;
    let at = 900;
    for (const key of '0123ABCDWXYZK') burst = hear(burst, { key, code: '', shift: false, at: (at += 5) }).burst;
    expect(hear(burst, { key: 'Enter', code: 'Enter', shift: false, at: at + 5 }).scanned).toBe('0123ABCDWXYZK');
  });

  test('shift and other silent keys do not break a scan', () => {
    const keys = [{ key: 'Shift' }, ...keysOf('0123'), { key: 'Shift' }, ...keysOf('ABCDWXYZK'), { key: 'Enter' }];
    expect(last(type(keys, 5))).toBe('0123ABCDWXYZK');
  });

  test('with an input method on, the places of the keys are read', () => {
    const places = ['Digit0', 'Digit1', 'KeyA', 'Minus', 'KeyB', 'KeyC', 'KeyD', 'Numpad7', 'KeyZ'];
    const keys = [...places.map((code) => ({ key: 'Process', code })), { key: 'Process', code: 'Enter' }];
    expect(last(type(keys, 5))).toBe('01A-BCD7Z');
  });
});
