// What the server sends, by the names the pages use; the shapes themselves are generated from its OpenAPI.

import type { components, operations } from './schema';

type Schemas = components['schemas'];

/** The server writes every field of an answer, also those that have a default. */
type Sent<Name extends keyof Schemas> = Readonly<Required<Schemas[Name]>>;

type Answered<Operation extends keyof operations> = operations[Operation] extends {
  readonly responses: { readonly 200: { readonly content: { readonly 'application/json': infer Body } } };
}
  ? Readonly<Required<Body>>
  : never;

/** A row of a list, by the operation that lists it: names of shapes change when two are called the same. */
export type Listed<Operation extends keyof operations> =
  Answered<Operation> extends { readonly items: readonly (infer Row)[] } ? Readonly<Required<Row>> : never;

export type Told<Operation extends keyof operations> = Answered<Operation>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export type Asset = Listed<'listAssets'>;
export type AssetTransfer = Listed<'listAssetTransfers'>;
export type Checked = Sent<'Analysis'>;
export type Disposal = Told<'getDisposal'>;
export type DisposalRow = Listed<'listDisposals'>;
export type Entry = Sent<'EntryShown'>;
export type ExportRow = Sent<'ExportShown'>;
export type FloorRow = Listed<'listFloors'>;
export type FloorSheet = Told<'getFloor'>;
export type Found = Sent<'Hit'>;
export type LabelPage = Sent<'PageRead'>;
export type LabelPrinter = Sent<'PrinterShown'>;
export type LabelPrintRow = Sent<'PrintShown'>;
export type LabelSheet = Sent<'SheetShown'>;
/** `device` is the shared scanner that the session was opened on. */
export type Me = Sent<'Me'> & { readonly device?: string | null; readonly own_secret?: boolean };
export type Place = Listed<'listPlaces'>;
export type Register = Sent<'RegisterShown'>;
export type Resolved = Sent<'Resolved'>;
export type Section = Sent<'Section'>;
export type Snapshot = Readonly<Record<string, unknown>>;
export type Staff = Sent<'Staff'>;
export type TakeOut = Listed<'listTakeOuts'>;
export type Task = Sent<'Task'>;
export type Violation = Listed<'listViolations'>;
export type VersionRow = Sent<'VersionShown'>;
