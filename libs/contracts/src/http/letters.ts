import { z } from 'zod';
import { action, digest, id, instant, requestTarget, uuid } from '../events/shapes.js';
import {
  LETTER_FORMATS,
  LETTER_STATES,
  PROVIDER_ANSWERS,
  REQUEST_KINDS,
  REQUEST_STATES,
  keysOf,
} from '../vocabulary/index.js';
import { CommandResult, after, cursor, pageLimit } from './common.js';
import { Answer, AnswersResult } from './dispatch.js';

const day = z.iso.date();
const number = z.string().trim().min(1).max(100);

export const LettersQuery = z.strictObject({
  state: z.enum(keysOf(LETTER_STATES)).optional(),
  provider: id.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
  after,
});
export type LettersQuery = z.infer<typeof LettersQuery>;

/** An official letter to a provider. Numbered it never changes; what changes is whether it was sent and answered. */
export const LetterView = z
  .object({
    id: uuid,
    /** As it stands in the letter, e.g. `05/TTXL-BVTE`; gapless within its year. */
    number: z.string(),
    year: z.int(),
    kind: z.enum(keysOf(REQUEST_KINDS)),
    provider: id,
    addressee: z.string(),
    unit: id,
    issuedAt: instant,
    /** The first due time of its requests. */
    dueAt: instant,
    state: z.enum(keysOf(LETTER_STATES)),
    /** Requests that wait for an answer, and those of them that are overdue. */
    open: z.int(),
    overdue: z.int(),
    requests: z.int(),
    sent: z.object({ on: day, way: z.string().nullable() }).nullable(),
    /** Hex SHA-256 of each file. */
    files: z.object({ docx: digest, pdf: digest, csv: digest }),
  })
  .meta({ id: 'Letter' });
export type LetterView = z.infer<typeof LetterView>;

export const LetterList = z
  .object({ items: z.array(LetterView), cursor: cursor.optional(), stale: z.boolean().optional() })
  .meta({ id: 'LetterList' });
export type LetterList = z.infer<typeof LetterList>;

/** One letter with its requests as they stand, and the incoming letters that answered them. */
export const LetterDetail = LetterView.extend({
  items: z.array(
    z.object({
      request: uuid,
      case: uuid,
      reference: z.string(),
      action,
      target: requestTarget,
      state: z.enum(keysOf(REQUEST_STATES)),
      dueAt: instant,
      overdue: z.boolean(),
      answers: z.array(
        z.object({ answer: z.enum(keysOf(PROVIDER_ANSWERS)), incoming: z.object({ number: z.string(), date: day }) }),
      ),
    }),
  ),
}).meta({ id: 'LetterDetail' });
export type LetterDetail = z.infer<typeof LetterDetail>;

export const LetterFileParams = z.strictObject({ id: uuid, format: z.enum(keysOf(LETTER_FORMATS)) });
export type LetterFileParams = z.infer<typeof LetterFileParams>;

/** The day it left the house, and how (post, the document exchange, by hand). Said again it corrects what was said. */
export const LetterSentBody = z
  .strictObject({ sentOn: day, way: z.string().trim().min(1).max(200).optional() })
  .meta({ id: 'LetterSent' });
export type LetterSentBody = z.infer<typeof LetterSentBody>;

export const LetterResult = CommandResult.extend({ id: uuid }).meta({ id: 'LetterResult' });
export type LetterResult = z.infer<typeof LetterResult>;

/** What an incoming letter says of the requests of ours it answers, with its number and date. */
export const LetterAnswersBody = z
  .strictObject({
    incoming: z.strictObject({ number, date: day }),
    answers: z.array(Answer).min(1).max(100),
  })
  .meta({ id: 'LetterAnswers' });
export type LetterAnswersBody = z.infer<typeof LetterAnswersBody>;

export const LetterAnswersResult = AnswersResult;
