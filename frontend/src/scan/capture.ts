// Hears a USB reader among the keys: a reader types fast and ends with Enter, a person does neither.

export interface Stroke {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  /** Milliseconds on any steady clock. */
  readonly at: number;
}

export interface Burst {
  readonly text: string;
  readonly startedAt: number;
  readonly lastAt: number;
}

export interface Heard {
  readonly burst: Burst;
  /** The whole text of a reader, once its last key came. */
  readonly scanned: string | null;
}

export const SILENCE: Burst = { text: '', startedAt: 0, lastAt: 0 };

// A busy machine hands one key on late; the whole burst is still faster than any hand.
const LONGEST_GAP = 150;
const LONGEST_MEAN = 60;
const SHORTEST_SCAN = 8;
const LONGEST_SCAN = 512;

/** With an input method switched on the key is hidden, but the place on the keyboard is not. */
function fromPlace({ code, shift }: Stroke): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined && !shift) return digit;
  return { Minus: '-', Slash: '/', Period: '.', Semicolon: ':', Quote: ':' }[code] ?? '';
}

export function characterOf(stroke: Stroke): string {
  if ([...stroke.key].length === 1) return stroke.key;
  return stroke.key === 'Process' || stroke.key === 'Unidentified' ? fromPlace(stroke) : '';
}

const ends = (stroke: Stroke): boolean => stroke.key === 'Enter' || stroke.key === 'Tab' || stroke.code === 'Enter';

function end(burst: Burst, at: number): Heard {
  const fast = at - burst.startedAt <= LONGEST_MEAN * burst.text.length;
  const whole = at - burst.lastAt <= LONGEST_GAP && burst.text.length >= SHORTEST_SCAN;
  return { burst: SILENCE, scanned: fast && whole ? burst.text : null };
}

export function hear(burst: Burst, stroke: Stroke): Heard {
  if (ends(stroke)) return end(burst, stroke.at);
  const character = characterOf(stroke);
  if (character === '') return { burst, scanned: null };
  const goesOn = burst.text !== '' && stroke.at - burst.lastAt <= LONGEST_GAP && burst.text.length < LONGEST_SCAN;
  const text = goesOn ? burst.text + character : character;
  return { burst: { text, startedAt: goesOn ? burst.startedAt : stroke.at, lastAt: stroke.at }, scanned: null };
}
