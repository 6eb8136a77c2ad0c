// The shapes that the server sends, as the contract names them.

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Person {
  readonly staff_id: string;
  readonly name: string;
}

export interface Post {
  readonly section: string;
  readonly section_name: string;
  readonly role: string;
  readonly title: string;
}

export interface Me extends Person {
  readonly account: string;
  readonly municipality: { readonly name: string; readonly demo: boolean };
  readonly now: string;
  readonly today: string;
  readonly posts: readonly Post[];
  readonly roles: readonly string[];
  readonly section: string | null;
  readonly section_name: string | null;
  readonly may: readonly string[];
}

export interface Blocker {
  readonly operation: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Resolved {
  readonly code: string;
  readonly kind: 'asset' | 'place' | 'staff';
  readonly name: string;
  readonly state: string | null;
  readonly actions: readonly string[];
  readonly blockers: readonly Blocker[];
  readonly place: string | null;
  readonly place_name: string | null;
  readonly section_name: string | null;
  readonly take_out: string | null;
  readonly asset_kind: string | null;
  readonly data_class: number | null;
}

export interface Found {
  readonly code: string | null;
  readonly kind: string;
  readonly name: string;
  readonly state: string | null;
  readonly section_name: string | null;
  readonly place_name: string | null;
  readonly subject: string;
}

export interface Asset {
  readonly code: string;
  readonly control_no: string;
  readonly kind: 'terminal' | 'medium' | 'device';
  readonly type: string;
  readonly name: string;
  readonly maker?: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly state: string;
  readonly place: string | null;
  readonly place_name: string | null;
  readonly section: string;
  readonly section_name: string;
  readonly data_class: number | null;
  readonly encrypted: boolean;
  readonly registered_on: string | null;
  readonly privacy_filter: boolean | null;
  readonly lock_minutes: number | null;
  readonly wire_lock: boolean | null;
  readonly auth_factors: number | null;
}

export interface Place {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly section: string;
  readonly section_name: string;
  readonly floor: string | null;
  readonly area: string | null;
  readonly lockable: boolean;
}

export interface Section {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly kind: string;
}

export interface Staff extends Person {
  readonly kana: string;
  readonly section: string;
  readonly section_name: string;
  readonly title: string;
  readonly roles: readonly string[];
  readonly code: string | null;
}

export interface TakeOut {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly asset_name: string;
  readonly state: string;
  readonly expired: boolean;
  readonly overdue: boolean;
  readonly section: string;
  readonly section_name: string;
  readonly applicant: Person;
  readonly carriers: readonly Person[];
  readonly purpose: string | null;
  readonly destination: string | null;
  readonly planned_return: string;
  readonly requested_at: string | null;
  readonly approved_by: Person | null;
  readonly approved_on_behalf_of: Person | null;
  readonly handed_over_by: Person | null;
  readonly handed_over_at: string | null;
  readonly returned_at: string | null;
  readonly returned_to: string | null;
  readonly verified_by: Person | null;
  readonly verified_at: string | null;
  readonly encrypted: boolean | null;
  readonly container: string | null;
  readonly actions: readonly string[];
}

export interface Task {
  readonly kind: string;
  readonly subject: string;
  readonly title: string;
  readonly detail: string | null;
  readonly since: string;
  readonly operation: string | null;
  readonly id: string | null;
  readonly code: string | null;
  readonly floor: string | null;
  readonly take_out: string | null;
}

export interface FloorRow {
  readonly id: string;
  readonly name: string;
  readonly section: string;
  readonly section_name: string;
  readonly version: number | null;
  readonly valid_from: string | null;
  readonly draft: boolean;
  readonly open_violations: number;
}

export interface Violation {
  readonly id: string;
  readonly rule: string;
  readonly subject: string;
  readonly subject_name: string | null;
  readonly grade: 'major' | 'minor' | 'observation';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly section: string | null;
  readonly section_name: string | null;
  readonly floor: string | null;
  readonly opened_at: string;
  readonly closed_at: string | null;
}

export type Snapshot = Readonly<Record<string, unknown>>;

export interface Entry {
  readonly seq: number;
  readonly id: string;
  readonly register: string;
  readonly number: string | null;
  readonly subject: string;
  readonly subject_name: string | null;
  readonly act: string;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly actor: Person | null;
  readonly on_behalf_of: Person | null;
  readonly device: string | null;
  readonly why: string | null;
  readonly after: Snapshot | null;
  readonly before: Snapshot | null;
  readonly change: string | null;
  readonly corrects: string | null;
  readonly texts: Readonly<Record<string, string>> | null;
}

export interface Register {
  readonly name: string;
  readonly title_ja: string;
  readonly title_en: string;
  readonly entries: number;
}

export interface LabelSheet {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
}

export interface ExportRow {
  readonly id: string;
  readonly made_at: string;
  readonly made_by: string;
  readonly made_by_name: string | null;
  readonly as_of: string | null;
  readonly registers: readonly string[] | null;
  readonly personal: boolean;
  /** Null until the bundle is cut. */
  readonly entries: number | null;
  readonly size: number | null;
  readonly state: string;
}
