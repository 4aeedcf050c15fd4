import type { CaseStatus, CloseOutcome, ReceiptStatus } from '#libs/contracts';
import { isAfter, plusMinutes } from '../time/instant.js';

/**
 * So long a decision that was there before the report stays unsaid [ours]: whoever reports their own link to learn whether
 * it is known sees what the first reporter saw.
 */
export const SAID_AFTER_MINUTES = 24 * 60;

/** A case that the report is attached to, after following merges. */
export interface ReceiptCase {
  readonly status: Exclude<CaseStatus, 'merged'>;
  readonly outcome: CloseOutcome | null;
  /** When it came into this status. */
  readonly since: string;
}

export interface ReceiptFacts {
  readonly reportedAt: string;
  readonly now: string;
  /** Whether anything of the report can be handled: a readable link, or a plea. */
  readonly usable: boolean;
  readonly cases: readonly ReceiptCase[];
}

const closedAs = (outcome: CloseOutcome | null): ReceiptStatus => {
  switch (outcome) {
    case 'expired':
    case 'removed':
    case 'authority-answered':
    case null:
      return 'done';
    case 'withdrawn':
    case 'review-upheld':
    case 'order-refused':
      return 'no-action';
  }
};

const statusOfCase = ({ status, outcome }: ReceiptCase): ReceiptStatus => {
  switch (status) {
    case 'open':
    case 'awaiting-approval':
    case 'awaiting-dismissal':
      return 'in-review';
    case 'approved':
    case 'letter-sent':
    case 'in-force':
      return 'acting';
    case 'dismissed':
      return 'no-action';
    case 'closed':
      return closedAs(outcome);
  }
};

/** What is least finished is said first. */
const SAID_FIRST: readonly ReceiptStatus[] = ['in-review', 'acting', 'done', 'no-action'];

/**
 * A report's status in plain words. It tells nothing about other reports, claims, units or providers, and a decision that
 * is older than the report is not said at once.
 */
export const receiptStatus = ({ reportedAt, now, usable, cases }: ReceiptFacts): ReceiptStatus => {
  if (cases.length === 0) return usable ? 'received' : 'need-more';
  const tooSoon = !isAfter(now, plusMinutes(reportedAt, SAID_AFTER_MINUTES));
  const statuses = cases.map((found) =>
    tooSoon && !isAfter(found.since, reportedAt) ? 'in-review' : statusOfCase(found),
  );
  return SAID_FIRST.find((status) => statuses.includes(status)) ?? 'received';
};
