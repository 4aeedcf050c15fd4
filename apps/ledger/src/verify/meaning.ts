import type { Json } from './canonical.js';
import type { FaultCode } from './fault.js';
import type { StoredEvent } from './stored-event.js';

type Report = (event: StoredEvent, fault: FaultCode, detail: string) => void;

interface Hand {
  readonly person: string;
  readonly human: string;
}
interface CaseFacts {
  plea: boolean;
  readonly proposals: Map<string, Hand>;
  dismissal: Hand | null;
}
interface RequestFacts {
  lift: 'none' | 'queued' | 'lifted';
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const hand = (event: StoredEvent): Hand => ({ person: text(event.data['person']), human: text(event.data['human']) });
const samePerson = (a: Hand, b: Hand): boolean => a.person === b.person || (a.human !== '' && a.human === b.human);

/** The set-up enters the first two administrators and their units when there is nobody yet who could approve; never later. */
const isFounding = (event: StoredEvent): boolean =>
  event.actor.kind === 'system' && event.data['proposedBy'] === 'set-up' && event.type === 'EntryApproved';

const ANSWERS = new Set(['RequestAcknowledged', 'RequestEnforced', 'RequestRefused', 'EnforcementVerified']);

/**
 * Checks what the events say together, from public fields alone: two people behind every order, a request before its
 * answer, nothing enforced after a lift. Written from domain.md, not from the deciders.
 */
export const meaningCheck = (report: Report) => {
  const cases = new Map<string, CaseFacts>();
  const approvals = new Map<string, { readonly digest: string }>();
  const orders = new Set<string>();
  const requests = new Map<string, RequestFacts>();
  const changes = new Map<string, Hand>();

  const ofCase = (event: StoredEvent): CaseFacts => {
    let facts = cases.get(event.stream);
    if (!facts) cases.set(event.stream, (facts = { plea: false, proposals: new Map(), dismissal: null }));
    return facts;
  };

  const onCase = (event: StoredEvent): void => {
    const facts = ofCase(event);
    switch (event.type) {
      case 'CaseOpened':
        facts.plea = event.data['plea'] === true;
        return;
      case 'ReportAttached': {
        const attached = event.data['report'] as Readonly<Record<string, Json>> | undefined;
        if (attached?.['helpNeeded'] === true || attached?.['childInDanger'] === true) facts.plea = true;
        return;
      }
      case 'TakedownProposed':
        facts.proposals.set(text(event.data['digest']), hand(event));
        return;
      case 'ProposalApproved': {
        const digest = text(event.data['digest']);
        approvals.set(event.id, { digest });
        const proposed = facts.proposals.get(digest);
        if (!proposed)
          report(event, 'approval-without-proposal', `nothing with digest ${digest.slice(0, 12)}… was proposed before`);
        else if (samePerson(proposed, hand(event)))
          report(event, 'one-person-decided', `${proposed.person} proposed and approved`);
        return;
      }
      case 'DismissalProposed':
        facts.dismissal = hand(event);
        return;
      case 'CaseDismissed':
        if (facts.plea && (facts.dismissal === null || samePerson(facts.dismissal, hand(event)))) {
          report(event, 'one-person-dismissed', `${hand(event).person} closed a plea alone`);
        }
        facts.dismissal = null;
        return;
      case 'CaseReopened':
        facts.dismissal = null;
        return;
    }
  };

  const onOrder = (event: StoredEvent): void => {
    if (event.type !== 'OrderIssued') return;
    const approval = approvals.get(text(event.data['approval']));
    orders.add(text(event.data['orderId']));
    if (!approval)
      report(event, 'order-without-approval', `approval ${text(event.data['approval'])} is not in the log before it`);
    else if (approval.digest !== event.data['digest'])
      report(event, 'order-without-approval', 'its digest is not the approved one');
  };

  const onRequest = (event: StoredEvent): void => {
    const facts = requests.get(event.stream);
    if (event.type === 'RequestQueued' || event.type === 'RequestNotExpressible') {
      requests.set(event.stream, facts ?? { lift: 'none' });
      if (!orders.has(text(event.data['orderId'])))
        report(event, 'request-without-order', `order ${text(event.data['orderId'])} was not issued before it`);
      return;
    }
    if (!facts) {
      report(
        event,
        ANSWERS.has(event.type) ? 'answer-before-request' : 'request-without-order',
        `${event.type} on a request that was never queued`,
      );
      return;
    }
    if (event.type === 'LiftQueued') facts.lift = 'queued';
    if (event.type === 'RequestLifted') {
      if (facts.lift === 'none') report(event, 'lift-without-reason', 'lifted, but no lift was queued');
      facts.lift = 'lifted';
    }
    if (event.type === 'RequestEnforced' && facts.lift === 'lifted')
      report(event, 'enforced-after-lift', 'enforced after it was lifted');
  };

  const onRegister = (event: StoredEvent): void => {
    const change = text(event.data['changeId']);
    if (event.type === 'EntryProposed')
      changes.set(change, { person: text(event.data['proposedBy']), human: text(event.data['human']) });
    if (event.type !== 'EntryApproved' && event.type !== 'EntryRetired') return;
    if (isFounding(event) && changes.size === 0) return;
    const proposed = changes.get(change);
    const approved = { person: text(event.data['approvedBy']), human: text(event.data['human']) };
    if (!proposed) report(event, 'one-administrator', 'approved without a proposal before it');
    else if (samePerson(proposed, approved))
      report(event, 'one-administrator', `${approved.person} proposed and approved`);
  };

  return {
    check(event: StoredEvent): void {
      if (event.category === 'case') onCase(event);
      else if (event.category === 'order') onOrder(event);
      else if (event.category === 'request') onRequest(event);
      else if (event.category === 'register') onRegister(event);
    },
  };
};
