import type { ReadModel, ReadModelDb } from '#libs/messaging';
import type { Recorded } from '../recorded.js';

const TYPES = [
  'CaseClaimed',
  'ClaimRenewed',
  'ClaimReleased',
  'ClaimExpired',
  'SupportRequested',
  'SupportOffered',
  'SupportProvided',
  'SupportDeclined',
  'SupportOverdue',
  'ReferralSent',
  'ReferralReceived',
  'OutcomeRecorded',
  'ReferralOverdue',
] as const;
type TimerEvent = Recorded<(typeof TYPES)[number]>;

/** What becomes an event by the mere passing of time. */
export const TIMER_KINDS = ['claim-expiry', 'support-contact', 'referral-receive', 'referral-outcome'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/**
 * Moments at which the scheduler has something to do: one row per claim, plea and referral that waits. A row goes when
 * somebody acted or when its event was recorded.
 */
export const dueReadModel: ReadModel = {
  name: 'triage.due',
  service: 'triage',
  schema: 'triage_due',
  ddl: `
create table due (
  kind text not null,
  subject uuid not null,
  case_id uuid not null,
  due_at timestamptz not null,
  primary key (kind, subject)
);
create index due_at on due (due_at);
`,
  types: TYPES,
  async apply(db, events) {
    for (const event of events) await applyOne(db, event as TimerEvent);
  },
};

async function applyOne(db: ReadModelDb, event: TimerEvent): Promise<void> {
  const { caseId } = event.data;
  switch (event.type) {
    case 'CaseClaimed':
    case 'ClaimRenewed':
      return set(db, 'claim-expiry', caseId, caseId, event.data.until);
    case 'ClaimReleased':
    case 'ClaimExpired':
      return remove(db, 'claim-expiry', caseId);
    case 'SupportRequested':
      return set(db, 'support-contact', event.data.supportId, caseId, event.data.contactBy);
    case 'SupportOffered':
    case 'SupportProvided':
    case 'SupportDeclined':
    case 'SupportOverdue':
      return remove(db, 'support-contact', event.data.supportId);
    case 'ReferralSent':
      return set(db, 'referral-receive', event.data.referralId, caseId, event.data.receiveBy);
    case 'ReferralReceived':
      await remove(db, 'referral-receive', event.data.referralId);
      return set(db, 'referral-outcome', event.data.referralId, caseId, event.data.outcomeBy);
    case 'OutcomeRecorded':
      await remove(db, 'referral-receive', event.data.referralId);
      return remove(db, 'referral-outcome', event.data.referralId);
    case 'ReferralOverdue':
      return remove(
        db,
        event.data.step === 'referral-receive' ? 'referral-receive' : 'referral-outcome',
        event.data.referralId,
      );
  }
}

const set = async (db: ReadModelDb, kind: TimerKind, subject: string, caseId: string, at: string): Promise<void> => {
  await db.query(
    `insert into due (kind, subject, case_id, due_at) values ($1, $2, $3, $4)
     on conflict (kind, subject) do update set due_at = excluded.due_at`,
    [kind, subject, caseId, at],
  );
};

const remove = async (db: ReadModelDb, kind: TimerKind, subject: string): Promise<void> => {
  await db.query('delete from due where kind = $1 and subject = $2', [kind, subject]);
};
