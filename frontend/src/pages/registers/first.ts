// What an empty register says: the first step, and who takes it.

import type { Key } from '../../i18n/catalogues';
import type { RegisterName } from '../../router/match';

interface First {
  readonly title: Key;
  readonly more: Key;
  /** Where the step is taken, when it is not on the page itself. */
  readonly href: string | null;
  readonly button: Key;
  readonly needs: string;
}

export const FIRST_STEPS: Readonly<Record<RegisterName, First>> = {
  assets: { title: 'first.assets', more: 'first.assets_more', href: null, button: 'asset.new', needs: 'registerAsset' },
  'take-outs': { title: 'first.take-outs', more: 'first.take-outs_more', href: '/scan', button: 'tasks.to_scan', needs: 'requestTakeOut' },
  'asset-transfers': { title: 'first.transfers', more: 'first.transfers_more', href: '/registers/assets', button: 'registers.assets', needs: 'transferAsset' },
  floors: { title: 'floors.empty', more: 'floors.empty_more', href: '/floors', button: 'new_floor.title', needs: 'createFloor' },
  places: { title: 'first.places', more: 'first.places_more', href: null, button: 'place.new', needs: 'registerPlace' },
  violations: { title: 'floors.no_violations', more: 'first.violations_more', href: null, button: 'common.open', needs: 'listViolations' },
};
