import { z } from 'zod';
import { instant, uuid } from '../../events/shapes.js';
import { CASE_STATUSES, CATEGORIES, NEAR_DUPLICATE_REASONS, PRIORITIES, keysOf } from '../../vocabulary/index.js';
import { TargetView } from './case-view.js';

/** Another case beside this one, with the order that came of it. */
export const NeighbourCase = z
  .object({
    id: uuid,
    status: z.enum(keysOf(CASE_STATUSES)),
    category: z.enum(keysOf(CATEGORIES)).optional(),
    priority: z.enum(keysOf(PRIORITIES)),
    unit: z.string(),
    openedAt: instant,
    target: TargetView,
    order: z
      .object({ id: uuid, reference: z.string().nullable(), status: z.string(), expiresAt: instant.nullable() })
      .optional(),
  })
  .meta({ id: 'NeighbourCase' });

const group = z.object({
  name: z.string(),
  /** The newest ones that the caller may read. */
  items: z.array(NeighbourCase),
  /** All there are in the installation, also those of others: what a wide action would touch. */
  total: z.int(),
});

/** `GET /cases/:id/neighbours`: `domain` leaves out what is listed under `host`. */
export const CaseNeighbours = z
  .object({
    caseId: uuid,
    host: group.nullable(),
    domain: group.nullable(),
    /** Suggested, never merged alone. */
    nearDuplicates: z.array(z.object({ case: NeighbourCase, why: z.enum(keysOf(NEAR_DUPLICATE_REASONS)) })),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'CaseNeighbours' });

export type NeighbourCase = z.infer<typeof NeighbourCase>;
export type CaseNeighbours = z.infer<typeof CaseNeighbours>;
