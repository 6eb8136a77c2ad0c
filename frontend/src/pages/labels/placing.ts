// On which sheet, from which cell, with which printer.

export interface Placing {
  sheet: string;
  start: number;
  printer: string;
  tape: boolean;
}

export const unplaced = (): Placing => ({ sheet: '', start: 1, printer: '', tape: false });

export const bodyOf = (placing: Placing) => ({
  sheet: placing.sheet,
  start: placing.tape ? 1 : placing.start,
  printer: placing.printer === '' ? null : placing.printer,
});
