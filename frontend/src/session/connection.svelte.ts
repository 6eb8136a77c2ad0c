// Whether the server answers; while it does not, it is asked again from time to time.

import { whenReached } from '../api/client';

const ASK_EVERY = 5000;

class Connection {
  lost = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** What the last request met. */
  tell(reached: boolean): void {
    if (reached === !this.lost) return;
    this.lost = !reached;
    clearInterval(this.#timer);
    if (this.lost) this.#timer = setInterval(() => void this.ask(), ASK_EVERY);
  }

  async ask(): Promise<void> {
    try {
      this.tell((await fetch('/health/live', { cache: 'no-store' })).ok);
    } catch {
      this.tell(false);
    }
  }
}

export const connection = new Connection();
whenReached((reached) => connection.tell(reached));
