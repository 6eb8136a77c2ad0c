// Where the arrow keys lead in a row of links: round its ends, and to them by Home and End.

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** The place that this key leads to from the place `at` of `count`; null when it leads nowhere. */
export function along(key: string, at: number, count: number): number | null {
  if (at < 0 || count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : (at + step + count) % count;
}
