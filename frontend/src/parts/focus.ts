// Where the keyboard stands after an act: on what was said, not back at the top of the page.

/** An attachment: takes the focus that fell to the page when the pressed button went away. */
export function taken(node: HTMLElement): void {
  const at = document.activeElement;
  if (at === null || at === document.body || !at.isConnected || at.closest('form') !== null) node.focus({ preventScroll: true });
}
