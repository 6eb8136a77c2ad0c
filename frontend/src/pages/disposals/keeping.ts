// A file that the person chose becomes evidence of a section.

import { postFile } from '../../api/client';
import { EVIDENCE, refuseTooLarge } from '../floors/reading-file';

type Kind = 'photo' | 'signature' | 'certificate';

/** The id of the evidence; the same file sent again has the same one. */
export async function keep(file: Blob, kind: Kind, section: string): Promise<string> {
  refuseTooLarge(file, EVIDENCE);
  const { id } = await postFile<{ id: string }>('/api/evidence', { kind, section }, file);
  return id;
}
