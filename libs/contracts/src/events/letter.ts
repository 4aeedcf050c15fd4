import { z } from 'zod';
import { PROVIDER_ANSWERS, REQUEST_KINDS, keysOf } from '../vocabulary/index.js';
import { eventsOf } from './define.js';
import { digest, id, instant, uuid } from './shapes.js';

const letter = eventsOf('letter');

/** The head and the end of an official letter, as the installation's settings had them on the day it was numbered. */
export const letterhead = z.strictObject({
  /** The body above the issuing one (cơ quan chủ quản), where there is one. */
  superior: z.string().min(1).max(200).nullable(),
  /** The one name under which the whole installation writes. */
  name: z.string().min(1).max(200),
  /** The part behind the number, e.g. `TTXL-BVTE` in `Số: 05/TTXL-BVTE`. */
  symbol: z.string().regex(/^[A-ZĐ0-9]+(?:[-.][A-ZĐ0-9]+)*$/),
  place: z.string().min(1).max(100),
  /** In whose stead (`TL. GIÁM ĐỐC`) and as what somebody signs. Never a name: that comes with the signature. */
  signer: z.strictObject({ authority: z.string().min(1).max(100).nullable(), title: z.string().min(1).max(100) }),
  /** Who gets a copy beside the addressee and the files. */
  copies: z.array(z.string().min(1).max(200)).max(10),
});
export type Letterhead = z.infer<typeof letterhead>;

/** `letter-<year>` holds the numbers (the version is the number), `letter-<id>` what became of one. Appended by dispatch only. */
export const letterEvents = {
  /** Numbered, and never changed again. Its words follow from this and the feed's items; targets are not in it. */
  LetterIssued: letter({
    letterId: uuid,
    year: z.int(),
    number: z.int().min(1),
    provider: id,
    /** Whose requests these are: its people send the letter and enter the answer. Never in the letter itself. */
    unit: id,
    kind: z.enum(keysOf(REQUEST_KINDS)),
    issuedAt: instant,
    /** The first of the items' due times. */
    dueAt: instant,
    head: letterhead,
    addressee: z.string(),
    /** Where whoever has the letter may answer without an account; null: in writing only. */
    answersAt: z.url().nullable(),
    items: z
      .array(
        z.strictObject({
          requestId: uuid,
          caseId: uuid,
          /** Of the provider's feed: a renewed or re-sent request has a new one, and is written again. */
          sequence: z.int(),
          /** The legal basis as the register had it. */
          citation: z.string(),
          /** Which of its links stands in the row (ADR 43), null where it was revoked; absent: the first. */
          linkRound: z.int().min(0).nullable().optional(),
        }),
      )
      .min(1),
    /** Hex SHA-256 of each file. */
    files: z.strictObject({ docx: digest, pdf: digest, csv: digest }),
  }),
  /** It left the house, as somebody says who saw it leave. */
  LetterSent: letter({ letterId: uuid, sentOn: z.iso.date(), way: z.string().min(1).max(200).nullable() }),
  /** The letter that came back, for one request. The answer itself stands on the request. */
  LetterAnswered: letter({
    letterId: uuid,
    requestId: uuid,
    answer: z.enum(keysOf(PROVIDER_ANSWERS)),
    /** Number and date of the incoming letter. */
    incoming: z.strictObject({ number: z.string().min(1).max(100), date: z.iso.date() }),
  }),
};
