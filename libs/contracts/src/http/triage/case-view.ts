import { z } from 'zod';
import { instant, uuid } from '../../events/shapes.js';
import {
  ACTIONS,
  AGE_BANDS,
  CASE_STATUSES,
  CATEGORIES,
  CHANNELS,
  CLOSE_OUTCOMES,
  DISMISSAL_OUTCOMES,
  DISMISSAL_PRESETS,
  DOCUMENT_KINDS,
  NOTE_VISIBILITIES,
  OWN_VIEWS,
  PRIORITIES,
  PRIORITY_REASONS,
  RECHECKS,
  REVIEW_SOURCES,
  SPEECH_KINDS,
  STEPS,
  TARGET_STATES,
  keysOf,
} from '../../vocabulary/index.js';

import { TextMarks } from './care.js';

const id = z.string();

/** A target as staff see it. `defanged` is what screens show: a reported address is never a link. */
export const TargetView = z
  .object({
    state: z.enum(keysOf(TARGET_STATES)),
    url: z.string().nullable(),
    host: z.string().nullable(),
    domain: z.string().nullable(),
    contentKey: z.string().nullable(),
    platform: z.string().nullable(),
    defanged: z.string().nullable(),
    /** Where distressing words of `defanged` are covered. */
    marks: TextMarks,
    flags: z.array(z.string()),
    /** How it was reported, where a person had to read it by hand. */
    correctedFrom: z.string().optional(),
  })
  .meta({ id: 'CaseTarget' });

/** The claim's `token` is the version of its stream: a decision is fenced by it. */
export const ClaimView = z.object({ by: id, unit: id, until: instant, token: z.int() }).meta({ id: 'CaseClaim' });

/** One step that somebody has to take, who answers for it, and until when (dated deadline register). */
export const DueView = z
  .object({ step: z.enum(keysOf(STEPS)), unit: id, at: instant, overdue: z.boolean() })
  .meta({ id: 'CaseDue' });

/** What rechecks of a block in force last found of the blocked name, and since when; never for referral categories. */
export const RecheckView = z.object({ found: z.enum(keysOf(RECHECKS)), since: instant }).meta({ id: 'CaseRecheck' });

/** The review that waits longest, and how many wait behind it. */
export const ReviewSummary = z
  .object({ reviewId: uuid, by: z.enum(keysOf(REVIEW_SOURCES)), requestedAt: instant, more: z.int() })
  .meta({ id: 'CaseReviewSummary' });

/** What lists and the queue show of a case. */
export const CaseSummary = z
  .object({
    id: uuid,
    status: z.enum(keysOf(CASE_STATUSES)),
    category: z.enum(keysOf(CATEGORIES)).optional(),
    priority: z.enum(keysOf(PRIORITIES)),
    unit: id,
    coordinating: z.array(id),
    province: id.nullable(),
    plea: z.boolean(),
    target: TargetView,
    reports: z.int(),
    sources: z.int(),
    claim: ClaimView.optional(),
    due: z.array(DueView),
    recheck: RecheckView.optional(),
    review: ReviewSummary.optional(),
    openedAt: instant,
    updatedAt: instant,
    version: z.int(),
  })
  .meta({ id: 'CaseSummary' });

export const CaseList = z
  .object({ items: z.array(CaseSummary), cursor: z.string().optional(), stale: z.boolean().optional() })
  .meta({ id: 'CaseList' });

export const ProposalView = z
  .object({
    digest: z.string(),
    targetIndex: z.int(),
    action: z.enum(keysOf(ACTIONS)),
    category: z.enum(keysOf(CATEGORIES)),
    scope: z.object({ url: z.string().optional(), host: z.string().optional(), domain: z.string().optional() }),
    legalBasis: id,
    /** Null while it is hidden (`hidden`). */
    reasons: z.string().nullable(),
    proportionality: z.string().nullable(),
    harm: z.object({ stated: z.string(), verifiedHow: z.string() }).nullable(),
    speech: z.enum(keysOf(SPEECH_KINDS)).nullable(),
    providers: z.array(id).nullable(),
    ageBands: z.array(z.enum(keysOf(AGE_BANDS))).optional(),
    expiresAt: instant,
    /** Null while it is hidden (`hidden`). */
    by: id.nullable(),
    unit: id,
    /** The unit's blind second look: who proposed and why is shown once the caller has recorded an own view. */
    hidden: z.boolean(),
    /** The approver it was passed on to, without a verdict. */
    passedTo: id.nullable(),
    ownViews: z.array(
      z.object({ by: id, opinion: z.enum(keysOf(OWN_VIEWS)), note: z.string().nullable(), at: instant }),
    ),
    /** The proposal before this one, what became of it, and what is different now. */
    earlier: z
      .object({
        digest: z.string(),
        how: z.enum(['returned', 'withdrawn']),
        by: id.nullable(),
        reason: z.string().nullable(),
        at: instant,
        changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
      })
      .optional(),
    /** False: approving it sends a letter to `authority` instead of requests to providers. */
    competent: z.boolean(),
    authority: id.nullable(),
    /** Units that agreed as second unit. */
    agreedBy: z.array(id),
  })
  .meta({ id: 'CaseProposal' });

