// A kept scan as the list of what is to be decided tells it.

import type { Listed } from '../../api/types';

export type ConflictRow = Listed<'listScanConflicts'>;
