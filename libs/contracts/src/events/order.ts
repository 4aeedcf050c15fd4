import { z } from 'zod';
import {
  LIFT_REASONS,
  NOT_EXPRESSIBLE_REASONS,
  ORDER_REFUSALS,
  PROVIDER_REFUSALS,
  RECHECKS,
  STEPS,
  keysOf,
} from '../vocabulary/index.js';
import { caseField, eventsOf } from './define.js';
import { action, ageBand, category, digest, id, instant, requestTarget, text, uuid } from './shapes.js';

const order = eventsOf('order');
const request = eventsOf('request');

const reference = z.string().regex(/^LC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
/** Outward text: depends on reference, action, legal basis, decision and dates alone; never on who reported or what a note said. */
const outward = {
  reference,
  action,
  legalBasis: id,
  issuedAt: instant,
  expiresAt: instant,
  statement: caseField(text),
  target: caseField(requestTarget),
};

/** `order-<id>`: id = UUIDv5 of the approval event. Appended by dispatch only. */
export const orderEvents = {
  OrderIssued: order({
    caseId: uuid,
    orderId: uuid,
    approval: uuid,
    digest,
    category,
    unit: id,
    approvedBy: id,
    proposedBy: id,
    providers: z.array(id),
    platform: z.string().nullable(),
    /** With `restrict-age`: the ages that a school list keeps it from; none named means every age below 18. */
    ageBands: z.array(ageBand),
    ...outward,
  }),
  OrderRefused: order({
    caseId: uuid,
    orderId: uuid,
    approval: uuid,
    code: z.enum(keysOf(ORDER_REFUSALS)),
    detail: caseField(text),
  }),
  CompetentAuthorityAsked: order({
    caseId: uuid,
    orderId: uuid,
    approval: uuid,
    authority: id,
    category,
    unit: id,
    answerBy: instant,
    ...outward,
  }),
  RenewalProposed: order({
    caseId: uuid,
    orderId: uuid,
    person: id,
    human: id,
    expiresAt: instant,
    reason: caseField(text),
  }),
  OrderRenewed: order({ caseId: uuid, orderId: uuid, person: id, human: id, proposedBy: id, expiresAt: instant }),
  WideningProposed: order({
    caseId: uuid,
    orderId: uuid,
    person: id,
    human: id,
    provider: id,
    action,
    target: caseField(requestTarget),
    reason: caseField(text),
  }),
  WideningApproved: order({
    caseId: uuid,
    orderId: uuid,
    person: id,
    human: id,
    proposedBy: id,
    provider: id,
    action,
    target: caseField(requestTarget),
  }),
  /** The blocked name is not as it was. `since`: seen so for the first time; `seenAt`: the look that made it sure. No name, no address. */
  BlockRechecked: order({
    caseId: uuid,
    orderId: uuid,
    found: z.enum(keysOf(RECHECKS)),
    since: instant,
    seenAt: instant,
  }),
  OrderSuperseded: order({ caseId: uuid, orderId: uuid, by: uuid }),
  OrderWithdrawn: order({ caseId: uuid, orderId: uuid, person: id, reason: caseField(text) }),
  OrderExpired: order({ caseId: uuid, orderId: uuid, expiresAt: instant }),
};

const ids = { caseId: uuid, orderId: uuid, requestId: uuid, provider: id };
const dueStep = z.enum(keysOf(STEPS));

/** `request-<id>` (order × provider; id = UUIDv5 of both). Appended by dispatch only. */
export const requestEvents = {
  RequestQueued: request({
    ...ids,
    ...outward,
    /** Null for referral categories: a provider is never told. */
    category: category.nullable(),
    acknowledgeBy: instant,
    enforceBy: instant,
  }),
  RequestNotExpressible: request({ ...ids, action, reason: z.enum(keysOf(NOT_EXPRESSIBLE_REASONS)) }),
  /** The order was renewed: the provider is told the new end, as an item that replaces the former one. */
  RequestRenewed: request({ ...ids, expiresAt: instant }),
  RequestDelivered: request({ ...ids }),
  RequestAcknowledged: request({ ...ids }),
  RequestEnforced: request({ ...ids, enforcedAt: instant }),
  RequestRefused: request({ ...ids, code: z.enum(keysOf(PROVIDER_REFUSALS)), reason: caseField(text) }),
  EnforcementVerified: request({ ...ids, probe: z.string() }),
  EnforcementNotSeen: request({ ...ids, probe: z.string() }),
  RequestResent: request({ ...ids, attempt: z.int() }),
  RequestEscalated: request({ ...ids, to: id }),
  RequestOverdue: request({ ...ids, step: dueStep, dueAt: instant }),
  RequestParked: request({ ...ids, reason: z.string() }),
  LiftQueued: request({ ...ids, ...outward, reason: z.enum(keysOf(LIFT_REASONS)), liftBy: instant }),
  LiftDelivered: request({ ...ids }),
  /** `recalled: true`: the provider never fetched the block, so there was nothing to lift. */
  RequestLifted: request({ ...ids, recalled: z.boolean(), liftedAt: instant }),
  LiftVerified: request({ ...ids, probe: z.string() }),
  LiftNotSeen: request({ ...ids, probe: z.string() }),
  LiftOverdue: request({ ...ids, step: dueStep, dueAt: instant }),
};

const selfReport = eventsOf('selfreport');

/** `selfreport-<id>`: what a provider removed or blocked on its own initiative, in its own words. Appended by dispatch only. */
export const selfReportEvents = {
  SelfReportReceived: selfReport({
    selfReportId: uuid,
    provider: id,
    action,
    category: category.nullable(),
    doneAt: instant,
    url: caseField(z.string()),
  }),
};
