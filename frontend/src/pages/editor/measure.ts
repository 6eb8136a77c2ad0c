// How long it takes from a stroke of the pointer to the shading that answers it, as marks of the browser.

export const MEASURE = 'daicho-live';

/** Called when the answer is in the page's state; measured when it is painted. */
export function measured(since: number): void {
  requestAnimationFrame(() => {
    const start = Math.min(since, performance.now());
    performance.measure(MEASURE, { start, end: performance.now() });
  });
}
