// The address bar as state: the path, the query, and ways to move.

import { match, type Destination } from './match';

type Changes = Readonly<Record<string, string | null>>;

class Route {
  #path = $state(location.pathname);
  #search = $state(location.search);

  constructor() {
    window.addEventListener('popstate', () => this.#read());
  }

  get path(): string {
    return this.#path;
  }
  get destination(): Destination {
    return match(this.#path);
  }
  get query(): URLSearchParams {
    return new URLSearchParams(this.#search);
  }
  param(name: string): string | null {
    return this.query.get(name);
  }

  go(href: string): void {
    history.pushState(null, '', href);
    this.#read();
  }

  /** Writes filters into the address without leaving the page. */
  adjust(changes: Changes, { replace = true }: { replace?: boolean } = {}): void {
    const query = this.query;
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    const href = text === '' ? this.#path : `${this.#path}?${text}`;
    if (replace) history.replaceState(null, '', href);
    else history.pushState(null, '', href);
    this.#read();
  }

  #read(): void {
    this.#path = location.pathname;
    this.#search = location.search;
  }
}

export const route = new Route();

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

const staysInside = (link: HTMLAnchorElement): boolean =>
  link.origin === location.origin && !link.pathname.startsWith('/api') && link.hash === '';

function ownLink(event: MouseEvent): HTMLAnchorElement | null {
  if (!isPlain(event) || !(event.target instanceof Element)) return null;
  const link = event.target.closest('a');
  if (link === null || link.target !== '' || link.hasAttribute('download')) return null;
  return staysInside(link) ? link : null;
}

/** Plain links move inside the page; everything else is left to the browser. */
export function followLinks(event: MouseEvent): void {
  const link = ownLink(event);
  if (link === null) return;
  event.preventDefault();
  route.go(link.pathname + link.search);
}
