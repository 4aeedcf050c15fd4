import { CATEGORIES, REPORT_LIMITS as LIMITS, keysOf, type Category, type ImportReject } from '#libs/contracts';
import { isPlea, type ReportInput } from '../../receive/report-input.js';
import type { FieldName } from './columns.js';
import { fold } from '../../fold.js';
import { momentOf } from './moment.js';

export type Cells = Partial<Record<FieldName, unknown>>;

const CATEGORY_OF: ReadonlyMap<string, Category> = new Map(
  keysOf(CATEGORIES).flatMap((key) =>
    [key, CATEGORIES[key].vi, CATEGORIES[key].en].map((word) => [fold(word), key] as const),
  ),
);
const isCategory = (word: string): word is Category => Object.hasOwn(CATEGORIES, word);
const YES = new Set(['1', 'x', 'true', 'yes', 'y', 'co']);
const NO = new Set(['', '0', 'false', 'no', 'n', 'khong']);

class Refused extends Error {
  constructor(readonly reject: ImportReject) {
    super(reject);
  }
}

/**
 * Reads the cells of one row. Links are taken character for character (trimmed). A category or date that is not
 * understood never costs the row: it is a hint, and its words are kept at the end of the note for a person to read.
 */
export function interpret(cells: Cells): { fields: ReportInput } | { reject: ImportReject } {
  try {
    return { fields: fieldsOf(cells) };
  } catch (error) {
    if (error instanceof Refused) return { reject: error.reject };
    throw error;
  }
}

function fieldsOf(cells: Cells): ReportInput {
  const urls = linksOf(cells.url);
  const category = textOf(cells.category, LIMITS.short);
  const moment = textOf(cells.occurredAt, LIMITS.short);
  const knownCategory =
    category === null ? undefined : isCategory(category) ? category : CATEGORY_OF.get(fold(category));
  const knownMoment = moment === null ? undefined : momentOf(moment);
  const kept = [
    textOf(cells.note, LIMITS.note),
    category !== null && knownCategory === undefined ? `[nhóm: ${category}]` : null,
    moment !== null && knownMoment === undefined ? `[thời gian: ${moment}]` : null,
  ].filter((part) => part !== null);
  const safeContact = textOf(cells.safeContact, LIMITS.short);
  const fields: ReportInput = {
    urls,
    note: kept.length === 0 ? null : kept.join('\n').slice(0, LIMITS.note),
    category: knownCategory ?? null,
    province: textOf(cells.province, LIMITS.short),
    occurredAt: knownMoment ?? null,
    contact: textOf(cells.contact, LIMITS.short),
    childAge: ageOf(cells.childAge),
    helpNeeded: yesOf(cells.helpNeeded),
    childInDanger: yesOf(cells.childInDanger),
    safeContact,
  };
  if (urls.length === 0 && !isPlea(fields)) throw new Refused('no-link');
  return fields;
}

function linksOf(value: unknown): string[] {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const links = given.map((link) => textOf(link, LIMITS.url)).filter((link) => link !== null);
  if (links.length > LIMITS.urls) throw new Refused('too-many-links');
  return links;
}

function textOf(value: unknown, longest: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw new Refused('wrong-type');
  const text = String(value).trim();
  if (text.length > longest) throw new Refused('too-long');
  if (text.includes('\0') || /\p{Cs}/u.test(text)) throw new Refused('invalid-text');
  return text === '' ? null : text;
}

function ageOf(value: unknown): number | null {
  const digits = /^(\d{1,3})(?:\s*(?:tuổi|tuoi|t))?$/i.exec(textOf(value, LIMITS.short)?.normalize('NFC') ?? '')?.[1];
  const age = digits === undefined ? null : Number(digits);
  return age === null || age > LIMITS.childAge ? null : age;
}

function yesOf(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const word = fold(textOf(value, LIMITS.short) ?? '');
  // Any other word in a column that asks about danger is rather a yes in somebody's words than a no.
  return YES.has(word) || !NO.has(word);
}
