// The day on which offices change their people.

/** The first of April that comes next, today when it is one. */
export function nextApril(today: string): string {
  const year = Number(today.slice(0, 4));
  return today.slice(5) > '04-01' ? `${year + 1}-04-01` : `${year}-04-01`;
}
