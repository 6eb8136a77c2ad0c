import { describe, expect, test } from 'vitest';
import type { Task } from '../../api/types';
import { pressOf } from './button';

const task: Task = {
  kind: 'approve',
  subject: 'take-out:t1',
  title: 'USB',
  detail: '2022-0006',
  since: '2026-11-23T09:00:00+09:00',
  operation: 'approveTakeOut',
  id: 't1',
  code: '0123-ABCD-WXYZ-K',
  floor: null,
  take_out: 't1',
  section: '日の里区民事務所',
};

describe('the button of a task', () => {
  test('a decision is made in the row', () => {
    const target = { code: task.code, takeOut: 't1', decision: 't1' };
    expect(pressOf(task)).toEqual({ kind: 'form', operation: 'approveTakeOut', target });
  });

  test('what is done with the thing in hand begins at its card', () => {
    expect(pressOf({ ...task, operation: 'declareReturn' })).toEqual({ kind: 'link', href: '/q/0123-ABCD-WXYZ-K' });
  });

  test('a decision of a deputy is read with its take-out before it is noted', () => {
    const press = pressOf({ ...task, operation: 'reviewProxyDecision', id: 'd1', code: null, take_out: null });
    expect(press).toEqual({ kind: 'form', operation: 'reviewProxyDecision', target: { code: null, takeOut: 't1', decision: 'd1' } });
  });

  test('a draft to publish opens on its comparison', () => {
    const press = pressOf({ ...task, kind: 'publish', operation: 'publishFloor', floor: 'f1', take_out: null });
    expect(press).toEqual({ kind: 'link', href: '/floors/f1/proposal' });
  });

  test('a violation on a floor leads to its place on the plan', () => {
    const press = pressOf({ ...task, kind: 'violation', operation: null, id: 'v1', floor: 'f1' });
    expect(press).toEqual({ kind: 'link', href: '/floors/f1?violation=v1' });
  });

  test('what stands in for a rule is decided in the row', () => {
    const remedy = { ...task, kind: 'remedy', operation: 'approveRemedy', id: 'r1', code: null, floor: 'f1', take_out: null } as Task;
    expect(pressOf(remedy)).toEqual({ kind: 'form', operation: 'approveRemedy', target: { code: null, takeOut: null, decision: 'r1', remedy: 'r1' } });
    const noted = { ...task, kind: 'after_review', subject: 'remedy:r1', operation: 'reviewProxyDecision', id: 'd1', code: null, take_out: null } as Task;
    expect(pressOf(noted)).toMatchObject({ target: { takeOut: null, decision: 'd1', remedy: 'r1' } });
  });

  test('an act that this page does not know leads to the thing', () => {
    expect(pressOf({ ...task, operation: 'somethingNew' })).toEqual({
      kind: 'link',
      href: '/registers/take-outs?open=t1',
    });
  });

  test('an extension is decided by its own id below its take-out, a transfer by its own', () => {
    const extension = { ...task, kind: 'extension', operation: 'approveExtension', subject: 'take-out:t1', id: 'e1', take_out: 't1' } as Task;
    expect(pressOf(extension)).toEqual({ kind: 'form', operation: 'approveExtension', target: { code: null, takeOut: 't1', extension: 'e1' } });
    const transfer = { ...task, kind: 'transfer', operation: 'acceptTransfer', subject: 'asset-transfer:x1', id: 'x1', take_out: null, code: 'A' } as Task;
    expect(pressOf(transfer)).toEqual({ kind: 'form', operation: 'acceptTransfer', target: { code: 'A', takeOut: null, transfer: 'x1' } });
  });
});
