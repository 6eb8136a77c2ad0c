// What this browser is: a shared device in service, or just somebody's browser.

import { get, post } from '../api/client';

interface This {
  readonly id: string | null;
  readonly name: string | null;
  readonly section_name: string | null;
  readonly state: string | null;
}

const NONE: This = { id: null, name: null, section_name: null, state: null };

class Device {
  #this = $state.raw<This>(NONE);

  get isShared(): boolean {
    return this.#this.state === 'active';
  }
  get isRevoked(): boolean {
    return this.#this.state === 'revoked';
  }
  get name(): string | null {
    return this.#this.name;
  }
  get sectionName(): string | null {
    return this.#this.section_name;
  }

  async ask(): Promise<void> {
    try {
      this.#this = await get<This>('/api/devices/this');
    } catch {
      // Without an answer the password is asked for, which works everywhere.
    }
  }

  async claim(code: string): Promise<void> {
    this.#this = await post<This>('/api/devices/claim', { code });
  }
}

export const device = new Device();
