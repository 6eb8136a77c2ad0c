// A label read on another page opens its card there; a link to the same card is no reading.

import { advance, captured } from './pipeline';

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

export interface Arrival {
  readonly href: string;
  readonly origin: string;
  /** Where the browser says that it comes from. */
  readonly referrer: string;
  /** How the page was opened, as the browser calls it. */
  readonly type: string | undefined;
}

/** The telephone's own camera opens a label's address by itself; reloading it, or a link of ours, is no reading. */
export function noteArrival({ href, origin, referrer, type }: Arrival): void {
  if (type !== 'navigate' || referrer.startsWith(origin) || !new URL(href).pathname.startsWith('/q/')) return;
  const row = advance(captured(href, '', ''));
  if (row.stage === 'checked') noteRead(row.code);
}

/** How this page was opened. */
export function arrival(): Arrival {
  const [entry] = performance.getEntriesByType('navigation');
  return { href: location.href, origin: location.origin, referrer: document.referrer, type: (entry as PerformanceNavigationTiming | undefined)?.type };
}
