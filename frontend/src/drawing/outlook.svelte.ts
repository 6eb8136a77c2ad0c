// Which part of a drawing is on screen: moved and zoomed by wheel, pointers, keys and buttons, for every drawing alike.

import type { Box } from '../plan/space';
import { fit, kept, middleOf, nudge, pan, zoom, type Direction } from '../plan/view';

/** What there is to look at, in the units of the drawing. */
export interface Paper {
  /** Shown until somebody moves. */
  readonly first: Box;
  readonly whole: Box;
  /** The middle of the screen stays within; `whole` when not told. */
  readonly limits?: Box;
  /** As near as one can come: the width that is then on screen. */
  readonly closest?: number;
}

export type Look = 'nearer' | 'farther' | 'whole' | Direction;

const NEARER = 1.4;
const KEYS: Readonly<Record<string, Look>> = {
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', '+': 'nearer', ';': 'nearer', '-': 'farther', '0': 'whole',
};

/** What a key asks for, if anything. */
export const lookOfKey = (key: string): Look | undefined => KEYS[key];

type Place = { readonly clientX: number; readonly clientY: number };

export class Outlook {
  /** Of the drawing on screen, in pixels. */
  width = $state(800);
  height = $state(560);
  svg = $state<SVGSVGElement>();

  readonly #paper: () => Paper;
  #moved = $state.raw<Box | null>(null);
  // Not shown anywhere, so it need not be reactive.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
  readonly #fingers = new Map<number, PointerEvent>();
  readonly #ratio = $derived.by(() => this.width / Math.max(this.height, 1));
  readonly #limits = $derived.by(() => this.#paper().limits ?? this.#paper().whole);

  readonly view = $derived.by(() => this.#moved ?? fit(this.#paper().first, this.#ratio));
  /** Units of the drawing in one pixel of the screen. */
  readonly unit = $derived.by(() => this.view.width / Math.max(this.width, 1));
  readonly viewBox = $derived.by(() => `${this.view.x} ${this.view.y} ${this.view.width} ${this.view.height}`);

  constructor(paper: () => Paper) {
    this.#paper = paper;
  }

  /** How many pointers are down. */
  get fingers(): number {
    return this.#fingers.size;
  }

  /** To where one looked first. */
  home(): void {
    this.#moved = null;
  }

  look(way: Look): void {
    if (way === 'nearer') this.#near(NEARER);
    else if (way === 'farther') this.#near(1 / NEARER);
    else if (way === 'whole') this.#moved = fit(this.#paper().whole, this.#ratio);
    else this.#moved = nudge(this.view, way, this.#limits);
  }

  /** Looks where a key says; false for a key that says nothing. */
  press(event: KeyboardEvent): boolean {
    const way = lookOfKey(event.key);
    if (way === undefined) return false;
    event.preventDefault();
    this.look(way);
    return true;
  }

  /** The place of the drawing under a pointer; y as on the screen, down. */
  under({ clientX, clientY }: Place): { readonly x: number; readonly y: number } {
    const frame = this.svg?.getBoundingClientRect();
    return { x: this.view.x + (clientX - (frame?.left ?? 0)) * this.unit, y: this.view.y + (clientY - (frame?.top ?? 0)) * this.unit };
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    this.#near(Math.exp(-event.deltaY / 400), this.under(event));
  }

  down(event: PointerEvent): void {
    this.#fingers.set(event.pointerId, event);
  }

  /** Whether this pointer is down. */
  holds({ pointerId }: PointerEvent): boolean {
    return this.#fingers.has(pointerId);
  }

  /** A pointer that is down goes on; one pulls the drawing along, two come nearer or farther as well. */
  drag(event: PointerEvent, pulls = true): void {
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return;
    if (pulls) this.#travel(before, event);
    this.#fingers.set(event.pointerId, event);
  }

  /** False when this pointer was not down. */
  up(event: PointerEvent): boolean {
    return this.#fingers.delete(event.pointerId);
  }

  #travel(before: PointerEvent, now: PointerEvent): void {
    const other = [...this.#fingers.values()].find((one) => one.pointerId !== now.pointerId);
    if (other !== undefined) this.#pinch(before, now, other);
    const share = (other === undefined ? 1 : 0.5) * this.unit;
    this.#moved = pan(this.view, (before.clientX - now.clientX) * share, (before.clientY - now.clientY) * share, this.#limits);
  }

  #pinch(before: Place, now: Place, other: Place): void {
    const apart = (one: Place) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const middle = { clientX: (now.clientX + other.clientX) / 2, clientY: (now.clientY + other.clientY) / 2 };
    this.#near(apart(now) / Math.max(apart(before), 1), this.under(middle));
  }

  #near(factor: number, centre = middleOf(this.view)): void {
    this.#moved = kept(zoom(this.view, factor, centre, this.#limits, this.#paper().closest), this.#limits);
  }
}
