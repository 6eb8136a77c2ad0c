// The things whose labels are to be printed, gathered on any page, printed on one.

export interface Chosen {
  readonly code: string;
  readonly name: string;
  readonly number: string;
}

const bare = (code: string): string => code.replaceAll('-', '').toUpperCase();

export const MOST = 1000;

class Choice {
  #things = $state.raw<readonly Chosen[]>([]);

  get things(): readonly Chosen[] {
    return this.#things;
  }
  get codes(): readonly string[] {
    return this.#things.map((one) => one.code);
  }
  has(code: string): boolean {
    return this.#things.some((one) => bare(one.code) === bare(code));
  }

  /** False when it was chosen before, or when there are as many as one print takes. */
  add(thing: Chosen): boolean {
    if (this.has(thing.code) || this.#things.length >= MOST) return false;
    this.#things = [...this.#things, thing];
    return true;
  }
  remove(code: string): void {
    this.#things = this.#things.filter((one) => bare(one.code) !== bare(code));
  }
  replace(things: readonly Chosen[]): void {
    this.#things = things.slice(0, MOST);
  }
}

export const choice = new Choice();
