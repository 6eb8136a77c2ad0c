// What the one button of a row does: opens a page, asks in place, or acts at once.

import { actOf } from '../../acts/acts';
import type { Task } from '../../api/types';

export type Press =
  | { readonly kind: 'link'; readonly href: string }
  | { readonly kind: 'form'; readonly operation: string }
  | { readonly kind: 'at-once'; readonly address: string };

/** Acts done with the thing in hand begin at the scanner. */
const IN_HAND = new Set(['handOver', 'declareReturn']);

function place(task: Task): Press {
  if (task.floor !== null) return { kind: 'link', href: floorLink(task.floor, task) };
  if (task.take_out !== null) return { kind: 'link', href: `/registers/take-outs?open=${encodeURIComponent(task.take_out)}` };
  if (task.code !== null) return { kind: 'link', href: `/q/${encodeURIComponent(task.code)}` };
  return { kind: 'link', href: `/registers/violations${task.id === null ? '' : `?open=${encodeURIComponent(task.id)}`}` };
}

function floorLink(floor: string, task: Task): string {
  const query = task.kind === 'violation' && task.id !== null ? `?violation=${encodeURIComponent(task.id)}` : '';
  return `/floors/${encodeURIComponent(floor)}${query}`;
}

export function pressOf(task: Task): Press {
  const { operation, id, code } = task;
  if (operation === null) return place(task);
  if (IN_HAND.has(operation) && code !== null) return { kind: 'link', href: `/q/${encodeURIComponent(code)}` };
  if (operation === 'reviewProxyDecision' && id !== null) {
    return { kind: 'at-once', address: `/api/proxy-decisions/${encodeURIComponent(id)}/review` };
  }
  return actOf(operation) !== null && id !== null ? { kind: 'form', operation } : place(task);
}
