import { z } from 'zod';

export const Alive = z.object({ status: z.literal('ok') }).meta({ id: 'Alive' });
/** What each check found: `ok`, or in a word what is missing. */
export const Ready = z
  .object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.string()) })
  .meta({ id: 'Ready' });

/** How the process does as a whole: it may serve while something is wrong that somebody has to look after. */
export const Health = z
  .object({
    status: z.enum(['ready', 'starting', 'degraded', 'unavailable']),
    checks: z.record(
      z.string(),
      z.object({
        status: z.enum(['ok', 'starting', 'degraded', 'unavailable']),
        /** What is wrong, for operators. */
        says: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Health' });

export type Alive = z.infer<typeof Alive>;
export type Ready = z.infer<typeof Ready>;
export type Health = z.infer<typeof Health>;
