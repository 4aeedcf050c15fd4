import { z } from 'zod';
import { uuid } from '../../events/shapes.js';
import { CASE_STATUSES, CATEGORIES, RECHECKS, keysOf } from '../../vocabulary/index.js';
import { after, cursor, pageLimit } from '../common.js';

const status = z.enum(keysOf(CASE_STATUSES));
const category = z.enum(keysOf(CATEGORIES));

/** `urgency`: overdue first, then priority, then age. The others say what they order by. */
export const CASE_SORTS = ['urgency', 'newest', 'oldest', 'due', 'reports'] as const;

/** The queue's filters. `claimedBy` is a person's id, `me` ("my work") or `nobody`; `q` is searched without regard to accents. */
export const CaseQuery = z.strictObject({
  status: z.union([status, z.array(status).max(20)]).optional(),
  category: z.union([category, z.array(category).max(20)]).optional(),
  unit: z.string().max(200).optional(),
  province: z.string().max(200).optional(),
  claimedBy: z.string().max(200).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  /** Those in force that somebody asked to look at again. */
  review: z.literal('pending').optional(),
  /** Those in force whose blocked name was found changed at a recheck: so, or in any way. */
  recheck: z.enum(['any', ...keysOf(RECHECKS)]).optional(),
  q: z.string().trim().max(200).optional(),
  sort: z.enum(CASE_SORTS).default('urgency'),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});

export const CaseRef = z.strictObject({ id: uuid }).meta({ id: 'CaseRef' });
export const CaseAfterQuery = z.strictObject({ after });

/** Whose figures: one unit's, or (auditors only, without `unit`) everybody's. */
export const CaseStatsQuery = z.strictObject({ unit: z.string().max(200).optional(), after });

const counts = z.record(z.string(), z.int());

export const CaseStats = z
  .object({
    unit: z.string().nullable(),
    cases: z.int(),
    byStatus: counts,
    byCategory: counts,
    byPriority: counts,
    open: z.int(),
    claimed: z.int(),
    overdue: z.int(),
    overdueBySteps: counts,
    support: counts,
    referrals: counts,
    stale: z.boolean().optional(),
  })
  .meta({ id: 'CaseStats' });

export type CaseQuery = z.infer<typeof CaseQuery>;
export type CaseStatsQuery = z.infer<typeof CaseStatsQuery>;
export type CaseStats = z.infer<typeof CaseStats>;
export type CaseAfterQuery = z.infer<typeof CaseAfterQuery>;
