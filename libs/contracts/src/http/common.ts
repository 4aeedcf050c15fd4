import { z } from 'zod';

/** Opaque; comes from the previous page and is never built by hand. */
export const cursor = z.string().max(500);
export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);
/** Position of an event the caller wants to see reflected: the answer waits up to 1 s for it, else says `stale: true`. */
export const after = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();

/** RFC 9457. `errors[].pointer` is a JSON pointer into the body (or `#query/…`). */
export const ProblemDetails = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string(), code: z.string().optional() })).optional(),
  })
  .meta({ id: 'Problem' });

/** Every command answers with the position of its last event. */
export const CommandResult = z.object({ position: z.int(), version: z.int().optional() }).meta({ id: 'CommandResult' });

export type CommandResult = z.infer<typeof CommandResult>;
