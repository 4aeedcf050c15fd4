import { z } from 'zod';
import { ageBand, instant, uuid } from '../../events/shapes.js';
import {
  CATEGORIES,
  OBJECTION_STATES,
  REFERRAL_OUTCOMES,
  REFERRAL_RECIPIENTS,
  REVIEW_OUTCOMES,
  SUPPORT_STATES,
  keysOf,
} from '../../vocabulary/index.js';
import { after, cursor, pageLimit } from '../common.js';
import { TargetView } from './case-view.js';

const id = z.string().min(1).max(200);
const said = z.string().trim().min(3).max(10_000);

export const REFERRAL_STATES = ['sent', 'received', 'outcome'] as const;

export const ReferralQuery = z.strictObject({
  state: z.enum(REFERRAL_STATES).optional(),
  case: uuid.optional(),
  overdue: z.enum(['true', 'false']).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});

export const ReferralView = z
  .object({
    id: uuid,
    caseId: uuid,
    recipient: z.enum(keysOf(REFERRAL_RECIPIENTS)),
    unit: id,
    category: z.enum(keysOf(CATEGORIES)).nullable(),
    state: z.enum(REFERRAL_STATES),
    reason: z.string().nullable(),
    outcome: z.enum(keysOf(REFERRAL_OUTCOMES)).nullable(),
    note: z.string().nullable(),
    province: z.string().nullable(),
    /** What the recipient acts on; defanged for screens like everywhere. */
    targets: z.array(TargetView),
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    sentAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Referral' });
export const ReferralList = z
  .object({ items: z.array(ReferralView), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'ReferralList' });

/** `POST /referrals`: the same as `POST /cases/:id/refer`, the case named in the body. */
export const SendReferral = z
  .strictObject({ caseId: uuid, recipient: z.enum(keysOf(REFERRAL_RECIPIENTS)), unit: id.optional(), reason: said })
  .meta({ id: 'SendReferral' });
export const RecordOutcome = z
  .strictObject({ outcome: z.enum(keysOf(REFERRAL_OUTCOMES)), note: z.string().trim().max(10_000).optional() })
  .meta({ id: 'RecordOutcome' });

export const SupportQuery = z.strictObject({
  state: z.enum(keysOf(SUPPORT_STATES)).optional(),
  case: uuid.optional(),
  overdue: z.enum(['true', 'false']).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});

/** The safe contact is in the answer for the unit that has to reach the child, and for nobody else. */
export const SupportView = z
  .object({
    id: uuid,
    caseId: uuid,
    unit: id,
    state: z.enum(keysOf(SUPPORT_STATES)),
    childInDanger: z.boolean(),
    contactBy: instant,
    /** Who is on call for it now; null when nobody is on the unit's rota. */
    onCall: id.nullable(),
    overdue: z.boolean(),
    safeContact: z.string().nullable().optional(),
    note: z.string().nullable(),
    requestedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'Support' });
export const SupportList = z
  .object({ items: z.array(SupportView), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'SupportList' });
export const SupportNote = z.strictObject({ note: said }).meta({ id: 'SupportNote' });

/** Anyone with an order's reference may ask for review; the answer is the same whatever the reference is. */
export const RequestReview = z
  .strictObject({
    reference: z.string().trim().min(1).max(60),
    reason: z.string().trim().min(3).max(10_000),
    contact: z.string().trim().min(3).max(300).optional(),
  })
  .meta({ id: 'RequestReview' });
export const ReviewAccepted = z.object({ received: z.literal(true) }).meta({ id: 'ReviewAccepted' });

/** A school says that its list keeps something useful away: a line of the list, a name or a URL. */
export const SchoolObjection = z
  .strictObject({
    entry: z.string().trim().min(1).max(8_192),
    /** The list it was on; without it every age below 18. */
    ageBand: ageBand.optional(),
    reason: z.string().trim().min(3).max(10_000),
    contact: z.string().trim().min(3).max(300).optional(),
  })
  .meta({ id: 'SchoolObjection' });
/** How many orders block the entry: each is reviewed by a third person. What became of each stands at `GET /appeals/school`. */
export const SchoolObjectionAccepted = z
  .object({ received: z.literal(true), reviews: z.int().min(1), objections: z.array(uuid) })
  .meta({ id: 'SchoolObjectionAccepted' });
export const SchoolObjectionQuery = z.strictObject({ cursor: cursor.optional(), limit: pageLimit, after });
/** Outward text: the order's reference (it stands beside the entry on the school's list), the decision and dates, nothing else. */
export const SchoolObjectionView = z
  .object({
    id: uuid,
    reference: z.string(),
    state: z.enum(keysOf(OBJECTION_STATES)),
    askedAt: instant,
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'SchoolObjectionView' });
export const SchoolObjectionList = z
  .object({ items: z.array(SchoolObjectionView), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'SchoolObjectionList' });
export const DecideReview = z
  .strictObject({ outcome: z.enum(keysOf(REVIEW_OUTCOMES)), reason: said })
  .meta({ id: 'DecideReview' });

export const BesideCaseRef = z.strictObject({ id: uuid }).meta({ id: 'BesideCaseRef' });
export const BesideResult = z
  .object({ id: uuid, caseId: uuid, position: z.int(), version: z.int() })
  .meta({ id: 'BesideResult' });

export type ReferralQuery = z.infer<typeof ReferralQuery>;
export type ReferralView = z.infer<typeof ReferralView>;
export type SendReferral = z.infer<typeof SendReferral>;
export type RecordOutcome = z.infer<typeof RecordOutcome>;
export type ReferralList = z.infer<typeof ReferralList>;
export type SupportList = z.infer<typeof SupportList>;
export type SupportQuery = z.infer<typeof SupportQuery>;
export type SupportView = z.infer<typeof SupportView>;
export type SupportNote = z.infer<typeof SupportNote>;
export type RequestReview = z.infer<typeof RequestReview>;
export type SchoolObjection = z.infer<typeof SchoolObjection>;
export type SchoolObjectionAccepted = z.infer<typeof SchoolObjectionAccepted>;
export type SchoolObjectionQuery = z.infer<typeof SchoolObjectionQuery>;
export type SchoolObjectionView = z.infer<typeof SchoolObjectionView>;
export type SchoolObjectionList = z.infer<typeof SchoolObjectionList>;
export type DecideReview = z.infer<typeof DecideReview>;
export type BesideResult = z.infer<typeof BesideResult>;
