// One scan after another in one mode: kept on the device first, then signalled, then looked up.

import { get } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import type { Resolved } from '../../api/types';
import { coded, t, trouble, word } from '../../i18n/speak.svelte';
import { isBlocked, isListed, isWaiting, listed, readyFrom, twinOf, wantsAttention, type Answers, type Held, type Reason, type Standing } from '../../queue/held';
import { known } from '../../queue/known';
import { queue } from '../../queue/queue.svelte';
import { blockerOf, type Way } from '../../scan/modes';
import { printed } from '../../scan/normalise';
import { isOdd } from '../../scan/odd';
import { advance, captured } from '../../scan/pipeline';
import { signal, type Tone } from '../../scan/signals';
import { connection } from '../../session/connection.svelte';
import { lastSpot, remember, type Spot } from './spot';

export interface Named {
  readonly code: string;
  readonly name: string;
}

export interface Note {
  readonly tone: Tone;
  readonly text: string;
}

function standingOf(row: Held, blocked: Reason | null): Standing {
  if (blocked !== null) return listed(blocked);
  return isListed(row) ? listed() : row.standing;
}

export class Run {
  spot = $state.raw<Spot | null>(null);
  #quiet = false;
  /** Counts of this page whose answer has not been heard yet. */
  #asked: readonly string[] = [];
  stockTake = $state<string | null>(null);
  /** The label of the next thing that is counted can hardly be read: said before it is read or typed. */
  damaged = $state(false);
  /** What the last scan came to. */
  note = $state.raw<Note | null>(null);
  /** Rows of this mode, the newest first; those that need a person stand elsewhere. */
  readonly rows = $derived(queue.mine.filter((row) => row.act === this.way.mode && !wantsAttention(row)).reverse());
  readonly open = $derived(this.rows.filter((row) => isListed(row) && !isBlocked(row)));
  readonly blocked = $derived(this.rows.filter(isBlocked));
  readonly waiting = $derived(this.rows.filter(isWaiting));

  constructor(readonly way: Way) {
    const last = lastSpot();
    this.spot = way.mode === 'recordSighting' || last?.place ? last : null;
  }

  get place(): string | null {
    return this.spot?.place ?? null;
  }

  async read(raw: string): Promise<void> {
    const row = advance(captured(raw, '', ''));
    if (row.stage === 'refused') return this.#say('bad', `${coded(row.refusal.code, row.refusal.facts)}`);
    if (row.stage !== 'checked') return;
    const seen = known(row.code);
    if (seen?.kind === 'place') return this.moveTo({ code: row.code, name: seen.name });
    const lacks = this.#lacks();
    if (lacks !== null) return this.#say('bad', lacks);
    await this.#take(row.code, seen?.name ?? null);
  }

  moveTo(place: Named): void {
    if (!this.way.takesPlace) return this.#say('bad', coded('not-a-thing', { name: place.name }));
    this.standAt({ place: place.code, floor: null, area: null, name: place.name });
  }

  standAt(spot: Spot): void {
    this.spot = spot;
    remember(spot);
    this.#say('good', t('run.place_now', { name: spot.name }));
  }

  async commit(answers: Answers): Promise<void> {
    const place = this.way.takesPlace ? this.place : null;
    const all = place === null ? answers : { ...answers, place };
    await queue.commit(this.open.map((row) => row.key), all, place);
  }

