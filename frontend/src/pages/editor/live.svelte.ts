// Keeps the server's judgement beside the plan on the desk: one step under way, the newest wish waits, older ones are dropped.

import { postText } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { equal, patchOf, type Patch } from '../../plan/differences';
import { idOf, kindOf, NOTHING, type Plan, type Refs } from '../../plan/plan';
import { takenIds } from '../../plan/names';
import { measured } from './measure';
import { overlaid, type Found, type Step, type Study } from './study';

interface Base {
  readonly plan: Plan;
  readonly study: Study;
}

interface Wish {
  readonly plan: Plan;
  /** When the stroke was made that this plan comes from. */
  readonly since: number;
}

/** So many objects in one step; more is a new study. */
const MOST = 400;
/** So long (milliseconds) a plan rests before it is studied anew in the background. */
const REST = 400;

const sizeOf = ({ walls, areas, viewpoints, terminals, removed }: Patch): number =>
  [walls, areas, viewpoints, terminals, removed].reduce((sum, list) => sum + list.length, 0);

export class Live {
  /** What is shown: a study, or a study with the newest step over it. */
  found = $state.raw<Study | null>(null);
  /** The plan that `found` speaks of. */
  of = $state.raw<Plan | null>(null);
  problem = $state.raw<Problem | null>(null);
  start = $state.raw<readonly Found[] | null>(null);

  #base: Base | null = null;
  #wish: Wish | null = null;
  #busy = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  #held: Refs = NOTHING;

  /** The study that steps are told against, for what else is asked of it. */
  get study(): string | null {
    return this.#base?.study.study ?? null;
  }
  /** Whether what is shown speaks of this plan. */
  isOf(plan: Plan): boolean {
    return this.of === plan;
  }

  follow(plan: Plan, since: number): void {
    this.#wish = { plan, since };
    if (plan === this.of) this.problem = null;
    clearTimeout(this.#rest);
    void this.#pump();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#rest);
  }

  /** The person may drag these next: the server may make ready. */
  hold(refs: Refs): void {
    this.#held = refs;
    const ids = [...refs].filter((ref) => ['wall', 'viewpoint'].includes(kindOf(ref))).map(idOf);
    if (this.#base === null || ids.length === 0 || ids.length > MOST) return;
    // A study that is gone is noticed by the next step; nothing is lost when this is not answered.
    void postText(`/api/studies/${this.#base.study.study}/hold`, JSON.stringify({ ids })).catch(() => undefined);
  }

  /** Studies the plan now, so that what is asked next is asked about it. */
  async studied(plan: Plan): Promise<string> {
    if (this.#base?.plan !== plan) await this.#begin(plan);
    return this.#base?.study.study ?? '';
  }

  async #pump(): Promise<void> {
    if (this.#busy || this.#ended) return;
    this.#busy = true;
    try {
      while (this.#wish !== null && this.#wish.plan !== this.of) await this.#answer(this.#wish);
    } finally {
      this.#busy = false;
    }
    if (this.#base?.plan !== this.of) this.#rest = setTimeout(() => void this.#settle(), REST);
  }

  async #answer(wish: Wish): Promise<void> {
    try {
      const step = this.#stepFor(wish.plan);
      if (step === null) await this.#begin(wish.plan);
      else await this.#step(step.base, step.patch, wish.plan);
      this.problem = null;
      measured(wish.since);
    } catch (error) {
      await this.#failed(asProblem(error), wish);
    }
  }

  /** A wish that cannot be judged is given up when no newer one waits. */
  async #failed(problem: Problem, wish: Wish): Promise<void> {
    if (problem.code === 'unknown-study') {
      this.#base = null;
      return;
    }
    if (problem.code !== 'step-overtaken') this.problem = problem;
    if (this.#wish === wish) this.#wish = null;
    await Promise.resolve();
  }

  #stepFor(plan: Plan): { readonly base: Base; readonly patch: Patch } | null {
    const base = this.#base;
    if (base === null || base.plan.name !== plan.name || !equal(base.plan.outline, plan.outline)) return null;
    const patch = patchOf(base.plan, plan);
    // An id that is gone from one list may name something in another.
    const ids = takenIds(plan);
    return sizeOf(patch) > MOST || patch.removed.some((id) => ids.has(id)) ? null : { base, patch };
  }

  async #step(base: Base, patch: Patch, plan: Plan): Promise<void> {
    const answer = await postText<Step>(`/api/studies/${base.study.study}/steps`, JSON.stringify(patch));
    this.found = overlaid(base.study, answer, plan, this.found ?? base.study);
    this.of = plan;
  }

  async #begin(plan: Plan): Promise<void> {
    const study = await postText<Study>('/api/studies', JSON.stringify(plan));
    this.#standOn({ plan, study });
    this.start ??= study.violations;
    this.found = study;
    this.of = plan;
  }

  /** What was made ready belonged to the study before. */
  #standOn(base: Base): void {
    this.#base = base;
    this.hold(this.#held);
  }

  /** Anew in the background, so that the next steps are small; what is shown meanwhile stays. */
  async #settle(): Promise<void> {
    const plan = this.of;
    if (plan === null || this.#ended) return;
    try {
      const study = await postText<Study>('/api/studies', JSON.stringify(plan));
      this.#standOn({ plan, study });
      if (this.of === plan) this.found = study;
    } catch {
      // The study before still answers; the next change asks again.
      return;
    }
  }
}
