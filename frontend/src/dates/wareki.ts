// Dates as people write them: Japanese eras or western years, always in Japan Standard Time.

export type Calendar = 'wareki' | 'western';
export type Language = 'ja' | 'en';

export interface Writing {
  readonly calendar: Calendar;
  readonly language: Language;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const ERAS = [
  { from: '2019-05-01', ja: '令和', en: 'R', first: 2019 },
  { from: '1989-01-08', ja: '平成', en: 'H', first: 1989 },
  { from: '1926-12-25', ja: '昭和', en: 'S', first: 1926 },
] as const;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NINE_HOURS = 9 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/** The calendar day in Japan of an ISO date or an RFC 3339 time; null when it is neither. */
export function dayInJapan(text: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : new Date(moment + NINE_HOURS).toISOString().slice(0, 10);
}

function parts(iso: string): Day {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return { year, month, day };
}

function japaneseYear(iso: string, year: number): string {
  const era = ERAS.find((one) => iso >= one.from);
  if (era === undefined) return `${year}年`;
  const count = year - era.first + 1;
  return `${era.ja}${count === 1 ? '元' : count}年`;
}

function inEnglish(iso: string, { year, month, day }: Day, calendar: Calendar): string {
  const western = `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
  const era = ERAS.find((one) => iso >= one.from);
  return calendar === 'western' || era === undefined ? western : `${western} (${era.en}${year - era.first + 1})`;
}

export function writeDate(text: string, { calendar, language }: Writing): string {
  const iso = dayInJapan(text);
  if (iso === null) return text;
  const day = parts(iso);
  if (language === 'en') return inEnglish(iso, day, calendar);
  const year = calendar === 'wareki' ? japaneseYear(iso, day.year) : `${day.year}年`;
  return `${year}${day.month}月${day.day}日`;
}

export function writeTime(text: string, writing: Writing): string {
  const moment = Date.parse(text);
  if (Number.isNaN(moment) || !text.includes('T')) return writeDate(text, writing);
  const clock = new Date(moment + NINE_HOURS).toISOString().slice(11, 16);
  return `${writeDate(text, writing)} ${clock}`;
}

export function addDays(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole calendar days in Japan from one moment to another. */
export function daysBetween(from: string, to: string): number {
  const [start, end] = [dayInJapan(from), dayInJapan(to)];
  if (start === null || end === null) return 0;
  return Math.round((Date.parse(end) - Date.parse(start)) / DAY);
}

/** The same day some months later, or the last one of a shorter month. */
export function addMonths(iso: string, months: number): string {
  const { year, month, day } = parts(iso);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** The last day of the month of an ISO date. */
export function monthEnd(iso: string): string {
  const { year, month } = parts(iso);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
