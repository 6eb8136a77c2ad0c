// What buttons and keys do with what is selected.

import { align, distribute, type Axis, type Line } from '../../plan/actions/align';
import { outlineFloor } from '../../plan/actions/floor';
import { move } from '../../plan/actions/move';
import { remove } from '../../plan/actions/remove';
import { reorder } from '../../plan/actions/reorder';
import { rotate } from '../../plan/actions/rotate';
import { setField } from '../../plan/actions/setField';
import { find, idOf, idsOf, NOTHING, refTo } from '../../plan/plan';
import { centreOfAll } from '../../plan/selection';
import { whole } from '../../plan/geometry';
import type { Point } from '../../plan/types';
import type { Desk } from './desk.svelte';

export function removeChosen(desk: Desk): void {
  if (desk.selection.size === 0) return;
  const gone = desk.selection;
  desk.selection = NOTHING;
  desk.do(remove(gone), 'remove');
}

export const nudged = (desk: Desk, by: Point): void => desk.do(move(desk.selection, by), 'move');

export function addTurn(desk: Desk, degrees: number): void {
  const centre = centreOfAll(desk.plan, desk.selection);
  if (centre !== null) desk.do(rotate(desk.selection, whole(centre), degrees), 'turn');
}

/** The selected doors open; when all are open they close. */
export function openDoors(desk: Desk): void {
  const doors = [...idsOf(desk.selection, 'wall')].flatMap((id) => find(desk.plan, 'wall', id) ?? []).filter((one) => one.kind === 'door');
  if (doors.length === 0) return;
  const open = doors.some((one) => !one.open);
  desk.do(setField(new Set(doors.map((one) => refTo('wall', one.id))), 'open', open), open ? 'open' : 'close');
}

export const alignChosen = (desk: Desk, line: Line): void => desk.do(align(desk.selection, line), 'align');
export const spread = (desk: Desk, axis: Axis): void => desk.do(distribute(desk.selection, axis), 'align');
export const toFront = (desk: Desk): void => desk.do(reorder(desk.selection, 'front'), 'order');
export const toBack = (desk: Desk): void => desk.do(reorder(desk.selection, 'back'), 'order');

/** The one selected area's ring becomes the inside of the building. */
export function asOutline(desk: Desk): void {
  const [ref] = desk.selection;
  const area = ref === undefined ? null : find(desk.plan, 'area', idOf(ref));
  if (area !== null) desk.do(outlineFloor(area.polygon), 'outline');
}
