// Where the keyboard stands after an act: on what was said, not back at the top of the page.

/** An attachment: takes the focus that fell to the page when the pressed button went away. */
export function taken(node: HTMLElement): void {
  const at = document.activeElement;
  if (at === null || at === document.body || !at.isConnected || at.closest('form') !== null || at instanceof HTMLDialogElement) node.focus({ preventScroll: true });
}

/** An attachment: a form that has just opened takes the focus, and its beginning comes into view. */
export function entered(node: HTMLElement): void {
  node.focus({ preventScroll: true });
  if (node.getBoundingClientRect().top < 0) node.scrollIntoView({ block: 'start' });
}

/** What was closed gives the focus back: to the first thing here that can be pressed. */
export function backIn(node: HTMLElement | null | undefined): void {
  const at = document.activeElement;
  if (at === null || at === document.body || !at.isConnected || at instanceof HTMLDialogElement) node?.querySelector<HTMLElement>('button:not(:disabled), a[href]')?.focus({ preventScroll: true });
}

let pressed: HTMLElement | null = null;

/** What was pressed last is remembered: while its answer is awaited it cannot hold the focus. */
export function rememberPressed(event: MouseEvent): void {
  pressed = (event.target as Element | null)?.closest<HTMLElement>('button, a[href]') ?? pressed;
}

/** Gives the focus that fell to the page back to what had been pressed, once it can be pressed again. */
export function backToPressed(button: HTMLElement | null): void {
  const at = document.activeElement;
  if (button?.isConnected && (at === null || at === document.body || at.id === 'main')) button.focus({ preventScroll: true });
}

/** The button or link that was pressed last. */
export const lastPressed = (): HTMLElement | null => pressed;
