import { z } from 'zod';
import { instant } from '../events/shapes.js';

/** An event that a subscription could not handle; it delays its own case only. */
export const ParkedEventView = z
  .object({
    id: z.string(),
    subscription: z.string(),
    orderingKey: z.string(),
    position: z.int(),
    eventId: z.uuid(),
    stream: z.string(),
    type: z.string(),
    attempts: z.int(),
    error: z.string().nullable(),
    firstFailedAt: instant,
    parkedAt: instant,
    /** Later events of the same key that wait behind it. */
    waiting: z.int(),
  })
  .meta({ id: 'ParkedEvent' });
export const ParkedList = z.object({ items: z.array(ParkedEventView) }).meta({ id: 'ParkedList' });
export const ParkedRetry = z.object({ id: z.string(), retrying: z.literal(true) }).meta({ id: 'ParkedRetry' });

export type ParkedList = z.infer<typeof ParkedList>;
export type ParkedRetry = z.infer<typeof ParkedRetry>;
