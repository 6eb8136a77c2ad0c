// What a scan sounds and feels like: a rising pair for good, one level note for what is there already, a low buzz for trouble.

interface Note {
  readonly hertz: number;
  readonly from: number;
  readonly seconds: number;
  readonly wave: OscillatorType;
}

const GOOD: readonly Note[] = [
  { hertz: 880, from: 0, seconds: 0.08, wave: 'sine' },
  { hertz: 1320, from: 0.09, seconds: 0.12, wave: 'sine' },
];
const AGAIN: readonly Note[] = [{ hertz: 587, from: 0, seconds: 0.2, wave: 'triangle' }];
const BAD: readonly Note[] = [
  { hertz: 196, from: 0, seconds: 0.18, wave: 'square' },
  { hertz: 165, from: 0.22, seconds: 0.28, wave: 'square' },
];

let audio: AudioContext | null = null;

function play(notes: readonly Note[]): void {
  audio ??= new AudioContext();
  void audio.resume();
  for (const note of notes) sound(audio, note);
}

function sound(context: AudioContext, { hertz, from, seconds, wave }: Note): void {
  const start = context.currentTime + from;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = wave;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.12, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + seconds);
}

function shake(pattern: number | number[]): void {
  if ('vibrate' in navigator) navigator.vibrate(pattern);
}

/** Browsers keep still until the page has been touched once; asking earlier only fills their log. */
const mayBeLoud = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

export type Tone = 'good' | 'again' | 'bad';

const NOTES: Readonly<Record<Tone, readonly Note[]>> = { good: GOOD, again: AGAIN, bad: BAD };
const SHAKES: Readonly<Record<Tone, number | number[]>> = { good: 60, again: [30, 60, 30], bad: [120, 60, 120] };

export function signal(tone: Tone): void {
  if (!mayBeLoud()) return;
  shake(SHAKES[tone]);
  try {
    play(NOTES[tone]);
  } catch {
    // A device without sound still shows the colour and the words.
  }
}
