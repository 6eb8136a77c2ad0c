// The draft goes to the server by itself; when somebody else saved meanwhile, both drawings are brought together.

import { get, getTagged, put } from '../../api/client';
import { asProblem, Problem } from '../../api/problem';
import { merge, type Merged } from '../../plan/merge';
import { samePlan } from '../../plan/differences';
import { planOf, type Plan } from '../../plan/plan';
import type { Floor } from '../../plan/types';
import { forget, keep, keptFor, moment, nameFor, type Kept } from './kept';

export type Standing = 'saved' | 'unsaved' | 'saving' | 'stuck' | 'conflict' | 'proposed';

/** So long (milliseconds) the pen rests before it is saved. */
const REST = 1200;
/** And so long before an unreachable server is asked again. */
const AGAIN = 6000;

export interface Clash {
  readonly base: Plan;
  readonly mine: Plan;
  readonly theirs: Plan;
  readonly tag: string;
  readonly merged: Merged;
}

/** What the page does with a plan that came from elsewhere. */
export interface Adopting {
  readonly plan: () => Plan;
  readonly adopt: (plan: Plan) => void;
}

export class Saving {
  standing = $state<Standing>('saved');
  savedAt = $state.raw<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  clash = $state.raw<Clash | null>(null);
  /** How many changes of somebody else were taken in without a question. */
  taken = $state(0);
  /** Unsent changes of an earlier visit. */
  left = $state.raw<Kept | null>(null);

  #tag = '';
  #base: Plan | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  readonly #address: string;
  readonly #name: string;

  constructor(floor: string, person: string, private readonly desk: Adopting) {
    this.#address = `/api/floors/${encodeURIComponent(floor)}/draft`;
    this.#name = nameFor(floor, person);
  }

  get isSafe(): boolean {
    return this.standing === 'saved' || this.standing === 'proposed';
  }

  async load(): Promise<Plan> {
    const { body, etag } = await getTagged<Floor>(this.#address);
    const plan = planOf(body);
    this.#base = plan;
    this.#tag = bare(etag);
    const kept = await keptFor(this.#name);
    if (kept !== null && !samePlan(kept.mine, plan)) this.left = kept;
    if (await this.#isProposed()) this.standing = 'proposed';
    return plan;
  }

  /** A floor without a proposal says 404; saving will say so again if it comes meanwhile. */
  async #isProposed(): Promise<boolean> {
    try {
      return (await get<{ readonly state: string }>(this.#address.replace(/draft$/, 'proposal'))).state === 'proposed';
    } catch {
      return false;
    }
  }

  /** The plan changed: it is kept here at once and sent when the pen rests. */
  note(): void {
    if (this.standing === 'proposed') return;
    const [base, mine] = [this.#base, this.desk.plan()];
    if (base === null) return;
    if (this.standing !== 'conflict') this.standing = 'unsaved';
    void keep({ name: this.#name, base, mine, at: moment() });
    this.#later(REST);
  }

  /** Sends what is there now; true when the server has it. */
  async now(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#running !== null) await this.#running;
    if (this.standing === 'unsaved' || this.standing === 'stuck') await this.#send();
    return this.isSafe;
  }

  /** What was left of an earlier visit is drawn in again. */
  restore(): void {
    const kept = this.left;
    if (kept === null || this.#base === null) return;
    this.left = null;
    this.#bring(kept.base, kept.mine, this.#base, this.#tag);
  }

  discard(): void {
    this.left = null;
    void forget(this.#name);
  }

  settle(plan: Plan): void {
    const clash = this.clash;
    if (clash === null) return;
    this.clash = null;
    this.#take(plan, clash.theirs, clash.tag);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #later(rest: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), rest);
  }

  #send(): Promise<void> {
    if (this.#running !== null || this.clash !== null) return this.#running ?? Promise.resolve();
    this.#running = this.#put().finally(() => {
      this.#running = null;
      if (this.standing === 'unsaved') this.#later(REST);
    });
    return this.#running;
  }

  async #put(): Promise<void> {
    const plan = this.desk.plan();
    this.standing = 'saving';
    try {
      const { etag } = await put<unknown>(this.#address, JSON.stringify(plan), `"${this.#tag}"`);
      this.#saved(plan, bare(etag));
    } catch (error) {
      await this.#failed(asProblem(error));
    }
  }

  #saved(plan: Plan, tag: string): void {
    this.#base = plan;
    this.#tag = tag;
    this.problem = null;
    this.savedAt = Date.now();
    const all = this.desk.plan() === plan;
    this.standing = all ? 'saved' : 'unsaved';
    if (all) void forget(this.#name);
  }

  async #failed(problem: Problem): Promise<void> {
    if (problem.status === 412) return this.#meet();
    if (problem.code === 'floor-proposed') {
      this.standing = 'proposed';
      return;
    }
    this.problem = problem;
    this.standing = 'stuck';
    if (problem.code === 'unreachable') this.#later(AGAIN);
  }

  async #meet(): Promise<void> {
    try {
      const { body, etag } = await getTagged<Floor>(this.#address);
      if (this.#base !== null) this.#bring(this.#base, this.desk.plan(), planOf(body), bare(etag));
    } catch (error) {
      this.problem = asProblem(error);
      this.standing = 'stuck';
      this.#later(AGAIN);
    }
  }

  /** Both drawings become one; where both changed the same thing, a person decides first. */
  #bring(base: Plan, mine: Plan, theirs: Plan, tag: string): void {
    const merged = merge(base, mine, theirs);
    if (merged.conflicts.length > 0) {
      this.clash = { base, mine, theirs, tag, merged };
      this.standing = 'conflict';
      return;
    }
    this.taken = merged.theirs;
    this.#take(merged.plan, theirs, tag);
  }

  #take(plan: Plan, theirs: Plan, tag: string): void {
    this.#base = theirs;
    this.#tag = tag;
    this.standing = 'unsaved';
    this.desk.adopt(plan);
    this.#later(0);
  }
}

const bare = (etag: string | null): string => (etag ?? '').replace(/^W\//, '').replaceAll('"', '');
