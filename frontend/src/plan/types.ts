// The floor document and its analysis, as far as drawing needs them. Millimetres, y up, degrees from +x.

export type Point = readonly [number, number];
export type Ring = readonly Point[];

export interface Region {
  readonly polygon: Ring;
  readonly holes: readonly Ring[];
}

export interface Wall {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  readonly bottom?: number;
  readonly top?: number;
  readonly kind: string;
  readonly open?: boolean;
}

export interface Area {
  readonly id: string;
  readonly name?: string;
  readonly kind: string;
  readonly level?: number | null;
  readonly polygon: Ring;
  readonly holes?: readonly Ring[];
}

export interface Viewpoint {
  readonly id: string;
  readonly kind: string;
  readonly at: Point;
  readonly eye?: number;
  readonly facing?: number;
  readonly fov?: number;
  readonly range?: number | null;
}

export interface Terminal {
  readonly id: string;
  readonly kind: string;
  readonly seat: { readonly at: Point; readonly height?: number; readonly policy?: string };
  readonly screen: { readonly at: Point; readonly height?: number; readonly facing?: number; readonly width?: number };
  readonly privacy_filter?: boolean;
  readonly lock_minutes?: number | null;
  readonly wire_lock?: boolean;
  readonly auth_factors?: number | null;
}

export interface Floor {
  readonly name: string;
  readonly outline?: Ring | null;
  readonly walls?: readonly Wall[];
  readonly areas?: readonly Area[];
  readonly viewpoints?: readonly Viewpoint[];
  readonly terminals?: readonly Terminal[];
}

export interface Analysis {
  readonly target_height: number;
  readonly viewpoints: readonly { readonly id: string; readonly visible_m2?: number; readonly region?: readonly Region[] }[];
  readonly areas: readonly {
    readonly id: string;
    readonly area_m2: number;
    readonly blind_m2: number;
    readonly blind?: readonly Region[];
  }[];
  readonly terminals: readonly {
    readonly id: string;
    readonly area: string | null;
    readonly seen_by: readonly string[];
    readonly screen_exposed_m2: number;
    readonly exposed_to: readonly string[];
  }[];
  readonly sight?: readonly { readonly terminal: string; readonly viewpoint: string; readonly seen: boolean }[];
  readonly exposure?: readonly { readonly terminal: string; readonly region: readonly Region[] }[];
}
