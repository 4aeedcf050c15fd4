import { z } from 'zod';
import { action, ageBand, category, id, instant, requestTarget, text, uuid } from '../events/shapes.js';
import { PROBLEMS } from '../problems.js';
import {
  ANSWER_LINK_STATES,
  FEED_FORMATS,
  PROVIDER_REFUSALS,
  RECONCILIATION,
  REQUEST_KINDS,
  REQUEST_STATES,
  keysOf,
} from '../vocabulary/index.js';
import { CommandResult, after, cursor, pageLimit } from './common.js';

/** What a person writes for colleagues: never part of an outward text. */
const reason = z.string().trim().min(1).max(4_000);
const requestKind = z.enum(keysOf(REQUEST_KINDS));
const requestState = z.enum(keysOf(REQUEST_STATES));
/** What reaches a provider or school in text form is bounded like a URL is. */
const link = z.string().trim().min(1).max(8_192);

// --- the provider's side -------------------------------------------------------------------------------------------

/**
 * One item of a provider's feed. `id` is the request; a later item with the same `id` replaces an earlier one. A target
 * stays blocked while any request for it is in force: `stillBlocked` says so on a lift.
 */
export const RequestItem = z
  .object({
    id: uuid,
    /** Dense per provider, from 1, over blocks and lifts together. */
    sequence: z.int().min(1),
    kind: requestKind,
    order: uuid,
    reference: z.string(),
    action,
    target: requestTarget,
    /** Absent for referral categories: a provider is never told. */
    category: category.optional(),
    legalBasis: id,
    statement: text,
    issuedAt: instant,
    /** Until when this item is to be enforced, or lifted. */
    dueAt: instant,
    expiresAt: instant,
    /** On a lift: another request of this provider keeps the same target blocked. */
    stillBlocked: z.boolean().optional(),
  })
  .meta({ id: 'RequestItem' });
export type RequestItem = z.infer<typeof RequestItem>;

