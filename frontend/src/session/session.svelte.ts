// Who is signed in, and what that person may do.

import { get, post, remove, whenSignedOut } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Me } from '../api/types';

type Standing = 'asking' | 'out' | 'in' | 'unreachable';

class Session {
  standing = $state<Standing>('asking');
  me = $state.raw<Me | null>(null);
  /** The session ended by itself: the page stays as it is, behind the sign-in form. */
  locked = $state(false);
  #waiting: Promise<boolean> | null = null;
  #answer: (same: boolean) => void = () => undefined;

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

  /** Signs in again over a page left open; somebody else gets a fresh page. */
  async unlock(account: string, password: string): Promise<void> {
    const before = this.me?.staff_id;
    const me = await post<Me>('/api/session', { account, password });
    if (me.staff_id !== before) return location.assign('/');
    this.#enter(me);
    this.#answer(true);
  }

  async signOut(): Promise<void> {
    await remove('/api/session');
    this.me = null;
    this.standing = 'out';
  }

  /** Every request that met the end of the session waits for the same sign-in. */
  expire(): Promise<boolean> {
    if (this.standing !== 'in') return Promise.resolve(false);
    this.locked = true;
    this.#waiting ??= new Promise((resolve) => (this.#answer = resolve));
    return this.#waiting;
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
    this.locked = false;
    this.#waiting = null;
  }

  #refused(problem: Problem): void {
    this.standing = problem.status === 0 || problem.status >= 500 ? 'unreachable' : 'out';
  }
}

export const session = new Session();
whenSignedOut(() => session.expire());
