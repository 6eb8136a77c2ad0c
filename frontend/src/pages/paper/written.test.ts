import { describe, expect, it } from 'vitest';
import { answersOf, FIELDS, lacking, type Act } from './written';

const CONTEXT = { section: 's1', items: 2 };

describe('what stands on a form', () => {
  it('names carriers as they were written one after the other', () => {
    const told = answersOf('requestTakeOut', { code: ' c ', carriers: 'S0001、S0002, S0003' }, CONTEXT);
    expect(told).toEqual({ code: 'c', carriers: ['S0001', 'S0002', 'S0003'] });
  });

  it('leaves out what nobody wrote, and says no to what was not ticked', () => {
    expect(answersOf('handOver', { code: 'c', container: ' ' }, CONTEXT)).toEqual({ code: 'c', encrypted: false });
  });

  it('keeps the medium of a use out of the body', () => {
    expect(answersOf('startMediaUse', { subject: 'm', terminal: 't', purpose: 'p' }, CONTEXT)).toEqual({ terminal: 't', purpose: 'p' });
  });

  it('looks at every item of a bring-in', () => {
    const told = answersOf('inspectIn', { malware_scan: 'clean' }, CONTEXT);
    expect(told).toEqual({ malware_scan: 'clean', items: [{ index: 0, present: true }, { index: 1, present: true }] });
  });

  it('puts a visitor and the thing together', () => {
    const values = { floor: 'f', visitor: 'v', company: 'c', item: 'i', kind: 'tool', ownership: 'contractor' };
    const told = answersOf('requestBringIn', values, CONTEXT);
    expect(told).toMatchObject({ section: 's1', bringer: { name: 'v', company: 'c' }, items: [{ name: 'i', kind: 'tool', ownership: 'contractor' }] });
  });

  it('tells what is lacking, never what is optional', () => {
    expect(lacking('handOver', {})).toEqual(['paper.code']);
    expect(lacking('approveTakeOut', {})).toEqual([]);
  });

  it('knows every act by its fields', () => {
    const acts = Object.keys(FIELDS) as Act[];
    expect(acts).toHaveLength(12);
  });
});
