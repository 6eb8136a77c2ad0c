// Where the page of a subject (`asset:…`, `take-out:…`) is.

type Address = (id: string, code: string | null) => string;

const floor: Address = (id) => `/floors/${encodeURIComponent(id.split(':')[0] ?? '')}`;

const ADDRESSES: Readonly<Record<string, Address>> = {
  asset: (id, code) => `/q/${encodeURIComponent(code ?? id)}`,
  place: (id, code) => `/registers/places?open=${encodeURIComponent(code ?? id)}`,
  'stock-take': (id) => `/stock-takes/${encodeURIComponent(id)}`,
  'take-out': (id) => `/registers/take-outs?open=${encodeURIComponent(id)}`,
  disposal: (id) => `/disposals?open=${encodeURIComponent(id.split(':')[0] ?? '')}`,
  'bring-in': (id) => `/bring-ins?open=${encodeURIComponent(id.split(':')[0] ?? '')}`,
  delivery: () => '/bring-ins?tab=deliveries',
  'private-find': () => '/bring-ins?tab=finds',
  'media-use': () => '/bring-ins?tab=uses',
  violation: (id) => `/registers/violations?open=${encodeURIComponent(id)}`,
  floor,
  terminal: floor,
  area: floor,
  'floor-proposal': () => '/floors',
  threshold: () => '/settings',
  device: () => '/devices',
  scan: () => '/conflicts',
  'stray-scan': () => '/conflicts?tab=stray-scans',
  'double-location': () => '/conflicts?tab=double-locations',
};

export function hrefOf(subject: string, code: string | null = null): string | null {
  const colon = subject.indexOf(':');
  const address = ADDRESSES[subject.slice(0, colon)];
  return address === undefined ? null : address(subject.slice(colon + 1), code);
}
