// The sheets of the plan that can be laid over it or taken away.

export type Layer = 'blind' | 'sight' | 'screen' | 'areas' | 'equipment';

/** These tell where nobody looks: only for those whom the server gives them. */
export const SECRET: readonly Layer[] = ['blind', 'sight', 'screen'];

export const LAYERS: readonly Layer[] = ['blind', 'sight', 'screen', 'areas', 'equipment'];

export const FIRST: readonly Layer[] = ['blind', 'areas', 'equipment'];

export function layersFor(mayKnow: boolean): readonly Layer[] {
  return mayKnow ? LAYERS : LAYERS.filter((layer) => !SECRET.includes(layer));
}

export const AREA_KINDS = ['controlled', 'handling', 'storage', 'office', 'public', 'passage'] as const;

const KNOWERS = ['facility_admin', 'section_head', 'security_manager', 'auditor'];

export const mayKnow = (roles: readonly string[]): boolean => roles.some((role) => KNOWERS.includes(role));
