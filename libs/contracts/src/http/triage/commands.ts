import { z } from 'zod';
import { ageBand, digest, harm, instant, speechKind, uuid } from '../../events/shapes.js';
import {
  ACTIONS,
  CASE_STATUSES,
  CATEGORIES,
  DISMISSAL_OUTCOMES,
  DISMISSAL_PRESETS,
  DOCUMENT_KINDS,
  NOTE_VISIBILITIES,
  OWN_VIEWS,
  REFERRAL_RECIPIENTS,
  keysOf,
  outcomeOfPreset,
} from '../../vocabulary/index.js';
import { ClaimView } from './case-view.js';

const id = z.string().min(1).max(200);
/** What a person writes: at least a few characters that are not spaces. */
const said = z.string().trim().min(3).max(10_000);

export const ClassifyCase = z.strictObject({ category: z.enum(keysOf(CATEGORIES)) }).meta({ id: 'ClassifyCase' });

/** `scope` is never sent: it follows from the action and the target, so that nobody asks for more than the action says. */
export const ProposeTakedown = z
  .strictObject({
    action: z.enum(keysOf(ACTIONS)),
    category: z.enum(keysOf(CATEGORIES)),
    legalBasis: id,
    reasons: said,
    proportionality: said.optional(),
    harm: harm.optional(),
    speech: speechKind.optional(),
    providers: z.array(id).min(1).max(100).optional(),
    /** With `restrict-age` only; absent means every age below 18. */
    ageBands: z.array(ageBand).min(1).max(4).optional(),
    targetIndex: z.int().min(0).default(0),
    expiresInDays: z.int().min(1).max(3650).optional(),
    expiresAt: instant.optional(),
  })
  .refine((body) => (body.expiresInDays === undefined) !== (body.expiresAt === undefined), {
    path: ['expiresInDays'],
    error: 'Cần đúng một trong hai: expiresInDays hoặc expiresAt / exactly one of expiresInDays and expiresAt',
  })
  .meta({ id: 'ProposeTakedown' });

export const ApproveProposal = z.strictObject({ digest }).meta({ id: 'ApproveProposal' });
export const ReturnProposal = z.strictObject({ reason: said }).meta({ id: 'ReturnProposal' });
/** An outcome with a reason in one's own words, or one of the preset reasons, which stands for its outcome. */
export const DismissCase = z
  .strictObject({
    outcome: z.enum(keysOf(DISMISSAL_OUTCOMES)).optional(),
    reason: said.optional(),
    preset: z.enum(keysOf(DISMISSAL_PRESETS)).optional(),
  })
  .refine(({ outcome, reason, preset }) => preset !== undefined || (outcome !== undefined && reason !== undefined), {
    path: ['outcome'],
    error: 'Cần outcome và reason, hoặc preset / outcome and reason are needed, or a preset',
  })
  .refine(
    ({ outcome, preset }) => preset === undefined || outcome === undefined || outcome === outcomeOfPreset(preset),
    {
      path: ['preset'],
      error: 'preset và outcome không khớp / the preset stands for another outcome',
    },
  )
  .meta({ id: 'DismissCase' });
/** With a reason; or `undo`, by whoever dismissed it a moment ago: then the claim is given back too. */
export const ReopenCase = z
  .strictObject({ reason: said.optional(), undo: z.literal(true).optional() })
  .refine(({ reason, undo }) => (reason === undefined) !== (undo === undefined), {
    path: ['reason'],
    error: 'Cần đúng một trong hai: reason hoặc undo / exactly one of reason and undo',
  })
  .meta({ id: 'ReopenCase' });
/** For a link that could not be read: how a person reads it. */
export const CorrectTarget = z
  .strictObject({ targetIndex: z.int().min(0).default(0), url: z.string().trim().min(3).max(8_192) })
  .meta({ id: 'CorrectTarget' });
