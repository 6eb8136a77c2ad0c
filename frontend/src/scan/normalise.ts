// From whatever a reader, a camera or fingers gave to the 13 characters of a control code.

export type Normalised = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly shown: string };

const LONGEST = 64;
const CODE = /^[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z]$/;
// A reader set for another keyboard layout writes the colon as one of its neighbours.
const LABEL_URL = /^HTTPS?[:+*;'"]\/\/[A-Z0-9.-]+(?::\d+)?\/Q\/([0-9A-Z-]+)$/;
// eslint-disable-next-line no-control-regex -- control characters are what we look for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const DASHES = /[\u2010-\u2015\u2212\u30fc\uff0d\uff70]/g;

/** Full width becomes half width, small letters capital, every kind of dash a hyphen. */
export function folded(raw: string): string {
  return raw.normalize('NFKC').replace(DASHES, '-').trim().toUpperCase();
}

/** The code inside a label's address, from any host; the address itself is never visited. */
function taken(text: string): string {
  return LABEL_URL.exec(text)?.[1] ?? text;
}

/** Harmless to show: short, with control characters made visible. */
function shown(raw: string): string {
  const short = raw.length > LONGEST ? `${raw.slice(0, LONGEST)}…` : raw;
  return short.replace(new RegExp(CONTROL.source, 'g'), '\ufffd');
}

export function normalise(raw: string): Normalised {
  if (raw.length > LONGEST || CONTROL.test(raw.trim())) return { ok: false, shown: shown(raw) };
  const code = taken(folded(raw)).replace(/[-\s]/g, '');
  return CODE.test(code) ? { ok: true, code } : { ok: false, shown: shown(raw) };
}

/** As printed on labels: XXXX-XXXX-XXXX-C. */
export function printed(code: string): string {
  const bare = code.replaceAll('-', '');
  return bare.length === 13 ? `${bare.slice(0, 4)}-${bare.slice(4, 8)}-${bare.slice(8, 12)}-${bare.slice(12)}` : code;
}
