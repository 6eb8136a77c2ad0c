import { describe, expect, test } from 'vitest';
import { catalogues } from './catalogues';
import { fill, places } from './fill';

const { ja, en } = catalogues;

describe('catalogues', () => {
  test('both languages have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort());
  });

  test('both sentences of a key take the same facts', () => {
    for (const key of Object.keys(ja)) expect([key, places(en[key] ?? '')]).toEqual([key, places(ja[key] ?? '')]);
  });

  test('no sentence is empty', () => {
    for (const catalogue of [ja, en]) {
      for (const [key, sentence] of Object.entries(catalogue)) expect([key, sentence.trim() !== '']).toEqual([key, true]);
    }
  });

  test('Japanese sentences are Japanese', () => {
    const latinByIntent = /^(language\.|unit\.|value\.dash)/;
    for (const [key, sentence] of Object.entries(ja)) {
      if (!latinByIntent.test(key)) expect([key, /[\u3040-\u30ff\u4e00-\u9fff]/.test(sentence)]).toEqual([key, true]);
    }
  });
});

describe('fill', () => {
  test('facts go into their places and a missing one stays visible', () => {
    expect(fill('{n}件、{who}', { n: 3 })).toBe('3件、{who}');
  });

  test('one thing is no things', () => {
    const sentence = '{n} {n:thing:things} of {m} {m:page:pages}';
    expect(fill(sentence, { n: 1, m: 2 })).toBe('1 thing of 2 pages');
    expect(fill(sentence, { n: 0, m: 1 })).toBe('0 things of 1 page');
  });
});
