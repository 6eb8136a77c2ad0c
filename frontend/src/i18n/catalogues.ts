// One catalogue per language; the Japanese one says which keys there are.

import type { Language } from '../dates/wareki';
import enActs from './en/acts.json';
import enBringins from './en/bringins.json';
import enDisposals from './en/disposals.json';
import enEditor from './en/editor.json';
import enFrame from './en/frame.json';
import enHistory from './en/history.json';
import enLabels from './en/labels.json';
import enLedgers from './en/ledgers.json';
import enPaper from './en/paper.json';
import enReminders from './en/reminders.json';
import enRooms from './en/rooms.json';
import enRules from './en/rules.json';
import enScan from './en/scan.json';
import enStocktake from './en/stocktake.json';
import enVersions from './en/versions.json';
import enWords from './en/words.json';
import jaActs from './ja/acts.json';
import jaBringins from './ja/bringins.json';
import jaDisposals from './ja/disposals.json';
import jaEditor from './ja/editor.json';
import jaFrame from './ja/frame.json';
import jaHistory from './ja/history.json';
import jaLabels from './ja/labels.json';
import jaLedgers from './ja/ledgers.json';
import jaPaper from './ja/paper.json';
import jaReminders from './ja/reminders.json';
import jaRooms from './ja/rooms.json';
import jaRules from './ja/rules.json';
import jaScan from './ja/scan.json';
import jaStocktake from './ja/stocktake.json';
import jaVersions from './ja/versions.json';
import jaWords from './ja/words.json';

const ja = { ...jaFrame, ...jaActs, ...jaRooms, ...jaEditor, ...jaVersions, ...jaRules, ...jaLabels, ...jaBringins, ...jaDisposals, ...jaScan, ...jaStocktake, ...jaPaper, ...jaReminders, ...jaLedgers, ...jaHistory, ...jaWords };

export type Key = keyof typeof ja;

const en: Record<Key, string> = { ...enFrame, ...enActs, ...enRooms, ...enEditor, ...enVersions, ...enRules, ...enLabels, ...enBringins, ...enDisposals, ...enScan, ...enStocktake, ...enPaper, ...enReminders, ...enLedgers, ...enHistory, ...enWords };

export const catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>> = { ja, en };
