// Listens to the USB reader wherever the focus is; the newest listener hears first.

import { hear, SILENCE, type Burst, type Stroke } from './capture';

/** Takes what was scanned; false leaves it to the listener before. */
export type Listener = (raw: string) => boolean;

const listeners: Listener[] = [];
let burst: Burst = SILENCE;

function strokeOf(event: KeyboardEvent): Stroke {
  return { key: event.key, code: event.code, shift: event.shiftKey, at: event.timeStamp };
}

/** The reader typed into the field that had the focus: takes that text out again. */
function clean(target: EventTarget | null, typed: number): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  if (!/^(text|search|)$/.test(target.type) && target.type !== 'textarea') return;
  const end = target.selectionEnd ?? target.value.length;
  target.value = target.value.slice(0, Math.max(0, end - typed)) + target.value.slice(end);
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

function tell(raw: string): void {
  for (const listener of [...listeners].reverse()) if (listener(raw)) return;
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typed = burst.text.length;
  const heard = hear(burst, strokeOf(event));
  burst = heard.burst;
  if (heard.scanned === null) return;
  event.preventDefault();
  event.stopPropagation();
  clean(event.target, typed);
  tell(heard.scanned);
}


/** Begins to listen; the returned function ends it (made for `$effect`). */
export function listen(listener: Listener): () => void {
  if (listeners.length === 0) window.addEventListener('keydown', onKey, { capture: true });
  listeners.push(listener);
  return () => {
    listeners.splice(listeners.indexOf(listener), 1);
    if (listeners.length === 0) window.removeEventListener('keydown', onKey, { capture: true });
  };
}
