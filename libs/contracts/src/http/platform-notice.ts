import { z } from 'zod';
import { action, instant, requestTarget, uuid } from '../events/shapes.js';
import { REQUEST_KINDS, keysOf } from '../vocabulary/index.js';

/** Version of the notice's form. A reader keeps reading every later `1.x`: fields are added, none changes its meaning. */
export const PLATFORM_NOTICE_VERSION = '1.0';

const day = z.iso.date();

/**
 * A request to a platform, or its lift, as it is posted to it. The statement of reasons uses names and values of the EU's
 * transparency database (DSA, Articles 9 and 17) as far as they say something true here; `source_identifier` and `timestamp`
 * are named after XARF, whose identifier is one text and not, as here, a URL, host or domain. Nothing else is in it: only
 * reference, action, target, legal basis, decision and dates.
 */
export const PlatformNotice = z
  .strictObject({
    notice_version: z.literal(PLATFORM_NOTICE_VERSION),
    /** The request; its lift has the same. A notice that comes again says the same and asks for nothing new. */
    request_id: uuid,
    kind: z.enum(keysOf(REQUEST_KINDS)),
    reference: z.string(),
    /** When it was asked for. */
    timestamp: instant,
    /** Until when it is to be carried out, or lifted. */
    due_at: instant,
    action,
    source_identifier: requestTarget,
    /** Where the recipient answers without an account: whoever has the address can answer this one request. */
    answer_url: z.url().optional(),
    statement_of_reasons: z.strictObject({
      decision_visibility: z.tuple([z.enum(['DECISION_VISIBILITY_CONTENT_REMOVED', 'DECISION_VISIBILITY_OTHER'])]),
      decision_ground: z.literal('DECISION_GROUND_ILLEGAL_CONTENT'),
      /** The entry of the register of legal bases that the request rests on. */
      illegal_content_legal_ground: z.string(),
      illegal_content_explanation: z.strictObject({ vi: z.string(), en: z.string() }),
      territorial_scope: z.tuple([z.literal('VN')]),
      application_date: day,
      /** Absent on a lift: what ended has no end to come. */
      end_date_visibility_restriction: day.optional(),
      automated_decision: z.literal('AUTOMATED_DECISION_NOT_AUTOMATED'),
    }),
  })
  .meta({ id: 'PlatformNotice' });
export type PlatformNotice = z.infer<typeof PlatformNotice>;
