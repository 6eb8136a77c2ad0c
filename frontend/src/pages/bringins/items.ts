// What is brought, as forms hold it and as the server takes it.

export const KINDS = ['computer', 'medium', 'phone', 'camera', 'measuring', 'tool', 'other'] as const;
export const OWNERSHIPS = ['contractor', 'organisation', 'private'] as const;
export const STATES = ['requested', 'approved', 'inside', 'discrepancy', 'closed', 'rejected', 'withdrawn', 'turned_away'] as const;
/** From this level on nothing private comes in without an exception. */
export const STRICT_LEVEL = 2;

export interface Item {
  name: string;
  kind: string;
  ownership: string;
  serial: string;
}

export const blank = (): Item => ({ name: '', kind: 'computer', ownership: 'contractor', serial: '' });

/** The lines that somebody wrote something into. */
export function written(items: readonly Item[]): readonly Item[] {
  return items.map((item) => ({ ...item, name: item.name.trim(), serial: item.serial.trim() })).filter((item) => item.name !== '');
}

interface AreaDrawn {
  readonly id: string;
  readonly kind: string;
  readonly level?: number | null;
}

/** The level of an area, of the whole floor without one; a controlled area without a level is of the second. */
export function levelAt(areas: readonly AreaDrawn[], chosen: string): number {
  const levels = areas.filter((one) => chosen === '' || one.id === chosen).map((one) => one.level ?? (one.kind === 'controlled' ? STRICT_LEVEL : 0));
  return Math.max(0, ...levels);
}

export function wantsException(items: readonly Item[], level: number): boolean {
  return level >= STRICT_LEVEL && items.some((item) => item.ownership === 'private');
}

export interface Looked {
  readonly index: number;
  present: boolean;
  serial_read: string;
}

export const lookedAt = (places: readonly number[]): Looked[] => places.map((index) => ({ index, present: true, serial_read: '' }));

/** As the server takes it: what was not read is not told. */
export function seen(lines: readonly Looked[]): readonly unknown[] {
  return lines.map(({ index, present, serial_read }) => ({ index, present, serial_read: serial_read.trim() || null }));
}
