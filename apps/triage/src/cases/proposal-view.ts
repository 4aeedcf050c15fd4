import type { CaseView, EventData, ProposalView } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { Recorded } from '../recorded.js';
import type { CaseFileRead } from './case-files.js';
import { changesOf } from './proposal-changes.js';

/** What waits for approval, or was approved; with what changed since the proposal before it. */
export function proposalOf({ state, events }: CaseFileRead): Pick<CaseView, 'proposal'> {
  const pending = 'pending' in state ? state.pending : 'approved' in state ? state.approved : undefined;
  if (pending === undefined || pending.proposal === null) return {};
  const { caseId: _caseId, ...proposal } = pending.proposal;
  const view: ProposalView = {
    ...proposal,
    digest: pending.digest,
    by: pending.proposedBy.person,
    unit: pending.proposedBy.unit,
    hidden: false,
    competent: pending.competent,
    authority: pending.authority,
    agreedBy: pending.secondUnit === null ? [] : [pending.secondUnit.unit],
    passedTo: pending.passedTo,
    ownViews: ownViewsOf(events, pending.digest),
    ...earlierOf(events),
  };
  return { proposal: view };
}

const ownViewsOf = (events: readonly RecordedEvent[], digest: string): ProposalView['ownViews'] =>
  events.flatMap((event) => {
    if (event.type !== 'OwnViewRecorded') return [];
    const { person: by, opinion, note, digest: of } = event.data as EventData<'OwnViewRecorded'>;
    return of === digest ? [{ by, opinion, note, at: event.occurredAt }] : [];
  });

/** The proposal before the last one, when it was given or taken back since the case was last reopened. */
function earlierOf(events: readonly RecordedEvent[]): Pick<ProposalView, 'earlier'> {
  const since = events.findLastIndex(({ type }) => type === 'CaseReopened') + 1;
  const proposed = events
    .slice(since)
    .filter(({ type }) => type === 'TakedownProposed') as Recorded<'TakedownProposed'>[];
  const [before, now] = proposed.slice(-2);
  if (before === undefined || now === undefined) return {};
  const ended = events.findLast(
    (event) =>
      (event.type === 'ProposalReturned' || event.type === 'ProposalWithdrawn') &&
      (event.data as { digest: string }).digest === before.data.digest,
  ) as Recorded<'ProposalReturned' | 'ProposalWithdrawn'> | undefined;
  if (ended === undefined) return {};
  return {
    earlier: {
      digest: before.data.digest,
      how: ended.type === 'ProposalReturned' ? 'returned' : 'withdrawn',
      by: ended.data.person,
      reason: ended.type === 'ProposalReturned' ? ended.data.reason : null,
      at: ended.occurredAt,
      changes: changesOf(before.data.proposal, now.data.proposal),
    },
  };
}
