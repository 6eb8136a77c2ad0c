// What every tool is: small states that hear signals and answer with what is to be shown or done.

import type { Catch, Snapped } from '../snap/snap';
import type { Plan, Refs } from '../plan';
import type { Point, Ring } from '../types';
import type { Edge } from '../geometry';

export interface Stroke {
  /** Where the pointer is, unrounded. */
  readonly at: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl or Command. */
  readonly ctrl: boolean;
}

export type Signal =
  | (Stroke & { readonly kind: 'press' | 'drag' | 'hover' | 'release' | 'double' })
  | { readonly kind: 'typed'; readonly at: Point }
  | { readonly kind: 'finish' | 'cancel' };

export interface Situation {
  readonly plan: Plan;
  readonly selection: Refs;
  /** Millimetres in a pixel of the screen. */
  readonly unit: number;
  /** Millimetres between the lines of the grid. */
  readonly grid: number;
  /** A finger is thicker than a mouse's arrow. */
  readonly finger: boolean;
  readonly snap: (stroke: Stroke, anchor: Point | null, moving?: Refs) => Snapped;
}

export interface Reply {
  readonly state: State;
  /** What the plan would be; shown and judged live, but not done. */
  readonly preview?: Plan;
  readonly commit?: { readonly plan: Plan; readonly what: string };
  readonly selection?: Refs;
  /** The line being drawn. */
  readonly path?: readonly Point[];
  /** The ring being drawn. */
  readonly ring?: Ring;
  /** The box of a marquee. */
  readonly box?: Edge;
  readonly caught?: { readonly at: Point; readonly how: Catch; readonly guides: readonly Edge[] };
  /** Two points for something outside the plan. */
  readonly pair?: Edge;
  /** The key of a sentence for the person. */
  readonly note?: string;
}

export interface State {
  readonly name: string;
  /** The point that a typed one goes on from. */
  readonly anchor: Point | null;
  readonly hear: (signal: Signal, situation: Situation) => Reply;
}

/** So far (pixels) a press may tremble and still be a press. */
export const TREMBLE = 4;

export const isStroke = (signal: Signal): signal is Stroke & { readonly kind: 'press' | 'drag' | 'hover' | 'release' | 'double' } => 'at' in signal && signal.kind !== 'typed';

export const reachOf = ({ unit, finger }: Pick<Situation, 'unit' | 'finger'>): number => (finger ? 22 : 11) * unit;
/** How far (pixels) a grip for turning stands off. */
export const ARM = 44;
