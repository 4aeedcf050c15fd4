import { z } from 'zod';
import { action, id, instant } from '../events/shapes.js';
import { REQUEST_KINDS, REQUEST_STATES, STEPS, keysOf } from '../vocabulary/index.js';
import { after, cursor, pageLimit } from './common.js';
import { RequestView } from './dispatch.js';

const requestState = z.enum(keysOf(REQUEST_STATES));

/** `state` separates several with commas; `q` is looked for in reference and target. */
export const RequestsOverviewQuery = z.strictObject({
  state: z
    .string()
    .max(300)
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(requestState).min(1))
    .optional(),
  kind: z.enum(keysOf(REQUEST_KINDS)).optional(),
  q: z.string().trim().min(1).max(300).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});
export type RequestsOverviewQuery = z.infer<typeof RequestsOverviewQuery>;

/** A request with what its provider owes next; `hoursLeft` is negative once that is overdue. */
export const RequestOverviewItem = RequestView.extend({
  next: z.object({ step: z.enum(keysOf(STEPS)), at: instant, hoursLeft: z.number(), overdue: z.boolean() }).nullable(),
}).meta({ id: 'RequestOverviewItem' });
export type RequestOverviewItem = z.infer<typeof RequestOverviewItem>;

/** Most urgent first. `counts` is over all of the provider's requests, whatever the filter. */
export const RequestsOverview = z
  .object({
    items: z.array(RequestOverviewItem),
    counts: z.partialRecord(requestState, z.int()),
    overdue: z.int(),
    cursor: cursor.optional(),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'RequestsOverview' });
export type RequestsOverview = z.infer<typeof RequestsOverview>;

/** How the provider's own feed does: what it took, what waits for it, what its list holds. */
export const FeedHealth = z
  .object({
    provider: id,
    lane: z.enum(['requests', 'sandbox']),
    /** The last poll or snapshot; null when there was none. */
    lastSeenAt: instant.nullable(),
    /** Items after the cursor of the last poll. */
    lagItems: z.int(),
    /** How long the oldest of them has been waiting. */
    lagSeconds: z.int(),
    /** Blocks in force: the items of a snapshot. */
    listSize: z.int(),
    sequence: z.int(),
    lastChangeAt: instant.nullable(),
    lastAnswerAt: instant.nullable(),
    now: instant,
  })
  .meta({ id: 'FeedHealth' });
export type FeedHealth = z.infer<typeof FeedHealth>;

/** As it is read from a letter: letters of any case, with or without spaces. */
export const GenuineParams = z.strictObject({
  reference: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[\p{L}\p{N} ./-]+$/u),
});
export type GenuineParams = z.infer<typeof GenuineParams>;

/** Depends on the reference alone: whether we sent such a request, what it asked for and when. */
export const Genuine = z
  .object({ reference: z.string(), genuine: z.boolean(), action: action.nullable(), issuedAt: instant.nullable() })
  .meta({ id: 'Genuine' });
export type Genuine = z.infer<typeof Genuine>;
