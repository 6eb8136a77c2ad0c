// A signature as a picture: strokes on a sheet, or a typed name written on it; kept by the server as evidence.

import { freshKey } from '../api/attempt';
import { get, postFile } from '../api/client';
import type { TakeOut } from '../api/types';

export type Point = readonly [number, number];

export const SHEET = { width: 640, height: 240 } as const;

/** Where a pointer is on the sheet, whatever size it is shown in. */
export function onSheet(at: { readonly x: number; readonly y: number }, shown: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }): Point {
  return [((at.x - shown.left) / shown.width) * SHEET.width, ((at.y - shown.top) / shown.height) * SHEET.height];
}

/** Enough ink to be a signature and not a touch by mistake. */
export function isSigned(strokes: readonly (readonly Point[])[]): boolean {
  return strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0) >= 60;
}

function lengthOf(stroke: readonly Point[]): number {
  return stroke.slice(1).reduce((sum, [x, y], before) => {
    const [fromX, fromY] = stroke[before] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);
}

export function clear(pen: CanvasRenderingContext2D): void {
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, SHEET.width, SHEET.height);
}

export function draw(pen: CanvasRenderingContext2D, stroke: readonly Point[]): void {
  pen.strokeStyle = '#101828';
  pen.lineWidth = 4;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.beginPath();
  for (const [x, y] of stroke) pen.lineTo(x, y);
  pen.stroke();
}

/** `2023-02-20 10:05:07` in Japan. */
export const stamped = (at: Date): string => at.toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo' });

/** Who cannot write types: the picture says so by its print, and when, for a signature is good for one act. */
export function write(pen: CanvasRenderingContext2D, name: string, at: Date): void {
  clear(pen);
  pen.fillStyle = '#101828';
  pen.font = '56px sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(name, SHEET.width / 2, SHEET.height / 2, SHEET.width - 40);
  pen.font = '24px sans-serif';
  pen.fillText(stamped(at), SHEET.width / 2, SHEET.height - 40);
}

function picture(sheet: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    sheet.toBlob((made) => {
      if (made === null) reject(new Error('no picture'));
      else resolve(made);
    }, 'image/png');
  });
}

/** Among whose records the signatures of a take-out are kept. */
export async function sectionOf(takeOut: string): Promise<string> {
  return (await get<TakeOut>(`/api/take-outs/${encodeURIComponent(takeOut)}`)).section;
}

/** The id under which the server keeps the picture, among the records of this section. */
export async function keep(sheet: HTMLCanvasElement, section: string): Promise<string> {
  const { id } = await postFile<{ id: string }>('/api/evidence', { kind: 'signature', section }, await picture(sheet), freshKey());
  return id;
}
