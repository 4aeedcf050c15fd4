import { z } from 'zod';

export const Alive = z.object({ status: z.literal('ok') }).meta({ id: 'Alive' });
/** What each check found: `ok`, or in a word what is missing. */
export const Ready = z
  .object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.string()) })
  .meta({ id: 'Ready' });

export type Alive = z.infer<typeof Alive>;
export type Ready = z.infer<typeof Ready>;
