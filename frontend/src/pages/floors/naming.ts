// Things of a plan by their names, as people say them.

import { t, word } from '../../i18n/speak.svelte';
import type { Area, Floor, Terminal, Viewpoint } from '../../plan/types';

type Assets = Readonly<Record<string, { readonly name: string }>>;

/** A terminal by the name of its asset, a viewpoint by its kind and id. */
export function labelOf(thing: Terminal | Viewpoint, assets: Assets = {}): string {
  if (!('seat' in thing)) return `${word('viewpoint', thing.kind)} ${thing.id}`;
  const [kind, name] = [word('terminal', thing.kind), assets[thing.id]?.name ?? thing.id];
  return name.includes(kind) ? name : `${kind} ${name}`;
}

export const nameOfArea = (area: Pick<Area, 'name' | 'kind'>): string => area.name || word('area', area.kind);

function nameOfWall(id: string, floor: Floor): string {
  const wall = floor.walls?.find((one) => one.id === id);
  return wall === undefined ? id : t('evidence.wall', { kind: word('wall', wall.kind), id, n: wall.top ?? 2700 });
}

/** Things of the plan by the ids that facts name them with. */
export function nameOf(id: string, floor: Floor, assets: Assets = {}): string {
  const thing = [...(floor.viewpoints ?? []), ...(floor.terminals ?? [])].find((one) => one.id === id);
  if (thing !== undefined) return labelOf(thing, assets);
  const area = floor.areas?.find((one) => one.id === id);
  if (area === undefined) return nameOfWall(id, floor);
  return area.name === id ? `${word('area', area.kind)} ${id}` : nameOfArea(area);
}
