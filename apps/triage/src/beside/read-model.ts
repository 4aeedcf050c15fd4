import type { ReadModel, ReadModelDb } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = [
  'ReferralSent',
  'ReferralReceived',
  'OutcomeRecorded',
  'SupportRequested',
  'SupportOffered',
  'SupportProvided',
  'SupportDeclined',
] as const;
type BesideEvent = Recorded<(typeof TYPES)[number]>;

/** Referrals and support as lists: who has to answer what, and until when. They run beside the decision. */
export const besideReadModel: ReadModel = {
  name: 'triage.beside',
  service: 'triage',
  schema: 'triage_beside',
  ddl: `
create table referral (
  referral_id uuid primary key,
  case_id uuid not null,
  recipient text not null,
  unit text not null,
  category text,
  state text not null,
  reason text,
  outcome text,
  note text,
  due_at timestamptz,
  sent_at timestamptz not null,
  version int not null
);
create index referral_unit on referral (unit, sent_at, referral_id);
create index referral_case on referral (case_id);
create table support (
  support_id uuid primary key,
  case_id uuid not null,
  unit text not null,
  state text not null,
  child_in_danger boolean not null,
  contact_by timestamptz not null,
  safe_contact text,
  note text,
  requested_at timestamptz not null,
  version int not null
);
create index support_unit on support (unit, contact_by, support_id);
create index support_case on support (case_id);
`,
  types: TYPES,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as BesideEvent);
  },
};

async function applyOne(db: ReadModelDb, event: BesideEvent): Promise<void> {
  switch (event.type) {
    case 'ReferralSent': {
      const { referralId, caseId, recipient, unit, category, reason, receiveBy } = event.data;
      await db.query(
        `insert into referral (referral_id, case_id, recipient, unit, category, state, reason, due_at, sent_at, version)
         values ($1, $2, $3, $4, $5, 'sent', $6, $7, $8, $9) on conflict do nothing`,
        [referralId, caseId, recipient, unit, category, reason, receiveBy, event.occurredAt, event.version],
      );
      return;
    }
    case 'ReferralReceived':
      await db.query(`update referral set state = 'received', due_at = $2, version = $3 where referral_id = $1`, [
        event.data.referralId,
        event.data.outcomeBy,
        event.version,
      ]);
      return;
    case 'OutcomeRecorded':
      await db.query(
        `update referral set state = 'outcome', outcome = $2, note = $3, due_at = null, version = $4 where referral_id = $1`,
        [event.data.referralId, event.data.outcome, event.data.note, event.version],
      );
      return;
    case 'SupportRequested': {
      const { supportId, caseId, unit, childInDanger, contactBy, safeContact } = event.data;
      await db.query(
        `insert into support (support_id, case_id, unit, state, child_in_danger, contact_by, safe_contact, requested_at, version)
         values ($1, $2, $3, 'requested', $4, $5, $6, $7, $8) on conflict do nothing`,
        [supportId, caseId, unit, childInDanger, contactBy, safeContact, event.occurredAt, event.version],
      );
      return;
    }
    case 'SupportOffered':
      return moved(db, event, 'offered');
    case 'SupportProvided':
      return moved(db, event, 'provided');
    case 'SupportDeclined':
      return moved(db, event, 'declined');
  }
}

async function moved(
  db: ReadModelDb,
  event: Recorded<'SupportOffered' | 'SupportProvided' | 'SupportDeclined'>,
  state: string,
): Promise<void> {
  await db.query('update support set state = $2, note = $3, version = $4 where support_id = $1', [
    event.data.supportId,
    state,
    event.data.note,
    event.version,
  ]);
}
