import { z } from 'zod';
import { keysOf } from '../vocabulary/words.js';
import { ACTIONS, AGE_BANDS, CATEGORIES, CHANNELS, PRIORITIES, SPEECH_KINDS } from '../vocabulary/index.js';

export const id = z.string().min(1).max(200);
export const uuid = z.uuid();
/** RFC 3339 in UTC with milliseconds, e.g. `2026-03-01T02:03:04.567Z`. */
export const instant = z.iso.datetime({ offset: false });
export const text = z.string().max(20_000);
export const category = z.enum(keysOf(CATEGORIES));
export const action = z.enum(keysOf(ACTIONS));
export const priority = z.enum(keysOf(PRIORITIES));
export const channel = z.enum(keysOf(CHANNELS));
export const ageBand = z.enum(keysOf(AGE_BANDS));
export const speechKind = z.enum(keysOf(SPEECH_KINDS));
/** Hex SHA-256 of the canonical form of a proposal. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A target as identified by `libs/target`; the raw text is what was reported, character for character. */
export const acceptedTarget = z.strictObject({
  state: z.literal('accepted'),
  raw: z.string(),
  canonicalUrl: z.string(),
  /** As the WHATWG parser gives it from the reported text: this is what a request carries. */
  requestUrl: z.string(),
  contentKey: z.string(),
  host: z.string(),
  domain: z.string().nullable(),
  platform: z.string().nullable(),
  flags: z.array(z.string()),
  canonicaliserVersion: z.string(),
});
export const unparseableTarget = z.strictObject({
  state: z.literal('unparseable'),
  raw: z.string(),
  reason: z.string(),
});
/** A plea for help without any link. */
export const noTarget = z.strictObject({ state: z.literal('none') });
export const target = z.discriminatedUnion('state', [acceptedTarget, unparseableTarget, noTarget]);

/** Exactly one of the three: what an order names, no wider. */
export const requestTarget = z.union([
  z.strictObject({ url: z.string() }),
  z.strictObject({ host: z.string() }),
  z.strictObject({ domain: z.string() }),
]);

/** What triage keeps of a report on the case; reporters stay on their own stream. */
export const attachedReport = z.strictObject({
  reportId: uuid,
  channel,
  province: z.string().nullable(),
  unit: z.string().nullable(),
  /** Keyed hash that is equal for reports of one source; null when the reporter cannot be told apart. */
  source: z.string().nullable(),
  categoryHint: category.nullable(),
  ageBand: ageBand.nullable(),
  helpNeeded: z.boolean(),
  childInDanger: z.boolean(),
  reportedAt: instant,
});

/** The concrete harm to a child and how it was verified (content-level categories need both). */
export const harm = z.strictObject({ stated: text, verifiedHow: text });

/** Everything an approver approves; the digest is SHA-256 over its RFC 8785 form. */
export const proposal = z.strictObject({
  caseId: uuid,
  targetIndex: z.int().min(0),
  category,
  action,
  scope: requestTarget,
  legalBasis: id,
  reasons: text,
  proportionality: text.nullable(),
  harm: harm.nullable(),
  speech: speechKind.nullable(),
  /** Provider ids, or null for every provider in scope. */
  providers: z.array(id).nullable(),
  /** With `restrict-age` only: the ages it is kept from; absent means every age below 18. */
  ageBands: z.array(ageBand).min(1).optional(),
  expiresAt: instant,
});

export type Target = z.infer<typeof target>;
export type AcceptedTarget = z.infer<typeof acceptedTarget>;
export type RequestTarget = z.infer<typeof requestTarget>;
export type AttachedReport = z.infer<typeof attachedReport>;
export type Proposal = z.infer<typeof proposal>;
export type Harm = z.infer<typeof harm>;
