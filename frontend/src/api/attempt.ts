// Keeps one Idempotency-Key for one intention, so that pressing a button twice acts once.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 26 characters of 5 random bits each; `crypto.randomUUID` is missing on plain HTTP. */
export function freshKey(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(26))): string {
  return Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('');
}

export class Attempt {
  #body: string | null = null;
  #key = '';

  constructor(private readonly makeKey: () => string = freshKey) {}

  /** The same body keeps its key; another body is another intention. */
  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (text !== this.#body) {
      this.#body = text;
      this.#key = this.makeKey();
    }
    return this.#key;
  }
}
