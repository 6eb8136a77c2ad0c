// The check character of a control code: ISO 7064 MOD 37,36.

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MODULUS = 36;

/** The running product of ISO 7064's hybrid system; null when a character is not in the alphabet. */
function product(text: string): number | null {
  let running = MODULUS;
  for (const character of text) {
    const digit = CHARACTERS.indexOf(character);
    if (digit < 0) return null;
    running = ((running + digit) % MODULUS || MODULUS) * 2 % (MODULUS + 1);
  }
  return running;
}

export function checkCharacter(text: string): string | null {
  const running = product(text);
  return running === null ? null : (CHARACTERS[(MODULUS + 1 - running) % MODULUS] ?? null);
}

export function hasRightCheck(code: string): boolean {
  return code.length > 1 && checkCharacter(code.slice(0, -1)) === code.slice(-1);
}
