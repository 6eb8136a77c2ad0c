// Versions, remedies, rules, drawings: what the server sends for them, by the names the pages use.

import type { Floor, Point, Region, Ring } from '../plan/types';
import type { Facts } from './problem';
import type { Listed, Told } from './types';

/** What a rule found on a plan that need not be in force. */
export interface RuleFinding {
  readonly rule: string;
  readonly subject: string;
  readonly key?: string;
  readonly grade: string;
  readonly facts: Facts;
}

export type ChangedWhat = 'wall' | 'area' | 'viewpoint' | 'terminal' | 'outline' | 'name';
export type ChangedHow = 'added' | 'removed' | 'moved' | 'resized' | 'turned' | 'changed';

export interface Change {
  readonly what: ChangedWhat;
  /** Null for what a plan has once: its name, its outline. */
  readonly id: string | null;
  readonly how: ChangedHow;
  readonly before: unknown;
  readonly after: unknown;
  readonly fields: readonly string[];
}

export interface Comparison {
  readonly floor: string;
  readonly from_version: number | null;
  readonly etag: string;
  readonly changes: readonly Change[];
  readonly opened: readonly RuleFinding[];
  readonly closed: readonly RuleFinding[];
  readonly staying: number;
}

export type Proposal = Told<'getFloorProposal'>;
export type Remedy = Listed<'listRemedies'>;
export type Rule = Listed<'listRules'>;
export type Threshold = Rule['thresholds'][number];
export type AreaRow = Listed<'listAreas'>;

/** Where a terminal may stand so that every placement rule holds. */
export interface Room {
  readonly terminal: string;
  readonly facing: number | null;
  readonly m2: number;
  readonly region: readonly Region[];
  readonly rules: readonly string[];
}

export interface Study {
  readonly study: string;
  readonly target_height: number;
  readonly violations: readonly RuleFinding[];
}

export const LENGTHS = ['mm', 'cm', 'm', 'inch', 'foot'] as const;
export type LengthUnit = (typeof LENGTHS)[number];

export interface DrawingLayer {
  readonly name: string;
  readonly objects: number;
  readonly suggestion: string;
}

export interface Warning {
  readonly code: string;
  readonly [fact: string]: unknown;
}

export interface Inspection {
  readonly format: 'dxf' | 'floor' | 'geojson' | 'jww' | 'sxf';
  readonly unit: LengthUnit | null;
  readonly bounds: readonly [number, number, number, number] | null;
  readonly layers: readonly DrawingLayer[];
  readonly preview: readonly { readonly layer: string; readonly path: Ring }[];
  readonly truncated: boolean;
  /** Found by the page: the file was written by this register. */
  readonly whole?: boolean;
  readonly warnings: readonly Warning[];
}

/** An end of a wall that was moved to meet another. */
export interface Snap {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
}

export interface Conversion {
  readonly document: Floor;
  readonly report: {
    readonly taken: Readonly<Record<string, number>>;
    readonly snapped: { readonly count: number; readonly items: readonly Snap[] };
    readonly left_out: readonly { readonly reason: string; readonly layer: string | null; readonly count: number }[];
  };
}
