import { z } from 'zod';
import { instant, uuid } from '../events/shapes.js';
import { ACTIONS, CATEGORIES, REQUEST_STATES, keysOf } from '../vocabulary/index.js';
import { after, cursor, pageLimit } from './common.js';
import { CaseHistoryEvent } from './triage/history.js';

const id = z.string().min(1).max(200);

/** `GET /audit/events`: `from` is the first position wanted; `types` separates with commas. */
export const AuditEventsQuery = z.strictObject({
  from: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).default(1),
  to: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  types: z.string().max(2_000).optional(),
  case: uuid.optional(),
});

/** `GET /audit/log`: the newest first; `types` separates with commas. */
export const AuditLogQuery = z.strictObject({
  types: z.string().max(2_000).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});

/** `purpose`: why clear text is needed. Without it protected fields are masked; with it, reading them is an event. */
export const ReplayQuery = z.strictObject({
  at: z.iso.datetime({ offset: true }).optional(),
  purpose: z.string().trim().min(5).max(500).optional(),
  after,
});

/** An event as the auditor reads it; `redacted` names the protected fields that are masked (null) for want of a purpose. */
export const AuditEvent = CaseHistoryEvent.extend({ redacted: z.array(z.string()).optional() }).meta({
  id: 'AuditEvent',
});

/** The log as it is looked through: protected fields are masked, always. */
export const AuditLog = z
  .object({ items: z.array(AuditEvent), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'AuditLog' });

