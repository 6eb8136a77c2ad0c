// The methods of a day as a table: under each edition a row for each method, and a column for each kind of medium.

import type { Told } from '../../api/types';

export type Method = Told<'listMethods'>['items'][number];
export type Medium = Method['media'][number];

/** Columns from what is thrown away most often to what stands on desks. */
export const MEDIA: readonly Medium[] = ['usb', 'sd', 'ssd', 'hdd', 'optical', 'tape', 'laptop', 'tablet', 'business_terminal', 'juki_terminal', 'other'];

export interface MethodRow {
  readonly method: Method['method'];
  /** The columns in their order: what is achieved there, and null where the method does not work. */
  readonly cells: readonly (Method | null)[];
}

export interface Edition {
  readonly name: string;
  readonly from: string;
  readonly until: string | null;
  readonly rows: readonly MethodRow[];
}

function rowOf(method: Method['method'], own: readonly Method[]): MethodRow {
  return { method, cells: MEDIA.map((medium) => own.find((one) => one.method === method && one.media.includes(medium)) ?? null) };
}

/** The editions in the order in which the methods name them. */
export function editions(methods: readonly Method[]): readonly Edition[] {
  const firsts = methods.filter((one, place) => methods.findIndex((other) => other.edition === one.edition) === place);
  return firsts.map(({ edition, valid_from, valid_until }) => {
    const own = methods.filter((one) => one.edition === edition);
    const names = [...new Set(own.map((one) => one.method))];
    return { name: edition, from: valid_from, until: valid_until ?? null, rows: names.map((method) => rowOf(method, own)) };
  });
}