/** Returned without a verdict: another approver of the unit judges it. */
export const PassApproval = z.strictObject({ digest, to: id, reason: said }).meta({ id: 'PassApproval' });
/** What an approver thinks before the proposer's name and reasons are shown. */
export const RecordOwnView = z
  .strictObject({ digest, opinion: z.enum(keysOf(OWN_VIEWS)), note: z.string().trim().max(10_000).default('') })
  .meta({ id: 'RecordOwnView' });
/** A paper's number (số văn bản) and, once it is signed, the SHA-256 of the copy in hex. */
export const RegisterDocument = z
  .strictObject({
    kind: z.enum(keysOf(DOCUMENT_KINDS)),
    number: z.string().trim().min(1).max(100),
    issuedOn: z.iso.date(),
    sha256: digest.optional(),
    title: z.string().trim().max(500).default(''),
  })
  .meta({ id: 'RegisterDocument' });
/** The case in the path ends as merged; `into` takes over its reports and targets. */
export const MergeCase = z.strictObject({ into: uuid }).meta({ id: 'MergeCase' });
/** To a person of one's own unit, or (with another `unit`) handed over. */
export const AssignCase = z
  .strictObject({ unit: id.optional(), person: id.optional(), reason: said })
  .meta({ id: 'AssignCase' });
/** Without `unit` the unit of the case's province that receives such referrals is chosen from the register. */
export const ReferCase = z
  .strictObject({ recipient: z.enum(keysOf(REFERRAL_RECIPIENTS)), unit: id.optional(), reason: said })
  .meta({ id: 'ReferCase' });
/** What the authority that got the letter answered. */
export const AnswerLetter = z.strictObject({ note: said }).meta({ id: 'AnswerLetter' });
export const AddNote = z
  .strictObject({ visibility: z.enum(keysOf(NOTE_VISIBILITIES)), text: z.string().trim().min(1).max(10_000) })
  .meta({ id: 'AddNote' });

/** Which queue to take from: the caller's unit's, optionally one category or province of it. */
export const NextCase = z
  .strictObject({
    category: z.enum(keysOf(CATEGORIES)).optional(),
    province: id.optional(),
    /** Goes on although a break was suggested (409 `rest-suggested`); the reason is the person's own and is sealed as such. */
    goOn: z.strictObject({ reason: said }).optional(),
  })
  .meta({ id: 'NextCase' });

/** Every command on a case answers with this; fields that a command does not touch are missing. */
export const CaseCommandResult = z
  .object({
    id: uuid,
    position: z.int(),
    version: z.int(),
    status: z.enum(keysOf(CASE_STATUSES)),
    claim: ClaimView.optional(),
    digest: z.string().optional(),
    noteId: uuid.optional(),
    referralId: uuid.optional(),
    reviewId: uuid.optional(),
    documentId: uuid.optional(),
    /** After a dismissal: until when whoever gave it may take it back. */
    undoUntil: instant.optional(),
  })
  .meta({ id: 'CaseCommandResult' });

export type ClassifyCase = z.infer<typeof ClassifyCase>;
export type ProposeTakedown = z.infer<typeof ProposeTakedown>;
export type ApproveProposal = z.infer<typeof ApproveProposal>;
export type ReturnProposal = z.infer<typeof ReturnProposal>;
export type DismissCase = z.infer<typeof DismissCase>;
export type ReopenCase = z.infer<typeof ReopenCase>;
export type PassApproval = z.infer<typeof PassApproval>;
export type RecordOwnView = z.infer<typeof RecordOwnView>;
export type RegisterDocument = z.infer<typeof RegisterDocument>;
export type CorrectTarget = z.infer<typeof CorrectTarget>;
export type MergeCase = z.infer<typeof MergeCase>;
export type AssignCase = z.infer<typeof AssignCase>;
export type ReferCase = z.infer<typeof ReferCase>;
export type AnswerLetter = z.infer<typeof AnswerLetter>;
export type AddNote = z.infer<typeof AddNote>;
export type NextCase = z.infer<typeof NextCase>;
export type CaseCommandResult = z.infer<typeof CaseCommandResult>;
