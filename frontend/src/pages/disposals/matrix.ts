// The methods of a day as a table: a row for each method, a column for each kind of medium.

import type { Told } from '../../api/types';

export type Method = Told<'listMethods'>['items'][number];
export type Medium = Method['media'][number];

/** Columns from what is thrown away most often to what stands on desks. */
export const MEDIA: readonly Medium[] = ['usb', 'sd', 'ssd', 'hdd', 'optical', 'tape', 'laptop', 'tablet', 'business_terminal', 'juki_terminal', 'other'];

export interface MethodRow {
  readonly method: Method['method'];
  /** The columns in their order: what is achieved there, and null where the method does not work. */
  readonly cells: readonly (Method | null)[];
  /** The editions that say so, each once. */
  readonly editions: readonly Method[];
}

export function matrix(methods: readonly Method[]): readonly MethodRow[] {
  const names = [...new Set(methods.map((one) => one.method))];
  return names.map((method) => {
    const own = methods.filter((one) => one.method === method);
    return {
      method,
      cells: MEDIA.map((medium) => own.find((one) => one.media.includes(medium)) ?? null),
      editions: own.filter((one, place) => own.findIndex((other) => other.edition === one.edition) === place),
    };
  });
}
