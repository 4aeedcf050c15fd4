import type { ReadModel } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = ['ProposalApproved', 'ProposalReturned', 'ApprovalPassed'] as const;
const WHAT = { ProposalApproved: 'approved', ProposalReturned: 'returned', ApprovalPassed: 'passed' } as const;

/** Who decided which proposal how, for approvers' own figures. */
export const approvalsReadModel: ReadModel = {
  name: 'triage.approvals',
  service: 'triage',
  schema: 'triage_approvals',
  ddl: `
create table approval (
  event_id uuid primary key,
  person text not null,
  digest text not null,
  what text not null,
  at timestamptz not null
);
create index approval_person on approval (person, at);
`,
  types: TYPES,
  async apply(db, events) {
    for (const event of events as Recorded<(typeof TYPES)[number]>[]) {
      await db.query(
        'insert into approval (event_id, person, digest, what, at) values ($1, $2, $3, $4, $5) on conflict do nothing',
        [event.id, event.data.person, event.data.digest, WHAT[event.type], event.occurredAt],
      );
    }
  },
};
