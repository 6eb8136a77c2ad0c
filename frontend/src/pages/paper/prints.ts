// Where the paper of a matter and of a register is printed; a register's filters go with it.

import { withQuery } from '../../api/client';

export type PaperForm = 'take-out' | 'disposal' | 'bring-in';
export type PaperRegister =
  | 'assets'
  | 'media'
  | 'take-outs'
  | 'media-uses'
  | 'bring-ins'
  | 'deliveries'
  | 'private-finds'
  | 'disposals'
  | 'stock-takes'
  | 'violations';

export interface Narrowed {
  readonly section?: string | null;
  readonly status?: string | null;
  readonly kind?: string | null;
  readonly state?: string | null;
  readonly q?: string | null;
}

export const formPaper = (form: PaperForm, id: string): string => `/api/paper/forms/${form}/${encodeURIComponent(id)}`;

export const disposalRecord = (id: string): string => `/api/disposals/${encodeURIComponent(id)}/record`;

export const countReceipt = (id: string): string => `/api/stock-takes/${encodeURIComponent(id)}/receipt`;

export const registerPaper = (register: PaperRegister, narrowed: Narrowed = {}): string =>
  withQuery(`/api/paper/registers/${register}`, { ...narrowed });

const TABS: Readonly<Record<string, PaperRegister>> = { visits: 'bring-ins', deliveries: 'deliveries', finds: 'private-finds', uses: 'media-uses' };

/** The tab of 持込み as it is on show: only visits have a filter. */
export function bringInsPaper(tab: string, status: string): string | null {
  const register = TABS[tab];
  if (register === undefined) return null;
  return registerPaper(register, register === 'bring-ins' ? { status: status === 'all' ? null : status } : {});
}

/** The register on show as paper; null for those that have none. Media alone are the 電子記録媒体管理簿. */
export function shownPaper(register: string, param: (name: string) => string | null): string | null {
  const section = param('section');
  if (register === 'take-outs') return registerPaper('take-outs', { section, status: param('status'), q: param('q') });
  if (register === 'violations') return registerPaper('violations', { section, status: param('status') ?? 'open', q: param('q') });
  if (register !== 'assets') return null;
  const narrowed = { section, state: param('state'), q: param('q') };
  return param('kind') === 'medium' ? registerPaper('media', narrowed) : registerPaper('assets', { ...narrowed, kind: param('kind') });
}
