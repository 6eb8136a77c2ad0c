import { describe, expect, test } from 'vitest';
import { choose } from './choose';

describe('choose', () => {
  test('the next step in the life of a take-out is the big button', () => {
    expect(choose(['requestTakeOut']).primary).toBe('requestTakeOut');
    expect(choose(['withdrawTakeOut', 'handOver'])).toEqual({ primary: 'handOver', others: ['withdrawTakeOut'] });
    expect(choose(['reportLoss', 'declareReturn'])).toEqual({ primary: 'declareReturn', others: ['reportLoss'] });
    expect(choose(['verifyReturn']).primary).toBe('verifyReturn');
  });

  test('an act that ends or harms is never the big button', () => {
    expect(choose(['reportLoss', 'rejectTakeOut', 'withdrawTakeOut']).primary).toBeNull();
  });

  test('acts of other pages are not offered on a card', () => {
    expect(choose(['amendAsset', 'publishFloor'])).toEqual({ primary: null, others: [] });
  });
});
