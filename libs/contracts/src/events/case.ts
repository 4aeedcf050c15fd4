import { z } from 'zod';
import {
  CLOSE_OUTCOMES,
  DISMISSAL_OUTCOMES,
  DISMISSAL_PRESETS,
  DOCUMENT_KINDS,
  NOTE_VISIBILITIES,
  OWN_VIEWS,
  PRIORITY_REASONS,
  REOPEN_REASONS,
  REVIEW_OUTCOMES,
  keysOf,
} from '../vocabulary/index.js';
import { caseField, eventsOf, personalField } from './define.js';
import { attachedReport, category, digest, id, instant, priority, proposal, target, text, uuid } from './shapes.js';

const claim = eventsOf('claim');
const ofCase = eventsOf('case');
const preset = z.enum(keysOf(DISMISSAL_PRESETS)).optional();

/** `claim-<case>`: its version is the fencing token that a decision's append asserts. */
export const claimEvents = {
  CaseClaimed: claim({ caseId: uuid, person: id, unit: id, until: instant }),
  ClaimRenewed: claim({ caseId: uuid, person: id, until: instant }),
  ClaimReleased: claim({ caseId: uuid, person: id }),
  ClaimExpired: claim({ caseId: uuid, person: id, until: instant }),
};

/** `case-<id>`: appended by triage only. */
export const caseEvents = {
  CaseOpened: ofCase({
    caseId: uuid,
    /** The unit that heard first leads (chủ trì). */
    unit: id,
    province: id.nullable(),
    /** True when help was asked for or a child may be in danger: one person never closes it. */
    plea: z.boolean(),
    target: caseField(target),
  }),
  /** Later units coordinate (phối hợp): the fold gathers them from here. */
  ReportAttached: ofCase({ caseId: uuid, report: attachedReport }),
  CategorySuggested: ofCase({
    caseId: uuid,
    category: z.union([category, z.literal('out-of-scope')]),
    score: z.number().min(0).max(1),
    model: z.string(),
    modelVersion: z.string(),
    reasons: caseField(z.array(z.strictObject({ span: z.string(), rule: z.string(), weight: z.number() }))),
  }),
  CaseClassified: ofCase({ caseId: uuid, category, person: id, human: id }),
  CasePrioritised: ofCase({ caseId: uuid, priority, reasons: z.array(z.enum(keysOf(PRIORITY_REASONS))) }),
  NoteAdded: ofCase({
    caseId: uuid,
    noteId: uuid,
    visibility: z.enum(keysOf(NOTE_VISIBILITIES)),
    text: caseField(text),
  }),
  TakedownProposed: ofCase({
    caseId: uuid,
    digest,
    person: id,
    /** Accounts of one human being carry the same value: whoever wrote it may not approve it under another login. */
    human: id,
    unit: id,
    /** False: approval becomes a letter to `authority`, not a request to providers. */
    competent: z.boolean(),
    authority: id.nullable(),
    proposal: caseField(proposal),
  }),
  /** A second unit agrees to act on press, criticism, a complaint or a denunciation. */
  SecondUnitAgreed: ofCase({ caseId: uuid, digest, person: id, human: id, unit: id }),
  /** Returned without a verdict: the approver passes the proposal on to another approver of the unit. */
  ApprovalPassed: ofCase({ caseId: uuid, digest, person: id, human: id, to: id, reason: caseField(text) }),
  /** Recorded by an approver who looked without the proposer's name and reasons. */
  OwnViewRecorded: ofCase({
    caseId: uuid,
    digest,
    person: id,
    human: id,
    opinion: z.enum(keysOf(OWN_VIEWS)),
    note: caseField(text),
  }),
  ProposalWithdrawn: ofCase({ caseId: uuid, digest, person: id }),
  ProposalReturned: ofCase({ caseId: uuid, digest, person: id, reason: caseField(text) }),
  ProposalApproved: ofCase({
    caseId: uuid,
    digest,
    person: id,
    human: id,
    unit: id,
    /** Signed for somebody (ký thay, uỷ quyền): the delegation's register entry. */
    delegation: id.nullable(),
    competent: z.boolean(),
    authority: id.nullable(),
    proposedBy: id,
    proposerHuman: id,
    proposal: caseField(proposal),
    platform: z.string().nullable(),
  }),
  DismissalProposed: ofCase({
    caseId: uuid,
    outcome: z.enum(keysOf(DISMISSAL_OUTCOMES)),
    preset,
    person: id,
    human: id,
    reason: caseField(text),
  }),
  CaseDismissed: ofCase({
    caseId: uuid,
    outcome: z.enum(keysOf(DISMISSAL_OUTCOMES)),
    preset,
    person: id,
    human: id,
    proposedBy: id.nullable(),
    proposerHuman: id.nullable(),
    reason: caseField(text),
  }),
  CaseReopened: ofCase({
    caseId: uuid,
    person: id,
    /** Absent: for the reason stated. With `undo` there is none to state: whoever dismissed it took it back at once. */
    why: z.enum(keysOf(REOPEN_REASONS)).optional(),
    reason: caseField(text),
  }),
  /** A link that could not be read is corrected by hand. What was reported stays in `CaseOpened` and with the report. */
  TargetCorrected: ofCase({
    caseId: uuid,
    targetIndex: z.int().min(0),
    person: id,
    human: id,
    target: caseField(target),
  }),
  /** The number and the signed copy's hash of a paper; what it says stays in the unit's own records. */
  DocumentRegistered: ofCase({
    caseId: uuid,
    documentId: uuid,
    kind: z.enum(keysOf(DOCUMENT_KINDS)),
    number: z.string().min(1).max(100),
    /** The day on the paper, as it is written there. */
    issuedOn: z.iso.date(),
    /** Hex SHA-256 of the signed copy; null while there is none. */
    sha256: digest.nullable(),
    /** The proposal it belongs to, where it belongs to one. */
    digest: digest.nullable(),
    person: id,
    title: caseField(text),
  }),
  /** On both streams in one append: `from` ends as merged, `into` takes over reports and targets. Nothing is deleted. */
  CaseMerged: ofCase({
    caseId: uuid,
    from: uuid,
    into: uuid,
    person: id,
    /** What made one person unable to close `from` goes along: merging is no way round the second person. */
    plea: z.boolean(),
    possibleReferral: z.boolean(),
    reports: z.array(attachedReport),
    targets: caseField(z.array(target)),
  }),
  /** Assigned to a person, or handed over to another unit. */
  CaseAssigned: ofCase({ caseId: uuid, unit: id, person: id.nullable(), by: id, reason: caseField(text) }),
  CaseInForce: ofCase({ caseId: uuid, order: uuid, expiresAt: instant }),
  ReviewRequested: ofCase({
    caseId: uuid,
    order: uuid,
    reviewId: uuid,
    reason: caseField(text),
    contact: personalField(text),
  }),
  ReviewDecided: ofCase({
    caseId: uuid,
    order: uuid,
    reviewId: uuid,
    outcome: z.enum(keysOf(REVIEW_OUTCOMES)),
    person: id,
    human: id,
    reason: caseField(text),
  }),
  CaseClosed: ofCase({ caseId: uuid, outcome: z.enum(keysOf(CLOSE_OUTCOMES)), order: uuid.nullable() }),
};
