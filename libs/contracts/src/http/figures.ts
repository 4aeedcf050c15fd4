import { z } from 'zod';
import { category, id, instant } from '../events/shapes.js';
import { FIGURE_MEASURES, keysOf } from '../vocabulary/index.js';
import { after } from './common.js';

/**
 * `per` splits by time (in Việt Nam; weeks begin on Monday), `by` by what it was about. Staff see their own unit, auditors any or all.
 * Without a period the last 30 days. `format=csv`, or `Accept: text/csv`, gives the same rows as a file.
 */
export const FiguresQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  per: z.enum(['day', 'week', 'month']).optional(),
  by: z.enum(['unit', 'category', 'provider']).optional(),
  unit: id.optional(),
  category: category.optional(),
  provider: id.optional(),
  format: z.enum(['json', 'csv']).optional(),
  after,
});

/** Times are whole minutes and count where they ended; null for plain counts. */
export const FigureRow = z
  .object({
    measure: z.enum(keysOf(FIGURE_MEASURES)),
    /** First day of the period, with `per`. */
    period: z.string().nullable(),
    /** The unit, category or provider, with `by`; null where there is none yet. */
    group: z.string().nullable(),
    count: z.int(),
    p50: z.number().nullable(),
    p90: z.number().nullable(),
    p95: z.number().nullable(),
  })
  .meta({ id: 'FigureRow' });
export const Figures = z
  .object({
    from: instant,
    to: instant,
    /** The units counted; null: all. */
    units: z.array(id).nullable(),
    rows: z.array(FigureRow),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'Figures' });

export type FiguresQuery = z.infer<typeof FiguresQuery>;
export type FigureRow = z.infer<typeof FigureRow>;
export type Figures = z.infer<typeof Figures>;
