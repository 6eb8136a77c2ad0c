// Sentences in the reader's language, from keys, codes and values.

import { Problem } from '../api/problem';
import { writeDate, writeTime } from '../dates/wareki';
import { preferences } from '../session/preferences.svelte';
import { printed } from '../scan/normalise';
import { names } from '../session/names.svelte';
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

/** The same act has another name in some registers: what is sent back is not what was brought back. */
export function historyAct(register: string, act: string): string {
  const own = `history_act.${register}.${act}`;
  return ours()[own] ?? word('history_act', act);
}

/** What a field is called in the history of a register. */
export function historyField(register: string, field: string): string {
  return ours()[`history_field.${register}.${field}`] ?? word('field', field);
}

/** Every name that a group has words for. */
export function namesIn(group: string): readonly string[] {
  const start = `${group}.`;
  return Object.keys(ours()).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
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
  const pairs = Object.entries(fact).filter(([, one]) => !isBareId(one)).map(([name, one]) => `${word('field', name)}: ${told(name, one)}`);
  return pairs.length === 0 ? '—' : pairs.join(' / ');
}

/** A fact inside a sentence: states and the like in words, everything else as it is. */
function spoken(fact: unknown, name: string): string {
  if (Array.isArray(fact)) return listOf(fact.map((one) => spoken(one, name)));
  const group = groupOf(name, fact);
  return group === undefined ? value(fact) : word(group, String(fact));
}

/** What happened, in words: the shared catalogue first, then ours, then what the server wrote. */
export function trouble(problem: Problem): string {
  const sentence = shared()[problem.code] ?? ours()[`problem.${problem.code}`];
  if (sentence !== undefined) return fill(sentence, problem.facts, spoken);
  return problem.sentences[preferences.language] ?? problem.sentences.ja ?? `${t('problem.unexpected')} (${problem.code})`;
}

export function coded(code: string, facts: Readonly<Record<string, unknown>>): string {
  return trouble(new Problem(code, 409, facts));
}

/** A number that the program gave itself and that no name is known for. */
export const isBareId = (fact: unknown): boolean =>
  typeof fact === 'string' && /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/.test(fact) && !names.knows(fact);

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  state: ['state.take_out', 'state.asset', 'state.floor', 'state.export', 'state.proposal', 'state.remedy', 'state.extension', 'state.transfer', 'state.disposal', 'state.disposal_line', 'state.bring_in', 'state.private_find'],
  outcome: ['outcome'],
  ownership: ['ownership'],
  demands: ['level'],
  required: ['level'],
  level: ['level'],
  method: ['method'],
  status: ['state.take_out', 'state.asset'],
  expected: ['state.take_out', 'state.asset'],
  kind: ['kind', 'place_kind', 'area', 'take_out_kind', 'stray'],
  transport: ['transport'],
  malware_scan: ['malware_scan'],
  type: ['type'],
  grade: ['state.grade'],
  rule: ['rule'],
  role: ['role'],
  roles: ['role'],
  data_class: ['data_class'],
  policy: ['plan_value'],
  seat_policy: ['plan_value'],
  clock: ['clock'],
  settling: ['state.settling'],
  correction: ['correction'],
  direction: ['direction'],
  was: ['state.asset'],
  asset_state: ['state.asset'],
  result: ['review.result'],
  what: ['too_large'],
  fields: ['field'],
};

/** The same field has other values in some registers. */
const OWN_GROUPS: Readonly<Record<string, readonly string[]>> = {
  'scans.act': ['scan_act'],
  'scans.state': ['state.scan'],
  'stray-scans.state': ['state.private_find'],
  'stray-scans.kind': ['stray'],
  'double-locations.state': ['state.private_find'],
  'devices.state': ['state.device'],
  'stock-takes.state': ['state.stock_take'],
  'stock-lines.outcome': ['state.count'],
  'disposal-lines.place': ['line_place'],
  'proxy-decisions.act': ['history_act'],
  'sections.kind': ['section_kind'],
  'evidence.kind': ['evidence_kind'],
};

function groupOf(field: string, fact: unknown, register = ''): string | undefined {
  if (typeof fact !== 'string' && typeof fact !== 'number') return undefined;
  const groups = OWN_GROUPS[`${register}.${field}`] ?? GROUPS[field];
  return groups?.find((group) => `${group}.${fact}` in ours());
}

/** `label:0DDND05ZK6Y06` in words: what it is, and its code where it has one. */
function subjectTold(subject: string): string {
  const colon = subject.indexOf(':');
  if (colon < 0) return names.of(subject);
  const [kind, id] = [subject.slice(0, colon), subject.slice(colon + 1).split(':')[0] ?? ''];
  return [word('subject', kind), isBareId(id) ? '' : names.of(id)].join(' ').trim();
}

const OWN_WAYS: Readonly<Record<string, (fact: string) => string>> = { code: printed, subject: subjectTold };

/** A value of a named field: states, kinds and the like become words, ids become names. */
export function told(field: string, fact: unknown, register = ''): string {
  if (Array.isArray(fact)) return listOf(fact.map((one) => told(field, one, register)));
  const own = typeof fact === 'string' ? OWN_WAYS[field]?.(fact) : undefined;
  if (own !== undefined) return own;
  const group = groupOf(field, fact, register);
  if (group !== undefined) return word(group, String(fact));
  return typeof fact === 'string' && textOf(fact) === fact ? names.of(fact) || '—' : value(fact);
}
