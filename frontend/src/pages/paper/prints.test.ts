import { describe, expect, it } from 'vitest';
import { bringInsPaper, countReceipt, disposalRecord, formPaper, registerPaper, shownPaper } from './prints';

const address = (params: Readonly<Record<string, string>>) => (name: string) => params[name] ?? null;

describe('the paper of one matter', () => {
  it('is printed from the form of its kind', () => {
    expect(formPaper('take-out', '01a')).toBe('/api/paper/forms/take-out/01a');
    expect(formPaper('bring-in', '01b')).toBe('/api/paper/forms/bring-in/01b');
    expect(formPaper('disposal', '01c')).toBe('/api/paper/forms/disposal/01c');
  });

  it('is the record of a disposal, and the receipt of a stock-take', () => {
    expect(disposalRecord('01c')).toBe('/api/disposals/01c/record');
    expect(countReceipt('01d')).toBe('/api/stock-takes/01d/receipt');
  });

  it('keeps what is no identifier out of the path', () => {
    expect(formPaper('disposal', '../x')).toBe('/api/paper/forms/disposal/..%2Fx');
  });
});

describe('a register on paper', () => {
  it('is what its page was narrowed to', () => {
    expect(shownPaper('take-outs', address({ section: 's1', status: 'handed_over' }))).toBe('/api/paper/registers/take-outs?section=s1&status=handed_over');
    expect(shownPaper('take-outs', address({ q: '研修' }))).toBe('/api/paper/registers/take-outs?q=%E7%A0%94%E4%BF%AE');
    expect(shownPaper('assets', address({ kind: 'terminal', q: '窓口' }))).toBe('/api/paper/registers/assets?q=%E7%AA%93%E5%8F%A3&kind=terminal');
  });

  it('has a name of its own for media', () => {
    expect(shownPaper('assets', address({ kind: 'medium', state: 'missing' }))).toBe('/api/paper/registers/media?state=missing');
  });

  it('shows open violations unless others are asked for, as the page does', () => {
    expect(shownPaper('violations', address({}))).toBe('/api/paper/registers/violations?status=open');
    expect(shownPaper('violations', address({ status: 'all' }))).toBe('/api/paper/registers/violations?status=all');
  });

  it('is not there for floors and places', () => {
    expect(shownPaper('floors', address({}))).toBeNull();
    expect(shownPaper('places', address({}))).toBeNull();
  });

  it('follows the tab of what was brought in', () => {
    expect(bringInsPaper('visits', 'open')).toBe('/api/paper/registers/bring-ins?status=open');
    expect(bringInsPaper('visits', 'all')).toBe('/api/paper/registers/bring-ins');
    expect(bringInsPaper('finds', 'open')).toBe('/api/paper/registers/private-finds');
    expect(bringInsPaper('uses', 'open')).toBe('/api/paper/registers/media-uses');
    expect(bringInsPaper('nothing', 'open')).toBeNull();
  });

  it('takes the state of disposals and stock-takes', () => {
    expect(registerPaper('disposals', { status: 'completed' })).toBe('/api/paper/registers/disposals?status=completed');
    expect(registerPaper('stock-takes', { status: 'open' })).toBe('/api/paper/registers/stock-takes?status=open');
  });
});
