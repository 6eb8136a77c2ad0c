// Who is signed in, and what that person may do.

import { get, post, remove, whenSecretWanted, whenSignedOut } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Me } from '../api/types';
import { hearTime } from '../queue/clock';
import { unlearn } from '../queue/known';
import { forget, remember, remembered } from './rest';

type Standing = 'asking' | 'out' | 'in' | 'unreachable';

class Session {
  standing = $state<Standing>('asking');
  me = $state.raw<Me | null>(null);
  /** The session ended by itself: the page stays as it is, behind the sign-in form. */
  locked = $state(false);
  /** The server was away when the page was opened: what is known of the person is what this browser remembered. */
  alone = $state(false);
  /** A badge was not enough: the page asks for the password. */
  secretWanted = $state(false);
  #secret: Promise<boolean> | null = null;
  #tellSecret: (given: boolean) => void = () => undefined;
  #waiting: Promise<boolean> | null = null;
  #answer: (same: boolean) => void = () => undefined;

  async ask(): Promise<void> {
    try {
      await this.#askWho();
    } catch (error) {
      this.#refused(asProblem(error));
    }
  }

  /** The server answers again: who this is, is asked of it. */
  async rejoin(): Promise<void> {
    try {
      await this.#askWho();
    } catch {
      // Not signed in any more: the form lies over the page already. Away again: the next try comes by itself.
    }
  }

  async signIn(account: string, password: string): Promise<void> {
    const asked = Date.now();
    this.#enter(await post<Me>('/api/session', { account, password }), asked);
  }

  async signInByBadge(badge: string, pin: string): Promise<void> {
    const asked = Date.now();
    this.#enter(await post<Me>('/api/session/badge', { badge, pin }), asked);
  }

  async #askWho(): Promise<void> {
    const asked = Date.now();
    this.#enter(await get<Me>('/api/session'), asked);
  }

  /** Signs in again over a page left open; somebody else gets a fresh page. */
  async unlock(account: string, password: string): Promise<void> {
    const asked = Date.now();
    this.#again(await post<Me>('/api/session', { account, password }), asked);
  }

  async unlockByBadge(badge: string, pin: string): Promise<void> {
    const asked = Date.now();
    this.#again(await post<Me>('/api/session/badge', { badge, pin }), asked);
  }

  #again(me: Me, asked: number): void {
    const before = this.me?.staff_id;
    if (me.staff_id !== before) return location.assign('/');
    this.#enter(me, asked);
    this.#answer(true);
  }

  async signOut(): Promise<void> {
    await remove('/api/session');
    forget();
    unlearn();
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

  /** Nobody touched the shared device for a while: the session ends here and on the server. */
  lock(): void {
    if (this.locked || this.standing !== 'in') return;
    void this.expire();
    remove('/api/session').catch(() => undefined);
  }

  /** Asks for the own secret once for all that wait for it. */
  wantSecret(): Promise<boolean> {
    this.secretWanted = true;
    this.#secret ??= new Promise((resolve) => (this.#tellSecret = resolve));
    return this.#secret;
  }

  async confirmSecret(password: string): Promise<void> {
    await post('/api/session/confirmation', { password });
    this.endSecret(true);
  }

  endSecret(given: boolean): void {
    this.secretWanted = false;
    this.#secret = null;
    this.#tellSecret(given);
  }

  may(operation: string): boolean {
    return this.me?.may.includes(operation) ?? false;
  }

  /** Signed in at a device that others use too. */
  get isShared(): boolean {
    return (this.me?.device ?? null) !== null;
  }

  get today(): string {
    return this.me?.today ?? '';
  }

  /** `asked`: when, by this device's clock; the answer tells the municipality's time. */
  #enter(me: Me, asked: number): void {
    hearTime(me.now, asked);
    this.me = me;
    this.standing = 'in';
    this.locked = false;
    this.alone = false;
    this.#waiting = null;
    if (this.isShared) forget();
    else remember(me);
  }

  #refused(problem: Problem): void {
    const away = problem.status === 0 || problem.status >= 500;
    const rest = away ? remembered() : null;
    if (rest !== null) this.#restAlone(rest);
    else this.standing = away ? 'unreachable' : 'out';
  }

  #restAlone(rest: Me): void {
    this.me = rest;
    this.alone = true;
    this.standing = 'in';
  }
}

export const session = new Session();
whenSignedOut(() => session.expire());
whenSecretWanted(() => session.wantSecret());
