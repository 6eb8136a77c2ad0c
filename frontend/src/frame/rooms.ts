// The rooms of the house, and which operations open each one's door.

import type { Key } from '../i18n/catalogues';
import type { IconName } from '../parts/Icon.svelte';
import type { Destination } from '../router/match';

export interface Room {
  readonly name: Key;
  readonly icon: IconName;
  readonly href: string;
  readonly pages: readonly Destination['page'][];
  /** One of these operations is enough; none means that everybody has the room. */
  readonly needs: readonly string[];
}

export const ROOMS: readonly Room[] = [
  { name: 'room.tasks', icon: 'tasks', href: '/', pages: ['tasks'], needs: [] },
  { name: 'room.scan', icon: 'scan', href: '/scan', pages: ['scan', 'conflicts'], needs: ['resolveCode'] },
  { name: 'room.floors', icon: 'floors', href: '/floors', pages: ['floors', 'editor', 'proposal', 'import'], needs: ['listFloors'] },
  {
    name: 'room.registers',
    icon: 'registers',
    href: '/registers/assets',
    pages: ['registers', 'labels', 'bring-ins', 'disposals', 'stocktakes'],
    needs: ['listAssets', 'listTakeOuts', 'listPlaces', 'listViolations'],
  },
  {
    name: 'room.audit',
    icon: 'audit',
    href: '/history',
    pages: ['history', 'exports'],
    needs: ['listHistory', 'listExports'],
  },
  { name: 'room.settings', icon: 'settings', href: '/settings', pages: ['settings', 'devices', 'paper', 'calendar', 'reminders', 'my-mail', 'ledgers', 'personnel'], needs: ['listRules', 'listDevices'] },
];

export function roomsFor(may: (operation: string) => boolean): readonly Room[] {
  return ROOMS.filter((room) => room.needs.length === 0 || room.needs.some(may));
}

/** A room may be open while one of its pages is not. */
const NEEDS: Partial<Readonly<Record<Destination['page'], string>>> = {
  labels: 'listLabelPrints',
  'bring-ins': 'listBringIns',
  disposals: 'listDisposals',
  stocktakes: 'listStockTakes',
  devices: 'listDevices',
  calendar: 'listOpeningDays',
  reminders: 'getReminders',
  'my-mail': 'getMyMail',
  paper: 'printRegister',
  ledgers: 'tryLedger',
  personnel: 'listPersonnel',
  conflicts: 'listScanConflicts',
  history: 'listHistory',
  exports: 'listExports',
  editor: 'saveFloorDraft',
  proposal: 'compareFloor',
  import: 'convertDrawing',
};

export function isOpen(page: Destination['page'], may: (operation: string) => boolean): boolean {
  const need = NEEDS[page];
  if (need !== undefined && !may(need)) return false;
  return page === 'unknown' || roomsFor(may).some((room) => room.pages.includes(page));
}
