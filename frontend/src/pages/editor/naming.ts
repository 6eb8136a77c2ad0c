// Things of the plan in words.

import { t, word } from '../../i18n/speak.svelte';
import { distance } from '../../plan/geometry';
import { find, idOf, kindOf, thingAt, type Plan, type Ref, type Thing } from '../../plan/plan';
import type { Point } from '../../plan/types';

export const written = ([x, y]: Point): string => `${x}, ${y}`;

export function wordFor(ref: Ref, thing: Thing): string {
  return word(kindOf(ref), thing.kind);
}

export function nameOfThing(ref: Ref, thing: Thing): string {
  const kind = wordFor(ref, thing);
  return 'polygon' in thing && thing.name !== thing.id ? `${thing.name}（${kind}）` : `${kind} ${thing.id}`;
}

export function nameOf(plan: Plan, ref: Ref): string {
  const thing = thingAt(plan, ref);
  return thing === null ? idOf(ref) : nameOfThing(ref, thing);
}

/** What sets one thing apart from the next of its kind. */
export function detailOf(thing: Thing): string {
  if ('from' in thing) return t('editor.detail.wall', { length: Math.round(distance(thing.from, thing.to)), top: thing.top });
  if ('polygon' in thing) return t('editor.detail.area', { n: thing.polygon.length });
  return t('editor.detail.at', { at: written('seat' in thing ? thing.screen.at : thing.at) });
}

/** For facts, which name things by their bare ids. */
export function nameOfId(plan: Plan, id: string): string {
  const [viewpoint, area, wall, terminal] = [find(plan, 'viewpoint', id), find(plan, 'area', id), find(plan, 'wall', id), find(plan, 'terminal', id)];
  if (viewpoint !== null) return nameOfThing(`viewpoint:${id}`, viewpoint);
  if (area !== null) return area.name === id ? nameOfThing(`area:${id}`, area) : area.name;
  if (wall !== null) return t('evidence.wall', { kind: word('wall', wall.kind), id, n: wall.top });
  return terminal === null ? id : nameOfThing(`terminal:${id}`, terminal);
}
