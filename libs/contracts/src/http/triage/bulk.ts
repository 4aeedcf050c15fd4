import { z } from 'zod';
import { uuid } from '../../events/shapes.js';
import { AddNote, AssignCase, ClassifyCase, DismissCase, ProposeTakedown, ReferCase } from './commands.js';

const cases = z
  .array(z.strictObject({ id: uuid, version: z.int().min(1).optional() }))
  .min(1)
  .max(500);
const nothing = z.strictObject({}).default({});

/**
 * The same command for many cases. `approve` is part of the schema only so that the attempt is refused by name and
 * recorded: bulk commands never approve, and never propose to block a host or a domain.
 */
export const BulkCommand = z
  .discriminatedUnion('command', [
    z.strictObject({ command: z.literal('claim'), cases, body: nothing }),
    z.strictObject({ command: z.literal('renew'), cases, body: nothing }),
    z.strictObject({ command: z.literal('release'), cases, body: nothing }),
    z.strictObject({ command: z.literal('classify'), cases, body: ClassifyCase }),
    z.strictObject({ command: z.literal('propose'), cases, body: ProposeTakedown }),
    z.strictObject({ command: z.literal('withdraw-proposal'), cases, body: nothing }),
    z.strictObject({ command: z.literal('dismiss'), cases, body: DismissCase }),
    z.strictObject({ command: z.literal('undo-dismissal'), cases, body: nothing }),
    z.strictObject({ command: z.literal('assign'), cases, body: AssignCase }),
    z.strictObject({ command: z.literal('refer'), cases, body: ReferCase }),
    z.strictObject({ command: z.literal('notes'), cases, body: AddNote }),
    z.strictObject({ command: z.literal('approve'), cases, body: z.looseObject({}).default({}) }),
  ])
  .meta({ id: 'BulkCommand' });

/** One outcome for each case, in the order they were sent: done, or refused with a problem's name. */
export const BulkResult = z
  .object({
    items: z.array(
      z.object({
        id: uuid,
        ok: z.boolean(),
        position: z.int().optional(),
        version: z.int().optional(),
        code: z.string().optional(),
        title: z.string().optional(),
      }),
    ),
    done: z.int(),
    refused: z.int(),
    position: z.int(),
  })
  .meta({ id: 'BulkResult' });

export type BulkCommand = z.infer<typeof BulkCommand>;
export type BulkResult = z.infer<typeof BulkResult>;
