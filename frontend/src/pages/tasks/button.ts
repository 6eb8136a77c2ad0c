// What the one button of a row does: opens a page, or asks in place.

import { actOf, type Target } from '../../acts/acts';
import type { Task } from '../../api/types';
import { hrefOf } from '../../parts/subject';

export type Press =
  | { readonly kind: 'link'; readonly href: string }
  | { readonly kind: 'form'; readonly operation: string; readonly target: Target };

/** What comes back is in the hand: its label and its place are read at the scanner. */
const IN_HAND = new Set(['declareReturn']);

/** What is done on the page of its own subject. */
const HAS_A_PAGE: ReadonlySet<string> = new Set(['bring_in', 'disposal']);

function place(task: Task): Press {
  if (task.kind === 'stock_take' && task.id !== null) return { kind: 'link', href: `/stock-takes/${encodeURIComponent(task.id)}` };
  const own = HAS_A_PAGE.has(task.kind) ? hrefOf(task.subject) : null;
  if (own !== null) return { kind: 'link', href: own };
  if (task.kind === 'scan') return { kind: 'link', href: '/conflicts' };
  if (task.floor !== null) return { kind: 'link', href: floorLink(task.floor, task) };
  if (task.take_out !== null) return { kind: 'link', href: `/registers/take-outs?open=${encodeURIComponent(task.take_out)}` };
  if (task.code !== null) return { kind: 'link', href: `/q/${encodeURIComponent(task.code)}` };
  return { kind: 'link', href: `/registers/violations${task.id === null ? '' : `?open=${encodeURIComponent(task.id)}`}` };
}

function floorLink(floor: string, task: Task): string {
  const address = `/floors/${encodeURIComponent(floor)}`;
  if (task.kind === 'publish') return `${address}/proposal`;
  return task.kind === 'violation' && task.id !== null ? `${address}?violation=${encodeURIComponent(task.id)}` : address;
}

const TAKE_OUT = 'take-out:';
const REMEDY = 'remedy:';

/** The remedy that a row is about, also when the row is about a deputy's decision on it. */
function remedyOf({ subject, operation, id }: Task): string | null {
  if (operation !== null && actOf(operation)?.on === 'remedy') return id;
  return subject.startsWith(REMEDY) ? subject.slice(REMEDY.length) : null;
}

/** The take-out behind a row, also when the row is about a decision on it. */
export function takeOutOf(task: Task): string | null {
  return task.take_out ?? (task.subject.startsWith(TAKE_OUT) ? task.subject.slice(TAKE_OUT.length) : null);
}

export function pressOf(task: Task): Press {
  const { operation, id, code } = task;
  if (operation === null) return place(task);
  if (IN_HAND.has(operation) && code !== null) return { kind: 'link', href: `/q/${encodeURIComponent(code)}` };
  if (actOf(operation) === null || id === null) return place(task);
  if (task.kind === 'extension') return { kind: 'form', operation, target: { code: null, takeOut: takeOutOf(task), extension: id } };
  if (task.kind === 'transfer') return { kind: 'form', operation, target: { code, takeOut: null, transfer: id } };
  const remedy = remedyOf(task);
  if (remedy !== null) return { kind: 'form', operation, target: { code, takeOut: null, decision: id, remedy } };
  return { kind: 'form', operation, target: { code, takeOut: takeOutOf(task) ?? id, decision: id } };
}
