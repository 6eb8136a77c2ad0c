// Everything the keyboard does on the desk, in one table: the page acts on it and the help shows it.

import { addTurn, nudged, openDoors, removeChosen } from './commands';
import type { Desk } from './desk.svelte';
import { KEYS, TOOLS } from '../../plan/tools/box';

export interface Stroke {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

export const strokeOf = (event: KeyboardEvent): Stroke => ({
  key: event.key.length === 1 ? event.key.normalize('NFKC').toLowerCase() : event.key,
  ctrl: event.ctrlKey || event.metaKey,
  shift: event.shiftKey,
  alt: event.altKey,
});

type Act = (desk: Desk, stroke: Stroke) => void;

const withCtrl: Readonly<Record<string, Act>> = {
  z: (desk, { shift }) => (shift ? desk.redo() : desk.undo()),
  y: (desk) => desk.redo(),
  c: (desk) => desk.copy(),
  v: (desk) => desk.paste(),
  d: (desk) => desk.duplicate(),
  a: (desk) => desk.selectAll(),
};

const plain: Readonly<Record<string, Act>> = {
  Delete: (desk) => removeChosen(desk),
  Backspace: (desk) => removeChosen(desk),
  Escape: (desk) => desk.cancel(),
  Enter: (desk) => desk.hear({ kind: 'finish' }),
  r: (desk, { shift }) => addTurn(desk, shift ? 15 : 90),
  o: (desk) => openDoors(desk),
};

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function arrow(desk: Desk, { key, shift, alt }: Stroke): boolean {
  const way = ARROWS[key];
  if (way === undefined || desk.selection.size === 0) return false;
  const step = alt ? 1 : desk.grid * (shift ? 10 : 1);
  nudged(desk, [way[0] * step, way[1] * step]);
  return true;
}

/** Acts on a key; false when the key means nothing here. */
export function pressed(desk: Desk, stroke: Stroke): boolean {
  const act = (stroke.ctrl ? withCtrl : stroke.alt ? {} : plain)[stroke.key];
  if (act !== undefined) {
    act(desk, stroke);
    return true;
  }
  if (stroke.ctrl) return false;
  return arrow(desk, stroke) || (!stroke.alt && tool(desk, stroke.key));
}

function tool(desk: Desk, key: string): boolean {
  const wanted = TOOLS.find((one) => KEYS[one] === key);
  if (wanted === undefined || (desk.readOnly && wanted !== 'select')) return false;
  desk.take(wanted);
  return true;
}

/** Rows of the help: keys, and the name of what they do. */
export const HELP: readonly (readonly [string, string])[] = [
  ['← ↑ → ↓', 'nudge'],
  ['Shift + ← ↑ → ↓', 'nudge_far'],
  ['Alt + ← ↑ → ↓', 'nudge_fine'],
  ['R / Shift + R', 'turn'],
  ['O', 'open'],
  ['Delete', 'remove'],
  ['Ctrl + Z', 'undo'],
  ['Ctrl + Y / Ctrl + Shift + Z', 'redo'],
  ['Ctrl + C / Ctrl + V / Ctrl + D', 'copy'],
  ['Ctrl + A', 'all'],
  ['Esc', 'cancel'],
  ['Enter', 'finish'],
  ['5000,0', 'typed'],
  ['@1000,2000', 'typed_absolute'],
  ['5000<90', 'typed_polar'],
  ['Shift', 'ortho'],
  ['Alt', 'free'],
  ['+ / - / 0', 'zoom'],
];
