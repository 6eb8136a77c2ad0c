// What the server sends, by the names the pages use; the shapes themselves are generated from its OpenAPI.

import type { components } from './schema';
import type { Person } from './workflow';

type Schemas = components['schemas'];

/** The server writes every field of an answer, also those that have a default. */
type Sent<Name extends keyof Schemas> = Readonly<Required<Schemas[Name]>>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export type Asset = Sent<'assets_service_Shown'>;
export type Checked = Sent<'Analysis'>;
export type Entry = Sent<'EntryShown'>;
export type ExportRow = Sent<'ExportShown'>;
export type FloorRow = Sent<'oversight_violations_routes_FloorShown'>;
export type FloorSheet = Sent<'things_placements_routes_FloorShown'>;
export type Found = Sent<'Hit'>;
export type LabelSheet = Sent<'SheetShown'>;
export type Me = Sent<'Me'>;
export type Place = Sent<'PlaceShown'>;
export type Register = Sent<'RegisterShown'>;
export type Resolved = Sent<'Resolved'>;
export type Section = Sent<'Section'>;
export type Snapshot = Readonly<Record<string, unknown>>;
export type Staff = Sent<'Staff'>;
export type TakeOut = Sent<'custody_listing_Shown'>;
export type Task = Omit<Sent<'Task'>, 'kind'> & { readonly kind: Sent<'Task'>['kind'] | 'remedy' };
export type Violation = Sent<'ViolationShown'> & {
  /** An excepted violation stands: something else is done in its place until a day. */
  readonly state: 'open' | 'excepted' | 'closed';
  readonly remedy: { readonly id: string; readonly measure: string | null; readonly until: string; readonly approved_by: Person | null } | null;
};
export type VersionRow = Sent<'VersionShown'>;
