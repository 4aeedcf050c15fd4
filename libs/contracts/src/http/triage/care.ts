import { z } from 'zod';
import { instant, uuid } from '../../events/shapes.js';
import { CATEGORIES, keysOf } from '../../vocabulary/index.js';
import { after } from '../common.js';

/** Spans that were covered, in the text as it is given (`•`); the clear text comes by `POST /cases/:id/reveal`. */
export const TextMarks = z.array(z.object({ start: z.int(), end: z.int() }));

/** Which text of a case is to be shown in the clear; `id` is the note, the report, or the target's index. */
export const REVEALABLE = ['note', 'report', 'target', 'proposal', 'dismissal'] as const;
export const RevealText = z
  .strictObject({ part: z.enum(REVEALABLE), id: z.string().max(100).optional() })
  .meta({ id: 'RevealText' });
/** That it was shown is on record (`TextRevealed`). Null where its key was destroyed. */
export const RevealedText = z
  .object({ caseId: uuid, part: z.enum(REVEALABLE), id: z.string().nullable(), text: z.string().nullable() })
  .meta({ id: 'RevealedText' });

const category = z.enum(keysOf(CATEGORIES));

/** One's own working day. Nobody else can ask for it. */
export const MyCare = z
  .object({
    handledInShift: z.int(),
    shiftCap: z.int(),
    severeRun: z.int(),
    severeRunLimit: z.int(),
    rest: z.enum(['none', 'break', 'cap']),
    /** The end of the break that is suggested. */
    until: instant.nullable(),
    /** Categories that `POST /cases/next` leaves out for the caller. */
    optedOut: z.array(category),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'MyCare' });
export const CareQuery = z.strictObject({ after });
export const SetMyCare = z
  .strictObject({ optedOut: z.array(category).max(keysOf(CATEGORIES).length) })
  .meta({ id: 'SetMyCare' });

/** A unit's figures; null everywhere and `hidden` while they would be about fewer than five people. */
export const UnitCare = z
  .object({
    unit: z.string(),
    people: z.int().nullable(),
    hidden: z.boolean(),
    handled: z.int().nullable(),
    severe: z.int().nullable(),
    /** How often somebody went on instead of resting. */
    wentOn: z.int().nullable(),
    days: z.int(),
  })
  .meta({ id: 'UnitCare' });

export type RevealText = z.infer<typeof RevealText>;
export type RevealedText = z.infer<typeof RevealedText>;
export type MyCare = z.infer<typeof MyCare>;
export type CareQuery = z.infer<typeof CareQuery>;
export type SetMyCare = z.infer<typeof SetMyCare>;
export type UnitCare = z.infer<typeof UnitCare>;