export const AttachedReportView = z
  .object({
    reportId: uuid,
    channel: z.enum(keysOf(CHANNELS)),
    unit: id.nullable(),
    province: id.nullable(),
    categoryHint: z.enum(keysOf(CATEGORIES)).nullable(),
    ageBand: z.enum(keysOf(AGE_BANDS)).nullable(),
    helpNeeded: z.boolean(),
    childInDanger: z.boolean(),
    reportedAt: instant,
  })
  .meta({ id: 'AttachedReport' });

/** A report with the reporter's own words, for whoever has to understand what happened. Showing it is on record. */
export const CaseReport = AttachedReportView.extend({
  /** Distressing words are covered; `marks` says where. */
  note: z.string().nullable(),
  marks: TextMarks,
  /** When the reporter says it happened. */
  seenAt: instant.nullable(),
}).meta({ id: 'CaseReport' });
export const CaseReportList = z
  .object({ items: z.array(CaseReport), cursor: z.string().optional() })
  .meta({ id: 'CaseReportList' });

export const NoteView = z
  .object({
    noteId: uuid,
    visibility: z.enum(keysOf(NOTE_VISIBILITIES)),
    /** Distressing words are covered; `marks` says where. */
    text: z.string().nullable(),
    marks: TextMarks,
    by: id,
    at: instant,
  })
  .meta({ id: 'CaseNote' });

/** A paper of the case: the newest entry of each number. */
export const DocumentView = z
  .object({
    documentId: uuid,
    kind: z.enum(keysOf(DOCUMENT_KINDS)),
    number: z.string(),
    issuedOn: z.string(),
    sha256: z.string().nullable(),
    digest: z.string().nullable(),
    title: z.string().nullable(),
    by: id,
    at: instant,
  })
  .meta({ id: 'CaseDocument' });

/** Another case about the same content: the earlier one that a new report does not reopen by itself. */
export const RelatedCase = z
  .object({ id: uuid, status: z.enum(keysOf(CASE_STATUSES)), openedAt: instant })
  .meta({ id: 'RelatedCase' });

/** A case as read from its own stream: never behind. */
export const CaseView = CaseSummary.extend({
  targets: z.array(TargetView),
  priorityReasons: z.array(z.enum(keysOf(PRIORITY_REASONS))),
  attached: z.array(AttachedReportView),
  suggestion: z
    .object({ category: z.string(), score: z.number(), model: z.string(), modelVersion: z.string() })
    .optional(),
  proposal: ProposalView.optional(),
  dismissal: z
    .object({
      outcome: z.enum(keysOf(DISMISSAL_OUTCOMES)),
      preset: z.enum(keysOf(DISMISSAL_PRESETS)).optional(),
      reason: z.string().nullable(),
      by: id,
      at: instant,
    })
    .optional(),
  closed: z.object({ outcome: z.enum(keysOf(CLOSE_OUTCOMES)) }).optional(),
  order: z
    .object({ id: uuid, reference: z.string().nullable(), status: z.string(), expiresAt: instant.nullable() })
    .optional(),
  review: ReviewSummary.extend({ order: uuid, reason: z.string().nullable() }).meta({ id: 'CaseReview' }).optional(),
  assignee: id.nullable(),
  mergedInto: uuid.nullable(),
  notes: z.array(NoteView),
  documents: z.array(DocumentView),
  related: z.array(RelatedCase),
  position: z.int(),
}).meta({ id: 'Case' });

export type TargetView = z.infer<typeof TargetView>;
export type ClaimView = z.infer<typeof ClaimView>;
export type RecheckView = z.infer<typeof RecheckView>;
export type DueView = z.infer<typeof DueView>;
export type CaseSummary = z.infer<typeof CaseSummary>;
export type CaseList = z.infer<typeof CaseList>;
export type ProposalView = z.infer<typeof ProposalView>;
export type DocumentView = z.infer<typeof DocumentView>;
export type NoteView = z.infer<typeof NoteView>;
export type RelatedCase = z.infer<typeof RelatedCase>;
export type CaseView = z.infer<typeof CaseView>;
export type CaseReport = z.infer<typeof CaseReport>;
export type CaseReportList = z.infer<typeof CaseReportList>;
