import fc from 'fast-check';
import type { CaseCommand, Officer } from '../src/index.js';
import {
  CASE,
  competent,
  DIGEST,
  letter,
  opened,
  ORDER,
  OTHER,
  OTHER_DIGEST,
  proposal,
  REVIEW,
  report,
  target,
} from './cases.js';
import { cases, plusDays } from '../src/index.js';
import { an, anAgain, binh, both, claimOf, ha, hoa, NOW, tu } from './people.js';

const people = fc.constantFrom<Officer[]>(an, anAgain, tu, binh, both, ha, hoa);
const facts = fc.constantFrom(competent, competent, competent, competent, letter);

/** Somebody at work, nearly always holding the claim. */
const work = fc
  .tuple(people, fc.integer({ min: 0, max: 9 }))
  .map(([by, luck]) => ({ by, claim: luck === 0 ? null : claimOf(by), now: NOW }));
const act = people.map((by) => ({ by, now: NOW }));

const reports = fc
  .record({
    reportId: fc.constantFrom('r1', 'r2', 'r3'),
    unit: fc.constantFrom('lam-dong', 'ha-noi'),
    helpNeeded: fc.integer({ min: 0, max: 9 }).map((luck) => luck === 0),
  })
  .map((change) => report(change));

/** The three texts of these tests, one of them protected speech: each digest has exactly one proposal. */
const SPEECH_DIGEST = 'c'.repeat(64);
const proposals = fc.constantFrom(
  { digest: DIGEST, proposal: proposal() },
  { digest: OTHER_DIGEST, proposal: proposal({ action: 'stop-sharing' }) },
  { digest: SPEECH_DIGEST, proposal: proposal({ speech: 'press' }) },
);
const digests = fc.constantFrom(DIGEST, OTHER_DIGEST, SPEECH_DIGEST);

const of = <T extends unknown[]>(
  make: (...parts: T) => CaseCommand,
  ...parts: { [K in keyof T]: fc.Arbitrary<T[K]> }
) => fc.tuple(...parts).map((values) => make(...(values as T)));

const rarely = (...list: CaseCommand[]) => ({ weight: 1, arbitrary: fc.constantFrom(...list) });

/** Any command on a case, by anybody, in any order; those that lead on come oftener, so that every status is reached. */
export const anyCaseCommand: fc.Arbitrary<CaseCommand> = fc.oneof(
  rarely(
    { type: 'open', caseId: CASE, unit: 'lam-dong', province: null, target, report: report() },
    { type: 'prioritise' },
    { type: 'merge', into: cases.fold([opened({ caseId: OTHER })]), by: an, claim: claimOf(an), now: NOW },
    { type: 'assign', unit: 'ha-noi', person: null, reason: 'r', by: an, claim: claimOf(an), now: NOW },
    { type: 'assign', unit: 'lam-dong', person: 'tu', reason: 'r', by: an, claim: claimOf(an), now: NOW },
    { type: 'addNote', noteId: 'n1', visibility: 'internal', text: 'n', by: an, now: NOW },
  ),
  { weight: 1, arbitrary: of((one) => ({ type: 'attachReport', report: one }), reports) },
  {
    weight: 3,
    arbitrary: of(
      (who, category) => ({ type: 'classify', category, ...who }),
      work,
      fc.constantFrom(...(['bullying', 'bullying', 'bullying', 'csam'] as const)),
    ),
  },
  {
    weight: 4,
    arbitrary: of((who, what, known) => ({ type: 'propose', ...what, facts: known, ...who }), work, proposals, facts),
  },
  { weight: 1, arbitrary: of((who) => ({ type: 'withdrawProposal', ...who }), work) },
  {
    weight: 1,
    arbitrary: of((who, digest) => ({ type: 'returnProposal', digest, reason: 'r', ...who }), act, digests),
  },
  { weight: 8, arbitrary: of((who, digest) => ({ type: 'agreeAsSecondUnit', digest, ...who }), act, digests) },
  {
    weight: 16,
    arbitrary: of((who, digest, known) => ({ type: 'approve', digest, facts: known, ...who }), act, digests, facts),
  },
  {
    weight: 1,
    arbitrary: of(
      (who, outcome) => ({ type: 'dismiss', outcome, reason: 'r', ...who }),
      work,
      fc.constantFrom(...(['spam', 'not-harmful'] as const)),
    ),
  },
  { weight: 3, arbitrary: of((who) => ({ type: 'reopen', reason: 'r', ...who }), act) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<CaseCommand[]>(
      { type: 'inForce', order: ORDER, expiresAt: plusDays(NOW, 30) },
      { type: 'requestReview', order: ORDER, reviewId: REVIEW, reason: 'r', contact: null },
      { type: 'close', outcome: 'expired', order: ORDER },
    ),
  },
  {
    weight: 8,
    arbitrary: of((who) => ({ type: 'decideReview', reviewId: REVIEW, outcome: 'rejected', reason: 'r', ...who }), act),
  },
);
