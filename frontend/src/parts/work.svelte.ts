// Something that is asked of the server: whether it goes on, and what it met.

import { asProblem, type Problem } from '../api/problem';

export class Work {
  #busy = $state(false);
  #problem = $state.raw<Problem | null>(null);

  get busy(): boolean {
    return this.#busy;
  }
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Does it, and keeps the problem that it met; never throws. */
  async run(doing: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#problem = null;
    try {
      await doing();
    } catch (error) {
      this.#problem = asProblem(error);
    } finally {
      this.#busy = false;
    }
  }
}
