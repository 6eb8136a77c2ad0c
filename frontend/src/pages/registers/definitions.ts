// What each register shows: columns, filters, facts, and where its rows come from. Data only.

import type { Key } from '../../i18n/catalogues';
import type { RegisterName } from '../../router/match';

export type Row = Readonly<Record<string, unknown>>;

export interface Column {
  readonly name: string;
  /** How a cell is written: plain words, a state with its shape, a control code, words of a catalogue group, a person. */
  readonly as: 'text' | 'state' | 'code' | 'word' | 'person' | 'people';
  readonly group?: string;
  readonly first?: boolean;
}

export interface Filter {
  readonly name: string;
  readonly group: string;
  readonly options: readonly string[];
}

export interface Definition {
  readonly name: RegisterName;
  readonly title: Key;
  readonly operation: string;
  readonly address: string;
  readonly id: string;
  readonly columns: readonly Column[];
  readonly filters: readonly Filter[];
  readonly bySection: boolean;
  /** The server looks for words; elsewhere the rows at hand are searched. */
  readonly searches: boolean;
  readonly labelled: boolean;
  /** Facts of the drawer, beside the columns. */
  readonly facts: readonly Column[];
  readonly subject: (row: Row) => string;
  /** Where one row is fetched that is not among those on show. */
  readonly one: ((id: string) => string) | null;
}

const text = (name: string, first = true): Column => ({ name, as: 'text', first });
const words = (name: string, group: string, first = true): Column => ({ name, as: 'word', group, first });
const state = (name: string, group: string): Column => ({ name, as: 'state', group, first: true });
const code: Column = { name: 'code', as: 'code', first: false };
const bare = (value: unknown): string => String(value).replaceAll('-', '');

const assets: Definition = {
  name: 'assets',
  title: 'registers.assets',
  operation: 'listAssets',
  address: '/api/assets',
  id: 'code',
  columns: [
    text('control_no'),
    text('name'),
    state('state', 'asset'),
    words('type', 'type'),
    text('place_name'),
    text('section_name'),
    words('data_class', 'data_class', false),
    text('serial', false),
    text('model', false),
    code,
  ],
  filters: [
    { name: 'kind', group: 'kind', options: ['terminal', 'medium', 'device'] },
    {
      name: 'state',
      group: 'state.asset',
      options: ['draft', 'in_storage', 'in_use', 'taken_out', 'returned', 'missing', 'quarantined', 'disposing', 'disposed', 'lease_returned'],
    },
  ],
  bySection: true,
  searches: true,
  labelled: true,
  facts: ['maker', 'encrypted', 'registered_on', 'privacy_filter', 'lock_minutes', 'wire_lock', 'auth_factors'].map((name) => text(name)),
  subject: (row) => `asset:${bare(row['code'])}`,
  one: (id) => `/api/assets/${encodeURIComponent(id)}`,
};

const takeOuts: Definition = {
  name: 'take-outs',
  title: 'registers.take-outs',
  operation: 'listTakeOuts',
  address: '/api/take-outs',
  id: 'id',
  columns: [
    text('number'),
    text('asset_name'),
    state('state', 'take_out'),
    { name: 'applicant', as: 'person', first: true },
    text('destination'),
    text('planned_return'),
    text('section_name', false),
    code,
  ],
  filters: [
    {
      name: 'status',
      group: 'status.take_out',
      options: ['open', 'requested', 'approved', 'handed_over', 'returned', 'discrepancy', 'verified', 'rejected', 'withdrawn', 'expired', 'incident', 'lost'],
    },
  ],
  bySection: true,
  searches: true,
  labelled: false,
  facts: [
    text('purpose'),
    words('kind', 'take_out_kind'),
    { name: 'carriers', as: 'people' },
    words('transport', 'transport'),
    text('outside'),
    text('requested_at'),
    { name: 'approved_by', as: 'person' },
    { name: 'approved_on_behalf_of', as: 'person' },
    { name: 'handed_over_by', as: 'person' },
    text('handed_over_at'),
    text('encrypted'),
    text('container'),
    text('returned_at'),
    { name: 'returned_by', as: 'person' },
    text('returned_to'),
    { name: 'checked_by', as: 'person' },
    text('seal_ok'),
    text('label_ok'),
    text('count_ok'),
    text('erased'),
    words('malware_scan', 'malware_scan'),
    { name: 'verified_by', as: 'person' },
    text('verified_at'),
    text('remark'),
  ],
  subject: (row) => `take-out:${String(row['id'])}`,
  one: (id) => `/api/take-outs/${encodeURIComponent(id)}`,
};

const transfers: Definition = {
  name: 'asset-transfers',
  title: 'registers.asset-transfers',
  operation: 'listAssetTransfers',
  address: '/api/asset-transfers',
  id: 'id',
  columns: [
    text('asset_name'),
    text('control_no'),
    state('state', 'transfer'),
    text('section_name'),
    text('to_section_name'),
    text('proposed_at'),
    code,
  ],
  filters: [{ name: 'status', group: 'state.transfer', options: ['proposed', 'accepted', 'declined', 'withdrawn'] }],
  bySection: true,
  searches: false,
  labelled: false,
  facts: [
    text('reason'),
    { name: 'proposed_by', as: 'person' },
    text('place_name'),
    { name: 'decided_by', as: 'person' },
    text('decided_at'),
    text('answer'),
  ],
  subject: (row) => `asset-transfer:${String(row['id'])}`,
  one: (id) => `/api/asset-transfers/${encodeURIComponent(id)}`,
};

const floors: Definition = {
  name: 'floors',
  title: 'registers.floors',
  operation: 'listFloors',
  address: '/api/floors',
  id: 'id',
  columns: [text('name'), text('section_name'), text('version'), text('valid_from'), text('draft'), text('open_violations')],
  filters: [],
  bySection: false,
  searches: false,
  labelled: false,
  facts: [],
  subject: (row) => `floor:${String(row['id'])}`,
  one: null,
};

const places: Definition = {
  name: 'places',
  title: 'registers.places',
  operation: 'listPlaces',
  address: '/api/places',
  id: 'code',
  columns: [text('name'), words('kind', 'place_kind'), text('section_name'), text('lockable'), code],
  filters: [],
  bySection: true,
  searches: false,
  labelled: true,
  facts: [text('fireproof'), text('classes'), text('floor'), text('area')],
  subject: (row) => `place:${bare(row['code'])}`,
  one: null,
};

const violations: Definition = {
  name: 'violations',
  title: 'registers.violations',
  operation: 'listViolations',
  address: '/api/violations',
  id: 'id',
  columns: [
    words('rule', 'rule'),
    state('grade', 'grade'),
    state('state', 'violation'),
    text('subject_name'),
    text('section_name'),
    text('opened_at'),
    text('closed_at', false),
  ],
  filters: [{ name: 'status', group: 'status.violation', options: ['open', 'excepted', 'closed', 'all'] }],
  bySection: true,
  searches: false,
  labelled: false,
  facts: [],
  subject: (row) => `violation:${String(row['id'])}`,
  one: null,
};

export const DEFINITIONS: Readonly<Record<RegisterName, Definition>> = {
  assets,
  'take-outs': takeOuts,
  'asset-transfers': transfers,
  floors,
  places,
  violations,
};
