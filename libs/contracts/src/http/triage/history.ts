import { z } from 'zod';
import { cursor, pageLimit } from '../common.js';

/** One event as staff read it; fields that a destroyed key protected are null. */
export const CaseHistoryEvent = z
  .object({
    id: z.string(),
    position: z.int(),
    stream: z.string(),
    version: z.int(),
    type: z.string(),
    schemaVersion: z.int(),
    occurredAt: z.string(),
    recordedAt: z.string(),
    actor: z.object({
      kind: z.enum(['person', 'key', 'public', 'system']),
      id: z.string(),
      unit: z.string().optional(),
      role: z.string().optional(),
    }),
    correlationId: z.string(),
    causationId: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'CaseHistoryEvent' });
export const CaseHistoryQuery = z.strictObject({ cursor: cursor.optional(), limit: pageLimit });
export const CaseHistory = z
  .object({ items: z.array(CaseHistoryEvent), cursor: z.string().optional() })
  .meta({ id: 'CaseHistory' });

/** `GET /events/live`: one line of the stream of server-sent events; `position` is also its `id`. */
export const LiveChange = z
  .object({
    caseId: z.string(),
    type: z.string(),
    unit: z.string(),
    position: z.int(),
    /** How the case stands now, so that a list can be kept without asking again. */
    status: z.string(),
    claim: z.object({ by: z.string(), until: z.string() }).nullable(),
  })
  .meta({ id: 'LiveChange' });

/** `GET /events/live`, event `presence`: everybody who looks at a case now; an empty list when the last one left. */
export const LivePresence = z
  .object({ caseId: z.string(), people: z.array(z.object({ person: z.string(), since: z.string() })) })
  .meta({ id: 'LivePresence' });

/** A page says every few seconds that somebody looks at a case, and with `leaving` that they do not any more. */
export const LookingAtCase = z.strictObject({ leaving: z.literal(true).optional() }).meta({ id: 'LookingAtCase' });

export type CaseHistoryEvent = z.infer<typeof CaseHistoryEvent>;
export type CaseHistory = z.infer<typeof CaseHistory>;
export type CaseHistoryQuery = z.infer<typeof CaseHistoryQuery>;
export type LivePresence = z.infer<typeof LivePresence>;
export type LookingAtCase = z.infer<typeof LookingAtCase>;
export type LiveChange = z.infer<typeof LiveChange>;
