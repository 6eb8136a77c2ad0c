// Sentences in the reader's language, from keys, codes and values.

import { Problem } from '../api/problem';
import { writeDate, writeTime } from '../dates/wareki';
import { preferences } from '../session/preferences.svelte';
import { catalogues, type Key } from './catalogues';
import { fill } from './fill';

export type { Key } from './catalogues';

const sentences = import.meta.glob<Record<string, string>>('@sentences/{ja,en}.json', {
  eager: true,
  import: 'default',
});

function shared(): Readonly<Record<string, string>> {
  const name = `/${preferences.language}.json`;
  const path = Object.keys(sentences).find((one) => one.endsWith(name));
  return (path === undefined ? undefined : sentences[path]) ?? {};
}

const ours = (): Readonly<Record<string, string>> => catalogues[preferences.language];

export function t(key: Key, facts: Readonly<Record<string, unknown>> = {}): string {
  return fill(ours()[key] ?? key, facts, value);
}

/** The word for a value that comes from the server; the value itself when we have no word. */
export function word(group: string, name: string | null | undefined): string {
  if (name === null || name === undefined || name === '') return '—';
  return ours()[`${group}.${name}`] ?? name;
}

export function date(text: string | null | undefined): string {
  return text ? writeDate(text, preferences.writing) : '—';
}

export function time(text: string | null | undefined): string {
  return text ? writeTime(text, preferences.writing) : '—';
}

const isNothing = (fact: unknown): boolean => fact === null || fact === undefined || fact === '';

function textOf(fact: string): string {
  return /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(fact) ? time(fact) : fact;
}

/** A fact of any kind, written for a reader. */
export function value(fact: unknown): string {
  if (isNothing(fact)) return '—';
  if (typeof fact === 'boolean') return t(fact ? 'value.yes' : 'value.no');
  if (Array.isArray(fact)) return listOf(fact);
  if (typeof fact === 'object') return namedOrRaw(fact as Record<string, unknown>);
  return typeof fact === 'string' ? textOf(fact) : String(fact);
}

function listOf(facts: readonly unknown[]): string {
  return facts.length === 0 ? '—' : facts.map(value).join(preferences.language === 'ja' ? '、' : ', ');
}

function namedOrRaw(fact: Record<string, unknown>): string {
  if (typeof fact['name'] === 'string') return fact['name'];
  const pairs = Object.entries(fact).map(([name, one]) => `${word('field', name)}: ${value(one)}`);
  return pairs.length === 0 ? '—' : pairs.join(' / ');
}

/** What happened, in words: the shared catalogue first, then ours, then what the server wrote. */
export function trouble(problem: Problem): string {
  const sentence = shared()[problem.code] ?? ours()[`problem.${problem.code}`];
  if (sentence !== undefined) return fill(sentence, problem.facts, value);
  return problem.sentences[preferences.language] ?? problem.sentences.ja ?? `${t('problem.unexpected')} (${problem.code})`;
}

export function coded(code: string, facts: Readonly<Record<string, unknown>>): string {
  return trouble(new Problem(code, 409, facts));
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  state: ['state.take_out', 'state.asset', 'state.floor', 'state.export'],
  status: ['state.take_out', 'state.asset'],
  kind: ['kind', 'place_kind', 'area'],
  type: ['type'],
  grade: ['state.grade'],
  rule: ['rule'],
  role: ['role'],
  data_class: ['data_class'],
};

/** A value of a named field: states, kinds and the like become words. */
export function told(field: string, fact: unknown): string {
  const name = typeof fact === 'string' || typeof fact === 'number' ? String(fact) : null;
  const group = name === null ? undefined : GROUPS[field]?.find((one) => `${one}.${name}` in ours());
  return group === undefined ? value(fact) : word(group, name);
}
