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
  .object({ caseId: z.string(), type: z.string(), unit: z.string(), position: z.int() })
  .meta({ id: 'LiveChange' });

export type CaseHistoryEvent = z.infer<typeof CaseHistoryEvent>;
export type CaseHistory = z.infer<typeof CaseHistory>;
export type CaseHistoryQuery = z.infer<typeof CaseHistoryQuery>;
export type LiveChange = z.infer<typeof LiveChange>;
