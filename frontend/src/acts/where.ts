// Where a thing was seen: as it is placed on a plan, in an area somebody chose, or at a labelled place.

import { get } from '../api/client';
import type { FloorRow, FloorSheet, Page } from '../api/types';
import type { Analysis } from '../plan/types';

/** As the server takes it. */
export interface Where {
  readonly place: string | null;
  readonly floor: string | null;
  readonly area: string | null;
}

export interface Placed {
  readonly floor: string;
  readonly area: string | null;
  readonly name: string;
}

const bare = (code: string): string => code.replaceAll('-', '').toUpperCase();

/** The id of a thing on a plan, by its label. */
export function idOnPlan(sheet: Pick<FloorSheet, 'assets'>, code: string): string | null {
  const found = Object.entries(sheet.assets).find(([, one]) => bare(one.code) === bare(code));
  return found?.[0] ?? null;
}

const addressOf = (floor: string): string => `/api/floors/${encodeURIComponent(floor)}`;

async function areaOn(floor: string, id: string): Promise<string | null> {
  const analysis = await get<Analysis>(`${addressOf(floor)}/analysis`);
  return analysis.terminals.find((one) => one.id === id)?.area ?? null;
}

export const floorsInForce = async (): Promise<readonly FloorRow[]> =>
  (await get<Page<FloorRow>>('/api/floors', { limit: 200 })).items.filter((one) => one.version !== null);

export const sheetOf = (floor: string): Promise<FloorSheet> => get<FloorSheet>(addressOf(floor));

/** Where the plans in force say that the thing stands. */
export async function placementOf(code: string, floors: readonly FloorRow[]): Promise<Placed | null> {
  const sheets = await Promise.all(floors.map((one) => sheetOf(one.id)));
  for (const sheet of sheets) {
    const id = idOnPlan(sheet, code);
    if (id === null) continue;
    const area = await areaOn(sheet.id, id);
    const name = (sheet.document.areas ?? []).find((one) => one.id === area)?.name;
    return { floor: sheet.id, area, name: name ? `${sheet.name}・${name}` : sheet.name };
  }
  return null;
}
