// The drawing desk: the plan with its undo stack, what is selected, the tool in hand and what it shows.

import { word } from '../../i18n/speak.svelte';
import type { Action } from '../../plan/actions/action';
import { picked, pasted } from '../../plan/actions/copy';
import { directionOf } from '../../plan/geometry';
import { begun, done, redone, undone, type History } from '../../plan/history';
import { EMPTY, NOTHING, type AreaKind, type Plan, type Refs, type TerminalKind } from '../../plan/plan';
import { all, standing } from '../../plan/selection';
import { snap, type Snapped } from '../../plan/snap/snap';
import { targetsOf, type Targets } from '../../plan/snap/targets';
import { toolOf, type ToolName } from '../../plan/tools/box';
import { selecting } from '../../plan/tools/select';
import { reachOf, type Reply, type Signal, type State, type Stroke } from '../../plan/tools/tool';
import type { Edge } from '../../plan/geometry';
import type { Point } from '../../plan/types';

type Shown = Omit<Reply, 'state' | 'commit' | 'selection' | 'note' | 'pair'>;

/** Told of every plan that comes into sight, with the time of the stroke that made it. */
export type Onlooker = (plan: Plan, since: number) => void;

export class Desk {
  history = $state.raw<History>(begun(EMPTY));
  selection = $state.raw<Refs>(NOTHING);
  tool = $state<ToolName>('select');
  grid = $state(100);
  areaKind = $state<AreaKind>('handling');
  terminalKind = $state<TerminalKind>('juki');
  /** Nothing can be changed: it is proposed, or another's. */
  readOnly = $state(false);
  /** What was last said to the person: the group and name of a word. */
  said = $state<{ readonly group: 'did' | 'undid' | 'redid' | 'note'; readonly what: string } | null>(null);
  pair = $state.raw<Edge | null>(null);
  /** Millimetres in a pixel; the table says so. */
  unit = 10;
  finger = false;

  #state = $state.raw<State>(selecting);
  #shown = $state.raw<Shown>({});
  #clipboard: Plan | null = null;
  #pastes = 0;
  #targets: { readonly plan: Plan; readonly moving: Refs; readonly found: Targets } | null = null;

  constructor(private readonly onlook: Onlooker) {}

  get plan(): Plan {
    return this.history.now.plan;
  }
  /** The plan as it would be with what is going on. */
  get view(): Plan {
    return this.#shown.preview ?? this.plan;
  }
  get shown(): Shown {
    return this.#shown;
  }
  get state(): State {
    return this.#state;
  }
  get isDrawing(): boolean {
    return this.#state.name !== 'idle' && this.#state.name !== 'waiting';
  }
  /** The direction of the line being drawn, for a typed length. */
  get heading(): number | null {
    const [from, to] = (this.#shown.path ?? []).slice(-2);
    return from === undefined || to === undefined ? null : directionOf(from, to);
  }

  /** Another document altogether: the stack begins anew. */
  open(plan: Plan): void {
    this.history = begun(plan);
    this.selection = NOTHING;
    this.take('select');
    this.onlook(plan, performance.now());
  }

  hear(signal: Signal, since = performance.now()): void {
    if (this.readOnly && this.tool !== 'select') return;
    const before = this.view;
    const reply = this.#state.hear(signal, this.#situation());
    const { state, commit, selection, note, pair, ...shown } = reply;
    this.#state = state;
    this.#shown = this.readOnly ? { ...shown, preview: undefined } : shown;
    if (selection !== undefined) this.selection = selection;
    if (note !== undefined) this.said = { group: 'note', what: note };
    if (pair !== undefined) this.pair = pair;
    if (commit !== undefined) this.#commit(commit.plan, commit.what);
    if (this.view !== before) this.onlook(this.view, since);
  }

  do(action: Action, what: string): void {
    this.#calm();
    this.#commit(action(this.plan), what);
    this.onlook(this.plan, performance.now());
  }

  undo(): void {
    this.#step(undone(this.history), 'undid', this.history.now.what);
  }

  redo(): void {
    const next = redone(this.history);
    this.#step(next, 'redid', next.now.what);
  }

  take(tool: ToolName): void {
    this.tool = tool;
    this.said = null;
    this.#calm();
  }

  /** Everything or nothing of what is going on is dropped. */
  cancel(): void {
    const before = this.view;
    if (this.isDrawing) this.hear({ kind: 'cancel' });
    else if (this.tool !== 'select') this.take('select');
    else this.selection = NOTHING;
    if (this.view !== before) this.onlook(this.view, performance.now());
  }

  copy(): void {
    if (this.selection.size === 0) return;
    this.#clipboard = picked(this.plan, this.selection);
    this.#pastes = 0;
    this.said = { group: 'note', what: 'copied' };
  }

  paste(): void {
    if (this.#clipboard === null || this.readOnly) return;
    this.#pastes += 1;
    const by = 5 * this.grid * this.#pastes;
    const made = pasted(this.plan, this.#clipboard, [by, -by]);
    this.do(() => made.plan, 'copy');
    this.selection = made.refs;
  }

  selectAll(): void {
    this.take('select');
    this.selection = all(this.plan);
  }

  duplicate(): void {
    this.copy();
    this.paste();
  }

  #commit(plan: Plan, what: string): void {
    if (this.readOnly || plan === this.plan) return;
    this.history = done(this.history, plan, what);
    this.said = { group: 'did', what };
    this.selection = standing(plan, this.selection);
  }

  #step(next: History, group: 'undid' | 'redid', what: string): void {
    if (this.readOnly || next === this.history) return;
    this.#calm();
    this.history = next;
    this.said = { group, what };
    this.selection = standing(next.now.plan, this.selection);
    this.onlook(this.plan, performance.now());
  }

  /** The tool in its first state again. */
  #calm(): void {
    this.#state = toolOf(this.tool, {
      areaKind: this.areaKind,
      areaName: word('area', this.areaKind),
      terminalKind: this.terminalKind,
      selection: this.selection,
    });
    this.#shown = {};
  }

  #situation() {
    const { plan, selection, unit, grid, finger } = this;
    const snapTo = (stroke: Stroke, anchor: Point | null, moving: Refs = NOTHING): Snapped =>
      snap(stroke.at, {
        targets: this.#targetsFor(moving),
        reach: reachOf({ unit, finger }),
        grid,
        anchor,
        ortho: stroke.shift,
        off: stroke.alt,
      });
    return { plan, selection, unit, grid, finger, snap: snapTo };
  }

  #targetsFor(moving: Refs): Targets {
    if (this.#targets?.plan !== this.plan || this.#targets.moving !== moving) {
      this.#targets = { plan: this.plan, moving, found: targetsOf(this.plan, moving) };
    }
    return this.#targets.found;
  }
}
