// What a code leads to although it should be in nobody's hand any more; the server is told of each reading.

import type { Resolved } from '../api/types';

const GONE: readonly string[] = ['disposed', 'lease_returned'];

/** A label that another one replaced, or a thing that is gone for good. */
export const isOdd = ({ kind, state, label }: Pick<Resolved, 'kind' | 'state' | 'label'>): boolean =>
  label?.state === 'void' || (kind === 'asset' && GONE.includes(state));
