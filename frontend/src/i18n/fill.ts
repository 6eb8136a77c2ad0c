// Puts facts into the {places} of a sentence.

export type Write = (value: unknown, name: string) => string;

/** A place without a fact stays visible, so that a missing fact is noticed and not hidden. */
export function fill(sentence: string, facts: Readonly<Record<string, unknown>>, write: Write = String): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => (name in facts ? write(facts[name], name) : place));
}

export function places(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
}
