// The field that has the focus when a reader begins to type: what it held before is put back.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface Before {
  readonly field: Field;
  readonly value: string;
}

const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** Passwords are typed as fast as a reader types, and never scanned. */
export const isSecret = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && (target.type === 'password' || target.autocomplete === 'current-password');

export const isTypedInto = (target: EventTarget | null): boolean =>
  isField(target) && !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'file', 'button'].includes(target.type));

export function before(target: EventTarget | null): Before | null {
  return isField(target) && isTypedInto(target) ? { field: target, value: target.value } : null;
}

/** Leaving the field ends what an input method has begun; only then the old value holds. */
export function restore({ field, value }: Before): void {
  const focused = document.activeElement === field;
  field.blur();
  if (field.value !== value) {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (focused) field.focus();
}
