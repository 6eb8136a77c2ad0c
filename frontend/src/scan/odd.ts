// What a code leads to although it should be in nobody's hand any more; the server is told of each reading.

import type { Resolved } from '../api/types';

const GONE: readonly string[] = ['disposed', 'lease_returned'];

/** A thing that is gone for good: destroyed, or back with who leased it. */
export const isGone = ({ kind, state }: Pick<Resolved, 'kind' | 'state'>): boolean => kind === 'asset' && GONE.includes(state);

/** A label that another one replaced, or a thing that is gone for good. */
export const isOdd = (read: Pick<Resolved, 'kind' | 'state' | 'label'>): boolean => read.label?.state === 'void' || isGone(read);
