import { z } from 'zod';
import { id, instant } from '../events/shapes.js';
import { DELIVERY_ADAPTERS, DELIVERY_STATUSES, keysOf } from '../vocabulary/index.js';

/** How far we are in carrying one provider's requests to it ourselves, and what holds us up. */
export const DeliveryState = z
  .object({
    provider: id,
    adapter: z.enum(keysOf(DELIVERY_ADAPTERS)),
    status: z.enum(keysOf(DELIVERY_STATUSES)),
    /** Everything of the provider's feed up to here was looked at. */
    sequence: z.int().nullable(),
    carriedAt: instant.nullable(),
    /** Why it stopped or fails; never a target or a key. */
    detail: z.string().nullable(),
  })
  .meta({ id: 'DeliveryState' });
export type DeliveryState = z.infer<typeof DeliveryState>;

export const DeliveryStates = z.object({ items: z.array(DeliveryState) }).meta({ id: 'DeliveryStates' });
export type DeliveryStates = z.infer<typeof DeliveryStates>;
