// The picture under the draft: chosen, laid on two points, made fainter, taken away.

import { get, post, put } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { laidOver, scaled, type Pinned } from '../../plan/backdrop';
import type { Box } from '../../plan/space';
import type { Point } from '../../plan/types';

interface Placement extends Pinned {
  readonly opacity: number;
}

interface Sheet {
  readonly sha256: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly page: number;
  readonly pages: number;
  readonly placement: Placement | null;
}

const FAINT = 0.5;

function base64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error(file.type));
    reader.readAsDataURL(file);
  });
}

export class Background {
  sheet = $state.raw<Sheet | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  readonly #address: string;
  #file: File | null = null;

  constructor(floor: string) {
    this.#address = `/api/floors/${encodeURIComponent(floor)}/background`;
  }

  get picture(): string {
    return `${this.#address}/picture?sha=${this.sheet?.sha256 ?? ''}`;
  }
  get opacity(): number {
    return this.sheet?.placement?.opacity ?? FAINT;
  }
  /** Another page can be taken while the file is still at hand. */
  get canTurn(): boolean {
    return this.#file !== null && (this.sheet?.pages ?? 1) > 1;
  }

  /** Where it lies; over everything as long as nobody has laid it. */
  lies(whole: Box): Pinned | null {
    const sheet = this.sheet;
    return sheet === null ? null : (sheet.placement ?? laidOver(sheet.width, sheet.height, whole));
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      this.sheet = await get<Sheet>(this.#address);
    });
    // Most floors have no picture.
    if (this.problem?.status === 404) this.problem = null;
  }

  async choose(file: File, page = 1): Promise<void> {
    this.#file = file;
    await this.#try(async () => {
      const content = await base64(file);
      await put<unknown>(this.#address, JSON.stringify({ name: file.name, content, page }), '*');
      this.sheet = await get<Sheet>(this.#address);
    });
  }

  async turnTo(page: number): Promise<void> {
    if (this.#file !== null) await this.choose(this.#file, page);
  }

  async scale(whole: Box, first: Point, second: Point, length: number): Promise<void> {
    const lies = this.lies(whole);
    const next = lies === null ? null : scaled(lies, first, second, length);
    if (next !== null) await this.place(next, this.opacity);
  }

  async place(pinned: Pinned, opacity: number): Promise<void> {
    const before = this.sheet;
    if (before === null) return;
    this.sheet = { ...before, placement: { a: pinned.a, b: pinned.b, opacity } };
    await this.#try(() => put<unknown>(`${this.#address}/placement`, JSON.stringify({ a: pinned.a, b: pinned.b, opacity }), '*'));
    if (this.problem !== null) this.sheet = before;
  }

  async remove(): Promise<void> {
    await this.#try(async () => {
      await post<unknown>(`${this.#address}/removal`, {});
      this.sheet = null;
    });
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await act();
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.busy = false;
    }
  }
}
