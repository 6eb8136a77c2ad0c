// Names for the ids that history holds: people, sections, places, floors. Asked once, kept while the page is open.

import { get } from '../api/client';
import type { FloorRow, Page, Place, Section, Staff } from '../api/types';
import { printed } from '../scan/normalise';

const BARE_CODE = /^[0-9A-Z]{13}$/;

class Names {
  #known = $state.raw<ReadonlyMap<string, string>>(new Map());
  #asked = false;

  /** The name, or the id itself while (or when) we do not know it. */
  of(id: string): string {
    return this.#known.get(id) ?? (BARE_CODE.test(id) ? printed(id) : id);
  }

  knows(id: string): boolean {
    return this.#known.has(id);
  }

  /** People outside the reader's own lists are named where they act. */
  learn(told: readonly (readonly [id: string, name: string])[]): void {
    const fresh = told.filter(([id, name]) => name !== '' && name !== id && !this.#known.has(id));
    if (fresh.length > 0) this.#known = new Map([...this.#known, ...fresh]);
  }

  async ask(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const [staff, sections, places, floors] = await Promise.all([
      this.#list<Staff>('/api/staff'),
      this.#list<Section>('/api/sections'),
      this.#list<Place>('/api/places?limit=200'),
      this.#list<FloorRow>('/api/floors?limit=200'),
    ]);
    this.#known = new Map([
      ...this.#known,
      ...staff.map((one) => [one.staff_id, one.name] as const),
      ...floors.map((one) => [one.id, one.name] as const),
      ...sections.map((one) => [one.id, one.name] as const),
      ...places.map((one) => [one.code.replaceAll('-', ''), one.name] as const),
    ]);
  }

  /** Names are a kindness: a reader without the right to a list sees the ids. */
  async #list<T>(address: string): Promise<readonly T[]> {
    try {
      return (await get<Page<T>>(address)).items;
    } catch {
      return [];
    }
  }
}

export const names = new Names();
