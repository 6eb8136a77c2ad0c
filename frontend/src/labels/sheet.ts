// A sheet of labels as numbers: where its cells lie, how far a run of labels reaches, whether it fits its paper.

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly pitch_x: number;
  readonly pitch_y: number;
  readonly corner: number;
  readonly page_width: number;
  readonly page_height: number;
}

export interface Cell {
  /** From 1, row by row. */
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

export const countOf = (grid: Grid): number => grid.rows * grid.columns;

export function cellsOf(grid: Grid): readonly Cell[] {
  return Array.from({ length: countOf(grid) }, (_, index) => ({
    number: index + 1,
    x: grid.left + (index % grid.columns) * grid.pitch_x,
    y: grid.top + Math.floor(index / grid.columns) * grid.pitch_y,
  }));
}

export const pagesOf = (grid: Grid, start: number, labels: number): number => Math.ceil((start - 1 + labels) / countOf(grid));

export const nextCell = (grid: Grid, start: number, labels: number): number => ((start - 1 + labels) % countOf(grid)) + 1;

/** Where an arrow key leads; the edge stays the edge. */
export function moved(grid: Grid, from: number, key: string): number | null {
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: grid.columns, ArrowUp: -grid.columns };
  if (key === 'Home') return 1;
  if (key === 'End') return countOf(grid);
  const step = steps[key];
  if (step === undefined) return null;
  const to = from + step;
  return to >= 1 && to <= countOf(grid) ? to : from;
}

export interface Misfit {
  readonly code: string;
  readonly mm: number;
}

const NOTHING = 0.05;
const over = (mm: number): number => Math.ceil(Math.round(mm * 1e7) / 1e6) / 10;

/** The same sentence that the server would say, while the numbers are typed. */
export function misfit(grid: Grid): Misfit | null {
  const found: readonly (readonly [string, number])[] = [
    ['sheet-off-left', -grid.left],
    ['sheet-off-right', grid.left + grid.pitch_x * (grid.columns - 1) + grid.width - grid.page_width],
    ['sheet-off-top', -grid.top],
    ['sheet-off-bottom', grid.top + grid.pitch_y * (grid.rows - 1) + grid.height - grid.page_height],
    ['labels-overlap-across', grid.columns > 1 ? grid.width - grid.pitch_x : 0],
    ['labels-overlap-down', grid.rows > 1 ? grid.height - grid.pitch_y : 0],
  ];
  const first = found.find(([, mm]) => mm > NOTHING);
  return first === undefined ? null : { code: first[0], mm: over(first[1]) };
}
