// Listens to the USB reader wherever the focus is; the newest listener hears first.

import { hear, SILENCE, type Burst, type Stroke } from './capture';
import { before, isSecret, isTypedInto, restore, type Before } from './field';

/** Takes what was scanned; false leaves it to the listener before. */
export type Listener = (raw: string, whileTyping: boolean) => boolean;

const listeners: Listener[] = [];
let burst: Burst = SILENCE;
let held: Before | null = null;

function strokeOf(event: KeyboardEvent): Stroke {
  return { key: event.key, code: event.code, shift: event.shiftKey, at: event.timeStamp };
}

function tell(raw: string, whileTyping: boolean): void {
  for (const listener of [...listeners].reverse()) if (listener(raw, whileTyping)) return;
}

function take(event: KeyboardEvent, raw: string): void {
  event.preventDefault();
  event.stopPropagation();
  const whileTyping = isTypedInto(event.target);
  if (held !== null) restore(held);
  held = null;
  tell(raw, whileTyping);
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || isSecret(event.target)) return;
  const begun = burst.startedAt;
  const heard = hear(burst, strokeOf(event));
  burst = heard.burst;
  if (heard.scanned !== null) return take(event, heard.scanned);
  // The key has not reached the field yet: what it holds now is what it held before the reader.
  if (burst.startedAt !== begun && burst.text !== '') held = before(event.target);
}

/** Begins to listen; the returned function ends it (made for `$effect`). `last` hears what nobody else takes. */
export function listen(listener: Listener, order: 'first' | 'last' = 'first'): () => void {
  if (listeners.length === 0) window.addEventListener('keydown', onKey, { capture: true });
  if (order === 'last') listeners.unshift(listener);
  else listeners.push(listener);
  return () => {
    listeners.splice(listeners.indexOf(listener), 1);
    if (listeners.length === 0) window.removeEventListener('keydown', onKey, { capture: true });
  };
}
