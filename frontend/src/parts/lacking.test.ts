import { describe, expect, it } from 'vitest';
import { lacking } from './lacking';

describe('what a form still lacks', () => {
  it('names what is blank, chosen nowhere or unfinished, in the order of the form', () => {
    expect(lacking(['対象', 0], ['理由', '  '], ['方法', 'shred'], ['署名', false])).toEqual(['対象', '理由', '署名']);
  });

  it('is nothing when everything is said', () => {
    expect(lacking(['対象', 2], ['理由', '更新'], ['署名', true])).toEqual([]);
  });
});