/** `wait` in seconds; above 60 it is refused rather than shortened in silence. */
export const RequestsQuery = z.strictObject({
  cursor: cursor.optional(),
  wait: z.coerce.number().min(0).max(60).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type RequestsQuery = z.infer<typeof RequestsQuery>;

export const RequestPage = z.object({ items: z.array(RequestItem), cursor }).meta({ id: 'RequestPage' });
export type RequestPage = z.infer<typeof RequestPage>;

/**
 * Refusals of a cursor after which a provider's program takes `GET /requests/snapshot`, puts it **in place of** everything it has, and goes
 * on from the snapshot's cursor. `cursor-gone` (410): the installation was restored from a backup; the program may block what is no longer
 * asked for and lack what is. `invalid-cursor` (400): what was sent is no cursor of this feed. To every other refusal a
 * program keeps its cursor and what it blocks, and comes again.
 */
export const SNAPSHOT_INSTEAD = ['cursor-gone', 'invalid-cursor'] as const satisfies readonly (keyof typeof PROBLEMS)[];

/** Everything in force now. `checksum` is the hex SHA-256 of the RFC 8785 form of `items`. */
export const RequestSnapshot = z
  .object({ items: z.array(RequestItem), cursor, sequence: z.int().min(0), checksum: z.string() })
  .meta({ id: 'RequestSnapshot' });
export type RequestSnapshot = z.infer<typeof RequestSnapshot>;

/** One request as its provider sees it, with what it answered. */
export const RequestView = z
  .object({
    id: uuid,
    kind: requestKind,
    state: requestState,
    order: uuid,
    reference: z.string(),
    action,
    target: requestTarget,
    category: category.optional(),
    legalBasis: id,
    statement: text,
    issuedAt: instant,
    dueAt: instant,
    expiresAt: instant,
    refusal: z.object({ code: z.enum(keysOf(PROVIDER_REFUSALS)) }).optional(),
  })
  .meta({ id: 'Request' });
export type RequestView = z.infer<typeof RequestView>;

export const AcknowledgeBody = z.strictObject({}).meta({ id: 'Acknowledge' });
export const EnforcedBody = z.strictObject({ enforcedAt: instant.optional() }).meta({ id: 'Enforced' });
export type EnforcedBody = z.infer<typeof EnforcedBody>;
export const RefusedBody = z
  .strictObject({ code: z.enum(keysOf(PROVIDER_REFUSALS)), reason: z.string().trim().min(1).max(2_000) })
  .meta({ id: 'Refused' });
export type RefusedBody = z.infer<typeof RefusedBody>;
export const LiftedBody = z.strictObject({ liftedAt: instant.optional() }).meta({ id: 'Lifted' });
export type LiftedBody = z.infer<typeof LiftedBody>;

export const AnswerResult = CommandResult.extend({ id: uuid, state: requestState }).meta({ id: 'AnswerResult' });
export type AnswerResult = z.infer<typeof AnswerResult>;

/** One of many answers: what the single routes take, with the request's id. */
export const Answer = z.discriminatedUnion('answer', [
  z.strictObject({ id: uuid, answer: z.literal('acknowledge') }),
  z.strictObject({ id: uuid, answer: z.literal('enforced'), enforcedAt: instant.optional() }),
  z.strictObject({ id: uuid, answer: z.literal('refused'), ...RefusedBody.shape }),
  z.strictObject({ id: uuid, answer: z.literal('lifted'), liftedAt: instant.optional() }),
]);
export type Answer = z.infer<typeof Answer>;

export const AnswersBody = z.strictObject({ answers: z.array(Answer).min(1).max(500) }).meta({ id: 'Answers' });
export type AnswersBody = z.infer<typeof AnswersBody>;

/** One outcome for each answer, in the same order. */
export const AnswersResult = z
  .object({
    outcomes: z.array(
      z.union([
        z.object({ id: uuid, ok: z.literal(true), state: requestState, position: z.int() }),
        z.object({ id: uuid, ok: z.literal(false), problem: z.enum(keysOf(PROBLEMS)) }),
      ]),
    ),
    position: z.int(),
  })
  .meta({ id: 'AnswersResult' });
export type AnswersResult = z.infer<typeof AnswersResult>;

/** What a provider removed or blocked on its own initiative. The same item sent again is recognised. */
export const SelfReportsBody = z
  .strictObject({
    items: z
      .array(z.strictObject({ url: link, action, category: category.optional(), doneAt: instant }))
      .min(1)
      .max(500),
  })
  .meta({ id: 'SelfReports' });
export type SelfReportsBody = z.infer<typeof SelfReportsBody>;

export const SelfReportsResult = CommandResult.extend({
  accepted: z.int().min(0),
  /** Sent before, word for word: nothing was recorded again. */
  known: z.int().min(0),
}).meta({ id: 'SelfReportsResult' });
export type SelfReportsResult = z.infer<typeof SelfReportsResult>;

// --- lists ---------------------------------------------------------------------------------------------------------

export const FeedParams = z.strictObject({ format: z.enum(keysOf(FEED_FORMATS)) });
export type FeedParams = z.infer<typeof FeedParams>;
export const FeedQuery = z.strictObject({ ageBand: ageBand.optional() });
export type FeedQuery = z.infer<typeof FeedQuery>;

// --- the sandbox ---------------------------------------------------------------------------------------------------

/** Makes harmless test requests on `example.test` names; `lift` also takes them back. */
export const SandboxBody = z
  .strictObject({
    kind: requestKind.default('block'),
    action: action.default('block-domain'),
    count: z.int().min(1).max(100).default(1),
  })
  .meta({ id: 'SandboxRequests' });
export type SandboxBody = z.infer<typeof SandboxBody>;
/** `requests`: those that were made or taken back; of a restart: those that nobody knows any more. */
export const SandboxResult = z.object({ requests: z.array(uuid) }).meta({ id: 'SandboxResult' });
export type SandboxResult = z.infer<typeof SandboxResult>;

// --- orders, for staff ---------------------------------------------------------------------------------------------

/** `in-force` until one of the others became true. */
export const OrderStatus = z.enum(['in-force', 'letter-sent', 'withdrawn', 'expired', 'superseded']);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const OrdersQuery = z.strictObject({
  /** In force at that moment, or at any time of that day in Vietnam; without it every order is listed. */
  inForceAt: z.union([instant, z.iso.date()]).optional(),
  provider: id.optional(),
  case: uuid.optional(),
  unit: id.optional(),
  /** A host name: orders on it or on a name below it. */
  host: z.string().trim().toLowerCase().min(1).max(253).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});
export type OrdersQuery = z.infer<typeof OrdersQuery>;

/** A link at which whoever has a notice or a letter answers one request; the link itself is shown to nobody but its recipient. */
export const AnswerLinkView = z.object({
  kind: requestKind,
  state: z.enum(keysOf(ANSWER_LINK_STATES)),
  /** Its last moment. */
  until: instant,
  revoked: z.object({ by: id, at: instant, reason: text.nullable() }).optional(),
});
export type AnswerLinkView = z.infer<typeof AnswerLinkView>;

export const OrderRequestView = z.object({
  id: uuid,
  provider: id,
  kind: requestKind,
  state: requestState,
  reconciliation: z.enum(keysOf(RECONCILIATION)),
  dueAt: instant.nullable(),
  /** Empty where the provider is given none. */
  answerLinks: z.array(AnswerLinkView),
});

export const OrderView = z
  .object({
    id: uuid,
    reference: z.string(),
    case: uuid,
    status: OrderStatus,
    category,
    action,
    target: requestTarget,
    unit: id,
    legalBasis: id,
    issuedAt: instant,
    expiresAt: instant,
    endedAt: instant.nullable(),
    providers: z.array(id),
    version: z.int(),
  })
  .meta({ id: 'Order' });
export type OrderView = z.infer<typeof OrderView>;

export const OrderPage = z
  .object({ items: z.array(OrderView), cursor: cursor.optional(), stale: z.boolean().optional() })
  .meta({ id: 'OrderPage' });
export type OrderPage = z.infer<typeof OrderPage>;

/** What two people have to agree on, once the first has spoken. */
export const PendingChange = z.object({
  kind: z.enum(['renewal', 'widening']),
  by: id,
  expiresAt: instant.optional(),
  provider: id.optional(),
  action: action.optional(),
  target: requestTarget.optional(),
});

export const OrderDetail = OrderView.extend({
  statement: text.nullable(),
  proposedBy: id.nullable(),
  approvedBy: id.nullable(),
  pending: z.array(PendingChange),
  requests: z.array(OrderRequestView),
}).meta({ id: 'OrderDetail' });
export type OrderDetail = z.infer<typeof OrderDetail>;

export const WithdrawBody = z.strictObject({ reason }).meta({ id: 'WithdrawOrder' });
export type WithdrawBody = z.infer<typeof WithdrawBody>;

/** The first call proposes; the same call by a second person approves exactly that. */
export const RenewBody = z.strictObject({ expiresAt: instant, reason }).meta({ id: 'RenewOrder' });
export type RenewBody = z.infer<typeof RenewBody>;

/** For one provider that cannot express the order: a wider action on a wider name, knowing what becomes unreachable. */
export const WidenBody = z
  .strictObject({ provider: id, action: z.enum(['block-host', 'block-domain']), reason })
  .meta({ id: 'WidenOrder' });
export type WidenBody = z.infer<typeof WidenBody>;

export const WideningQuery = WidenBody.pick({ provider: true, action: true });
export type WideningQuery = z.infer<typeof WideningQuery>;

export const OrderResult = CommandResult.extend({
  id: uuid,
  status: OrderStatus,
  /** `proposed`: a second person has to repeat the call. */
  step: z.enum(['done', 'proposed']),
}).meta({ id: 'OrderResult' });
export type OrderResult = z.infer<typeof OrderResult>;

/** An order by its id, or by the reference that its recipients have. */
export const OrderName = z.union([
  uuid,
  z
    .string()
    .trim()
    .regex(/^LC[- 0-9A-Z]{12,20}$/i),
]);
export type OrderName = z.infer<typeof OrderName>;

/** One of an order's links: of the block or of the lift at one provider. */
export const IssueAnswerLinkBody = z.strictObject({ provider: id, kind: requestKind }).meta({ id: 'IssueAnswerLink' });
export type IssueAnswerLinkBody = z.infer<typeof IssueAnswerLinkBody>;

export const RevokeAnswerLinkBody = IssueAnswerLinkBody.extend({ reason }).meta({ id: 'RevokeAnswerLink' });
export type RevokeAnswerLinkBody = z.infer<typeof RevokeAnswerLinkBody>;

export const AnswerLinkResult = CommandResult.extend({
  /** Of the request. */
  id: uuid,
  kind: requestKind,
  state: z.enum(keysOf(ANSWER_LINK_STATES)),
}).meta({ id: 'AnswerLinkResult' });
export type AnswerLinkResult = z.infer<typeof AnswerLinkResult>;

/** The fresh link, to be handed to the recipient: it is a key for this one request. */
export const IssuedAnswerLink = AnswerLinkResult.extend({ url: z.url(), until: instant }).meta({
  id: 'IssuedAnswerLink',
});
export type IssuedAnswerLink = z.infer<typeof IssuedAnswerLink>;

/** What else dispatch knows on a name: it becomes unreachable at this provider too. */
const alsoThere = z.array(z.object({ order: uuid, target: requestTarget, status: OrderStatus }));

/** What a widening would reach, for whoever thinks about one. */
export const WideningPreview = z
  .object({
    provider: id,
    action,
    target: requestTarget,
    /** Whether the provider's equipment can do the wider action at all. */
    expressible: z.boolean(),
    /** What of the guard list stops it, whatever people decide; null when nothing does. */
    guard: z.object({ entry: z.string(), why: z.string() }).nullable(),
    alsoThere,
  })
  .meta({ id: 'WideningPreview' });
export type WideningPreview = z.infer<typeof WideningPreview>;

export const WidenResult = OrderResult.extend({
  target: requestTarget,
  alsoThere,
}).meta({ id: 'WidenResult' });
export type WidenResult = z.infer<typeof WidenResult>;

/** For every order each provider in scope is exactly one of the five; holes and differences are what went wrong. */
export const ReconciliationReport = z
  .object({
    at: instant,
    /** The log was read up to here. */
    position: z.int(),
    orders: z.int(),
    counts: z.record(z.enum(keysOf(RECONCILIATION)), z.int()),
    /** Providers in scope that nothing was ever queued for. */
    holes: z.array(z.object({ order: uuid, provider: id })),
    /** Where the read model says something else than the log. */
    differences: z.array(
      z.object({ order: uuid, provider: id, log: z.string().nullable(), readModel: z.string().nullable() }),
    ),
  })
  .meta({ id: 'Reconciliation' });
export type ReconciliationReport = z.infer<typeof ReconciliationReport>;
