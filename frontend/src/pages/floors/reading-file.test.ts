import { expect, test } from 'vitest';
import { Problem } from '../../api/problem';
import { trouble } from '../../i18n/speak.svelte';
import { DRAWING, EVIDENCE, LEDGER, refuseTooLarge } from './reading-file';

test('a file that is too large is refused before it is sent, with the limit in words', () => {
  for (const [limit, words] of [
    [DRAWING, 'ファイルの大きさ（MB） は 36 まで'],
    [LEDGER, '5 MB まで'],
    [EVIDENCE, '5 MB まで'],
  ] as const) {
    expect(() => refuseTooLarge({ size: limit.most }, limit)).not.toThrow();
    let told: unknown = null;
    try {
      refuseTooLarge({ size: limit.most + 1 }, limit);
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(Problem);
    expect(trouble(told as Problem)).toContain(words);
    expect(trouble(told as Problem)).not.toContain('{');
  }
});
