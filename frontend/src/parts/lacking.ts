// What a form still lacks, in the words of its labels, in its order.

/** The names of what is not said yet: blank text, nothing chosen, or something begun and not finished. */
export function lacking(...fields: readonly (readonly [name: string, value: string | number | boolean])[]): readonly string[] {
  return fields.filter(([, value]) => !(typeof value === 'string' ? value.trim() : value)).map(([name]) => name);
}
