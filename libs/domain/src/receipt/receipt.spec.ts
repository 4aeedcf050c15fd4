import { describe, expect, it } from '@jest/globals';
import type { ReceiptStatus } from '#libs/contracts';
import { NOW } from '../../test/people.js';
import { plusDays, plusMinutes } from '../time/instant.js';
import { receiptStatus, SAID_AFTER_MINUTES, type ReceiptCase, type ReceiptFacts } from './receipt.js';

const AFTER = plusMinutes(NOW, 10);
const one = (status: ReceiptCase['status'], outcome: ReceiptCase['outcome'] = null, since = AFTER): ReceiptCase => ({
  status,
  outcome,
  since,
});
const facts: ReceiptFacts = { reportedAt: NOW, now: plusMinutes(NOW, 60), usable: true, cases: [] };
const status = (...cases: ReceiptCase[]) => receiptStatus({ ...facts, cases });

describe('a receipt', () => {
  it('says that a report came in, or that its link could not be read', () => {
    expect(status()).toBe('received');
    expect(receiptStatus({ ...facts, usable: false })).toBe('need-more');
  });

  const words: [ReceiptCase, ReceiptStatus][] = [
    [one('open'), 'in-review'],
    [one('awaiting-approval'), 'in-review'],
    [one('awaiting-dismissal'), 'in-review'],
    [one('approved'), 'acting'],
    [one('letter-sent'), 'acting'],
    [one('in-force'), 'acting'],
    [one('dismissed'), 'no-action'],
    [one('closed', 'expired'), 'done'],
    [one('closed', 'removed'), 'done'],
    [one('closed', 'authority-answered'), 'done'],
    [one('closed', 'withdrawn'), 'no-action'],
    [one('closed', 'review-upheld'), 'no-action'],
    [one('closed', 'order-refused'), 'no-action'],
  ];
  it.each(words)('says of %j: %s', (found, said) => {
    expect(status(found)).toBe(said);
  });

  it('says first what is least finished', () => {
    expect(status(one('dismissed'), one('in-force'), one('open'))).toBe('in-review');
    expect(status(one('dismissed'), one('in-force'))).toBe('acting');
    expect(status(one('dismissed'), one('closed', 'removed'))).toBe('done');
  });
});

describe('an abuser who reports their own link to learn whether it is known', () => {
  const known = one('in-force', null, plusDays(NOW, -5));
  const sees = (minutes: number) => receiptStatus({ ...facts, now: plusMinutes(NOW, minutes), cases: [known] });

  it('sees what the first reporter saw', () => {
    expect(sees(0)).toBe(status(one('open')));
    expect(sees(SAID_AFTER_MINUTES)).toBe('in-review');
  });

  it('hears of the decision no sooner than a day after', () => {
    expect(sees(SAID_AFTER_MINUTES + 1)).toBe('acting');
  });
});
