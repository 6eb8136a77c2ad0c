import { describe, expect, test } from 'vitest';
import { blank, bodyOf, changesOf, draftOf, onto, seenOf } from './draft';

describe('a new thing', () => {
  test('empty fields are sent as nothing, texts without blanks around', () => {
    const body = bodyOf({ ...blank('s1'), name: ' USB ', dataClass: '3' });
    expect(body).toMatchObject({ name: 'USB', maker: null, control_no: null, place: null, data_class: 3, section: 's1' });
  });

  test('only a terminal has a filter, a lock and factors', () => {
    expect(bodyOf(blank('s1'))).not.toHaveProperty('lock_minutes');
    expect(bodyOf({ ...blank('s1'), kind: 'terminal' })).toMatchObject({ lock_minutes: 5, auth_factors: 2, wire_lock: false });
  });
});

describe('a correction', () => {
  const row = { kind: 'medium', type: 'usb', name: 'USB', model: 'A', serial: '1', maker: null, section: 's1', data_class: 2, encrypted: true };

  test('names only what differs', () => {
    const before = draftOf(row);
    expect(changesOf(before, { ...before, serial: '2', maker: ' 架空電機 ' })).toEqual({ serial: '2', maker: '架空電機' });
    expect(changesOf(before, { ...before })).toEqual({});
  });

  test('tells what it saw in the fields that it changes', () => {
    const before = draftOf(row);
    expect(seenOf(before, changesOf(before, { ...before, serial: '2', maker: '架空電機' }))).toEqual({ serial: '1', maker: null });
  });

  test('meets what somebody else corrected: the typed stays, the rest is theirs', () => {
    const before = draftOf(row);
    const now = { ...before, serial: '3', name: 'USB 1' };
    const met = onto(before, { ...before, serial: '2' }, now);
    expect(met).toEqual({ ...now, serial: '2' });
    expect(changesOf(now, met)).toEqual({ serial: '2' });
  });

  test('never moves a thing to another section or kind', () => {
    const before = draftOf(row);
    expect(changesOf(before, { ...before, section: 's2' })).toEqual({});
  });
});
