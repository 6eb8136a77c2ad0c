// What this reader chose for this browser: language, calendar and colours.

import type { Calendar, Language, Writing } from '../dates/wareki';

export type Theme = 'auto' | 'light' | 'dark' | 'contrast';

interface Stored {
  language: Language;
  calendar: Calendar;
  theme: Theme;
}

const KEY = 'daicho.preferences';
const FIRST: Stored = { language: 'ja', calendar: 'wareki', theme: 'auto' };

function read(): Stored {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Stored>) };
  } catch {
    return FIRST;
  }
}

class Preferences {
  #stored = $state<Stored>(read());

  get language(): Language {
    return this.#stored.language;
  }
  get calendar(): Calendar {
    return this.#stored.calendar;
  }
  get theme(): Theme {
    return this.#stored.theme;
  }
  get writing(): Writing {
    return { calendar: this.calendar, language: this.language };
  }

  choose(change: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#stored));
    } catch {
      // A browser that keeps nothing still shows what was chosen until the page closes.
    }
    this.show();
  }

  /** Puts the choice on the document, where the style sheets look for it. */
  show(): void {
    document.documentElement.lang = this.language;
    document.documentElement.dataset['theme'] = this.theme;
  }
}

export const preferences = new Preferences();
