// Taking a drawing in: what becomes of each layer, how long a unit is, and what is still missing. Pure.

import { LENGTHS, type Inspection, type LengthUnit } from '../../api/workflow';
import type { Point } from '../../plan/types';

export const MEANINGS = ['wall', 'partition', 'cabinet', 'counter', 'door', 'glass', 'outline', 'area', 'skip'] as const;
export type Meaning = (typeof MEANINGS)[number];

export const HIGH: readonly Meaning[] = ['wall', 'partition', 'cabinet', 'counter', 'door', 'glass'];

/** Millimetres, used where nothing is typed. */
export const USUAL_TOP: Readonly<Partial<Record<Meaning, number>>> = {
  wall: 2700,
  partition: 1500,
  cabinet: 2100,
  counter: 1000,
  door: 2100,
  glass: 2100,
};

export interface Choice {
  readonly as: Meaning;
  readonly top: number | null;
  readonly area_kind: string | null;
}

export type Choices = Readonly<Record<string, Choice>>;

export interface Scale {
  readonly way: 'unit' | 'points';
  readonly unit: LengthUnit;
  readonly a: Point | null;
  readonly b: Point | null;
  readonly length_mm: number | null;
}

const asMeaning = (suggestion: string): Meaning => MEANINGS.find((one) => one === suggestion) ?? 'skip';

/** Words in the name of a layer that tell what kind of area it draws; the first that fits. */
const AREA_WORDS: readonly (readonly [RegExp, string])[] = [
  [/管理区域|サーバ|機械室/, 'controlled'],
  [/取扱|住基/, 'handling'],
  [/保管|書庫|倉庫/, 'storage'],
  [/通路|廊下|動線/, 'passage'],
  [/来庁|待合|ロビー|ホール/, 'public'],
];

const areaKindOf = (layer: string): string => AREA_WORDS.find(([words]) => words.test(layer))?.[1] ?? 'office';

export function choiceFor(as: Meaning, layer = ''): Choice {
  return { as, top: USUAL_TOP[as] ?? null, area_kind: as === 'area' ? areaKindOf(layer.normalize('NFKC')) : null };
}

/** Each layer as the server suggests, at its usual height. */
export function suggested(inspection: Inspection): Choices {
  return Object.fromEntries(inspection.layers.map(({ name, suggestion }) => [name, choiceFor(asMeaning(suggestion), name)]));
}

export function firstScale({ unit }: Inspection): Scale {
  const known = LENGTHS.find((one) => one === unit);
  return { way: 'unit', unit: known ?? 'mm', a: null, b: null, length_mm: null };
}

/** What this register wrote carries every object whole, in millimetres: nothing is to be chosen. */
export const needsChoices = ({ format, layers, whole }: Inspection): boolean => format !== 'floor' && whole !== true && layers.length > 0;

const OURS = /"daicho"\s*:\s*"(wall|area|viewpoint|terminal|outline)"/;

/** Whether a GeoJSON was written by this register: its things say what they are. */
export const isOurs = (text: string): boolean => OURS.test(text);

const IN_MM: Readonly<Record<LengthUnit, number>> = { mm: 1, cm: 10, m: 1000, inch: 25.4, foot: 304.8 };

/** Width and depth in metres, to one decimal, that the drawing comes to at this scale; null while it is not settled. */
export function sizeAt({ bounds }: Inspection, scale: Scale): readonly [number, number] | null {
  if (bounds === null || lacksOfScale(scale).length > 0) return null;
  const { a, b, length_mm } = scale;
  const byPoints = scale.way === 'points' && a !== null && b !== null && length_mm !== null;
  const unit = byPoints ? length_mm / Math.hypot(b[0] - a[0], b[1] - a[1]) : IN_MM[scale.unit];
  const metres = (from: number, to: number) => Math.round(((to - from) * unit) / 100) / 10;
  return [metres(bounds[0], bounds[2]), metres(bounds[1], bounds[3])];
}

export type Lack = 'layers' | 'points' | 'length' | 'top';

const isTop = (top: number | null): boolean => top === null || (top >= 0 && top <= 10_000);

function lacksOfScale({ way, a, b, length_mm }: Scale): readonly Lack[] {
  if (way === 'unit') return [];
  const apart = a !== null && b !== null && (a[0] !== b[0] || a[1] !== b[1]);
  return [...(apart ? [] : (['points'] as const)), ...(length_mm !== null && length_mm > 0 ? [] : (['length'] as const))];
}

export function lacking(inspection: Inspection, choices: Choices, scale: Scale): readonly Lack[] {
  if (!needsChoices(inspection)) return [];
  const taken = Object.values(choices).filter((one) => one.as !== 'skip');
  return [
    ...(taken.length === 0 ? (['layers'] as const) : []),
    ...(taken.some((one) => HIGH.includes(one.as) && !isTop(one.top)) ? (['top'] as const) : []),
    ...lacksOfScale(scale),
  ];
}

export interface Wanted {
  readonly name: string;
  readonly content: string;
  readonly floor_name: string;
}

/** What is sent for conversion. */
export function conversionOf(wanted: Wanted, inspection: Inspection, choices: Choices, scale: Scale): object {
  const byPoints = needsChoices(inspection) && scale.way === 'points';
  return {
    ...wanted,
    layers: needsChoices(inspection) ? choices : {},
    unit: byPoints || !needsChoices(inspection) ? null : scale.unit,
    points: byPoints ? { a: scale.a, b: scale.b, length_mm: scale.length_mm } : null,
    snap_mm: 10,
  };
}

const tidy = (value: number): number => Math.round(value * 1000) / 1000;

/** The corner nearest to a point, when one is near enough; else the point itself, without idle decimals. */
export function snapped(point: Point, corners: readonly Point[], reach: number): Point {
  let [best, nearest]: [Point, number] = [[tidy(point[0]), tidy(point[1])], reach];
  for (const corner of corners) {
    const apart = Math.hypot(corner[0] - point[0], corner[1] - point[1]);
    if (apart <= nearest) [best, nearest] = [corner, apart];
  }
  return best;
}