/** The policy that counted from an event of the case on, until the next of these. */
export const PolicyPeriod = z
  .object({
    fromPosition: z.int(),
    entries: z.array(
      z.object({
        kind: z.enum(['deadline', 'competence', 'legal-basis']),
        id,
        /** Position of the approval that made this version. */
        version: z.int(),
        value: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'PolicyPeriod' });

/** Where each request to a provider stood at that moment. */
export const ReplayedRequest = z
  .object({
    requestId: uuid,
    orderId: uuid,
    provider: id,
    status: z.enum(keysOf(REQUEST_STATES)),
  })
  .meta({ id: 'ReplayedRequest' });

/** A case as it stood at a moment: what was known, who held it, what was in force; `events` are those recorded by then. */
export const CaseReplay = z
  .object({
    caseId: uuid,
    at: instant,
    state: z.looseObject({ status: z.string() }),
    claim: z.looseObject({ status: z.string() }),
    orders: z.array(z.looseObject({ orderId: z.string(), status: z.string() })),
    requests: z.array(ReplayedRequest),
    /** Protected fields whose key was destroyed since are null. */
    events: z.array(AuditEvent),
    redacted: z.boolean(),
    /** Deadlines, competences and legal bases in force at each event: the last period whose `fromPosition` it reaches. */
    policies: z.array(PolicyPeriod),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'CaseReplay' });

const page = { cursor: cursor.optional(), limit: pageLimit, after };

/** Attempts that the rules stopped; never on the case itself. */
export const AttemptsQuery = z.strictObject({ case: uuid.optional(), person: id.optional(), ...page });
export const Attempt = z
  .object({
    position: z.int(),
    at: instant,
    app: z.string(),
    actor: z.object({ kind: z.string(), id: z.string(), unit: z.string().nullable() }),
    attempt: z.string(),
    refusal: z.string(),
    case: z.string().nullable(),
    subject: z.string().nullable(),
  })
  .meta({ id: 'RefusedAttempt' });
export const AttemptList = z
  .object({ items: z.array(Attempt), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'RefusedAttemptList' });

/** Which cases did a target, an order or a person touch? Exactly one of the three. */
export const SearchQuery = z
  .strictObject({ target: z.string().min(3).max(300).optional(), order: id.optional(), person: id.optional(), ...page })
  .refine((query) => [query.target, query.order, query.person].filter((term) => term !== undefined).length === 1, {
    error: 'exactly one of target, order, person',
    path: ['target'],
  });
export const TraceList = z
  .object({
    items: z.array(
      z.object({
        caseId: uuid,
        kind: z.enum(['target', 'order', 'person']),
        term: z.string(),
        firstPosition: z.int(),
        firstAt: instant,
      }),
    ),
    cursor: z.string().optional(),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'CaseTraceList' });

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/**
 * All orders in force at a moment, or at any time of a day or a month in Việt Nam ("why was this blocked in March?"), of all cases or
 * of those named; of named cases also without a time: every order they ever had.
 */
export const AuditOrdersQuery = z
  .strictObject({
    inForceAt: z.union([z.iso.datetime({ offset: true }), z.iso.date(), month]).optional(),
    case: z.union([uuid, z.array(uuid).max(50)]).optional(),
    ...page,
  })
  .refine((query) => query.inForceAt !== undefined || query.case !== undefined, {
    error: 'inForceAt, case or both',
    path: ['inForceAt'],
  });
export const AuditOrder = z
  .object({
    orderId: uuid,
    caseId: uuid,
    reference: z.string(),
    category: z.enum(keysOf(CATEGORIES)),
    action: z.enum(keysOf(ACTIONS)),
    legalBasis: id,
    unit: id,
    proposedBy: id,
    approvedBy: id,
    issuedAt: instant,
    expiresAt: instant,
    endedAt: instant.nullable(),
    ended: z.enum(['withdrawn', 'expired', 'superseded']).nullable(),
  })
  .meta({ id: 'AuditOrder' });
export const AuditOrderList = z
  .object({ items: z.array(AuditOrder), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'AuditOrderList' });

/** `POST /findings`: what the auditor raises against a unit, with the time by which it answers. */
export const RaiseFinding = z
  .strictObject({
    unit: id,
    case: uuid.optional(),
    text: z.string().min(1).max(20_000),
    answerBy: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'RaiseFinding' });
export const AnswerFinding = z.strictObject({ text: z.string().min(1).max(20_000) }).meta({ id: 'AnswerFinding' });
export const FindingView = z
  .object({
    findingId: uuid,
    caseId: z.string().nullable(),
    unit: id,
    status: z.enum(['raised', 'answered', 'closed']),
    text: z.string().nullable(),
    answer: z.string().nullable(),
    raisedAt: instant,
    answerBy: instant,
    overdue: z.boolean(),
  })
  .meta({ id: 'Finding' });
export const FindingList = z
  .object({ items: z.array(FindingView), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'FindingList' });
export const FindingResult = z.object({ findingId: uuid, position: z.int() }).meta({ id: 'FindingResult' });

export type AuditEventsQuery = z.infer<typeof AuditEventsQuery>;
export type AuditLogQuery = z.infer<typeof AuditLogQuery>;
export type AuditLog = z.infer<typeof AuditLog>;
export type ReplayQuery = z.infer<typeof ReplayQuery>;
export type AuditEvent = z.infer<typeof AuditEvent>;
export type PolicyPeriod = z.infer<typeof PolicyPeriod>;
export type CaseReplay = z.infer<typeof CaseReplay>;
export type AttemptsQuery = z.infer<typeof AttemptsQuery>;
export type Attempt = z.infer<typeof Attempt>;
export type AttemptList = z.infer<typeof AttemptList>;
export type SearchQuery = z.infer<typeof SearchQuery>;
export type TraceList = z.infer<typeof TraceList>;
export type AuditOrder = z.infer<typeof AuditOrder>;
export type AuditOrdersQuery = z.infer<typeof AuditOrdersQuery>;
export type AuditOrderList = z.infer<typeof AuditOrderList>;
export type RaiseFinding = z.infer<typeof RaiseFinding>;
export type AnswerFinding = z.infer<typeof AnswerFinding>;
export type FindingView = z.infer<typeof FindingView>;
export type FindingList = z.infer<typeof FindingList>;
export type FindingResult = z.infer<typeof FindingResult>;
