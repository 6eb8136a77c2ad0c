// Which page a path asks for.

export type RegisterName = 'assets' | 'take-outs' | 'asset-transfers' | 'floors' | 'places' | 'violations';

export const REGISTERS: readonly RegisterName[] = ['assets', 'take-outs', 'asset-transfers', 'floors', 'places', 'violations'];

export type Destination =
  | { readonly page: 'tasks' }
  | { readonly page: 'scan'; readonly code: string | null }
  | { readonly page: 'floors'; readonly floor: string | null }
  | { readonly page: 'editor'; readonly floor: string }
  | { readonly page: 'proposal'; readonly floor: string }
  | { readonly page: 'import'; readonly floor: string }
  | { readonly page: 'registers'; readonly register: RegisterName }
  | { readonly page: 'labels' }
  | { readonly page: 'bring-ins' }
  | { readonly page: 'disposals' }
  | { readonly page: 'history' }
  | { readonly page: 'exports' }
  | { readonly page: 'settings' }
  | { readonly page: 'devices' }
  | { readonly page: 'calendar' }
  | { readonly page: 'reminders' }
  | { readonly page: 'my-mail' }
  | { readonly page: 'paper' }
  | { readonly page: 'ledgers' }
  | { readonly page: 'personnel' }
  | { readonly page: 'conflicts' }
  | { readonly page: 'stocktakes'; readonly session: string | null }
  | { readonly page: 'unknown' };

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function register(name: string | undefined): Destination {
  const known = REGISTERS.find((one) => one === (name ?? 'assets'));
  return known === undefined ? { page: 'unknown' } : { page: 'registers', register: known };
}

function twoSteps(room: string | undefined, rest: string | undefined): Destination {
  switch (room?.toLowerCase()) {
    case 'q':
      return { page: 'scan', code: rest ?? null };
    case 'floors':
      return { page: 'floors', floor: rest ?? null };
    case 'registers':
      return register(rest);
    case 'stock-takes':
      return { page: 'stocktakes', session: rest ?? null };
    default:
      return { page: 'unknown' };
  }
}

const DOINGS: Readonly<Record<string, 'editor' | 'proposal' | 'import'>> = {
  edit: 'editor',
  proposal: 'proposal',
  import: 'import',
};

/** What is done with one floor: `/floors/f1/edit`. */
function threeSteps(room: string | undefined, floor: string, doing: string): Destination {
  const page = room?.toLowerCase() === 'floors' ? DOINGS[doing] : undefined;
  return page === undefined ? { page: 'unknown' } : { page, floor };
}

/** Pages whose address is their name. */
const ALONE = ['paper', 'labels', 'bring-ins', 'disposals', 'history', 'exports', 'settings', 'devices', 'conflicts', 'calendar', 'reminders', 'my-mail', 'ledgers', 'personnel'] as const;

function oneStep(room: string | undefined): Destination {
  if (room === undefined) return { page: 'tasks' };
  if (room === 'scan') return { page: 'scan', code: null };
  const page = ALONE.find((one) => one === room);
  return page === undefined ? twoSteps(room, undefined) : { page };
}

export function match(path: string): Destination {
  const [room, rest, doing, ...more] = path.split('/').filter((part) => part !== '').map(decoded);
  if (more.length > 0) return { page: 'unknown' };
  if (rest !== undefined && doing !== undefined) return threeSteps(room, rest, doing);
  if (rest !== undefined) return twoSteps(room, rest);
  return oneStep(room);
}
