// A file of the reader's device as base64, when it is small enough to be sent.

import { Problem, type Facts } from '../../api/problem';

/** How many bytes the server takes of such a file, and what it would answer to more of them. */
export interface Limit {
  readonly most: number;
  readonly code: string;
  readonly facts: Facts;
}

export const DRAWING: Limit = { most: 36_000_000, code: 'drawing-too-large', facts: { what: 'megabytes', most: 36 } };
export const LEDGER: Limit = { most: 5 * 1024 * 1024, code: 'ledger-too-large', facts: { most_mb: 5 } };
export const EVIDENCE: Limit = { most: 5_000_000, code: 'evidence-too-large', facts: { most_mb: 5 } };

const BASE64 = /^data:[^,]*;base64,/;

/** Told before it is sent: a minute on a slow line is not waited for a refusal. */
export function refuseTooLarge({ size }: Pick<Blob, 'size'>, limit: Limit): void {
  if (size > limit.most) throw new Problem(limit.code, 413, limit.facts);
}

export async function contentOf(file: File, limit: Limit = DRAWING): Promise<string> {
  refuseTooLarge(file, limit);
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Problem('file-unreadable', 0));
    reader.readAsDataURL(file);
  });
  return url.replace(BASE64, '');
}
