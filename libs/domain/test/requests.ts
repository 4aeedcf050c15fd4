import type { EventData, RequestEvent } from '#libs/contracts';
import type { RequestCommand, RequestIds, Situation } from '../src/index.js';
import { plusDays, plusMinutes, referenceOf, statementOf } from '../src/index.js';
import { CASE, ORDER, target } from './cases.js';
import { LATER, NOW } from './people.js';

export const ids: RequestIds = {
  caseId: CASE,
  orderId: ORDER,
  requestId: '7f1c2d3e-4a5b-5c6d-8e7f-0123456789ab',
  provider: 'isp-a',
};

const END = plusDays(NOW, 30);
const CITATION = 'Luật Trẻ em, Điều 54';
export const ACKNOWLEDGE_BY = plusMinutes(NOW, 60);
export const ENFORCE_BY = plusMinutes(NOW, 24 * 60);
export const LIFT_BY = plusMinutes(LATER, 60);

const outward = { reference: referenceOf(ORDER), action: 'block-host', legalBasis: 'luat-tre-em-54' } as const;

export const queue: Extract<RequestCommand, { type: 'queue' }> = {
  type: 'queue',
  ids,
  order: { reference: outward.reference, legalBasis: outward.legalBasis, issuedAt: NOW },
  category: 'social-vice',
  action: 'block-host',
  target: { host: target.host },
  expiresAt: END,
  citation: CITATION,
  acknowledgeBy: ACKNOWLEDGE_BY,
  enforceBy: ENFORCE_BY,
};

export const queueLift: Extract<RequestCommand, { type: 'queueLift' }> = {
  type: 'queueLift',
  reason: 'withdrawn',
  now: LATER,
  liftBy: LIFT_BY,
  citation: CITATION,
};

const asked: EventData<'RequestQueued'> = {
  ...ids,
  ...outward,
  issuedAt: NOW,
  expiresAt: END,
  statement: statementOf({ decision: 'order', ...outward, citation: CITATION, issuedAt: NOW, expiresAt: END }),
  target: { host: target.host },
  category: 'social-vice',
  acknowledgeBy: ACKNOWLEDGE_BY,
  enforceBy: ENFORCE_BY,
};

export const happened = {
  notExpressible: { type: 'RequestNotExpressible', data: { ...ids, action: 'block-url', reason: 'names-only' } },
  queued: { type: 'RequestQueued', data: asked },
  delivered: { type: 'RequestDelivered', data: ids },
  acknowledged: { type: 'RequestAcknowledged', data: ids },
  enforced: { type: 'RequestEnforced', data: { ...ids, enforcedAt: NOW } },
  verified: { type: 'EnforcementVerified', data: { ...ids, probe: 'p' } },
  notSeen: { type: 'EnforcementNotSeen', data: { ...ids, probe: 'p' } },
  refused: { type: 'RequestRefused', data: { ...ids, code: 'technical', reason: 'r' } },
  parked: { type: 'RequestParked', data: { ...ids, reason: 'r' } },
  resent: { type: 'RequestResent', data: { ...ids, attempt: 1 } },
  liftQueued: {
    type: 'LiftQueued',
    data: {
      ...ids,
      ...outward,
      issuedAt: LATER,
      expiresAt: END,
      statement: statementOf({ decision: 'lift', ...outward, citation: CITATION, issuedAt: LATER, expiresAt: END }),
      target: { host: target.host },
      reason: 'withdrawn',
      liftBy: LIFT_BY,
    },
  },
  recalled: { type: 'RequestLifted', data: { ...ids, recalled: true, liftedAt: LATER } },
  liftDelivered: { type: 'LiftDelivered', data: ids },
  lifted: { type: 'RequestLifted', data: { ...ids, recalled: false, liftedAt: LATER } },
  liftVerified: { type: 'LiftVerified', data: { ...ids, probe: 'p' } },
  liftNotSeen: { type: 'LiftNotSeen', data: { ...ids, probe: 'p' } },
} as const satisfies Record<string, RequestEvent>;

const { queued, delivered, acknowledged, enforced, liftQueued, liftDelivered, lifted, resent } = happened;
const lifting = [queued, delivered, enforced, liftQueued];

/** A history that leads to each situation. */
export const upToSituation: Readonly<Record<Situation, readonly RequestEvent[]>> = {
  none: [],
  notExpressible: [happened.notExpressible],
  queued: [queued],
  queuedAgain: [queued, delivered, resent],
  delivered: [queued, delivered],
  acknowledged: [queued, delivered, acknowledged],
  enforced: [queued, delivered, enforced],
  enforcedUnseen: [queued, delivered, enforced, happened.notSeen],
  verified: [queued, delivered, enforced, happened.verified],
  refused: [queued, delivered, happened.refused],
  parked: [queued, happened.parked],
  liftQueued: lifting,
  liftQueuedAgain: [...lifting, liftDelivered, resent],
  liftDelivered: [...lifting, liftDelivered],
  liftParked: [...lifting, happened.parked],
  recalled: [queued, liftQueued, happened.recalled],
  lifted: [...lifting, liftDelivered, lifted],
  liftedUnseen: [...lifting, liftDelivered, lifted, happened.liftNotSeen],
  liftVerified: [...lifting, liftDelivered, lifted, happened.liftVerified],
};

/** One of every command, with its most telling details. */
export const everyCommand: readonly RequestCommand[] = [
  queue,
  { type: 'notExpressible', ids, action: 'block-url', reason: 'names-only' },
  { type: 'deliver' },
  { type: 'deliverLift' },
  { type: 'acknowledge' },
  { type: 'enforced', enforcedAt: NOW },
  { type: 'enforced', enforcedAt: LATER },
  { type: 'refused', code: 'technical', reason: 'r' },
  { type: 'refused', code: 'legal-doubt', reason: 'r' },
  { type: 'lifted', liftedAt: LATER },
  { type: 'enforcementVerified', probe: 'p' },
  { type: 'enforcementNotSeen', probe: 'p' },
  { type: 'liftVerified', probe: 'p' },
  { type: 'liftNotSeen', probe: 'p' },
  { type: 'overdue', step: 'request-acknowledge', now: LATER },
  { type: 'overdue', step: 'request-enforce', now: plusDays(LATER, 1) },
  { type: 'overdue', step: 'request-enforce', now: NOW },
  { type: 'liftOverdue', now: plusDays(LATER, 1) },
  { type: 'resend' },
  { type: 'escalate', to: 'bo-tttt' },
  { type: 'park', reason: 'r' },
  { type: 'renew', expiresAt: plusDays(END, 30) },
  queueLift,
];
