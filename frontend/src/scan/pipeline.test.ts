import { describe, expect, test } from 'vitest';
import { checkCharacter } from './check';
import { advance, captured, enqueue, isRepeat, replace, settle, step, waitsForServer, type Queue } from './pipeline';

const CODE = `0123ABCDWXYZ${checkCharacter('0123ABCDWXYZ')}`;
const AT = '2026-11-23T09:00:00+09:00';
const scan = (raw: string, key = 'k1') => captured<string>(raw, AT, key);

describe('pipeline', () => {
  test('a good scan walks to the server by itself', () => {
    const row = advance(scan(`https://any.host/q/${CODE}`));
    expect(row).toEqual({ key: 'k1', raw: `https://any.host/q/${CODE}`, scannedAt: AT, stage: 'checked', code: CODE });
    expect(waitsForServer(row)).toBe(true);
  });

  test('each step does one thing', () => {
    const first = step(scan(CODE));
    expect(first.stage).toBe('normalised');
    expect(step(first).stage).toBe('checked');
  });

  test('a strange code is refused without asking the server', () => {
    const row = advance(scan('https://example.org/'));
    expect(row).toMatchObject({ stage: 'refused', refusal: { code: 'not-one-of-ours' }, shown: 'https://example.org/' });
  });

  test('one wrong character is refused without asking the server', () => {
    const row = advance(scan(`1${CODE.slice(1)}`));
    expect(row).toMatchObject({ stage: 'refused', refusal: { code: 'wrong-check-character' } });
  });

  test('the answer of the server becomes a card, and the act ends the row', () => {
    const card = settle(advance(scan(CODE)), { kind: 'card', card: 'USB' });
    expect(card).toMatchObject({ stage: 'resolved', card: 'USB' });
    expect(settle(card, { kind: 'acted', operation: 'handOver' })).toMatchObject({ stage: 'acted', operation: 'handOver' });
  });

  test('a refusal of the server keeps the code and the scan', () => {
    const row = settle(advance(scan(CODE)), { kind: 'refusal', refusal: { code: 'unknown-code', facts: {} } });
    expect(row).toMatchObject({ stage: 'refused', code: CODE, raw: CODE, scannedAt: AT });
  });

  test('an answer nobody waits for changes nothing', () => {
    const row = advance(scan('nothing of ours'));
    expect(settle(row, { kind: 'card', card: 'USB' })).toBe(row);
  });

  test('the queue keeps the newest first and finds a repeated scan', () => {
    const card = settle(advance(scan(CODE)), { kind: 'card', card: 'USB' });
    let queue: Queue<string> = enqueue([], advance(scan(CODE)));
    queue = replace(queue, card);
    expect(queue).toEqual([card]);
    expect(isRepeat(queue, advance(scan(CODE, 'k2')))).toBe(true);
    queue = enqueue(queue, advance(scan('other', 'k3')));
    expect(queue.map((row) => row.key)).toEqual(['k3', 'k1']);
    expect(isRepeat(queue, advance(scan(CODE, 'k4')))).toBe(false);
  });
});
