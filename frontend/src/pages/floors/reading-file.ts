// A file of the reader's device as base64, when it is small enough to be sent.

import { Problem } from '../../api/problem';

const MOST = 35 * 1024 * 1024;

const BASE64 = /^data:[^,]*;base64,/;

export async function contentOf(file: File): Promise<string> {
  if (file.size > MOST) throw new Problem('drawing-too-large', 413, { size: file.size, limit: MOST });
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Problem('file-unreadable', 0));
    reader.readAsDataURL(file);
  });
  return url.replace(BASE64, '');
}
