import { z } from 'zod';
import { REFERRAL_OUTCOMES, REFERRAL_RECIPIENTS, SAMPLE_KINDS, STEPS, keysOf } from '../vocabulary/index.js';
import { caseField, childSecretField, eventsOf } from './define.js';
import { category, id, instant, text, uuid } from './shapes.js';

const referral = eventsOf('referral');
const support = eventsOf('support');
const finding = eventsOf('finding');
const sample = eventsOf('sample');

/** `referral-<id>`: runs beside the decision; its silence never delays a block past the policy limit. */
export const referralEvents = {
  ReferralSent: referral({
    caseId: uuid,
    referralId: uuid,
    recipient: z.enum(keysOf(REFERRAL_RECIPIENTS)),
    unit: id,
    category: category.nullable(),
    receiveBy: instant,
    reason: caseField(text),
  }),
  ReferralReceived: referral({ caseId: uuid, referralId: uuid, person: id, outcomeBy: instant }),
  OutcomeRecorded: referral({
    caseId: uuid,
    referralId: uuid,
    person: id,
    outcome: z.enum(keysOf(REFERRAL_OUTCOMES)),
    note: caseField(text),
  }),
  ReferralOverdue: referral({ caseId: uuid, referralId: uuid, step: z.enum(keysOf(STEPS)), dueAt: instant }),
};

/** `support-<id>`: help for the child, at once, whatever becomes of the link. */
export const supportEvents = {
  SupportRequested: support({
    caseId: uuid,
    supportId: uuid,
    reportId: uuid,
    childInDanger: z.boolean(),
    unit: id,
    contactBy: instant,
    safeContact: childSecretField(text),
  }),
  SupportOffered: support({ caseId: uuid, supportId: uuid, person: id, note: caseField(text) }),
  SupportProvided: support({ caseId: uuid, supportId: uuid, person: id, note: caseField(text) }),
  SupportDeclined: support({ caseId: uuid, supportId: uuid, person: id, note: caseField(text) }),
  SupportOverdue: support({ caseId: uuid, supportId: uuid, step: z.enum(keysOf(STEPS)), dueAt: instant }),
};

/** `finding-<id>`: what the auditor raises must be answered. */
export const findingEvents = {
  FindingRaised: finding({
    findingId: uuid,
    caseId: uuid.nullable(),
    unit: id,
    answerBy: instant,
    text: caseField(text),
  }),
  FindingAnswered: finding({ findingId: uuid, person: id, text: caseField(text) }),
  FindingClosed: finding({ findingId: uuid, person: id }),
};

/**
 * `sample-<id>`: an auditor's random sample was ordered. The event commits to what is drawn from; its own leaf hash, which exists
 * only once it is recorded, is the seed: nobody chooses it, everybody can draw again.
 */
export const sampleEvents = {
  SampleDrawn: sample({
    sampleId: uuid,
    person: id,
    from: instant,
    to: instant,
    size: z.int().min(1).max(500),
    /** Null: every case. */
    kinds: z.array(z.enum(keysOf(SAMPLE_KINDS))).nullable(),
    nonce: z.string().regex(/^[0-9a-f]{64}$/),
  }),
};
