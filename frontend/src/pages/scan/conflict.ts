// A kept scan, a stray label and a thing at two places, as their lists tell them.

import type { Listed } from '../../api/types';

export type ConflictRow = Listed<'listScanConflicts'>;
export type OddRow = Listed<'listStrayScans'> | Listed<'listDoubleLocations'>;
