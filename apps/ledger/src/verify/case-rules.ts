import type { Json } from './canonical.js';
import { hand, samePerson, text, type Hand, type Report } from './hands.js';
import type { StoredEvent } from './stored-event.js';

interface CaseFacts {
  /** Help was asked for, a child may be in danger, or it may have to go to the police or the hotline. */
  takesTwo: boolean;
  readonly proposals: Map<string, Hand>;
  dismissal: Hand | null;
}

/** Approvals that were made, by event id, with what they approved. */
export type Approvals = ReadonlyMap<string, { readonly digest: string }>;

/** Categories with a referral in the table of domain.md, also where an analyst decides whether it is a crime. */
const MAY_BE_REFERRED: ReadonlySet<string> = new Set([
  'csam',
  'grooming',
  'sexual-harassment',
  'sextortion',
  'trafficking',
  'abuse-violence',
  'self-harm',
  'social-vice',
]);

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const makesItTwo = (report: Json | undefined): boolean =>
  isObject(report) &&
  (report['helpNeeded'] === true ||
    report['childInDanger'] === true ||
    MAY_BE_REFERRED.has(text(report['categoryHint'])));

/** What makes one person unable to close a case alone from this event on. */
const takesTwoAfter = ({ type, data }: StoredEvent): boolean => {
  switch (type) {
    case 'CaseOpened':
      return data['plea'] === true;
    case 'ReportAttached':
      return makesItTwo(data['report']);
    case 'CategorySuggested':
    case 'CaseClassified':
      return MAY_BE_REFERRED.has(text(data['category']));
    case 'CaseMerged': {
      const reports = data['reports'];
      return (
        data['plea'] === true ||
        data['possibleReferral'] === true ||
        (Array.isArray(reports) && (reports as readonly Json[]).some(makesItTwo))
      );
    }
    default:
      return false;
  }
};

/** Every approval is another person's and approves what was proposed; no plea is closed by one person. */
export const caseRules = (report: Report) => {
  const cases = new Map<string, CaseFacts>();
  const approvals = new Map<string, { readonly digest: string }>();

  const factsOf = (stream: string): CaseFacts => {
    let facts = cases.get(stream);
    if (!facts) cases.set(stream, (facts = { takesTwo: false, proposals: new Map(), dismissal: null }));
    return facts;
  };

  const approved = (event: StoredEvent, facts: CaseFacts): void => {
    const digest = text(event.data['digest']);
    approvals.set(event.id, { digest });
    const proposed = facts.proposals.get(digest);
    if (!proposed)
      report(event, 'approval-without-proposal', `nothing with digest ${digest.slice(0, 12)}… was proposed before`);
    else if (samePerson(proposed, hand(event)))
      report(event, 'one-person-decided', `${proposed.person} proposed and approved`);
  };

  const dismissed = (event: StoredEvent, facts: CaseFacts): void => {
    if (facts.takesTwo && (facts.dismissal === null || samePerson(facts.dismissal, hand(event)))) {
      report(event, 'one-person-dismissed', `${hand(event).person} closed alone what takes two`);
    }
  };

  return {
    approvals: approvals as Approvals,
    check(event: StoredEvent): void {
      const facts = factsOf(event.stream);
      if (takesTwoAfter(event)) facts.takesTwo = true;
      if (event.type === 'TakedownProposed') facts.proposals.set(text(event.data['digest']), hand(event));
      else if (event.type === 'ProposalApproved') approved(event, facts);
      else if (event.type === 'DismissalProposed') facts.dismissal = hand(event);
      else if (event.type === 'CaseDismissed') dismissed(event, facts);
      if (event.type === 'CaseDismissed' || event.type === 'CaseReopened') facts.dismissal = null;
    },
  };
};
