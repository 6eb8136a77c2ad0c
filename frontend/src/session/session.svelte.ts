// Who is signed in, and what that person may do.

import { get, post, remove, whenSignedOut } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Me } from '../api/types';

type Standing = 'asking' | 'out' | 'in' | 'unreachable';

class Session {
  standing = $state<Standing>('asking');
  me = $state.raw<Me | null>(null);
  /** True when the session ended by itself: the sign-in page says so. */
  ended = $state(false);

  async ask(): Promise<void> {
    try {
      this.#enter(await get<Me>('/api/session'));
    } catch (error) {
      this.#refused(asProblem(error));
    }
  }

  async signIn(account: string, password: string): Promise<void> {
    this.#enter(await post<Me>('/api/session', { account, password }));
  }

  async signOut(): Promise<void> {
    await remove('/api/session');
    this.#leave(false);
  }

  expire(): void {
    this.#leave(this.standing === 'in');
  }

  may(operation: string): boolean {
    return this.me?.may.includes(operation) ?? false;
  }

  get today(): string {
    return this.me?.today ?? '';
  }

  #enter(me: Me): void {
    this.me = me;
    this.standing = 'in';
    this.ended = false;
  }

  #leave(ended: boolean): void {
    this.me = null;
    this.standing = 'out';
    this.ended = ended;
  }

  #refused(problem: Problem): void {
    if (problem.status === 0 || problem.status >= 500) this.standing = 'unreachable';
    else this.#leave(false);
  }
}

export const session = new Session();
whenSignedOut(() => session.expire());
