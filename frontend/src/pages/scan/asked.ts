// What is asked once for a whole list of one act.

import { fieldsOf, missing, type Answers, type Field, type Target } from '../../acts/acts';

export const TARGET: Target = { code: null, takeOut: null, inHand: true };

/** The place stands above the list; signatures are drawn at a single hand-over. */
export const askedOf = (operation: string): readonly Field[] =>
  fieldsOf(operation, TARGET).filter(({ kind }) => ['answer', 'text', 'choice'].includes(kind));

export function lackingOf(operation: string, answers: Answers): readonly Field[] {
  const asked = askedOf(operation);
  return missing(operation, TARGET, answers).filter((field) => asked.includes(field));
}

/** A field left empty is sent as nothing. */
export function answersOf(operation: string, answers: Answers): Answers {
  const told = (value: unknown) => (typeof value === 'string' ? value.trim() || null : (value ?? null));
  return Object.fromEntries(askedOf(operation).map(({ name }) => [name, told(answers[name])]));
}
