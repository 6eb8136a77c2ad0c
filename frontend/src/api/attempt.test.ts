import { describe, expect, test } from 'vitest';
import { Attempt, freshKey } from './attempt';
import { withQuery } from './client';
import { asProblem, Problem, problemFrom } from './problem';

describe('an attempt', () => {
  test('the same body keeps its key, another body gets another', () => {
    let made = 0;
    const attempt = new Attempt(() => `key-${(made += 1)}`);
    expect(attempt.keyFor({ a: 1 })).toBe('key-1');
    expect(attempt.keyFor({ a: 1 })).toBe('key-1');
    expect(attempt.keyFor({ a: 2 })).toBe('key-2');
  });

  test('a key is made of what the server accepts', () => {
    expect(freshKey()).toMatch(/^[0-9A-Z]{26}$/);
    expect(freshKey()).not.toBe(freshKey());
  });
});

describe('asking', () => {
  test('empty filters are not sent, others are escaped', () => {
    expect(withQuery('/api/assets', { q: '媒 体&', section: '', after: null, limit: 50 })).toBe(
      '/api/assets?q=%E5%AA%92+%E4%BD%93%26&limit=50',
    );
    expect(withQuery('/api/assets', {})).toBe('/api/assets');
  });

  test('a problem keeps its code, its facts and both sentences', () => {
    const body = { code: 'already-out', facts: { asset: 'A' }, title: 'It is out.', detail: '持出し中です。' };
    const problem = problemFrom(409, body);
    expect(problem).toMatchObject({ code: 'already-out', status: 409, facts: { asset: 'A' } });
    expect(problem.sentences).toEqual({ ja: '持出し中です。', en: 'It is out.' });
  });

  test('an answer that is no problem document is still a problem', () => {
    expect(problemFrom(502, '<html>').code).toBe('unexpected');
    expect(problemFrom(500, null).code).toBe('unexpected');
    expect(asProblem(new TypeError('x')).code).toBe('unexpected');
    expect(asProblem(new Problem('a', 1)).code).toBe('a');
  });
});
