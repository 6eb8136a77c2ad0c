// A label read on another page opens its card there; a link to the same card is no reading.

let last: string | null = null;

export function noteRead(code: string): void {
  last = code;
}

/** Whether this code was read just now and its card is opened for that; asked once. */
export function wasRead(code: string): boolean {
  const was = last === code;
  last = null;
  return was;
}
