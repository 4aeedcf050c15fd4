import type { Action, Category, Priority, ReferralRecipient } from '#libs/contracts';

/** What a proposal must bring or a request must do, beyond the ordinary (category, legal basis, reasons, expiry, two people). */
export type Condition =
  /** The concrete harm to a child and how it was verified. */
  | 'harm-statement'
  /** A second unit agrees when the target is press, criticism, a complaint or a denunciation. */
  | 'second-unit-for-speech'
  /** A written note on proportionality. */
  | 'proportionality'
  /** Data are preserved before anything is removed: there may be a crime. */
  | 'preserve-first'
  /** Only to providers that can act at exactly this granularity, and without naming the category. */
  | 'exact-only';

/** One row of the mandate: a category and an action. `maxDays` bounds the expiry, counted from the proposal and again from the approval. */
export type MandateCell =
  | { readonly allowed: false }
  | { readonly allowed: true; readonly maxDays: number; readonly conditions: readonly Condition[] };

export interface Referral {
  readonly recipient: Extract<ReferralRecipient, 'police' | 'hotline'>;
  /** `where-crime`: an analyst decides; the others start with the classification, beside the decision. */
  readonly when: 'at-once' | 'at-classification' | 'where-crime';
}

export interface CategoryRules {
  readonly priority: Priority;
  readonly referral: Referral | null;
  readonly actions: Readonly<Record<Action, MandateCell>>;
}

const never: MandateCell = Object.freeze({ allowed: false });
const allow = (maxDays: number, ...conditions: Condition[]): MandateCell =>
  Object.freeze({ allowed: true, maxDays, conditions: Object.freeze(conditions) });

/** A year, then two people look again [ours]. A whole domain takes in the most besides its target: half of that [ours]. */
const YEAR = 365;
const HALF_YEAR = 180;
/** Content-level categories [domain.md, "Mandate"]. */
const NINETY = 90;

const content = (): MandateCell => allow(NINETY, 'harm-statement', 'second-unit-for-speech');

/**
 * The mandate, once: category × action × conditions [domain.md, "Mandate" and the category table]. Everything that asks
 * "may this be done?" reads it: proposing, approving, dispatching, renewing, widening and every list that leaves the house.
 */
export const MANDATE: Readonly<Record<Category, CategoryRules>> = {
  csam: {
    priority: 'critical',
    referral: { recipient: 'police', when: 'at-once' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first', 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': allow(HALF_YEAR, 'exact-only', 'proportionality'),
    },
  },
  grooming: {
    priority: 'critical',
    referral: { recipient: 'police', when: 'at-once' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first', 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': never,
    },
  },
  'sexual-harassment': {
    priority: 'critical',
    referral: { recipient: 'police', when: 'at-once' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first', 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': never,
    },
  },
  sextortion: {
    priority: 'critical',
    referral: { recipient: 'police', when: 'at-once' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first', 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': never,
    },
  },
  trafficking: {
    priority: 'critical',
    referral: { recipient: 'police', when: 'at-once' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first', 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': never,
    },
  },
  'abuse-violence': {
    priority: 'high',
    referral: { recipient: 'police', when: 'at-classification' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first', 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': never,
    },
  },
  'self-harm': {
    priority: 'high',
    referral: { recipient: 'hotline', when: 'at-classification' },
    actions: {
      'remove-content': allow(YEAR, 'exact-only'),
      'stop-sharing': allow(YEAR, 'exact-only'),
      'restrict-age': never,
      'block-url': allow(YEAR, 'exact-only'),
      'block-host': allow(YEAR, 'exact-only'),
      'block-domain': never,
    },
  },
  'social-vice': {
    priority: 'medium',
    referral: { recipient: 'police', when: 'where-crime' },
    actions: {
      'remove-content': allow(YEAR, 'preserve-first'),
      'stop-sharing': allow(YEAR),
      'restrict-age': never,
      'block-url': allow(YEAR),
      'block-host': allow(YEAR),
      'block-domain': allow(HALF_YEAR, 'proportionality'),
    },
  },
  bullying: {
    priority: 'medium',
    referral: null,
    actions: {
      'remove-content': content(),
      'stop-sharing': content(),
      'restrict-age': never,
      'block-url': never,
      'block-host': never,
      'block-domain': never,
    },
  },
  'privacy-leak': {
    priority: 'high',
    referral: null,
    actions: {
      'remove-content': content(),
      'stop-sharing': content(),
      'restrict-age': never,
      'block-url': never,
      'block-host': never,
      'block-domain': never,
    },
  },
  'false-info-child': {
    priority: 'medium',
    referral: null,
    actions: {
      'remove-content': content(),
      'stop-sharing': content(),
      'restrict-age': never,
      'block-url': never,
      'block-host': never,
      'block-domain': never,
    },
  },
  'harmful-service': {
    priority: 'medium',
    referral: null,
    actions: {
      'remove-content': content(),
      'stop-sharing': content(),
      'restrict-age': never,
      'block-url': never,
      'block-host': never,
      'block-domain': never,
    },
  },
  'gaming-addiction': {
    priority: 'low',
    referral: null,
    actions: {
      'remove-content': never,
      'stop-sharing': never,
      'restrict-age': allow(YEAR),
      'block-url': never,
      'block-host': never,
      'block-domain': never,
    },
  },
  'age-inappropriate': {
    priority: 'low',
    referral: null,
    actions: {
      'remove-content': never,
      'stop-sharing': never,
      'restrict-age': allow(YEAR),
      'block-url': never,
      'block-host': never,
      'block-domain': never,
    },
  },
};
