// The rules with their bases, limits and fixes: asked once, kept while the page is open.

import { get } from '../api/client';
import type { Page } from '../api/types';
import type { Rule } from '../api/workflow';

class Rulebook {
  #rules = $state.raw<readonly Rule[]>([]);
  #asked = false;

  of(rule: string): Rule | null {
    return this.#rules.find((one) => one.rule === rule) ?? null;
  }

  /** A reader without the rules still reads the violation. */
  async ask(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      this.#rules = (await get<Page<Rule>>('/api/rules')).items;
    } catch {
      this.#asked = false;
    }
  }
}

export const rulebook = new Rulebook();
