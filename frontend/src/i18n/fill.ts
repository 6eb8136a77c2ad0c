// Puts facts into the {places} of a sentence; {n:thing:things} is a word that depends on a number.

export type Write = (value: unknown, name: string) => string;

/** A place without a fact stays visible, so that a missing fact is noticed and not hidden. */
export function fill(sentence: string, facts: Readonly<Record<string, unknown>>, write: Write = String): string {
  return sentence
    .replace(/\{(\w+):([^:{}]+):([^:{}]+)\}/g, (_place, name: string, one: string, many: string) => (facts[name] === 1 ? one : many))
    .replace(/\{(\w+)\}/g, (place, name: string) => (name in facts ? write(facts[name], name) : place));
}

export function places(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
}
