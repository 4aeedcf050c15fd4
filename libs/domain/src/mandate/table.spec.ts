import { describe, expect, it } from '@jest/globals';
import { ACTIONS, CATEGORIES, keysOf, type Action, type Category, type Priority } from '#libs/contracts';
import {
  allowedActions,
  isPossibleReferral,
  isReferralCategory,
  isWider,
  mandateOf,
  mayGoToOpenFormats,
  mayGoToSchools,
  mayNameCategory,
  uploaderNotice,
  widestAction,
} from './questions.js';
import { MANDATE } from './table.js';

/**
 * Written by hand from domain.md, not from the code. In each cell: `-` never, else the longest expiry in days and letters
 * for the conditions: h harm statement, s second unit for speech, p proportionality note, d data preserved first,
 * x only where it can be enforced exactly.
 */
const ORDER: Action[] = ['remove-content', 'stop-sharing', 'restrict-age', 'block-url', 'block-host', 'block-domain'];
const EXPECTED: Record<Category, [string, string, string, string, string, string]> = {
  csam: ['365dx', '365x', '-', '365x', '365x', '180px'],
  grooming: ['365dx', '365x', '-', '365x', '365x', '-'],
  'sexual-harassment': ['365dx', '365x', '-', '365x', '365x', '-'],
  sextortion: ['365dx', '365x', '-', '365x', '365x', '-'],
  trafficking: ['365dx', '365x', '-', '365x', '365x', '-'],
  'abuse-violence': ['365dx', '365x', '-', '365x', '365x', '-'],
  'self-harm': ['365x', '365x', '-', '365x', '365x', '-'],
  'social-vice': ['365d', '365', '-', '365', '365', '180p'],
  bullying: ['90hs', '90hs', '-', '-', '-', '-'],
  'privacy-leak': ['90hs', '90hs', '-', '-', '-', '-'],
  'false-info-child': ['90hs', '90hs', '-', '-', '-', '-'],
  'harmful-service': ['90hs', '90hs', '-', '-', '-', '-'],
  'gaming-addiction': ['-', '-', '365', '-', '-', '-'],
  'age-inappropriate': ['-', '-', '365', '-', '-', '-'],
};

const LETTERS: Record<string, string> = {
  'harm-statement': 'h',
  'second-unit-for-speech': 's',
  proportionality: 'p',
  'preserve-first': 'd',
  'exact-only': 'x',
};

const written = (category: Category, action: Action): string => {
  const cell = mandateOf(category, action);
  if (!cell.allowed) return '-';
  return `${String(cell.maxDays)}${cell.conditions
    .map((condition) => LETTERS[condition])
    .sort()
    .join('')}`;
};

const categories = keysOf(CATEGORIES);

describe('the mandate, cell by cell', () => {
  const cells = categories.flatMap((category) =>
    ORDER.map((action, column) => ({ category, action, expected: EXPECTED[category][column] ?? '?' })),
  );
  it('has a row for each of the 14 × 6 pairs', () => {
    expect(cells).toHaveLength(84);
    expect(ORDER).toEqual(keysOf(ACTIONS));
  });
  it.each(cells)('$category × $action is $expected', ({ category, action, expected }) => {
    expect(written(category, action)).toBe(expected);
  });
});

describe('the mandate, category by category', () => {
  /** priority, referral, widest action, may a provider be told the category, on a school list, notice to the uploader. */
  const rows: [Category, Priority, string, Action, boolean, boolean, string][] = [
    ['csam', 'critical', 'police at-once', 'block-domain', false, false, 'after-release'],
    ['grooming', 'critical', 'police at-once', 'block-host', false, false, 'after-release'],
    ['sexual-harassment', 'critical', 'police at-once', 'block-host', false, false, 'after-release'],
    ['sextortion', 'critical', 'police at-once', 'block-host', false, false, 'after-release'],
    ['trafficking', 'critical', 'police at-once', 'block-host', false, false, 'after-release'],
    ['abuse-violence', 'high', 'police at-classification', 'block-host', false, false, 'after-release'],
    ['self-harm', 'high', 'hotline at-classification', 'block-host', false, false, 'after-release'],
    ['social-vice', 'medium', 'police where-crime', 'block-domain', true, false, 'after-release'],
    ['bullying', 'medium', '-', 'stop-sharing', true, false, 'allowed'],
    ['privacy-leak', 'high', '-', 'stop-sharing', true, false, 'allowed'],
    ['false-info-child', 'medium', '-', 'stop-sharing', true, false, 'allowed'],
    ['harmful-service', 'medium', '-', 'stop-sharing', true, false, 'allowed'],
    ['gaming-addiction', 'low', '-', 'restrict-age', true, true, 'allowed'],
    ['age-inappropriate', 'low', '-', 'restrict-age', true, true, 'allowed'],
  ];
  it.each(rows)('%s', (category, priority, referral, widest, named, schools, notice) => {
    const rules = MANDATE[category];
    expect(rules.priority).toBe(priority);
    expect(rules.referral === null ? '-' : `${rules.referral.recipient} ${rules.referral.when}`).toBe(referral);
    expect(widestAction(category)).toBe(widest);
    expect(mayNameCategory(category)).toBe(named);
    expect(mayGoToOpenFormats(category)).toBe(named);
    expect(mayGoToSchools(category)).toBe(schools);
    expect(uploaderNotice(category)).toBe(notice);
  });
  it('covers every category', () => {
    expect(rows.map(([category]) => category)).toEqual(categories);
  });

  it('never lets a referral category out to schools or open formats', () => {
    for (const category of categories.filter(isReferralCategory)) {
      expect(mayGoToSchools(category) || mayGoToOpenFormats(category) || mayNameCategory(category)).toBe(false);
      expect(isPossibleReferral(category)).toBe(true);
    }
  });

  it('orders the allowed actions from narrow to wide', () => {
    expect(allowedActions('social-vice')).toEqual([
      'remove-content',
      'stop-sharing',
      'block-url',
      'block-host',
      'block-domain',
    ]);
    expect(isWider('block-domain', 'block-host')).toBe(true);
    expect(isWider('block-host', 'block-host')).toBe(false);
  });
});
