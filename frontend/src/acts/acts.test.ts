import { describe, expect, test } from 'vitest';
import { actOf, addressOf, bodyOf, missing, showsRequest } from './acts';

const target = { code: '0123-ABCD-WXYZ-K', takeOut: 't 1' };

const inHand = { code: 'A', takeOut: 't', inHand: true };

describe('the label of what is handed over', () => {
  const listed = { code: 'A', takeOut: 't' };

  test('it is asked for where only a row was pressed, and sent as it was read', () => {
    expect(missing('handOver', listed, { encrypted: true, carriers_present: true }).map((field) => field.name)).toEqual(['code']);
    expect(bodyOf('handOver', listed, { encrypted: true, code: 'B' })).toMatchObject({ code: 'B' });
  });

  test('it is not asked for again where it has just been read', () => {
    expect(bodyOf('handOver', inHand, { encrypted: true })).toMatchObject({ code: 'A' });
  });
});

describe('acts', () => {
  test('a request goes to the list of take-outs and names the thing', () => {
    const answers = { purpose: ' 搬送 ', destination: '町屋', planned_return: '2026-11-25', carriers: ['p1'] };
    expect(addressOf('requestTakeOut', { ...target, takeOut: null })).toBe('/api/take-outs');
    expect(bodyOf('requestTakeOut', target, answers)).toEqual({ ...answers, purpose: '搬送', code: target.code, contractor: null });
  });

  test('a step goes to its take-out', () => {
    expect(addressOf('handOver', target)).toBe('/api/take-outs/t%201/hand-over');
    expect(addressOf('handOver', { ...target, takeOut: null })).toBeNull();
    expect(bodyOf('approveTakeOut', target, {})).toEqual({});
  });

  test('an optional field may stay empty and is sent as nothing', () => {
    const answers = { encrypted: true, carriers_present: true };
    expect(missing('handOver', inHand, answers)).toEqual([]);
    expect(missing('handOver', inHand, { ...answers, signature: false }).map((field) => field.name)).toEqual(['signature']);
    expect(bodyOf('handOver', { ...target, inHand: true }, answers)).toEqual({ ...answers, code: target.code, container: null, signature: null });
  });

  test('a thing that is missing or found again is named by its code', () => {
    expect(addressOf('reportFound', target)).toBe('/api/assets/0123-ABCD-WXYZ-K/found');
    expect(addressOf('reportAbsence', { ...target, code: null })).toBeNull();
  });

  test('a check must be answered, and no is an answer', () => {
    const names = (answers: Record<string, unknown>) => missing('verifyReturn', inHand, answers).map((field) => field.name);
    expect(names({})).toEqual(['seal_ok', 'label_ok', 'count_ok', 'erased', 'malware_scan']);
    expect(names({ seal_ok: false, label_ok: true, count_ok: true, erased: true, malware_scan: 'clean' })).toEqual([]);
  });

  test('blanks and an empty list of carriers are no answer', () => {
    const answers = { purpose: '  ', destination: '町屋', planned_return: '2026-11-25', carriers: [] };
    expect(missing('requestTakeOut', inHand, answers).map((field) => field.name)).toEqual(['purpose', 'carriers']);
  });

  test('what was asked for is shown before it is decided, not before it is asked', () => {
    expect(showsRequest('approveTakeOut', target)).toBe(true);
    expect(showsRequest('requestTakeOut', target)).toBe(false);
    expect(showsRequest('reportAbsence', target)).toBe(false);
    expect(actOf('approveTakeOut')?.instead).toBe('rejectTakeOut');
  });

  test('a decision looked at afterwards is named by its own id', () => {
    expect(addressOf('reviewProxyDecision', { ...target, decision: 'd1' })).toBe('/api/proxy-decisions/d1/review');
    expect(addressOf('reviewProxyDecision', target)).toBeNull();
  });

  test('what stands in for a rule is asked for at its violation and decided by its own id', () => {
    const about = { ...target, violation: 'v1', remedy: 'r1' };
    expect(addressOf('requestRemedy', about)).toBe('/api/violations/v1/remedies');
    expect(addressOf('approveRemedy', about)).toBe('/api/remedies/r1/approval');
    expect(addressOf('returnFloor', { ...target, floor: 'f1' })).toBe('/api/floors/f1/proposal/return');
    expect(missing('requestRemedy', about, { measure: '巡回', why: '' }).map((field) => field.name)).toEqual(['why', 'until']);
  });

  test('a sighting tells where in three names, and none of them is missing', () => {
    const where = { place: null, floor: 'f1', area: 'a1' };
    expect(missing('recordSighting', inHand, { where: null }).map((field) => field.name)).toEqual(['where']);
    expect(bodyOf('recordSighting', inHand, { where })).toEqual({ code: 'A', place: null, floor: 'f1', area: 'a1' });
    expect(addressOf('recordSighting', inHand)).toBe('/api/sightings');
  });

  test('a loan needs no day, and two of a company carry without anybody else', () => {
    const asked = { purpose: '貸与', destination: '窓口係', carriers: ['p1'] };
    const names = (more: Record<string, unknown>) => missing('requestTakeOut', inHand, { ...asked, ...more }).map((field) => field.name);
    const company = { company: '架空', contract: '保守', persons: ['甲', '乙'] };
    expect(names({})).toEqual(['planned_return']);
    expect(names({ kind: 'unit_loan' })).toEqual([]);
    expect(names({ planned_return: '2026-11-25', carriers: [], contractor: company })).toEqual([]);
    expect(names({ planned_return: '2026-11-25', carriers: [], contractor: { ...company, persons: ['甲'] } })).toEqual(['carriers']);
    expect(names({ planned_return: '2026-11-25', contractor: { ...company, contract: ' ' } })).toEqual(['contractor']);
  });

  test('an extension stands below its take-out, a transfer by its own id', () => {
    expect(addressOf('approveExtension', { ...target, extension: 'e1' })).toBe('/api/take-outs/t%201/extensions/e1/approval');
    expect(addressOf('approveExtension', target)).toBeNull();
    expect(addressOf('requestExtension', target)).toBe('/api/take-outs/t%201/extensions');
    expect(addressOf('acceptTransfer', { code: null, takeOut: null, transfer: 'x1' })).toBe('/api/asset-transfers/x1/acceptance');
    expect(showsRequest('approveExtension', { ...target, extension: 'e1' })).toBe(true);
  });

  test('a thing passes to a section and to a place there in two names', () => {
    const whither = { section: 's1', place: null };
    expect(addressOf('transferAsset', target)).toBe('/api/assets/0123-ABCD-WXYZ-K/transfer');
    expect(bodyOf('transferAsset', target, { whither, reason: '配置換え' })).toEqual({ section: 's1', place: null, reason: '配置換え' });
  });

  test('an act of another page is unknown here', () => {
    expect(actOf('publishFloor')).toBeNull();
    expect(addressOf('publishFloor', target)).toBeNull();
  });
});
