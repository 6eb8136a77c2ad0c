// A number with its unit, in the reader's language.

import { word } from '../../i18n/speak.svelte';

export function quantity(value: number, unit: string): string {
  const name = unit === '' ? '' : word('unit', unit);
  const text = value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  return name === '—' || name === '' ? text : `${text} ${name}`;
}
