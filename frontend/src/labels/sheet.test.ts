import { describe, expect, test } from 'vitest';
import { cellsOf, misfit, moved, nextCell, pagesOf, type Grid } from './sheet';

const GRID: Grid = {
  rows: 8, columns: 3, width: 66, height: 33.9, left: 6, top: 12.9, pitch_x: 66, pitch_y: 33.9, corner: 0, page_width: 210, page_height: 297,
};

describe('a sheet', () => {
  test('has its cells row by row', () => {
    const cells = cellsOf(GRID);
    expect(cells).toHaveLength(24);
    expect(cells[4]).toEqual({ number: 5, x: 72, y: 46.8 });
  });

  test('knows how many pages a run takes and where the next one begins', () => {
    expect([pagesOf(GRID, 1, 24), pagesOf(GRID, 2, 24), pagesOf(GRID, 24, 1)]).toEqual([1, 2, 1]);
    expect([nextCell(GRID, 1, 24), nextCell(GRID, 5, 3), nextCell(GRID, 24, 2)]).toEqual([1, 8, 2]);
  });

  test.each([
    [1, 'ArrowLeft', 1],
    [1, 'ArrowRight', 2],
    [2, 'ArrowDown', 5],
    [23, 'ArrowDown', 23],
    [5, 'ArrowUp', 2],
    [7, 'Home', 1],
    [7, 'End', 24],
    [7, 'a', null],
  ])('from cell %i the key %s leads to %s', (from, key, to) => {
    expect(moved(GRID, from, key)).toBe(to);
  });
});

describe('a sheet that does not fit', () => {
  test.each([
    [{}, null],
    [{ left: 13.2 }, { code: 'sheet-off-right', mm: 1.2 }],
    [{ left: -0.31 }, { code: 'sheet-off-left', mm: 0.4 }],
    [{ top: 30 }, { code: 'sheet-off-bottom', mm: 4.2 }],
    [{ top: -2 }, { code: 'sheet-off-top', mm: 2 }],
    [{ pitch_x: 60 }, { code: 'labels-overlap-across', mm: 6 }],
    [{ pitch_y: 33.8 }, { code: 'labels-overlap-down', mm: 0.1 }],
  ])('%o says where and by how much', (change, told) => {
    expect(misfit({ ...GRID, ...change })).toEqual(told);
  });
});