  #lacks(): string | null {
    if (this.way.mode === 'recordCount' && this.stockTake === null) return t('run.stock_take_first');
    return this.way.mode === 'recordSighting' && this.spot === null ? t('run.place_first') : null;
  }

  /** What each scan of the mode says by itself; a list is asked once, before it is committed. */
  #answers(): Answers {
    const { mode } = this.way;
    if (mode === 'recordCount') return this.damaged ? { damaged: true } : {};
    return mode === 'recordSighting' ? { floor: this.spot?.floor ?? null, area: this.spot?.area ?? null } : {};
  }

  #wanted(code: string) {
    const { mode, collects, takesPlace, undo } = this.way;
    const place = takesPlace ? this.place : null;
    return {
      act: mode,
      code,
      place,
      session: mode === 'recordCount' ? this.stockTake : null,
      answers: this.#answers(),
      standing: collects ? listed() : readyFrom(Date.now(), undo),
    };
  }

  async #take(code: string, name: string | null): Promise<void> {
    const wanted = this.#wanted(code);
    const twin = twinOf(queue.mine, wanted);
    if (twin !== null) return this.#say('again', t('run.again', { name: twin.name ?? printed(code) }));
    try {
      const held = await queue.add({ ...wanted, name });
      this.damaged = false;
      if (held.act === 'recordCount') this.#asked = [...this.#asked, held.key];
      if (connection.lost || this.way.mode === 'recordCount') this.#say('good', t('run.kept', { name: name ?? printed(code) }));
      else await this.#look(held);
    } catch (error) {
      this.#say('bad', trouble(asProblem(error)));
    }
  }

  async #look(held: Held): Promise<void> {
    try {
      await this.#found(held, await get<Resolved>(`/api/codes/${encodeURIComponent(held.code)}`));
    } catch (error) {
      await this.#notFound(held, asProblem(error));
    }
  }

  async #found(held: Held, card: Resolved): Promise<void> {
    if (card.kind === 'place' && this.way.takesPlace) {
      await queue.drop(held.key);
      return this.moveTo({ code: held.code, name: card.name });
    }
    const blocked = blockerOf(this.way, card);
    await queue.amend(held.key, (row) => ({ ...row, name: card.name, standing: standingOf(row, blocked) }));
    if (blocked !== null && isOdd(card) && !this.#quiet) await this.#tellOf(held, card.name);
    this.#say(blocked === null ? 'good' : 'bad', blocked === null ? t('run.taken', { name: card.name }) : coded(blocked.code, blocked.facts));
  }

  /** What is blocked is not sent; that it was in a hand is told all the same. */
  async #tellOf({ code }: Held, name: string): Promise<void> {
    await queue.add({ act: 'lookUp', code, place: null, session: null, answers: {}, name, standing: readyFrom(Date.now(), 0) });
  }

  /** A label that nobody knows is told to the server as such; anything else is only not known yet. */
  async #notFound(held: Held, problem: Problem): Promise<void> {
    if (problem.code === 'unreachable') return this.#say('good', t('run.kept', { name: held.name ?? printed(held.code) }));
    if (problem.code === 'unknown-code') {
      await queue.amend(held.key, (row) => ({ ...row, act: 'lookUp', answers: {}, standing: readyFrom(Date.now(), 0) }));
      return this.#say('bad', t('run.stray', { code: printed(held.code) }));
    }
    await queue.amend(held.key, (row) => ({ ...row, standing: listed({ code: problem.code, facts: problem.facts }) }));
    this.#say('bad', trouble(problem));
  }

  /** Names of what was read while the server was away; and what stood against a row may stand no more. */
  async lookAgain(): Promise<void> {
    this.#quiet = true;
    for (const row of this.rows.filter((one) => isBlocked(one) || (isListed(one) && one.name === null))) await this.#look(row);
    this.#quiet = false;
  }

  /** What a count found is heard once its answer is there: the eye is on the shelf by then. */
  hear(): void {
    for (const row of this.rows) {
      if (row.standing.at !== 'done' || !this.#asked.includes(row.key)) continue;
      this.#asked = this.#asked.filter((key) => key !== row.key);
      const { told } = row.standing;
      if (told !== null && told !== 'here') this.#say('again', `${row.name ?? printed(row.code)}：${word('outcome', told)}`);
    }
  }

  /** Back to the list, or away with what was never in one. */
  async takeBack(): Promise<void> {
    const keys = this.waiting.map((row) => row.key);
    await queue.takeBack(keys);
    if (this.way.collects) return;
    for (const row of this.rows.filter((one) => keys.includes(one.key) && isListed(one))) await queue.drop(row.key);
  }

  #say(tone: Tone, text: string): void {
    if (this.#quiet) return;
    this.note = { tone, text };
    signal(tone);
  }
}
