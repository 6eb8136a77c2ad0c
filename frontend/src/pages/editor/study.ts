// What the server says about a floor that is being drawn, and how a step is laid over it. Pure.

import type { Analysis, Region } from '../../plan/types';
import type { Plan } from '../../plan/plan';

export interface Found {
  readonly rule: string;
  readonly subject: string;
  readonly key: string;
  readonly grade: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface DensityLevel {
  readonly level: string;
  readonly px_per_m: number;
  readonly reach_mm: number;
}

export interface CameraSeen {
  readonly id: string;
  readonly edition: string;
  readonly levels: readonly DensityLevel[];
  readonly near_mm?: number | null;
  readonly far_mm?: number | null;
}

export interface Answer extends Omit<Analysis, 'target_height' | 'sight'> {
  readonly violations: readonly Found[];
  readonly exposure: readonly { readonly terminal: string; readonly region: readonly Region[] }[];
  readonly cameras: readonly CameraSeen[];
}

/** What is different from the study; `keys` names all violations that are there, in their order. */
export interface Step extends Answer {
  readonly keys: readonly string[];
}

export interface Study extends Answer {
  readonly study: string;
  readonly target_height: number;
}

/** The same list where nothing is different: what is drawn of it need not be looked at again. */
function laid<T>(before: readonly T[], fresh: readonly T[], nameOf: (one: T) => string, there: (name: string) => boolean): readonly T[] {
  if (fresh.length === 0 && before.every((one) => there(nameOf(one)))) return before;
  const news = new Map(fresh.map((one) => [nameOf(one), one]));
  const known = new Set(before.map(nameOf));
  const kept = before.map((one) => news.get(nameOf(one)) ?? one);
  return [...kept, ...fresh.filter((one) => !known.has(nameOf(one)))].filter((one) => there(nameOf(one)));
}

const standing = (things: readonly { readonly id: string }[]): ((id: string) => boolean) => {
  const ids = new Set(things.map((one) => one.id));
  return (id) => ids.has(id);
};

const alike = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** The violations that are there now: the list that is shown when it says the same. */
function foundNow(study: Study, step: Step, shown: readonly Found[]): readonly Found[] {
  const known = new Map([...study.violations, ...step.violations].map((one) => [one.key, one]));
  const now = step.keys.flatMap((key) => known.get(key) ?? []);
  return now.length === shown.length && now.every((one, index) => alike(one, shown[index])) ? shown : now;
}

/** The study with a step over it: what a full study of `plan` would say. What is `shown` already stays the same object. */
export function overlaid(study: Study, step: Step, plan: Plan, shown: Study = study): Study {
  const [eyes, areas, there] = [standing(plan.viewpoints), standing(plan.areas), standing(plan.terminals)];
  const terminals = laid(study.terminals, step.terminals, (one) => one.id, there);
  const exposed = standing(terminals.filter((one) => one.screen_exposed_m2 > 0));
  return {
    study: study.study,
    target_height: study.target_height,
    viewpoints: laid(study.viewpoints, step.viewpoints, (one) => one.id, eyes),
    areas: laid(study.areas, step.areas, (one) => one.id, areas),
    terminals,
    violations: foundNow(study, step, shown.violations),
    exposure: laid(study.exposure, step.exposure, (one) => one.terminal, exposed),
    cameras: laid(study.cameras, step.cameras, (one) => one.id, eyes),
  };
}

export type Since = 'new' | 'same' | 'gone';

export interface Judged {
  readonly found: Found;
  readonly since: Since;
}

/** The violations now, beside those at the start: opened by what was drawn, there before, or closed by it. */
export function judged(start: readonly Found[], now: readonly Found[]): readonly Judged[] {
  const [before, after] = [new Set(start.map((one) => one.key)), new Set(now.map((one) => one.key))];
  const gone = start.filter((one) => !after.has(one.key)).map((found): Judged => ({ found, since: 'gone' }));
  const here = now.map((found): Judged => ({ found, since: before.has(found.key) ? 'same' : 'new' }));
  return [...here.filter((one) => one.since === 'new'), ...here.filter((one) => one.since === 'same'), ...gone];
}
